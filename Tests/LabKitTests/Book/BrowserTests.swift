import Foundation
import LabEngine
import LabTesting
import XCTest

@testable import LabKit

/// The book as a reader uses it: a real browser opens every page from disk, reads, steps, answers and presents.
final class BrowserTests: XCTestCase {
  private struct Report: Decodable {
    struct Check: Decodable {
      let name: String
      let isTrue: Bool
      let detail: String
    }

    let results: [Check]
    let numbers: Numbers
  }

  /// What the page's own scripts computed, for the same values as below.
  private struct Numbers: Decodable {
    struct Softmax: Decodable { let shares: [Double] }
    struct Root: Decodable { let raw, scaled: [Double] }
    struct Bits: Decodable {
      let restored: [Double]
      let scale, relative: Double
    }
    struct Budget: Decodable { let parameters, tokens, loss: Double }
    struct Beta: Decodable {
      let margins, losses: [Double]
      let slopeAtZero, slopeAtTen: Double
    }

    let softmax: [Softmax]
    let root: [Root]
    let bits: [Bits]
    let budget: [Budget]
    let beta: [Beta]
  }

  func testABookWorksInABrowser() throws {
    let folder = try TemporaryFolder(for: self)
    let browser = try Browser(profile: folder["profile"])
    let small = try SmallBook(for: self)
    _ = try small.book().write(to: folder["book"])
    try layLivePage(of: small, in: folder["book/page"])
    try layDriver(in: folder, pages: small.files().keys.filter { $0.hasSuffix(".html") }.sorted())
    let page = try browser.open(folder["book/driver.html"])
    XCTAssertEqual(page.complaints, [], "nothing is written to the console")
    let json = try XCTUnwrap(page.html.firstMatch(of: /<pre id="results">([^<]*)<\/pre>/), page.html)
    let report = try JSONDecoder().decode(Report.self, from: Data(String(json.1).unescaped.utf8))
    XCTAssertGreaterThan(report.results.count, 80)
    for check in report.results { XCTAssertTrue(check.isTrue, "\(check.name) \(check.detail)") }
    try holdAgainstTheEngine(report.numbers)
  }

  /// The driver lies beside the pages, because a page from a file may open its neighbours only.
  private func layDriver(in folder: TemporaryFolder, pages: [String]) throws {
    let fixtures = try Course.find().root.appending(path: "Tests/Fixtures/Book")
    for name in ["driver.html", "driver.js", "probe.js"] {
      let text = try String(contentsOf: fixtures.appending(path: name), encoding: .utf8)
      let list = String(decoding: try JSONEncoder().encode(pages), as: UTF8.self)
      try folder.write(
        name == "driver.js" ? "const pages = \(list);\n\(text)" : text, to: "book/\(name)")
    }
    try folder.write("", to: "profile/.keep")
    // The live page is asked for its names too.
    try folder.write(try folder.read("book/probe.js"), to: "book/page/probe.js")
  }

  private func layLivePage(of small: SmallBook, in folder: URL) throws {
    let page = try LivePage(small.course, small.course.curriculum.labs[0], in: folder)
    let failure = CheckpointFailure(returned: "[[1, 2], [3, 4]]", expected: "[[0.5, 1], [1.5, 2]]")
    page.add(CheckpointResult(checkpoint: "01.1", test: "test01_adds", outcome: .failed(failure)))
  }

  private func holdAgainstTheEngine(_ numbers: Numbers) throws {
    for (value, page) in zip([0.1, 0.7, 1, 4], numbers.softmax) {
      let scores = [2, 1, 0.5, 0, -1].map { Float($0 / value) }
      assertNear(page.shares, try PlainAttention.softmax(Tensor(scores)).values.map(Double.init), 1e-6)
    }
    let draw: [Float] = [0.31, -1.24, 0.88, -0.05, 1.71, -0.62, 0.14, -0.97]
    for (d, page) in zip([Float(1), 64, 1024], numbers.root) {
      let raw = try PlainAttention.softmax(Tensor(draw.map { $0 * d.squareRoot() }))
      assertNear(page.raw, raw.values.map(Double.init), 1e-5)
      assertNear(page.scaled, try PlainAttention.softmax(Tensor(draw)).values.map(Double.init), 1e-6)
    }
    for (bits, page) in zip([2, 3, 4, 8], numbers.bits) { try holdBits(bits, page) }
    for (exponent, page) in zip([18, 21.25, 26], numbers.budget) {
      let best = try ScalingLaw.hoffmann.optimum(flops: pow(10, exponent))
      XCTAssertEqual(page.parameters / best.parameters, 1, accuracy: 1e-6)
      XCTAssertEqual(page.tokens / best.tokens, 1, accuracy: 1e-6)
      XCTAssertEqual(page.loss, best.loss, accuracy: 1e-6)
    }
    for (beta, page) in zip([0.05, 0.1, 1], numbers.beta) { try holdBeta(beta, page) }
  }

  private func holdBits(_ bits: Int, _ page: Numbers.Bits) throws {
    let weights: [Float] = [
      0.021, -0.14, 0.33, -0.048, 0.09, 0.61, -0.27, 0.005, -0.39, 0.17, -0.072, 0.24, -0.51, 0.118, -0.2,
      0.043,
    ]
    let original = try Tensor(rows: [weights])
    let scheme = try IntegerScheme(bits: bits, mapping: .absmax, granularity: .tensor)
    let restored = try scheme.restored(original)
    assertNear(page.restored, restored.values.map(Double.init), 1e-6)
    XCTAssertEqual(page.relative, try RestorationError(of: restored, from: original).relative, accuracy: 1e-6)
  }

  private func holdBeta(_ beta: Double, _ page: Numbers.Beta) throws {
    for (margin, loss) in zip(page.margins, page.losses) {
      XCTAssertEqual(loss, try dpo(beta, margin: margin).value, accuracy: 1e-12)
    }
    for (margin, slope) in [(0.0, page.slopeAtZero), (10, page.slopeAtTen)] {
      XCTAssertEqual(slope, try dpo(beta, margin: margin).gradient.policyChosen, accuracy: 1e-12)
    }
  }

  /// The engine's loss of a pair that the policy prefers by `margin` more than the reference does.
  private func dpo(_ beta: Double, margin: Double) throws -> PreferenceLoss.Evaluation {
    let pair = try PairLogProbabilities(
      policyChosen: margin, policyRejected: 0, referenceChosen: 0, referenceRejected: 0)
    return try PreferenceLoss.dpo(beta: beta).evaluate(pair)
  }

  private func assertNear(_ page: [Double], _ engine: [Double], _ tolerance: Double, line: UInt = #line) {
    XCTAssertEqual(page.count, engine.count, line: line)
    for (own, other) in zip(page, engine) { XCTAssertEqual(own, other, accuracy: tolerance, line: line) }
  }
}

extension String {
  /// Text as it was before HTML wrote it out.
  fileprivate var unescaped: String {
    replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&nbsp;", with: "\u{A0}").replacing("&amp;", with: "&")
  }
}
