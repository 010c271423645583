import Foundation
import LabKit
import LabTesting
import XCTest

/// Every test runs once with the system's events and once with looking at intervals only.
final class FileWatcherTests: XCTestCase {
  private func forEachKind(_ body: (TemporaryFolder, URL, FileWatcher) throws -> Void) throws {
    for usesEvents in [true, false] {
      let folder = try TemporaryFolder(for: self)
      try folder.write("start", to: "Exercise.swift")
      let file = folder["Exercise.swift"]
      let watcher = FileWatcher([file], every: .milliseconds(50), usesEvents: usesEvents)
      try body(folder, file, watcher)
    }
  }

  private let plenty: Duration = .seconds(20)
  private let aMoment: Duration = .milliseconds(150)

  func testNothingIsSavedUntilSomethingIs() throws {
    try forEachKind { folder, file, watcher in
      XCTAssertEqual(watcher.next(within: aMoment), .timeout)
      try folder.write("neighbour", to: "notes.txt")
      XCTAssertEqual(watcher.next(within: aMoment), .timeout, "another file of the folder")
    }
  }

  func testASaveWhileTheCallerIsBusyIsFound() throws {
    try forEachKind { folder, file, watcher in
      try folder.write("one", to: "Exercise.swift")
      XCTAssertEqual(watcher.next(within: plenty), .saved([file]))
      try folder.write("two", to: "Exercise.swift")
      XCTAssertEqual(watcher.next(within: plenty), .saved([file]), "saved during the run")
      XCTAssertEqual(watcher.next(within: aMoment), .timeout, "and reported once")
    }
  }

  func testASaveDuringTheWaitWakesIt() throws {
    try forEachKind { folder, file, watcher in
      let saver = Thread {
        usleep(60_000)
        try? folder.write("later", to: "Exercise.swift")
      }
      saver.start()
      XCTAssertEqual(watcher.next(within: plenty), .saved([file]))
    }
  }

  /// As vim and most editors do: write another file, take the old one away, rename.
  func testASaveByRenamingIsOneSave() throws {
    try forEachKind { folder, file, watcher in
      let saver = Thread {
        try? folder.write("renamed", to: ".Exercise.swift.swp")
        rename(file.path, file.path + "~")
        usleep(80_000)
        rename(folder[".Exercise.swift.swp"].path, file.path)
      }
      saver.start()
      XCTAssertEqual(watcher.next(within: plenty), .saved([file]))
      XCTAssertEqual(try folder.read("Exercise.swift"), "renamed")
      XCTAssertEqual(watcher.next(within: aMoment), .timeout)
      try folder.write("again", to: "Exercise.swift")
      XCTAssertEqual(watcher.next(within: plenty), .saved([file]), "the new file is watched too")
    }
  }

  /// However fast the saves come, after the last report the watcher has seen the last bytes.
  func testTheLastOfManyRapidSavesIsSeen() throws {
    try forEachKind { folder, file, watcher in
      let saver = Thread {
        for count in 0..<200 { try? folder.write("save \(count)", to: "Exercise.swift") }
        try? folder.write("done", to: "saver.done")
      }
      saver.start()
      var lastSeen = ""
      while lastSeen != "save 199" {
        guard watcher.next(within: plenty) == .saved([file]) else { return XCTFail("missed: \(lastSeen)") }
        lastSeen = try folder.read("Exercise.swift")
      }
      while !FileManager.default.fileExists(atPath: folder["saver.done"].path) { usleep(1000) }
    }
  }

  /// Same size, and the old time put back: only the bytes differ.
  func testASaveThatHidesItsTimeIsFound() throws {
    try forEachKind { folder, file, watcher in
      let before = try FileManager.default.attributesOfItem(atPath: file.path)
      let handle = try FileHandle(forWritingTo: file)
      try handle.write(contentsOf: Data("STARt".utf8))
      try handle.close()
      let date = try XCTUnwrap(before[.modificationDate] as? Date)
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file.path)
      XCTAssertEqual(watcher.next(within: plenty), .saved([file]))
    }
  }

  func testAFileThatIsDeletedAndComesBackIsSaved() throws {
    try forEachKind { folder, file, watcher in
      try FileManager.default.removeItem(at: file)
      XCTAssertEqual(watcher.next(within: plenty), .removed([file]))
      XCTAssertEqual(watcher.next(within: aMoment), .timeout, "and reported once")
      try folder.write("back", to: "Exercise.swift")
      XCTAssertEqual(watcher.next(within: plenty), .saved([file]))
    }
  }

  func testInputEndsTheWait() throws {
    try forEachKind { _, _, watcher in
      let pipe = Pipe()
      try pipe.fileHandleForWriting.write(contentsOf: Data("n".utf8))
      let input = pipe.fileHandleForReading.fileDescriptor
      XCTAssertEqual(watcher.next(within: plenty, orInputFrom: input), .input)
    }
  }
}
