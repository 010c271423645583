import Foundation

/// What is known about a component on the day it starts to decide, for whoever asks later.
public struct DecisionReceipt: Codable, Hashable, Sendable {
  /// The accuracy on held-out tickets below which no receipt is given.
  public static let accuracyFloor = 0.90

  /// The name and version of what decides.
  public let component: String
  /// How many labelled tickets it learned from.
  public let trainingExamples: Int
  /// Its accuracy on tickets it never saw.
  public let heldOutAccuracy: Double
  /// How many candidates it looks at before it answers.
  public let candidateBudget: Int
  /// The gates its answers pass, by name.
  public let policyGates: [String]
  /// The figure that is watched once it runs.
  public let monitor: String

  enum CodingKeys: String, CodingKey {
    case component
    case trainingExamples = "training_examples"
    case heldOutAccuracy = "held_out_accuracy"
    case candidateBudget = "candidate_budget"
    case policyGates = "policy_gates"
    case monitor
  }

  /// A receipt, unless the accuracy is too low to give one.
  ///
  /// - Throws: ``RoutingError/belowAccuracyFloor(measured:floor:)``, also for an accuracy that is no number.
  public init(
    component: String, trainingExamples: Int, heldOutAccuracy: Double, candidateBudget: Int,
    policyGates: [String], monitor: String
  ) throws {
    guard heldOutAccuracy >= Self.accuracyFloor, heldOutAccuracy.isFinite else {
      throw RoutingError.belowAccuracyFloor(measured: heldOutAccuracy, floor: Self.accuracyFloor)
    }
    self.component = component
    self.trainingExamples = trainingExamples
    self.heldOutAccuracy = heldOutAccuracy
    self.candidateBudget = candidateBudget
    self.policyGates = policyGates
    self.monitor = monitor
  }

  /// The receipt as JSON with its keys in alphabetical order, so that equal receipts are equal text.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
