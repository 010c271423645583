/// A name that nothing in the course has, with the one that was probably meant.
public struct UnknownName: Error, Equatable, CustomStringConvertible {
  /// What the name should have named, such as `lab` or `option`.
  public let kind: String

  /// The name as it was typed.
  public let name: String

  /// All names there are.
  public let candidates: [String]

  /// The names that begin with what was typed, when there are several.
  public let fitting: [String]

  /// What stands in front of a name in a list, such as a lab's number.
  public let numbers: [String: String]

  /// A name that none of the candidates has.
  public init(
    kind: String, name: String, candidates: [String], fitting: [String] = [], numbers: [String: String] = [:]
  ) {
    self.kind = kind
    self.name = name
    self.candidates = candidates
    self.fitting = fitting
    self.numbers = numbers
  }

  /// A sentence with the nearest right name, or with all of them.
  public var description: String {
    if fitting.count > 1 {
      return "`\(name)` fits more than one \(kind): \(fitting.map(numbered).joined(separator: ", "))."
    }
    if let nearest = nearestName(to: name, in: candidates) {
      return "There is no \(kind) `\(name)`. Did you mean \(numbered(nearest, "`\(nearest)`"))?"
    }
    let all = candidates.isEmpty ? "" : " There are: \(candidates.map(numbered).joined(separator: ", "))."
    return "There is no \(kind) `\(name)`.\(all)"
  }

  private func numbered(_ name: String) -> String { numbered(name, name) }

  private func numbered(_ name: String, _ spelling: String) -> String {
    numbers[name].map { "\($0) \(spelling)" } ?? spelling
  }
}
