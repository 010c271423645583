import LabNotebook

/// What a class did, checkpoint by checkpoint, and which mistakes were common: what to teach again.
public struct ClassSummary: Sendable, Encodable {
  /// How a class did at one checkpoint.
  public struct Checkpoint: Sendable, Encodable {
    /// Its number.
    public let id: String
    /// What passing it shows.
    public let title: String
    /// Submissions that passed it.
    public fileprivate(set) var passed = 0
    /// Submissions that gave a wrong answer.
    public fileprivate(set) var wrong = 0
    /// Submissions that gave no answer: a crash, a hang, an `exit`.
    public fileprivate(set) var stopped = 0
    /// Submissions whose exercise is a stub.
    public fileprivate(set) var notWritten = 0
  }

  /// A known mistake and how many made it.
  public struct Mistake: Sendable, Encodable {
    /// Its name.
    public let id: String
    /// The checkpoint where it shows.
    public let checkpoint: String
    /// The sentence that corrects it.
    public let sentence: String
    /// How many submissions made it.
    public fileprivate(set) var count = 0
  }

  /// The lab's checkpoints, in order.
  public private(set) var checkpoints: [Checkpoint]
  /// How many students there are in each status.
  public private(set) var statuses: [String: Int] = [:]
  /// The totals of those that have one.
  public private(set) var totals: [Double] = []
  private var mistakesByName: [String: Mistake] = [:]

  private enum CodingKeys: CodingKey { case checkpoints, statuses, mistakes, students, mean, median }

  /// A summary of nobody yet.
  init(_ lab: Lab) {
    checkpoints = lab.checkpoints.map { Checkpoint(id: $0.id, title: $0.title) }
  }

  /// Counts one student.
  mutating func count(_ grade: Grade, in lab: Lab) {
    statuses[grade.status, default: 0] += 1
    if grade.hasScore { totals.append(grade.total) }
    let results = grade.result?.results ?? []
    for (index, checkpoint) in checkpoints.enumerated() {
      guard let result = results.first(where: { $0.checkpoint == checkpoint.id }) else { continue }
      switch result.outcome {
      case .passed: checkpoints[index].passed += 1
      case .failed(let failure) where failure.cause == nil: checkpoints[index].wrong += 1
      case .failed: checkpoints[index].stopped += 1
      case .notWritten: checkpoints[index].notWritten += 1
      case .didNotRun: break
      }
    }
    // What rests on a broken exercise is that exercise's mistake, counted there.
    let own = results.filter { results.blocker(of: $0, in: lab) == nil }
    var seen: Set<String> = []
    for mistake in own.compactMap({ $0.failure?.misconception }) where seen.insert(mistake.id).inserted {
      mistakesByName[
        mistake.id,
        default: Mistake(id: mistake.id, checkpoint: mistake.lives, sentence: mistake.sentence)
      ].count += 1
    }
  }

  /// The known mistakes that were made, the most frequent first.
  public var mistakes: [Mistake] {
    mistakesByName.values.sorted { ($1.count, $0.id) < ($0.count, $1.id) }
  }

  /// How many students were counted.
  public var students: Int { statuses.values.reduce(0, +) }

  /// The middle of the totals.
  public var median: Double? {
    let sorted = totals.sorted()
    guard let middle = sorted.dropFirst(sorted.count / 2).first else { return nil }
    return sorted.count % 2 == 1 ? middle : (sorted[sorted.count / 2 - 1] + middle) / 2
  }

  /// The mean of the totals.
  public var mean: Double? {
    totals.isEmpty ? nil : totals.reduce(0, +) / Double(totals.count)
  }

  /// Writes what is counted, and what follows from it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(checkpoints, forKey: .checkpoints)
    try container.encode(statuses, forKey: .statuses)
    try container.encode(mistakes, forKey: .mistakes)
    try container.encode(students, forKey: .students)
    try container.encodeIfPresent(mean, forKey: .mean)
    try container.encodeIfPresent(median, forKey: .median)
  }
}

extension ClassSummary {
  /// How many passed, gave wrong answers, stopped or did not begin, at each checkpoint.
  public var table: Table {
    Table(of: checkpoints, title: "By checkpoint") {
      Column("") { $0.id }
      Column("") { $0.title }
      Column("passed") { $0.passed }
      Column("wrong") { $0.wrong }
      Column("no answer") { $0.stopped }
      Column("not written") { $0.notWritten }
    }
  }

  /// How many passed each checkpoint, as bars.
  public var passedPlot: BarPlot {
    BarPlot(
      "Submissions that passed", value: .counts("submissions"),
      checkpoints.map { ("\($0.id) \($0.title)", $0.passed) }
    )
  }

  /// What to teach again: the known mistakes that were made most; `nil` when none was.
  public var mistakesPlot: BarPlot? {
    let common = mistakes.prefix(12)
    guard !common.isEmpty else { return nil }
    return BarPlot(
      "What to teach again: mistakes known by name", value: .counts("submissions"),
      common.map { ("\($0.checkpoint) \($0.id)", $0.count) })
  }

  /// The summary as a page.
  func html(title: String) -> String {
    let plots = [passedPlot.display, mistakesPlot?.display, table.display].compactMap { $0?.svg() }
    let sentences = mistakes.map { mistake in
      "<dt>\("\(mistake.checkpoint) \(mistake.id) (\(mistake.count))".escaped)</dt><dd>\(mistake.sentence.escaped)</dd>"
    }
    let body =
      ["<h1>\(title.escaped)</h1>", "<p class=\"headline\">\(headline.escaped)</p>"] + plots
      + (sentences.isEmpty ? [] : ["<dl>"] + sentences + ["</dl>"])
    return HTMLPage(title: title, body: body.joined(separator: "\n"), style: HTMLPage.gradesStyle).text
  }

  /// How many there are in each status, and the middle of the totals.
  public var headline: String {
    let counts = statuses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($1) \($0)" }
    let middle = median.map { ["median \($0.plainDecimal) points"] } ?? []
    return (counts + middle).joined(separator: ", ")
  }
}
