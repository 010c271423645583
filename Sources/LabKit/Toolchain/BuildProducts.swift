import Foundation

/// What SwiftPM built, found beside the program that runs.
public struct BuildProducts: Sendable {
  /// The folder with the executables, such as `.build/debug`.
  public let folder: URL

  /// The products in a folder.
  public init(folder: URL) {
    self.folder = folder
  }

  /// The products beside the running program, be it `labs` or a test bundle.
  public static func current() -> BuildProducts {
    #if os(macOS)
      // Tests run inside a bundle that another program loads.
      if let bundle = Bundle.allBundles.first(where: { $0.bundlePath.hasSuffix(".xctest") }) {
        return BuildProducts(folder: URL(filePath: bundle.bundlePath).deletingLastPathComponent())
      }
    #endif
    let executable = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
    return BuildProducts(folder: executable.resolvingSymlinksInPath().deletingLastPathComponent())
  }

  /// One of the package's executables.
  public func executable(_ name: String) throws -> URL {
    let file = folder.appending(path: name)
    guard FileManager.default.isExecutableFile(atPath: file.path) else {
      throw BuildProductsError.missing(name: name, folder: folder.path)
    }
    return file
  }

  /// The compiled interface of one of the package's modules.
  ///
  /// One build system keeps them in a folder of their own, the other beside the executables.
  public func module(_ name: String) throws -> URL {
    let file = "\(name).swiftmodule"
    let candidates = [folder.appending(path: "Modules/\(file)"), folder.appending(path: file)]
    guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
      throw BuildProductsError.missing(name: file, folder: folder.path)
    }
    return found
  }

  /// The tests of the whole package, in one bundle.
  public var testBundle: URL { folder.appending(path: "llm-labsPackageTests.xctest") }

  /// Where this project keeps what it can make again: compiled lessons, warmed caches.
  public var cache: URL { folder.appending(path: "labs-cache") }

  /// Whether the products were optimised.
  public var isRelease: Bool { folder.lastPathComponent.lowercased().hasPrefix("release") }
}

/// Something that a build should have made is not there.
public enum BuildProductsError: Error, CustomStringConvertible {
  /// A product or module is missing.
  case missing(name: String, folder: String)

  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .missing(let name, let folder):
      "`\(name)` is not in \(folder). Run `swift build` in the course's folder."
    }
  }
}
