import Foundation

/// Points that the instructor adds or takes away by hand, from a CSV file with the columns `id`, `points`, `comment`.
///
/// The grader reads the file and never writes it, so that adjustments survive whatever is graded again. Several
/// rows for one student add up.
public struct Adjustments: Sendable, Equatable {
  /// One row.
  public struct Adjustment: Sendable, Equatable, Codable {
    /// Points to add; below zero to take away.
    public let points: Double
    /// The reason, which the student reads.
    public let comment: String?
  }

  private let byStudent: [String: [Adjustment]]

  /// No adjustments.
  public init() { byStudent = [:] }

  /// Reads a file.
  ///
  /// - Throws: `TableError` with the row that cannot be understood, or `FileError`.
  public init(file: URL) throws {
    var found: [String: [Adjustment]] = [:]
    for row in try CSVTable(file, required: ["id", "points"], known: ["id", "points", "comment"]).rows {
      guard let id = row["id"], let points = row["points"].flatMap(Double.init), abs(points) <= 1e6 else {
        throw TableError(file: file.path, problem: "row \(row.number) needs an id and a number of points")
      }
      found[id, default: []].append(Adjustment(points: points, comment: row["comment"]))
    }
    byStudent = found
  }

  /// The students that are named.
  public var ids: [String] { byStudent.keys.sorted() }

  /// What is changed for a student.
  public subscript(_ id: String) -> [Adjustment] { byStudent[id] ?? [] }
}
