import XCTest

@testable import LabContracts

private struct Ticket: WireRecord, Equatable {
  var text: String
  var labels: [String: Double]
  var rank: Int?
  var weights: [Float]

  static var fields: some WireFields<Ticket> {
    Fields(Ticket.init, \.text, \.labels, \.rank, \.weights)
  }
}

private enum Colour: String, Wire, CaseIterable { case red, green }

final class WireTests: XCTestCase {
  private let ticket = Ticket(
    text: "où est e\u{301}\u{0}?", labels: ["a": 1.5, "b": -.infinity], rank: nil, weights: [1, .nan, -0.0])

  func testNumbersAreLittleEndian() {
    XCTAssertEqual(UInt32(0x0102_0304).wireBytes, [4, 3, 2, 1])
    XCTAssertEqual(Float(1).wireBytes, [0, 0, 0x80, 0x3f])
    XCTAssertEqual([Int32(1), -1].wireBytes, [2, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255])
  }

  func testRecordsSurviveTheRoundTrip() throws {
    let back = try Ticket(wireBytes: ticket.wireBytes)
    XCTAssertTrue(back.isAlike(ticket))
    XCTAssertEqual(Array(back.text.utf8), Array(ticket.text.utf8))
    XCTAssertEqual(back.weights.map(\.bitPattern), ticket.weights.map(\.bitPattern))
    XCTAssertEqual(try [[Int]](wireBytes: [[1, 2], [], [3]].wireBytes), [[1, 2], [], [3]])
    XCTAssertEqual(try Colour(wireBytes: Colour.green.wireBytes), .green)
  }

  func testEveryTruncationIsRefused() {
    let bytes = ticket.wireBytes
    for count in 0..<bytes.count {
      XCTAssertThrowsError(
        try Ticket(wireBytes: Array(bytes.prefix(count))), "\(count) of \(bytes.count) bytes")
    }
    XCTAssertThrowsError(try Ticket(wireBytes: bytes + [0])) {
      XCTAssertEqual($0 as? WireError, .bytesLeftOver(1))
    }
  }

  func testAHugeLengthIsRefusedBeforeAnythingIsAllocated() {
    XCTAssertThrowsError(try [Double](wireBytes: UInt32.max.wireBytes + [0, 0])) {
      XCTAssertEqual($0 as? WireError, .impossibleLength(Int(UInt32.max)))
    }
    XCTAssertThrowsError(try [[String]](wireBytes: UInt32(5).wireBytes + UInt32(0).wireBytes))
  }

  func testWrongBytesAreRefused() {
    XCTAssertThrowsError(try Bool(wireBytes: [2]))
    XCTAssertThrowsError(try String(wireBytes: UInt32(1).wireBytes + [0xff]))
    XCTAssertThrowsError(try Colour(wireBytes: "blue".wireBytes))
    XCTAssertThrowsError(try [String: Int](wireBytes: ["a", "a"].wireBytes + [1, 2].wireBytes))
  }

  func testRandomBytesNeverTrap() {
    var random = SystemRandomNumberGenerator()
    let seed = random.next()
    var state = seed
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var bytes = ticket.wireBytes
      bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
      _ = try? Ticket(wireBytes: bytes)
      _ = try? CallReply(wireBytes: bytes)
      _ = try? CallRequest(wireBytes: bytes)
    }
    print("seed \(seed)")
  }

  func testAlikeForgivesRoundingAndNothingElse() {
    XCTAssertTrue([1.0 as Float, 1000].isAlike([1.000_005, 1000.005]))
    XCTAssertFalse([1.0 as Float].isAlike([1.001]))
    XCTAssertFalse([1.0].isAlike([1.0, 2]))
    XCTAssertTrue(Double.nan.isAlike(.nan))
    XCTAssertFalse(Double.infinity.isAlike(1e308))
    XCTAssertFalse("é".isAlike("e\u{301}"))
  }

  func testBlankIsZeroInEveryField() {
    XCTAssertEqual(Ticket.blank, Ticket(text: "", labels: [:], rank: nil, weights: []))
    XCTAssertEqual(Colour.blank, .red)
  }
}

final class BindingTests: XCTestCase {
  private enum Broken: String, ContractError { case onPurpose }
  private let add = Endpoint<[Int], Int, /* -> */ [Int]>("add")
  private let nothing = Endpoint<Int>("nothing")
  private let fail = Endpoint<Bool, /* -> */ Int>("fail")

  private var binding: LabContracts.Binding {
    LabContracts.Binding {
      $0.bind(add) { list, number in list.map { $0 + number } }
      $0.bind(nothing) { 7 }
      $0.bind(fail) { if $0 { throw Routing.EvaluationError.noTickets } else { throw Broken.onPurpose } }
    }
  }

  func testACallGoesThroughBytes() throws {
    let answer = try XCTUnwrap(binding.answer("add", arguments: add.write([1, 2], 10)))
    XCTAssertEqual(try [Int](wireBytes: answer), [11, 12])
    XCTAssertEqual(try binding.answer("nothing", arguments: []), 7.wireBytes)
  }

  func testWhatIsNotBoundOrNotTheArgumentsIsSaid() {
    XCTAssertNil(try binding.answer("subtract", arguments: []))
    XCTAssertThrowsError(try binding.answer("add", arguments: [1])) { XCTAssertTrue($0 is WireError) }
    XCTAssertThrowsError(try binding.answer("nothing", arguments: [1])) { XCTAssertTrue($0 is WireError) }
  }

  func testThrownErrorsKeepTypeAndCase() throws {
    XCTAssertEqual(try thrown(ofTheCourse: true).description, "EvaluationError.noTickets")
    XCTAssertEqual(try thrown(ofTheCourse: false).description, "your own Broken: onPurpose")
  }

  private func thrown(ofTheCourse: Bool) throws -> ThrownError {
    var thrown: ThrownError?
    XCTAssertThrowsError(try binding.answer("fail", arguments: ofTheCourse.wireBytes)) {
      thrown = ThrownError($0)
    }
    let error = try XCTUnwrap(thrown)
    XCTAssertEqual(try ThrownError(wireBytes: error.wireBytes), error)
    return error
  }
}
