import Foundation

/// Lays out a new lab: a small one that is complete, so that every rule of the course already holds for it.
///
/// It asks for the sum of some numbers. An author replaces that piece by piece, and at every moment
/// `labs verify` can say what is still missing.
public struct NewLab: Sendable {
  /// Two digits.
  public let number: String

  /// The short name.
  public let slug: String

  /// A lab called by number and name, such as `08-retrieval`.
  ///
  /// - Throws: `NewLabError` when the name has another form.
  public init(_ name: String) throws {
    guard let parts = name.wholeMatch(of: /([0-9]{2})-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)/) else {
      throw NewLabError.badName(name)
    }
    number = String(parts.1)
    slug = String(parts.2)
  }

  var folderName: String { "\(number)-\(slug)" }

  /// The contract's name: `best-of-n` becomes `BestOfN`.
  var contractName: String { slug.split(separator: "-").map(\.capitalized).joined() }

  /// The title until the author writes one: `best-of-n` becomes `Best of n`.
  var title: String {
    let words = slug.replacing("-", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}

extension NewLab {
  /// Writes the lab's files and names it in `curriculum.json` and `Package.swift`.
  ///
  /// Nothing that is there is overwritten, and a failure leaves nothing behind.
  ///
  /// - Returns: The files that were written or changed.
  /// - Throws: `NewLabError` or `FileError`.
  public func layOut(in course: Course) throws -> [URL] {
    let files = Self.files(of: self).map { (url: course.root.appending(path: $0.path), text: $0.text) }
    if let taken = files.first(where: { FileManager.default.fileExists(atPath: $0.url.path) }) {
      throw NewLabError.taken(course.displayPath(taken.url))
    }
    let changes = [try changedCurriculum(of: course), try changedManifest(of: course)]
    var written: [URL] = []
    do {
      for file in files {
        try SafeFile.makeFolder(file.url.deletingLastPathComponent())
        try SafeFile.create(file.url, with: Data(file.text.utf8))
        written.append(file.url)
      }
      for change in changes { try SafeFile.replace(change.file, with: change.after) }
    } catch {
      for file in written { try? FileManager.default.removeItem(at: file) }
      for change in changes { try? SafeFile.replace(change.file, with: change.before) }
      throw error
    }
    return written + changes.map(\.file)
  }

  private struct Change {
    let file: URL
    let before: Data
    let after: Data
  }

  private func changedCurriculum(of course: Course) throws -> Change {
    let file = course.root.appending(path: Course.curriculumName)
    let before = try SafeFile.bytes(of: file)
    guard let text = JSONInsertion.append(entry, toList: "labs", in: String(decoding: before, as: UTF8.self))
    else { throw NewLabError.noPlace(what: "the list \"labs\"", file: Course.curriculumName) }
    let after = Data(text.utf8)
    do {
      _ = try Curriculum(json: after)
    } catch let error as CurriculumError {
      throw NewLabError.curriculum(error)
    }
    return Change(file: file, before: before, after: after)
  }

  private func changedManifest(of course: Course) throws -> Change {
    let file = course.root.appending(path: "Package.swift")
    let before = try SafeFile.bytes(of: file)
    var text = String(decoding: before, as: UTF8.self)
    guard let list = text.firstMatch(of: /let labNumbers = \[([^\]]*)\]/) else {
      throw NewLabError.noPlace(what: "`let labNumbers = […]`", file: "Package.swift")
    }
    let numbers = list.1.isEmpty ? "\"\(number)\"" : "\(list.1), \"\(number)\""
    text.replaceSubrange(list.range, with: "let labNumbers = [\(numbers)]")
    return Change(file: file, before: before, after: Data(text.utf8))
  }
}

/// Why a lab cannot be laid out.
public enum NewLabError: Error, Equatable, CustomStringConvertible {
  /// The name has not the form `08-retrieval`.
  case badName(String)
  /// A file is there already.
  case taken(String)
  /// The curriculum would no longer be sound.
  case curriculum(CurriculumError)
  /// A file of the course has lost the place where labs are listed.
  case noPlace(what: String, file: String)

  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .badName(let name):
      "`\(name)` is not a lab's name: two digits, a dash and lowercase words, such as `08-retrieval`."
    case .taken(let path): "\(path) is there already; nothing was written."
    case .curriculum(let error): "The lab does not fit the curriculum (\(error)); nothing was written."
    case .noPlace(let what, let file): "\(file) has no \(what) to add the lab to; nothing was written."
    }
  }
}
