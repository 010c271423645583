import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What the sixteen exercises of lab 04 must do.
final class Lab04Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  func test01_operationsAreCounted() throws {
    _ = try ask(Scaling.computeCost, 1, 2, 3)
  }

  func test02_embeddingsCountOrNot() throws {
    _ = try ask(Scaling.parameterCount, Scaling.ModelShape(nLayers: 1, dModel: 2, vocabulary: 3, context: 4), true)
  }

  func test03_aPowerLawIsAStraightLine() throws {
    _ = try ask(Scaling.logLine, [1, 2], [3, 4])
  }

  func test04_theFloorIsTakenAway() throws {
    _ = try ask(Scaling.fitPowerLaw, [1, 2], [3, 4], 1)
  }

  func test05_theForecastHasAnInterval() throws {
    _ = try ask(Scaling.bootstrapForecast, [1, 2], [3, 4], 1, 10, [[0, 1]], 0.5)
  }

  func test06_theValleyHasABottom() throws {
    _ = try ask(Scaling.isoFLOPMinimum, [1, 2, 3], [3, 2, 4])
  }

  func test07_outliersPullNoHarder() throws {
    _ = try ask(Scaling.huberLoss, 2, 1)
  }

  func test08_sumsOfHugeAndTinyTerms() throws {
    _ = try ask(Scaling.predictedLogLoss, [0, 1, 1, 1, 1], 3, 4)
  }

  func test09_theObjectiveIsASum() throws {
    _ = try ask(Scaling.fitObjective, [0, 1, 1, 1, 1], [Scaling.Run(parameters: 3, tokens: 4, loss: 5)], 1)
  }

  func test10_theSlopesLeadDownhill() throws {
    _ = try ask(Scaling.fitGradient, [0, 1, 1, 1, 1], [Scaling.Run(parameters: 3, tokens: 4, loss: 5)], 1)
  }

  func test11_theBestOfAllStartsIsKept() throws {
    try check(Scaling.fitLaw, [], 0, 1, [], throws: Scaling.InputError.tooFewPoints)
  }

  func test12_theBudgetIsSplit() throws {
    _ = try ask(Scaling.computeOptimum, Scaling.Law(e: 1, a: 2, alpha: 1, b: 2, beta: 1), 100)
  }

  func test13_servingMovesTheOptimum() throws {
    _ = try ask(Scaling.servingOptimum, Scaling.Law(e: 1, a: 2, alpha: 1, b: 2, beta: 1), 2, 100)
  }

  func test14_repeatedTextIsWorthLess() throws {
    _ = try ask(Scaling.effectiveTokens, 10, 2, 15)
  }

  func test15_allTokensMustBeRight() throws {
    _ = try ask(Scaling.exactMatch, 0.5, 2)
  }

  func test16_theRootIsTaken() throws {
    _ = try ask(Scaling.tokenAccuracy, 0.5, 2)
  }
}
