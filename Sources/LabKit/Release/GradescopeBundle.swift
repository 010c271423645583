import Foundation
import LabArchives

/// An autograder archive for Gradescope: `setup.sh`, `run_autograder`, and the course.
///
/// Gradescope builds an image with `setup.sh` once, and runs `run_autograder` for every submission in a
/// container of its own. The archive holds the student version of the course: grading needs no solutions.
public struct GradescopeBundle: Sendable {
  private let course: Course
  private let lab: Lab
  private let hidden: HiddenCheckpoints?
  private let options: [String]
  /// Such as `6.3.1`.
  private let swiftVersion: String

  /// A bundle that grades `lab`.
  ///
  /// - Parameter options: what `labs grade` gets beside what it must, as a shell reads it.
  public init(
    _ lab: Lab, of course: Course, hidden: HiddenCheckpoints?, options: [String], swiftVersion: String
  ) {
    (self.lab, self.course, self.hidden) = (lab, course, hidden)
    (self.options, self.swiftVersion) = (options, swiftVersion)
  }

  /// The archive's bytes. Equal courses give equal bytes: every entry carries the same date.
  ///
  /// - Throws: `FileError` when a file cannot be read.
  public func archive() throws -> Data {
    var entries = [
      ZipArchive.Entry(path: "setup.sh", data: Data(setup.utf8), isExecutable: true),
      ZipArchive.Entry(path: "run_autograder", data: Data(runAutograder.utf8), isExecutable: true),
    ]
    try CourseRelease(of: course).forEachFile { file in
      entries.append(
        ZipArchive.Entry(path: "course/\(file.path)", data: file.data, isExecutable: file.isExecutable))
    }
    for file in hidden?.files ?? [] {
      entries.append(
        ZipArchive.Entry(path: "hidden/\(file.lastPathComponent)", data: try SafeFile.bytes(of: file)))
    }
    return ZipArchive(entries: entries, date: Date(timeIntervalSince1970: 0)).bytes
  }

  /// Runs once, as root, on Ubuntu 22.04.
  private var setup: String {
    """
    #!/usr/bin/env bash
    # Installs Swift \(swiftVersion) and builds the course and its checkpoints.
    set -euo pipefail
    apt-get update
    apt-get install -y --no-install-recommends ca-certificates curl binutils git gnupg2 libc6-dev libcurl4 \\
      libedit2 libgcc-11-dev libpython3-dev libsqlite3-0 libstdc++-11-dev libxml2 libz3-dev tzdata zlib1g-dev
    platform=ubuntu22.04
    [ "$(uname -m)" = aarch64 ] && platform=ubuntu22.04-aarch64
    release=swift-\(swiftVersion)-RELEASE
    curl -fsSL "https://download.swift.org/swift-\(swiftVersion)-release/${platform//./}/$release/$release-$platform.tar.gz" \\
      | tar -xz -C /usr --strip-components=2
    cd /autograder/source/course
    # The image runs on other processors than the one it was built on.
    export LABS_PORTABLE=1
    \(hidden == nil ? "" : "mkdir -p \(HiddenCheckpoints.buildFolder) && cp ../hidden/*.swift \(HiddenCheckpoints.buildFolder)/ && export \(HiddenCheckpoints.variable)=\(HiddenCheckpoints.buildFolder)")
    swift build --build-tests

    """
  }

  /// Runs for every submission.
  private var runAutograder: String {
    """
    #!/usr/bin/env bash
    # Grades /autograder/submission and leaves /autograder/results/results.json.
    set -uo pipefail
    work=$(mktemp -d)
    mkdir "$work/in"
    # Links are copied as links; the grader does not follow them.
    cp -R -P /autograder/submission "$work/in/submission"
    cd /autograder/source/course
    LABS_PREBUILT=1 .build/debug/labs grade "$work/in" --lab \(lab.number) --out "$work/out" --jobs 1\
    \(([hidden == nil ? "" : "--hidden ../hidden"] + options).filter { !$0.isEmpty }.map { " \($0)" }.joined())
    cp "$work/out/gradescope/submission/results.json" /autograder/results/results.json

    """
  }
}
