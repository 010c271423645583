import Foundation
import LabArchives

/// What a learner hands in for one lab: a zip archive with two files.
///
/// - `Exercise.swift`: the learner's file as it is.
/// - `submission.json`: one object with the keys `format` (1), `lab` (such as `01`), `course` (the curriculum's
///   version), `date` (ISO 8601, Greenwich time), and `files`: for each file its `path`, `bytes` and `sha256`.
///
/// Equal files and an equal date give equal bytes. The manifest says what was handed in and lets a grader see
/// that it arrived whole; it proves nothing about who wrote it, and it holds no results, because a grader
/// trusts only its own.
public struct Submission: Sendable {
  /// The lab's number.
  public let lab: String

  /// The archive's bytes.
  public let archive: Data

  /// Packs a learner's exercises.
  ///
  /// - Throws: `FileError` when the learner's file cannot be read.
  public init(of lab: Lab, in course: Course, at date: Date = Date()) throws {
    let exercise = try SafeFile.bytes(of: course.exercise(of: lab))
    let manifest = Manifest(
      format: 1, lab: lab.number, course: course.curriculum.version, date: date,
      files: [
        Manifest.File(
          path: Course.exerciseName, bytes: exercise.count, sha256: SHA256.hexadecimal(of: exercise))
      ])
    let entries = [
      ZipArchive.Entry(path: Course.exerciseName, data: exercise),
      ZipArchive.Entry(path: Self.manifestName, data: try manifest.json()),
    ]
    self.lab = lab.number
    archive = ZipArchive(entries: entries, date: date).bytes
  }

  /// The name of the manifest in the archive.
  public static let manifestName = "submission.json"

  /// What `submission.json` says.
  public struct Manifest: Codable, Equatable, Sendable {
    /// The version of this format.
    public let format: Int
    /// The lab's number.
    public let lab: String
    /// The version of the course.
    public let course: String
    /// When it was packed.
    public let date: Date
    /// The files beside the manifest.
    public let files: [File]

    /// One file of the archive.
    public struct File: Codable, Equatable, Sendable {
      /// Its path in the archive.
      public let path: String
      /// Its size.
      public let bytes: Int
      /// Its SHA-256 in lowercase hexadecimal.
      public let sha256: String
    }

    func json() throws -> Data {
      let encoder = JSONEncoder()
      encoder.dateEncodingStrategy = .iso8601
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      return try encoder.encode(self)
    }
  }
}
