import XCTest

@testable import LabEngine

final class ReasoningProblemTests: XCTestCase {
  private func problems(_ part: ReasoningCorpus.Part, _ count: Int, seed: UInt64) -> [ReasoningProblem] {
    ReasoningCorpus(seed: seed).problems(count, part)
  }

  /// Works the story out again from its words, without the sums.
  func testTheSumsTellTheStory() throws {
    for problem in problems(.training, 1500, seed: 11) {
      var (total, price) = (0, 0)
      for sentence in problem.question.split(separator: /\. |\? ?/) {
        let numbers = sentence.matches(of: /\d+/).compactMap { Int($0.output) }
        switch true {
        case sentence.contains("Also"): total += numbers[0] * numbers[1]
        case sentence.contains("each"):
          price = numbers[1]
          total = numbers[0] * price
        case sentence.contains("Shipping"), sentence.contains("Sending"): total += numbers[0]
        case sentence.contains("voucher"), sentence.contains("already"): total -= numbers[0]
        case sentence.contains("times"): total *= numbers[0]
        case sentence.contains("back"): total -= numbers[0] * price
        default: XCTAssertEqual(numbers, [], String(sentence))
        }
      }
      XCTAssertEqual(problem.answer, total, problem.question)
      XCTAssertTrue(ReasoningProblem.levels.contains(problem.level))
    }
  }

  func testNoProblemIsOnBothSides() {
    var (training, heldOut) = (Set<String>(), Set<String>())
    for seed in [1, 2, 77] as [UInt64] {
      training.formUnion(problems(.training, 4000, seed: seed).map(\.identity))
      heldOut.formUnion(problems(.heldOut, 500, seed: seed).map(\.identity))
    }
    XCTAssertGreaterThan(training.count, 9000)
    XCTAssertGreaterThan(heldOut.count, 1200)
    XCTAssertEqual(training.intersection(heldOut), [])
  }

  func testProblemsDoNotDependOnHowManyAreDrawn() {
    XCTAssertEqual(problems(.heldOut, 20, seed: 5), Array(problems(.heldOut, 50, seed: 5).prefix(20)))
    XCTAssertNotEqual(problems(.heldOut, 20, seed: 5), problems(.heldOut, 20, seed: 6))
    XCTAssertTrue(ReasoningCorpus().problems(30, .heldOut, level: 4).allSatisfy { $0.level == 4 })
    XCTAssertEqual(problems(.heldOut, -1, seed: 5), [])
  }

  /// Two sums leave few choices: whoever asks for more problems than there are gets all, and an end.
  func testProblemsThatRunOut() {
    let all = ReasoningCorpus().problems(100_000, .heldOut, level: 2)
    XCTAssertEqual(Set(all.map(\.identity)).count, all.count)
    XCTAssertTrue((2000..<8000).contains(all.count), "\(all.count)")
  }

  func testLinesKeepToTheirBudgetAndLeadToTheAnswer() {
    for problem in problems(.training, 300, seed: 3) {
      XCTAssertEqual(problem.lines(.free), problem.sums)
      for limit in 0...LineBudget.most {
        let lines = problem.lines(.lines(limit))
        XCTAssertLessThanOrEqual(lines.count, limit)
        if limit >= problem.level { XCTAssertEqual(lines.last?.result, problem.answer) }
        if limit <= problem.level { XCTAssertEqual(lines, Array(problem.sums.prefix(limit))) }
      }
      // Wide budgets take products apart into sums that a child can do.
      let longest = problem.lines(.lines(LineBudget.most))
      XCTAssertGreaterThanOrEqual(longest.count, problem.level)
    }
  }

  func testAProductInParts() {
    let parts = ReasoningProblem.Sum(7, .times, 38).parts
    XCTAssertEqual(parts?.map(\.description), ["7 * 30 = 210", "7 * 8 = 56", "210 + 56 = 266"])
    XCTAssertEqual(ReasoningProblem.Sum(3, .times, 274).parts?.map(\.result), [600, 222, 822])
    XCTAssertNil(ReasoningProblem.Sum(7, .times, 30).parts)
    XCTAssertNil(ReasoningProblem.Sum(7, .plus, 38).parts)
    XCTAssertEqual(ReasoningProblem.Sum(Int.max, .times, 2).result, 0)
  }

  func testTokensGiveTheTextBack() throws {
    let tokenizer = ReasoningTokenizer()
    var random = RandomStream(seed: 8)
    for problem in problems(.training, 500, seed: 8) {
      let budget = LineBudget.lines(random.number(in: 0...9))
      let text = problem.prompt(budget) + problem.solution(budget, using: &random)
      XCTAssertEqual(tokenizer.text(of: try tokenizer.encode(text)), text)
    }
    XCTAssertEqual(Set(tokenizer.vocabulary).count, tokenizer.vocabulary.count)
    XCTAssertEqual(tokenizer.text(of: [-1, 9999, tokenizer.end]), "")
    XCTAssertThrowsError(try tokenizer.encode("7 elephants")) {
      XCTAssertEqual($0 as? ReasoningError, .unknownWord("elephants"))
    }
  }

  func testTheTextToLearnFrom() throws {
    let tokenizer = ReasoningTokenizer()
    let text = try ReasoningCorpus(seed: 2).text(.training, tokens: 20_000)
    XCTAssertEqual(text.tokens.count, text.counted.count)
    XCTAssertEqual(text.tokens, try ReasoningCorpus(seed: 2).text(.training, tokens: 20_000).tokens)
    for document in text.tokens.split(separator: tokenizer.end) {
      let lines = tokenizer.text(of: document).split(separator: "\n")
      let sample = ReasoningSample(
        text: lines.dropFirst().joined(separator: "\n"), tokens: 0, logProbability: 0)
      XCTAssertNotNil(sample.answer)
      if let limit = lines[0].last?.wholeNumberValue { XCTAssertLessThanOrEqual(sample.lines.count, limit) }
    }
    for (token, isCounted) in zip(text.tokens, text.counted) where token == tokenizer.end {
      XCTAssertTrue(isCounted)
    }
  }

  func testOnlyBudgetsThatAPromptCanName() {
    for limit in [-1, 10] { XCTAssertThrowsError(try LineBudget.lines(limit).validate()) }
    XCTAssertNoThrow(try LineBudget.direct.validate())
  }
}
