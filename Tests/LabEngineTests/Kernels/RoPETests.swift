import LabKernels
import XCTest

final class RoPETests: KernelTestCase {
  func testPublishedVectors() {
    let cosines = [1, 1, cos(1.0), cos(0.01)].map { Float($0) }
    let sines = [0, 0, sin(1.0), sin(0.01)].map { Float($0) }
    let expected: [RotaryLayout: [Double]] = [
      .halfSplit: [-1.984111, 1.959901, 2.462378, 4.0198],
      .interleaved: [-1.14264, 1.922076, 2.959851, 4.0298],
    ]
    for (layout, expected) in expected {
      var x: [Float] = [1, 2, 3, 4]
      Kernels.rotate(
        &x, heads: RotaryHeads(count: 1, dHead: 4), positions: [1], cosines: cosines, sines: sines,
        layout: layout)
      assertClose(x, expected, 1e-6, "\(layout)")
    }
  }

  func testOnlyTheNamedHeadsTurnAndTheInverseTurnsThemBack() {
    let (rows, dHead, nHeads, nKVHeads) = (9, 34, 4, 2)
    let width = (nHeads + 2 * nKVHeads) * dHead
    let angles = (0..<20).flatMap { p in (0..<(dHead / 2)).map { Double(p) * pow(100, -Double($0) / 17) } }
    let (cosines, sines) = (angles.map { Float(cos($0)) }, angles.map { Float(sin($0)) })
    let keys = RotaryHeads(count: nKVHeads, dHead: dHead, rowWidth: width, offset: nHeads * dHead)
    let positions = (0..<rows).map { ($0 * 7) % 20 }
    let x = random(3 + rows * width)
    for layout in RotaryLayout.allCases {
      var y = x
      Kernels.rotate(
        &y, at: 3, heads: keys, positions: positions, cosines: cosines, sines: sines, layout: layout)
      for (i, (before, after)) in zip(x, y).enumerated() {
        let column = (i - 3 + width) % width
        let isKey = i >= 3 && column >= nHeads * dHead && column < (nHeads + nKVHeads) * dHead
        if !isKey { XCTAssertEqual(before, after) }
      }
      XCTAssertNotEqual(x, y)
      Kernels.rotate(
        &y, at: 3, heads: keys, positions: positions, cosines: cosines, sines: sines, layout: layout,
        inverse: true)
      assertClose(y, x.doubles, 1e-6)
    }
  }
}
