import Foundation
import LabContracts

/// How reports spell values: as short Swift, without the names of modules.
enum Describing {
  /// A value, cut where it gets long.
  static func value(_ value: some Any, limit: Int = 300) -> String {
    var text = ""
    debugPrint(shortened(value), terminator: "", to: &text)
    // Swift's own spelling escapes an apostrophe, which nobody writes so.
    text = text.replacing("LabContracts.", with: "").replacing("\\'", with: "'")
    return text.utf8.count <= limit ? text : text.prefix(limit) + "… (\(text.utf8.count) characters)"
  }

  /// A value that is compared within `tolerance`: what that cannot tell from 0, such as 7.5e-08, is spelled 0.
  static func value(_ value: some Any, within tolerance: Double) -> String {
    Self.value(value).replacing(/-?[0-9.]+e-[0-9]+/) { number in
      abs(Double(number.output) ?? 1) <= tolerance ? "0" : number.output
    }
  }

  /// The beginning of a long list: to spell a million elements and cut them after would take seconds. Of an
  /// optional, what it holds: `Optional(…)` is not what anybody writes.
  private static func shortened(_ value: some Any) -> Any {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional, let held = mirror.children.first { return shortened(held.value) }
    if mirror.displayStyle == .dictionary { return Sorted(mirror) }
    if mirror.displayStyle == .collection, holdsOptionals(mirror) {
      return mirror.children.prefix(mostElements).map { Spelled(debugDescription: Self.value($0.value)) }
    }
    guard mirror.displayStyle == .collection, mirror.children.count > mostElements else { return value }
    return mirror.children.prefix(mostElements).map(\.value)
  }

  private static let mostElements = 200

  private static func holdsOptionals(_ collection: Mirror) -> Bool {
    collection.children.first.map { Mirror(reflecting: $0.value).displayStyle == .optional } ?? false
  }

  /// An element whose spelling is known.
  private struct Spelled: CustomDebugStringConvertible {
    let debugDescription: String
  }

  /// A dictionary in the order of its keys, which is the same in every run.
  private struct Sorted: CustomDebugStringConvertible {
    let debugDescription: String

    init(_ dictionary: Mirror) {
      let entries = dictionary.children.compactMap { child -> String? in
        let entry = Mirror(reflecting: child.value).children.map { Describing.value($0.value) }
        return entry.count == 2 ? entry.joined(separator: ": ") : nil
      }
      let sorted = entries.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
      debugDescription = sorted.isEmpty ? "[:]" : "[" + sorted.joined(separator: ", ") + "]"
    }
  }

  /// A call such as `merge([1, 2], 9)`.
  static func call<each Argument: Wire, Answer: Wire>(
    _ endpoint: Endpoint<repeat each Argument, Answer>, _ argument: repeat each Argument
  ) -> String {
    var parts: [String] = []
    for value in repeat each argument { parts.append(Self.value(value)) }
    return "\(endpoint.name)(\(parts.joined(separator: ", ")))"
  }

  /// Where two lists or dictionaries first differ; nothing for other values.
  static func difference(_ returned: some Any, _ expected: some Any) -> String? {
    let (ours, theirs) = (Mirror(reflecting: returned), Mirror(reflecting: expected))
    guard ours.displayStyle == .collection, theirs.displayStyle == .collection else { return nil }
    var places: [String] = []
    for (index, pair) in zip(ours.children, theirs.children).enumerated() where places.count < 3 {
      let (own, other) = (value(pair.0.value, limit: 80), value(pair.1.value, limit: 80))
      if own != other { places.append("at [\(index)]: \(own), expected \(other)") }
    }
    let counts =
      ours.children.count == theirs.children.count
      ? [] : ["\(ours.children.count) elements, expected \(theirs.children.count)"]
    let lines = counts + places
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}
