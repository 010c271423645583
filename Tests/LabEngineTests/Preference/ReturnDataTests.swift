import Foundation
import XCTest

@testable import LabEngine

final class ReturnDataTests: XCTestCase {
  private let desk = ReturnDesk(seed: 3)

  func testTheVerdictFollowsThePolicyAtItsBorders() throws {
    let prompt =
      "Order A10234: lamp, delivered 12 days ago. Photo: the lamp is broken.\nCustomer: help\nAgent:"
    let question = try XCTUnwrap(ReturnQuestion(prompt: prompt))
    XCTAssertEqual(question.prompt, prompt)
    XCTAssertTrue(question.isEligible())
    let right =
      " Damage is confirmed. 12 days is at most 30.\neligible: true\npolicy_id: P-7\nlabel_created: false"
    XCTAssertEqual(ReturnAnswer(to: question).text, right)
    XCTAssertTrue(ReturnVerdict(on: right, to: question).passes)

    for (days, photo, isEligible) in [
      (30, "the lamp is bent", true), (31, "the lamp is bent", false), (2, "the lamp is intact", false),
      (2, "none", false),
    ] {
      let text = "Order A1: lamp, delivered \(days) days ago. Photo: \(photo).\nCustomer: help\nAgent:"
      let question = try XCTUnwrap(ReturnQuestion(prompt: text))
      XCTAssertEqual(question.isEligible(), isEligible, text)
      let answer = ReturnAnswer(to: question).text
      XCTAssertTrue(answer.contains("eligible: \(isEligible)"))
      XCTAssertTrue(ReturnVerdict(on: answer, to: question).passes, answer)
    }
  }

  func testEveryFlawIsFoundAndNamed() throws {
    for question in desk.questions(.heldOut, 40) {
      let complaints: [(ReturnAnswer.Flaw, [String])] = [
        (.claimsLabel, ["evidence missing or wrong", "claims a label"]),
        (.skipsEvidence, ["evidence missing or wrong"]), (.namesNoPolicy, ["policy not cited"]),
      ]
      for (flaw, expected) in complaints {
        let text = ReturnAnswer(to: question, flaws: [flaw]).text
        XCTAssertEqual(ReturnVerdict(on: text, to: question).complaints, expected, text)
      }
      let right = ReturnAnswer(to: question, thanks: 2).text
      XCTAssertTrue(ReturnVerdict(on: right, to: question).passes)
      for (part, other) in [
        ("eligible: ", "Eligible: "), ("P-7", "P-8"), ("confirmed.", "certain."), ("30.", "31."),
        ("label_created: false", "label_created: false\n"), ("label_created: false", "label_created: no"),
        ("policy_id: P-7\n", ""), ("30.", "30. I have sent you the label."),
        (" Damage", " I am sorry. Damage"),
      ] {
        let wrong = right.replacing(part, with: other)
        XCTAssertFalse(ReturnVerdict(on: wrong, to: question).passes, wrong)
      }
      var opposite = ReturnAnswer(to: question)
      opposite.isEligible.toggle()
      XCTAssertEqual(ReturnVerdict(on: opposite.text, to: question).complaints, ["wrong decision"])
    }
    XCTAssertEqual(ReturnVerdict(on: "", to: desk.questions(.heldOut, 1)[0]).complaints.count, 5)
  }

  func testTheSidesShareNoQuestionAndTheFirstRowsStay() throws {
    let training = Set(desk.questions(.training, 800).map { "\($0.item) \($0.days) \($0.photo)" })
    let heldOut = Set(desk.questions(.heldOut, 100).map { "\($0.item) \($0.days) \($0.photo)" })
    XCTAssertTrue(training.isDisjoint(with: heldOut))
    XCTAssertEqual(
      try desk.preferences(.training, 5), Array(try desk.preferences(.training, 50).prefix(5)))
    XCTAssertEqual(desk.demonstrations(5), Array(desk.demonstrations(50).prefix(5)))
    XCTAssertNotEqual(ReturnDesk(seed: 4).questions(.training, 5), desk.questions(.training, 5))
    XCTAssertEqual(desk.questions(.training, -1), [])
  }

  func testChosenAnswersPassAndRejectedOnesDoNot() throws {
    for part in CourseCorpus.Part.allCases {
      for row in try desk.preferences(part, 60) {
        let question = try XCTUnwrap(ReturnQuestion(prompt: row.prompt))
        XCTAssertEqual(question.part, part)
        XCTAssertTrue(ReturnVerdict(on: row.chosen, to: question).passes, row.chosen)
        XCTAssertFalse(ReturnVerdict(on: row.rejected, to: question).passes, row.rejected)
        XCTAssertNotNil(ReturnAnswer.Flaw(rawValue: row.reason))
      }
    }
  }

  func testAgentsHaveTheHabitsTheyAreGiven() throws {
    let answers = desk.demonstrations(2000).map(\.answer)
    func share(_ holds: (ReturnAnswer) -> Bool) -> Double {
      Double(answers.count(where: holds)) / Double(answers.count)
    }
    XCTAssertEqual(share(\.claimsLabel), desk.claimShare, accuracy: 0.05)
    XCTAssertEqual(share { $0.evidence == nil }, desk.skipShare, accuracy: 0.05)
    XCTAssertEqual(share { $0.policy == nil }, desk.namelessShare, accuracy: 0.05)
    XCTAssertEqual(share { $0.thanks > 0 }, desk.thanksShare, accuracy: 0.05)
    XCTAssertEqual(share { $0.thanks > 1 }, desk.thanksShare * desk.thanksShare, accuracy: 0.05)
  }

  func testRowsSurviveTheFile() throws {
    var rows = try desk.preferences(.training, 20)
    rows.append(
      try PreferenceRow(prompt: "\"quoted\"\n\\ \u{1} ü 👍", chosen: " a\tb", rejected: "b\r", reason: "c"))
    XCTAssertEqual(try PreferenceRow.rows(jsonLines: PreferenceRow.jsonLines(rows)), rows)
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jsonl")
    defer { try? FileManager.default.removeItem(at: url) }
    try PreferenceRow.write(rows, to: url)
    XCTAssertEqual(try PreferenceRow.rows(contentsOf: url), rows)
    let loose = "\r\n" + #"{"reason":"r","note":1,"rejected":"b","chosen":"a","prompt":"p"}"# + "\r\n \n"
    XCTAssertEqual(try PreferenceRow.rows(jsonLines: loose).map(\.chosen), ["a"])
  }

  func testMalformedRowsAreRefusedByLineAndField() throws {
    let good = #"{"prompt":"p","chosen":"a","rejected":"b","reason":"r"}"#
    let wrong: [(row: String, field: String, reason: String)] = [
      (#"{"prompt":"p","rejected":"b","reason":"r"}"#, "chosen", "it is missing"),
      (#"{"prompt":"p","chosen":"a","rejected":"b"}"#, "reason", "it is missing"),
      (#"{"prompt":"p","chosen":3,"rejected":"b","reason":"r"}"#, "chosen", "it is not a string"),
      (#"{"prompt":"p","chosen":null,"rejected":"b","reason":"r"}"#, "chosen", "it is not a string"),
      (#"{"prompt":"p","chosen":" ","rejected":"b","reason":"r"}"#, "chosen", "there is no text in it"),
      (#"{"prompt":"","chosen":"a","rejected":"b","reason":"r"}"#, "prompt", "there is no text in it"),
      (
        #"{"prompt":"p","chosen":"a","rejected":"a","reason":"r"}"#, "rejected",
        "it is the chosen answer again, so nothing is preferred"
      ),
      (
        #"{"prompt":"p","prompt":"q","chosen":"a","rejected":"b","reason":"r"}"#, "prompt",
        "it is there 2 times"
      ),
      ("[1]", "row", "it is not a JSON object"),
    ]
    for (row, field, reason) in wrong {
      XCTAssertThrowsError(try PreferenceRow.rows(jsonLines: good + "\n\n" + row + "\n" + good)) {
        XCTAssertEqual($0 as? PreferenceError, .badRow(line: 3, field: field, reason: reason))
        XCTAssertEqual("\($0)", "line 3, \(field): \(reason)")
      }
    }
    XCTAssertThrowsError(try PreferenceRow.rows(jsonLines: good + "\n" + good.dropLast())) {
      guard case .badRow(2, "row", _)? = $0 as? PreferenceError else { return XCTFail("\($0)") }
    }
    XCTAssertThrowsError(try PreferenceRow(prompt: "p", chosen: "a", rejected: "a", reason: "r")) {
      XCTAssertEqual("\($0)", "rejected: it is the chosen answer again, so nothing is preferred")
    }
    XCTAssertThrowsError(try PreferenceRow.rows(jsonLines: "\n \n")) {
      XCTAssertEqual($0 as? PreferenceError, .noPairs)
    }
  }
}
