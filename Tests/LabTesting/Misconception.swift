import Foundation
import LabContracts
import LabKit

/// A named, plausible wrong implementation, and the sentence that corrects it.
///
/// ```swift
/// Misconception(
///   "last-token-lost", lives: "02.2",
///   sentence: "Your loop ends before the last token. It cannot begin a pair, but it has to be copied."
/// ) { $0.bind(BPE.merge) { ids, pair, id in … } }
/// ```
public struct Misconception: Sendable {
  /// The name and the sentence, as reports carry them.
  public let summary: MisconceptionSummary
  private let body: @Sendable (inout Binding) -> Void

  /// A misconception that lives at one checkpoint and fails others downstream.
  public init(
    _ id: String, lives: String, alsoFails: [String] = [], sentence: String,
    _ body: @escaping @Sendable (inout Binding) -> Void
  ) {
    summary = MisconceptionSummary(
      id: id, sentence: sentence, lives: lives,
      fails: ([lives] + alsoFails).sorted { $0.compare($1, options: .numeric) == .orderedAscending })
    self.body = body
  }

  /// The functions it gets wrong, with nothing remembered of earlier calls; all others are the solution's.
  func freshBinding() -> Binding { Binding(body) }
}
