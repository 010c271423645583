import Foundation

/// What is taken of one submission: the file of exercises, or the reason why there is none.
///
/// Expected is a regular file `Exercise.swift` at the top, in a single folder, or in the lab's own folder
/// (`01-routing/Exercise.swift`); everything else stays where it is.
public struct Intake: Sendable {
  /// Who handed it in.
  public let id: String
  /// The bytes to grade.
  public let exercise: Result<Data, IntakeProblem>
  /// What was passed over and why.
  public let notes: [String]
  /// When it was handed in, as far as the file system knows: the date inside an archive is the student's to write.
  public let submitted: Date?
  /// The SHA-256 of what there is to grade, or of the reason why nothing is.
  public let digest: String

  /// Looks into a submission. What is wrong with it becomes part of the value.
  public init(_ entry: SubmissionEntry, lab: Lab) {
    id = entry.id
    submitted = entry.files.compactMap(Self.modificationDate).max()
    var files = SubmittedFiles()
    do throws(IntakeProblem) {
      let place = try Self.place(of: entry)
      files =
        try FileKind.of(place) == .folder ? SubmittedFiles(folder: place) : SubmittedFiles(archive: place)
      try files.requirePacked(for: lab)
      let data = try files.exercise(of: lab).read()
      exercise = .success(data)
      digest = SHA256.hexadecimal(of: data)
    } catch {
      exercise = .failure(error)
      digest = SHA256.hexadecimal(of: Data("\(error)".utf8))
    }
    notes = files.notes
  }

  /// The one folder or archive of a submission.
  private static func place(of entry: SubmissionEntry) throws(IntakeProblem) -> URL {
    guard let place = entry.files.first else { throw .empty }
    guard entry.files.count == 1 else { throw .ambiguous(entry.files.map(\.lastPathComponent)) }
    switch FileKind.of(place) {
    case .folder: return place
    case .file(let bytes):
      guard bytes > 0 else { throw .empty }
      guard !place.lastPathComponent.lowercased().hasSuffix(".swift") else {
        throw .refused(
          "a single file was handed in; put it, as `\(Course.exerciseName)`, into a folder or a zip")
      }
      return place
    case .link: throw .refused("it is a link to something else")
    case .special, .missing: throw .refused("it is not an ordinary file")
    }
  }

  /// The newest of a folder's own date and those of the files at its top.
  private static func modificationDate(of url: URL) -> Date? {
    guard FileKind.of(url) == .folder else { return ownDate(of: url) }
    let inside = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return inside.prefix(100).compactMap { ownDate(of: url.appending(path: $0)) }.max() ?? ownDate(of: url)
  }

  private static func ownDate(of url: URL) -> Date? {
    var status = stat()
    guard lstat(url.path, &status) == 0 else { return nil }
    #if os(macOS)
      return Date(timeIntervalSince1970: Double(status.st_mtimespec.tv_sec))
    #else
      return Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec))
    #endif
  }
}

extension SubmittedFiles {
  /// The file to grade: of several, the one in the lab's own folder.
  fileprivate func exercise(of lab: Lab) throws(IntakeProblem) -> File {
    guard !files.isEmpty else { throw .empty }
    let named = files.filter { $0.path.name == Course.exerciseName }
    let inLabFolder = named.filter { $0.path.components.dropLast().last == lab.folderName }
    let outermost = named.filter { $0.path.components.count == 1 }
    for candidates in [inLabFolder, outermost, named] where candidates.count == 1 { return candidates[0] }
    guard named.isEmpty else { throw .ambiguous(named.map(\.path.text)) }
    throw .misnamed(found: files.map(\.path.text).filter { $0.lowercased().hasSuffix(".swift") })
  }

  /// What `labs submit` packed says which lab it was packed for. It only ever turns a submission away.
  fileprivate func requirePacked(for lab: Lab) throws(IntakeProblem) {
    guard let manifest = files.first(where: { $0.path.text == Submission.manifestName }),
      let data = try? manifest.read(),
      let fields = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let number = fields["lab"] as? String, number != lab.number
    else { return }
    throw .otherLab(number.visiblyPrinted, expected: lab.number)
  }
}
