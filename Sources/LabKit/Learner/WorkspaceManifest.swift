/// The `Package.swift` that makes the workspace a package which editors understand.
struct WorkspaceManifest {
  let labs: [Lab]
  /// Where the course is, seen from the workspace.
  let coursePath: String

  var text: String {
    """
    // swift-tools-version: 6.2
    // Written by `labs start`, so that your editor completes and checks your exercises.
    import PackageDescription

    let package = Package(
      name: "workspace",
      platforms: [.macOS(.v14)],
      dependencies: [.package(name: "llm-labs", path: \(coursePath.debugDescription))],
      targets: [
    \(labs.map(target).joined(separator: "\n"))
      ],
      swiftLanguageModes: [.v5]
    )

    """
  }

  private func target(_ lab: Lab) -> String {
    """
        .target(
          name: "Lab\(lab.number)",
          dependencies: [.product(name: "LabContracts", package: "llm-labs")],
          path: "\(lab.folderName)", sources: ["\(Course.exerciseName)"],
          swiftSettings: [.enableUpcomingFeature("BareSlashRegexLiterals")]),
    """
  }
}
