import Foundation
import XCTest

@testable import LabEngine

/// The shipped model is what its recipe says, and the recipe leads to it.
final class CourseModelTests: XCTestCase {
  private static let folder = ModelFolder(
    URL(filePath: #filePath).appending(path: "../../../../Models/course").standardizedFileURL)

  private static let shipped = Result { try folder.load() }
  private static let recipe = Result { try folder.readRecipe() }
  /// The text of the recipe, with a tokenizer trained anew.
  private static let text = Result { try recipe.get().plan.prepare() }

  func testItIsSmallAndHasGroupedHeads() throws {
    let size = try Data(contentsOf: Self.folder.model).count
    XCTAssertLessThanOrEqual(size, 2_000_000)
    let configuration = try Self.shipped.get().model.configuration
    XCTAssertGreaterThanOrEqual(configuration.nKVHeads, 2)
    XCTAssertLessThan(configuration.nKVHeads, configuration.nHeads)
    XCTAssertEqual(try Self.folder.readRecipe().plan, .course)
    XCTAssertEqual(try Self.recipe.get().result?.parameters, configuration.parameterCount)
  }

  func testTheTokenizerIsTheOneThatTheTextGives() throws {
    XCTAssertEqual(try Self.text.get().tokenizer, try Self.shipped.get().tokenizer)
  }

  func testTheHeldOutLossIsTheRecordedOneAndBeatsTheBigram() throws {
    let text = try Self.text.get()
    let result = try XCTUnwrap(Self.recipe.get().result)
    let loss = try Self.shipped.get().model.meanLoss(on: text.heldOut)
    XCTAssertEqual(loss, result.heldOutLoss, accuracy: 1e-3)
    XCTAssertEqual(
      loss * Double(text.heldOut.count) / Double(text.heldOutBytes), result.heldOutLossPerByte, accuracy: 1e-3
    )

    let bigram = try BigramModel(
      text.training, vocabulary: text.tokenizer.vocabulary, smoothing: 0.01
    ).meanLoss(on: text.heldOut)
    XCTAssertLessThan(loss, 0.5 * bigram)
    XCTAssertLessThanOrEqual(result.bigramLoss, bigram + 1e-9, "the baseline has its best smoothing")
    XCTAssertEqual(result.bigramLoss, bigram, accuracy: 0.02)
  }

  /// Other processors round differently, and five steps are too few for that to grow.
  func testTheFirstStepsRepeatTheRecordedLosses() throws {
    let text = try Self.text.get()
    let recorded = try XCTUnwrap(Self.recipe.get().result).firstLosses
    XCTAssertEqual(recorded.count, 5)
    let plan = TrainingPlan.course
    var trainer = try Trainer(plan.freshModel(for: text.tokenizer), on: text.training, plan.training)
    for loss in recorded {
      _ = try trainer.advance()
      XCTAssertEqual(try XCTUnwrap(trainer.losses.last), loss, accuracy: 1e-3)
    }
  }

  /// Conversations that no training text contains, gone on with by the likeliest tokens: it copies the order's
  /// number and reads the evidence almost always, and counts the days right more often than not.
  func testItDecidesReturnsItHasNeverSeen() throws {
    let (model, tokenizer) = try Self.shipped.get()
    let documents = CourseCorpus(seed: 9).documents(.heldOut).lazy.filter { $0.kind == .returns }.prefix(40)
    var (copied, evidenceRead, decided) = (0, 0, 0)
    for text in documents.map(\.text) {
      let cut = try XCTUnwrap(text.range(of: " Damage is", options: .backwards)).lowerBound
      let request = GenerationRequest(
        prompt: tokenizer.encode(String(text[..<cut])), maximum: 100, sampling: .greedy,
        stops: [tokenizer.encode("\n")])
      let answer = try tokenizer.text(of: model.generate(request).tokens)
      let order = try XCTUnwrap(text.firstMatch(of: /Order (A\d+):/)).1
      func agrees(_ part: String) -> Int { answer.contains(part) == text.contains(part) ? 1 : 0 }
      copied += answer.contains("order \(order) is") ? 1 : 0
      evidenceRead += agrees("Damage is confirmed")
      decided += agrees("not eligible")
    }
    XCTAssertGreaterThanOrEqual(copied, 36, "of 40")
    XCTAssertGreaterThanOrEqual(evidenceRead, 36, "of 40")
    XCTAssertGreaterThanOrEqual(decided, 25, "of 40")
  }

  func testALossCurveIsShortAndAveragesEveryStep() {
    let curve = TrainingRecipe.curve((1...100).map(Float.init))
    XCTAssertEqual(curve.count, 50)
    XCTAssertEqual(curve.first?.loss, 1.5)
    XCTAssertEqual(curve.last?.step, 100)
    XCTAssertEqual(TrainingRecipe.curve([3]).map(\.loss), [3])
    XCTAssertEqual(TrainingRecipe.curve([]), [])
  }
}
