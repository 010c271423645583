import Foundation
import LabKit
import XCTest

/// A browser without a window, if this machine has one: it opens a page from a file and hands back what became of it.
struct Browser {
  /// What a page became, and what it complained about.
  struct Page {
    let html: String
    let complaints: [String]
  }

  private let program: URL
  private let profile: URL

  /// - Throws: `XCTSkip` where no browser is installed.
  init(profile: URL) throws {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    let candidates =
      [environment["LABS_BROWSER"]].compactMap { $0 }
      + folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
      + ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
    guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
      throw XCTSkip("no browser: install chromium, or name one in LABS_BROWSER, to try the book's pages")
    }
    (program, self.profile) = (URL(filePath: found), profile)
  }

  /// Opens a page and waits until its scripts have come to rest.
  func open(_ page: URL) throws -> Page {
    let flags = [
      "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
      "--disable-dev-shm-usage",
      "--disable-popup-blocking", "--allow-file-access-from-files", "--enable-logging=stderr",
      "--user-data-dir=\(profile.path)", "--window-size=1280,900", "--virtual-time-budget=60000",
      "--dump-dom",
    ]
    // Inside a container the browser's own sandbox cannot be had, and root is refused one.
    let sandbox = getuid() == 0 ? ["--no-sandbox"] : []
    var launch = Launch(
      program.path, flags + sandbox + [page.absoluteString],
      environment: ProcessInfo.processInfo.environment.merging(["HOME": profile.path]) { $1 })
    launch.output = .captured(limit: 16 << 20)
    let completion = try ChildProcess.run(launch, timeLimit: .seconds(300))
    let complaints = completion.error.text.split(separator: "\n").filter { $0.contains("CONSOLE") }
    return Page(html: completion.output.text, complaints: complaints.map(String.init))
  }
}
