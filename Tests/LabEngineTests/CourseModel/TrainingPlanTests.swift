import Foundation
import XCTest

@testable import LabEngine

final class TrainingPlanTests: XCTestCase {
  private var folder = URL(filePath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "plan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(at: folder) }

  private func plan(_ text: String) throws -> TrainingPlan {
    let file = folder.appending(path: "text.txt")
    try Data(text.utf8).write(to: file)
    return TrainingPlan(
      text: .file(path: file.path),
      configuration: .llama(vocabulary: 300, context: 8, dModel: 8, nLayers: 1, nHeads: 2),
      training: TrainingSettings(steps: 2, batchSize: 1, context: 8))
  }

  func testTheLastTenthOfAFileIsHeldOut() throws {
    let text = String(repeating: "0123456789", count: 10) + "abcdefghij\n"
    let prepared = try plan(text).prepare()
    XCTAssertEqual(try prepared.tokenizer.text(of: prepared.training + prepared.heldOut), text)
    XCTAssertEqual(prepared.heldOutBytes, 11)
    XCTAssertEqual(try prepared.tokenizer.decode(prepared.heldOut).count, 11)
  }

  func testAShortTextGivesASmallerVocabulary() throws {
    let plan = try plan("to be or not to be, that is the question to be asked")
    let prepared = try plan.prepare()
    XCTAssertLessThan(prepared.tokenizer.vocabulary, 300)
    let model = try plan.freshModel(for: prepared.tokenizer)
    XCTAssertEqual(model.configuration.vocabulary, prepared.tokenizer.vocabulary)
  }

  func testTextsThatCannotBeLearnedFrom() throws {
    XCTAssertThrowsError(try plan("").prepare()) { XCTAssertTrue("\($0)".contains("the file is empty")) }
    XCTAssertThrowsError(try plan("abc").prepare()) {
      XCTAssertEqual($0 as? TrainingError, .tooFewTokens(tokens: 3, needed: 9))
    }
    XCTAssertThrowsError(try plan("0123456789").prepare()) {
      XCTAssertTrue("\($0)".contains("held out"), "\($0)")
    }
    var missing = try plan("x")
    missing.text = .file(path: folder.appending(path: "none").path)
    XCTAssertThrowsError(try missing.prepare()) { XCTAssertTrue($0 is FormatError, "\($0)") }
  }

  func testAFolderKeepsModelTokenizerAndRecipe() throws {
    let plan = try plan(String(repeating: "the shop has a mug and a lamp. ", count: 20))
    let text = try plan.prepare()
    var trainer = try Trainer(plan.freshModel(for: text.tokenizer), on: text.training, plan.training)
    try trainer.run { _, _ in .goOn }
    let result = try TrainingRecipe.Result(trainer.model, text, losses: trainer.losses, tokensSeen: 16)
    let recipe = TrainingRecipe(plan: plan, result: result)
    let kept = ModelFolder(folder)
    XCTAssertFalse(kept.holdsModel)
    try trainer.model.write(to: kept.model)
    try text.tokenizer.write(to: kept.tokenizer)
    try kept.write(recipe)
    XCTAssertTrue(kept.holdsModel)
    XCTAssertEqual(try kept.readRecipe(), recipe)
    XCTAssertEqual(try kept.load().model.parameters, trainer.model.parameters)
    XCTAssertEqual(try kept.load().tokenizer, text.tokenizer)

    try BytePairTokenizer(merges: []).write(to: kept.tokenizer)
    XCTAssertThrowsError(try kept.load()) { XCTAssertTrue("\($0)".contains("256 tokens"), "\($0)") }
    try Data("{}".utf8).write(to: kept.recipe)
    XCTAssertThrowsError(try kept.readRecipe()) { XCTAssertTrue($0 is FormatError) }
  }
}
