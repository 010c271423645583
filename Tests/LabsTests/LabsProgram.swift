import Foundation
import LabKit
import LabTesting
import XCTest

/// The built `labs`, run on a small course as a person at a shell would.
struct LabsProgram {
  /// What a command printed and how it ended.
  struct Answer: Equatable {
    var code: Int32?
    var output: String
    var error: String
  }

  let course: SmallCourse
  var environment: [String: String]
  let executable: String

  init(for test: XCTestCase) throws {
    course = try SmallCourse(for: test)
    executable = try BuildProducts.current().executable("labs").path
    environment = [
      "LABS_ROOT": course.folder.url.path, "PATH": "/usr/bin:/bin", "COLUMNS": "80", "LANG": "C.UTF-8",
      "HOME": course.folder.url.path,
    ]
  }

  var folder: TemporaryFolder { course.folder }

  /// Runs a line of shell in the course's folder, with `labs` standing for the program.
  func shell(_ line: String) throws -> Answer {
    let script = "labs() { '\(executable)' \"$@\"; }\n\(line)"
    var launch = Launch("/bin/sh", ["-c", script], environment: environment)
    launch.directory = folder.url.path
    let completion = try ChildProcess.run(launch, timeLimit: .seconds(60))
    var code: Int32?
    if case .exited(let status) = completion.status { code = status }
    return Answer(code: code, output: completion.output.text, error: completion.error.text)
  }

  /// Runs a command that must be done without a complaint, and gives what it printed.
  func output(of line: String, file: StaticString = #filePath, at sourceLine: UInt = #line) throws -> String {
    let answer = try shell(line)
    XCTAssertEqual(answer.code, 0, "\(line)\n\(answer.output)", file: file, line: sourceLine)
    XCTAssertEqual(answer.error, "", line, file: file, line: sourceLine)
    return answer.output
  }
}
