import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What a right answer looks like where there is more than one, or where it rounds.
extension Lab01Checkpoints {
  /// Every index once, no copies on both sides, and each route in proportion.
  ///
  /// - Returns: the split; `nil` when an index is missing, repeated or not there.
  @discardableResult
  func checkSplit(_ tickets: [Routing.Ticket], _ share: Double) throws -> Routing.Split? {
    let split = try ask(Routing.splitTickets, tickets, share)
    guard (split.training + split.heldOut).sorted() == Array(tickets.indices) else {
      require(false, "each index 0..<\(tickets.count) stands in exactly one of the lists, once")
      return nil
    }
    let keys = tickets.map { Words.normalized($0.text) }
    let leaks = Set(split.training.map { keys[$0] }).intersection(split.heldOut.map { keys[$0] })
    require(leaks.isEmpty, "no copies on both sides, but `\(leaks.min() ?? "")` stands on both")

    let groups = Dictionary(grouping: tickets.indices) { keys[$0] }.values
    for (route, groups) in Dictionary(grouping: groups, by: { tickets[$0[0]].route }).sorted(by: {
      $0.key < $1.key
    }) {
      let members = Set(groups.joined())
      let heldOut = split.heldOut.count { members.contains($0) }
      let wanted = share * Double(members.count)
      let tolerance = groups.map(\.count).max() ?? 1
      require(
        abs(Double(heldOut) - wanted) <= Double(tolerance) + 1e-9,
        "of \(members.count) tickets of \(route) about \(wanted) are held out, give or take \(tolerance); "
          + "here it is \(heldOut)")
    }
    return split
  }

  /// One score for each route, within rounding.
  func checkScores(
    _ ticket: String, _ training: [Routing.Ticket], _ smoothing: Double, _ expected: [String: Double]
  ) throws {
    let scores = try ask(Routing.logScores, ticket, training, smoothing)
    let isClose = expected.allSatisfy { route, value in
      scores[route].map { abs($0 - value) <= 1e-9 * max(1, abs(value)) } ?? false
    }
    let sorted = expected.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    require(
      isClose && scores.count == expected.count,
      sorted.isEmpty ? "no scores" : "scores " + sorted.joined(separator: ", "))
  }

  /// The three figures of a report, within rounding.
  func checkReport(
    _ answers: [String], _ expected: [String], accuracy: Double, majorityBaseline: Double, macroF1: Double
  ) throws {
    let report = try ask(Routing.evaluate, answers, expected)
    for (name, value, expected) in [
      ("accuracy", report.accuracy, accuracy),
      ("majorityBaseline", report.majorityBaseline, majorityBaseline),
      ("macroF1", report.macroF1, macroF1),
    ] {
      require(abs(value - expected) <= 1e-9, "\(name) \(expected)")
    }
  }
}
