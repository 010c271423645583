extension CheckpointFailure {
  /// What was asked, what came back, what was expected, and what is known about it, one after the other.
  public var report: String {
    lines.map { label, text in
      let body = text.split(separator: "\n", omittingEmptySubsequences: false)
      let indent = String(repeating: " ", count: Self.labelWidth)
      return (label + indent.dropFirst(label.count) + body.joined(separator: "\n" + indent))
    }.joined(separator: "\n")
  }

  /// The parts that are there, with their labels, in the order in which they are read.
  public var lines: [(label: String, text: String)] {
    let parts: [(String, String?)] = [
      ("asked", asked), ("returned", returned), ("stopped", cause?.description), ("expected", expected),
      ("", difference), ("why", misconception?.sentence),
    ]
    return parts.compactMap { label, text in text.map { (label, $0) } }
  }

  private static let labelWidth = 10
}
