import Foundation

/// What a submission's result depends on beside the submission: results under other settings do not count.
public struct GradingSettings: Codable, Sendable, Equatable {
  /// The lab's number.
  public var lab: String
  /// The SHA-256 of the curriculum, contracts, binding and checkpoints that grade the lab.
  public var course: String
  /// The SHA-256 of the hidden checkpoints, where there are any.
  public var hidden: String?
  /// What the hidden checkpoints are worth, in order.
  public var hiddenPoints: [Int]
  /// Where the random inputs begin.
  public var seed: UInt64
  /// What a submission may use.
  public var limits: SubmissionLimits
}

extension GradingSettings {
  /// The settings for a lab.
  ///
  /// - Throws: `FileError` when a file of the course cannot be read.
  public init(
    _ lab: Lab, in course: Course, hidden: HiddenCheckpoints?, seed: UInt64, limits: SubmissionLimits
  ) throws {
    self.init(
      lab: lab.number, course: try Self.digest(of: lab, in: course), hidden: hidden?.digest,
      hiddenPoints: hidden?.checkpoints.map(\.points) ?? [], seed: seed, limits: limits)
  }

  /// Changes whenever a result could.
  private static func digest(of lab: Lab, in course: Course) throws -> String {
    let folders = ["Tests/LabTesting", "Sources/LabContracts"].map { course.root.appending(path: $0) }
    let files = try (folders + [course.tests(of: lab)]).flatMap { try FileTree.files(in: $0) }
    var hash = SHA256()
    for file in [course.curriculumFile, course.binding(of: lab)] + files {
      hash.update(with: try SafeFile.bytes(of: file))
    }
    return hash.finish()
  }
}

/// The files below a folder, in an order that is the same everywhere.
enum FileTree {
  /// Every regular file below `folder`, hidden ones left out; links are not followed.
  static func files(in folder: URL) throws -> [URL] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw FileError(file: folder, action: .read, code: error.posixCode)
    }
    return try names.sorted().filter { !$0.hasPrefix(".") }.flatMap { name -> [URL] in
      let url = folder.appending(path: name)
      return switch FileKind.of(url) {
      case .folder: try files(in: url)
      case .file: [url]
      case .link, .special, .missing: []
      }
    }
  }
}
