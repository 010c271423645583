import Foundation

/// What a student is told about a submission: the same words on every page and in every format.
public struct Feedback: Sendable {
  /// The lab's number and name.
  public let title: String
  /// Who it is for.
  public let student: String
  /// The points, or why there are none.
  public let headline: String
  /// What else there is to say of the whole submission.
  public let remarks: [String]
  /// One item for each checkpoint, hidden ones last.
  public let items: [Item]
  /// How to see the same random inputs again.
  public let footer: String

  /// One checkpoint.
  public struct Item: Sendable {
    /// How it went.
    public enum Mark: Sendable {
      /// It passed.
      case passed
      /// An answer was wrong.
      case failed
      /// No answer came.
      case stopped
      /// Its exercise is a stub.
      case notWritten
      /// It did not run.
      case didNotRun
    }

    /// Its number and name.
    public let name: String
    /// How it went.
    public let mark: Mark
    /// What it earned.
    public let points: Int
    /// What it is worth.
    public let possible: Int
    /// Why it went so, in a few words.
    public let remark: String?
    /// What was asked, what came back and so on, with labels; empty where nothing failed or nothing may be told.
    public let details: [Detail]
    /// The time it took.
    public let seconds: Double
  }

  /// A labelled part of a failure.
  public struct Detail: Sendable {
    /// Such as `asked`; empty for a grid.
    public let label: String
    /// The text, of one line or several.
    public let text: String
  }
}

extension Feedback {
  /// The feedback for a grade in a lab.
  public init(_ grade: Grade, lab: Lab) {
    title = "Lab \(lab.number): \(lab.title)"
    student = grade.student.name ?? grade.student.id
    headline = Self.headline(grade)
    remarks = Self.remarks(grade)
    let results = grade.result?.results ?? []
    let open = lab.checkpoints.compactMap { checkpoint in
      results.first { $0.checkpoint == checkpoint.id }.map { Item($0, checkpoint, in: lab, among: results) }
    }
    items = open + (grade.result?.hidden ?? []).map(Item.init)
    footer =
      results.isEmpty
      ? "" : "The same random inputs again: labs check \(lab.number) --seed \(grade.result?.seed ?? 0)"
  }

  private static func headline(_ grade: Grade) -> String {
    guard grade.hasScore else { return grade.status }
    let points = "\(grade.total.plainDecimal) of \(grade.possible) points"
    return grade.result?.status == .graded ? points : "\(points): \(grade.status)"
  }

  private static func remarks(_ grade: Grade) -> [String] {
    var remarks: [String] = []
    if let reason = grade.result?.reason { remarks.append(reason) }
    if grade.result == nil { remarks.append("Nothing was handed in.") }
    remarks += grade.result?.notes ?? []
    if let late = grade.late {
      let days = late.days == 1 ? "1 day" : "\(late.days) days"
      remarks.append("Handed in late (\(days) begun): \(late.points.plainDecimal) points taken off.")
    }
    for adjustment in grade.adjustments {
      let sign = adjustment.points < 0 ? "−" : "+"
      let reason = adjustment.comment.map { ": \($0)" } ?? ""
      remarks.append("Changed by hand: \(sign)\(abs(adjustment.points).plainDecimal) points\(reason)")
    }
    return remarks.map(\.visiblyPrinted)
  }
}

extension Feedback.Item {
  init(
    _ result: CheckpointResult, _ checkpoint: Lab.Checkpoint, in lab: Lab, among results: [CheckpointResult]
  ) {
    name = "\(checkpoint.id) \(checkpoint.title)"
    possible = checkpoint.points
    points = result.isPassed ? checkpoint.points : 0
    seconds = result.seconds
    let blocker = results.blocker(of: result, in: lab)
    switch result.outcome {
    case .passed: (mark, remark) = (.passed, nil)
    case .failed(let failure):
      mark = failure.cause == nil ? .failed : .stopped
      remark = blocker.map { "rests on \($0.id), which falls short: mend that first" }
    case .notWritten:
      mark = .notWritten
      remark = blocker.map { "calls \($0.id), which is not written yet" } ?? "not written yet"
    case .didNotRun(let reason): (mark, remark) = (.didNotRun, "did not run: \(reason)")
    }
    details = results.failure(of: result, in: lab).map { Self.details($0, printed: result.output) } ?? []
  }

  private static func details(_ failure: CheckpointFailure, printed output: String) -> [Feedback.Detail] {
    var details = failure.lines.map { Feedback.Detail(label: $0.label, text: $0.text.visiblyPrinted) }
    let printed = output.visiblyPrinted.trimmingCharacters(in: .newlines)
    if !printed.isEmpty { details.append(Feedback.Detail(label: "printed", text: printed)) }
    return details
  }

  /// Of a hidden checkpoint nothing is told but whether it passed.
  init(_ hidden: HiddenResult) {
    name = "Hidden checkpoint \(hidden.number)"
    mark = hidden.isPassed ? .passed : .failed
    possible = hidden.points
    points = hidden.isPassed ? hidden.points : 0
    (remark, details, seconds) = (nil, [], 0)
  }

  /// What it earned, in words.
  public var pointsText: String {
    points == possible ? possible == 1 ? "1 point" : "\(possible) points" : "\(points) of \(possible)"
  }
}
