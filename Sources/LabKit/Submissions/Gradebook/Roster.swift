import Foundation

/// Who takes the course, from a CSV file with the columns `id`, `name` and `submitted`; only `id` must be there.
///
/// `id` is the name of the student's folder or archive. `submitted` is when the work came in, in ISO 8601: it counts
/// more than the file's own date, which a download may have changed.
public struct Roster: Sendable, Equatable {
  /// One student.
  public struct Student: Sendable, Equatable, Codable {
    /// The name of the submission.
    public let id: String
    /// The name for people.
    public let name: String?
    /// When the work came in.
    public let submitted: Date?

    /// A student.
    public init(id: String, name: String? = nil, submitted: Date? = nil) {
      (self.id, self.name, self.submitted) = (id, name, submitted)
    }
  }

  /// Everybody, in the file's order.
  public let students: [Student]

  /// Reads a file.
  ///
  /// - Throws: `TableError` with the row that cannot be understood, or `FileError`.
  public init(file: URL) throws {
    var seen: Set<String> = []
    students = try CSVTable(file, required: ["id"], known: ["id", "name", "submitted"]).rows.map { row in
      guard let id = row["id"] else {
        throw TableError(file: file.path, problem: "row \(row.number) has no id")
      }
      guard seen.insert(id).inserted else {
        throw TableError(file: file.path, problem: "`\(id)` is there twice")
      }
      let submitted = try row["submitted"].map { text in
        guard let date = Moment.parse(text) else {
          throw TableError(file: file.path, problem: "row \(row.number): `\(text)` is not \(Moment.form)")
        }
        return date
      }
      return Student(id: id, name: row["name"], submitted: submitted)
    }
  }
}

/// Moments as people write them on a command line or in a table.
public enum Moment {
  /// Reads ISO 8601 with a time zone, such as `2026-11-20T23:59:00Z` or `2026-11-20T23:59:00+01:00`.
  public static func parse(_ text: String) -> Date? {
    let whole = try? Date(text, strategy: .iso8601)
    return whole ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }

  /// What `parse` expects, for messages.
  public static let form = "a moment such as 2026-11-20T23:59:00Z"

  /// A moment in Greenwich time.
  static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}
