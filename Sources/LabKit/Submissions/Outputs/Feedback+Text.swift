extension Feedback {
  /// The feedback as plain text, for a file or a mail.
  public var text: String {
    var lines = [title, "\(student.visiblyPrinted): \(headline)"]
    if !remarks.isEmpty { lines += [""] + remarks }
    if !items.isEmpty { lines += [""] + items.map(\.line) }
    for item in items where !item.details.isEmpty {
      lines += ["", item.name] + (item.remark.map { ["  \($0)"] } ?? []) + item.detailLines
    }
    if !footer.isEmpty { lines += ["", footer] }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Feedback.Item {
  fileprivate var line: String {
    let reason = remark.map { "  (\($0))" } ?? ""
    return "  \(mark.symbol) \(name)  \(pointsText)\(reason)"
  }

  /// The parts of a failure in one text, as other graders show it.
  var detailText: String {
    ((remark.map { [$0] } ?? []) + detailLines).joined(separator: "\n")
  }

  fileprivate var detailLines: [String] {
    details.flatMap { detail in
      detail.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
        let label = index == 0 ? detail.label : ""
        return "  \(label)\(String(repeating: " ", count: max(0, 10 - label.count)))\(line)"
      }
    }
  }
}

extension Feedback.Item.Mark {
  /// One character that stands for it.
  var symbol: String {
    switch self {
    case .passed: "✓"
    case .failed, .stopped: "✗"
    case .notWritten: "·"
    case .didNotRun: "!"
    }
  }
}
