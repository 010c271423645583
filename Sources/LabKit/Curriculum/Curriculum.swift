import Foundation

/// Everything the course promises: its labs in the order they are taught, and the real data they can use.
///
/// It is read from `curriculum.json` at the root of the course. Reading checks what one file can say about
/// itself: the kinds of values, unknown keys, duplicate names, and names that point nowhere. Whether the
/// folders agree with it is proved by the tests in `CurriculumTests`.
public struct Curriculum: Sendable, Equatable, Encodable {
  /// The course's name, as the dashboard prints it.
  public let title: String

  /// The course's version, written into every submission.
  public let version: String

  /// The labs, in the order they are taught.
  public let labs: [Lab]

  /// Optional real data that some lessons use when it is there.
  public let dataSets: [DataSet]

  /// Reads a curriculum from JSON.
  ///
  /// - Throws: `CurriculumError` with the place of the first mistake.
  public init(json: Data) throws {
    let root = try JSONNode(parsing: json)
    let fields = try root.object(["title", "version", "labs", "dataSets"])
    title = try fields["title"].text()
    version = try fields["version"].text()
    labs = try fields["labs"].list(of: Lab.init)
    dataSets = try fields["dataSets"].list(of: DataSet.init)
    try checkNames()
  }
}

/// A file of real data that a lesson can use, and how to know that it is the right one.
public struct DataSet: Sendable, Equatable, Encodable {
  /// A short name for the command line, such as `tinyshakespeare`.
  public let id: String

  /// What it is, in a few words.
  public let title: String

  /// Where it comes from: an address or a citation.
  public let source: String

  /// The licence it may be used under.
  public let license: String

  /// Its size in bytes.
  public let bytes: Int

  /// Its SHA-256 in lowercase hexadecimal.
  public let sha256: String

  /// Where it lies inside the folder that `LABS_DATA_DIR` names.
  public let path: String
}
