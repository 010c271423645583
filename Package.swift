// swift-tools-version: 6.2
import PackageDescription

/// The labs whose checkpoints are built; `labs new` adds to this list.
let labNumbers = ["01", "02", "03", "04", "05", "06", "07"]

/// `LABS_PORTABLE=1` builds without any flag that SwiftPM calls unsafe and without instructions
/// that only this machine's processor has. The engine is then slower in debug builds.
let isPortable = Context.environment["LABS_PORTABLE"] == "1"

#if arch(x86_64)
  /// Without this, a fused multiply-add is a call into libm instead of one instruction.
  let processorFlags = ["-Xcc", "-march=native"]
#else
  let processorFlags: [String] = []
#endif

/// The whole module at once, in debug builds too, so that a helper may live in a file of its own
/// and still be inlined. The thread count makes one object a file, as a debug build expects.
let wholeModule = ["-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"]

/// Optimised in debug builds too: a lesson that trains a model must not wait for `-c release`.
let optimized: [SwiftSetting] =
  isPortable ? [] : [.unsafeFlags(["-O"] + wholeModule + processorFlags)]

/// The kernels' entrances check every bound, so their loops need not check again.
let unchecked: [SwiftSetting] =
  isPortable
  ? [.define("LABS_PORTABLE")] : [.unsafeFlags(["-Ounchecked"] + wholeModule + processorFlags)]

/// A host lends its own copy of the course's modules to the library it opens. Only executables
/// carry this flag, so that it never stands in the way of a package that depends on the libraries.
let exportsSymbols: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "--export-dynamic"], .when(platforms: [.linux])),
  .unsafeFlags(["-Xlinker", "-export_dynamic"], .when(platforms: [.macOS])),
]

/// An instructor's own checkpoints, which `labs grade --hidden` copies into the package to have them built.
let hiddenTests: [Target] =
  Context.environment["LABS_HIDDEN_TESTS"].map { folder in
    [
      .testTarget(
        name: "HiddenTests", dependencies: ["LabTesting", "LabKit", "LabContracts", "LabEngine"],
        path: folder)
    ]
  } ?? []

let package = Package(
  name: "llm-labs",
  platforms: [.macOS(.v14)],
  products: [
    .library(name: "LabEngine", targets: ["LabEngine"]),
    .library(name: "LabContracts", targets: ["LabContracts"]),
    .executable(name: "labs", targets: ["labs"]),
    .executable(name: "exercise-host", targets: ["exercise-host"]),
    .executable(name: "lesson-host", targets: ["lesson-host"]),
  ],
  targets: [
    .target(name: "LabKernels", swiftSettings: unchecked),
    .target(name: "LabEngine", dependencies: ["LabKernels"], swiftSettings: optimized),
    .target(name: "LabContracts", swiftSettings: optimized),
    .target(name: "LabNotebook"),
    .target(name: "LabArchives", swiftSettings: optimized),
    .target(name: "CLabSandbox"),
    // The book's stylesheet and scripts are read where they lie, so that a moved build finds them.
    .target(
      name: "LabKit", dependencies: ["LabContracts", "LabNotebook", "LabArchives", "CLabSandbox"],
      exclude: ["Book/Page"]),
    .executableTarget(
      name: "exercise-host", dependencies: ["LabContracts", "CLabSandbox"],
      linkerSettings: exportsSymbols),
    .executableTarget(
      name: "lesson-host", dependencies: ["LabEngine", "LabNotebook", "LabContracts"],
      linkerSettings: exportsSymbols),
    .executableTarget(
      name: "labs",
      dependencies: ["LabKit", "LabNotebook", "LabEngine", "exercise-host", "lesson-host"]),
    .target(
      name: "LabTesting", dependencies: ["LabKit", "LabContracts", "LabEngine"], path: "Tests/LabTesting"),
    .testTarget(name: "LabContractsTests", dependencies: ["LabContracts"]),
    .testTarget(name: "LabEngineTests", dependencies: ["LabEngine", "LabKernels"]),
    .testTarget(name: "LabNotebookTests", dependencies: ["LabNotebook"]),
    .testTarget(name: "LabArchivesTests", dependencies: ["LabArchives", "LabEngine"]),
    .testTarget(name: "LabKitTests", dependencies: ["LabKit", "LabTesting", "LabEngine"]),
    .testTarget(name: "LabsTests", dependencies: ["LabKit", "LabTesting"]),
    .testTarget(name: "CurriculumTests", dependencies: ["LabKit", "LabTesting"]),
  ]
    + labNumbers.map { number in
      .testTarget(
        name: "Lab\(number)Tests",
        dependencies: ["LabTesting", "LabKit", "LabContracts", "LabEngine"])
    } + hiddenTests,
  swiftLanguageModes: [.v6]
)
