import Foundation
import LabNotebook

/// Runs of lessons, kept for as long as nothing changes that they were computed from.
///
/// A run depends on the script, the answers it calls, the program that ran it (which holds the engine and the
/// notebook), and the models, tables and real data that a lesson may read. Files that are large are told apart by size
/// and time of change, the others by what they hold.
public struct LessonCache {
  private let course: Course
  private let products: BuildProducts
  private let data: DataFolder

  /// The cache beside `products`.
  public init(_ course: Course, products: BuildProducts = .current(), data: DataFolder = DataFolder()) {
    (self.course, self.products, self.data) = (course, products, data)
  }

  /// What a lesson shows, from the cache or else from a run that is made now.
  ///
  /// - Parameter observe: is told what happens in a run; nothing happens when there is none.
  /// - Returns: The run, and whether it was kept from an earlier time. A run that ended early is never kept.
  public func run(
    _ source: LessonSource, observe: (LessonMoment) -> Void = { _ in }
  ) throws -> (run: LessonRun, isKept: Bool) {
    let file = try self.file(for: source)
    if let kept = read(file) { return (kept, true) }
    let program = try LessonCompiler(products: products).compile(source)
    let run = try LessonRunner(products: products).run(program, observe: observe)
    if run.failure == nil { keep(run, in: file, name: source.name) }
    return (run, false)
  }

  private var folder: URL { products.cache.appending(path: "runs") }

  private func file(for source: LessonSource) throws -> URL {
    var hash = SHA256()
    for text in [source.script] + (source.answers.map { [$0] } ?? []) {
      hash.update(with: try SafeFile.bytes(of: text))
      hash.update(with: Data([0]))
    }
    for file in try [products.executable("lesson-host")] + models + dataFiles {
      hash.update(with: Data((stamp(of: file) + "\n").utf8))
    }
    return folder.appending(path: "\(source.name)-\(hash.finish().prefix(24)).json")
  }

  private var models: [URL] {
    (try? FileTree.files(in: course.root.appending(path: "Models"))) ?? []
  }

  private var dataFiles: [URL] { course.curriculum.dataSets.compactMap(data.file) }

  private func stamp(of file: URL) -> String {
    var status = stat()
    guard stat(file.path, &status) == 0 else { return "\(file.path) missing" }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return "\(file.path) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }

  private func read(_ file: URL) -> LessonRun? {
    guard let json = try? Data(contentsOf: file) else { return nil }
    return try? NotebookJSON.decoder().decode(LessonRun.self, from: json)
  }

  /// A course that cannot be written to has no cache; its lessons run all the same.
  private func keep(_ run: LessonRun, in file: URL, name: String) {
    guard let json = try? NotebookJSON.encoder().encode(run), (try? SafeFile.makeFolder(folder)) != nil
    else { return }
    let files = FileManager.default
    for old in (try? files.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    where old.lastPathComponent.dropLast("-\(String(repeating: "0", count: 24)).json".count) == name {
      try? files.removeItem(at: old)
    }
    try? SafeFile.replace(file, with: json)
  }
}
