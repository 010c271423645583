import Foundation

/// The results so far, one file a submission, so that a run which was cut short goes on where it was.
///
/// Each file is written whole or not at all: neither Ctrl-C nor a power loss costs more than the submissions in
/// flight. `run.json` beside them says under which settings they were made.
public struct GradingJournal: Sendable {
  /// The folder that a run writes to.
  public let folder: URL

  /// The journal in a folder.
  public init(_ folder: URL) {
    self.folder = folder
  }

  /// What the results in the folder were made under, and of what they are a part.
  public struct Run: Codable, Sendable, Equatable {
    /// The version of the format.
    public var format = 1
    /// What the results depend on.
    public var settings: GradingSettings
    /// Every submission that was handed in, also those of other shards.
    public var submissions: [String]
    /// Files among the submissions that are none.
    public var ignored: [String]

    /// A run over the submissions named.
    public init(settings: GradingSettings, submissions: [String], ignored: [String]) {
      (self.settings, self.submissions, self.ignored) = (settings, submissions, ignored)
    }
  }

  private var runFile: URL { folder.appending(path: "run.json") }

  /// The run that wrote here before, or `nil`.
  ///
  /// - Throws: `JournalError` when its file cannot be understood.
  public func run() throws -> Run? {
    guard let data = try SafeFile.read(runFile) else { return nil }
    do {
      return try Self.decoder.decode(Run.self, from: data)
    } catch {
      throw JournalError.unreadable(runFile.path)
    }
  }

  /// Begins a run, or goes on with one.
  public func begin(_ run: Run) throws {
    try SafeFile.makeFolder(folder.appending(path: "records"))
    try SafeFile.replace(runFile, with: try Self.encoder.encode(run))
  }

  /// A result and what it was made under.
  private struct Record: Codable {
    var settings: GradingSettings
    var result: SubmissionResult
  }

  /// The result of a submission, if there is one under these settings.
  ///
  /// - Parameter digest: of what is there to be graded now; `nil` takes whatever was graded.
  public func result(
    of id: String, under settings: GradingSettings, digest: String? = nil
  ) -> SubmissionResult? {
    guard let data = try? Data(contentsOf: file(of: id)),
      let record = try? Self.decoder.decode(Record.self, from: data),
      record.settings == settings, record.result.id == id,
      digest == nil || record.result.digest == digest
    else { return nil }
    return record.result
  }

  /// Keeps a result.
  public func keep(_ result: SubmissionResult, under settings: GradingSettings) throws {
    try SafeFile.replace(
      file(of: result.id), with: try Self.encoder.encode(Record(settings: settings, result: result)))
  }

  /// Takes over the results of other runs under the same settings, as of the shards of one.
  ///
  /// - Throws: `JournalError` when a folder holds none, or under other settings.
  /// - Returns: The run that they are all parts of.
  public func merge(_ parts: [GradingJournal]) throws -> Run {
    var whole: Run?
    for part in parts {
      guard let run = try part.run() else { throw JournalError.noRun(part.folder.path) }
      if let whole, whole.settings != run.settings {
        throw JournalError.differentSettings(parts[0].folder.path, part.folder.path)
      }
      let submissions = Set((whole?.submissions ?? []) + run.submissions).sorted()
      let ignored = Set((whole?.ignored ?? []) + run.ignored).sorted()
      whole = Run(settings: run.settings, submissions: submissions, ignored: ignored)
    }
    guard let whole else { throw JournalError.noRun(folder.path) }
    try begin(whole)
    for part in parts {
      for id in whole.submissions {
        if let result = part.result(of: id, under: whole.settings) { try keep(result, under: whole.settings) }
      }
    }
    return whole
  }

  private func file(of id: String) -> URL {
    folder.appending(path: "records/\(FileStem.of(id)).json")
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return encoder
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }
}

/// Why results cannot be gone on with.
public enum JournalError: Error, Equatable, CustomStringConvertible {
  /// `run.json` is not what a run writes.
  case unreadable(String)
  /// Two folders were written under different settings.
  case differentSettings(String, String)
  /// A folder holds no run.
  case noRun(String)

  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .unreadable(let path):
      "\(path) was not written by `labs grade`, or by another version: choose another folder with --out."
    case .differentSettings(let folder, let other):
      "\(folder) and \(other) were graded under different settings (lab, seed, limits or checkpoints): "
        + "grade both with the same."
    case .noRun(let folder): "\(folder) holds no results of `labs grade`."
    }
  }
}

/// File names for names that students chose.
enum FileStem {
  /// The name itself where it is plain, else its plain part and the beginning of its hash.
  static func of(_ id: String) -> String {
    let isShort = id.utf8.count <= 100 && !id.hasPrefix(".") && !id.hasPrefix("-")
    if isShort, !id.isEmpty, id.unicodeScalars.allSatisfy(isPlain) { return id }
    let kept = String(String.UnicodeScalarView(id.unicodeScalars.filter(Self.isPlain).prefix(40)))
    return "_\(kept)-\(SHA256.hexadecimal(of: Data(id.utf8)).prefix(12))"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || "._- @+".unicodeScalars.contains(scalar)
  }
}
