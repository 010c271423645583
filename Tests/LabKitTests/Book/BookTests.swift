import Foundation
import LabNotebook
import LabTesting
import XCTest

@testable import LabKit

final class BookTests: XCTestCase {
  func testEveryLinkOfTheBookLeadsSomewhere() throws {
    let files = try SmallBook(for: self).files()
    let pages = files.filter { $0.key.hasSuffix(".html") }
    XCTAssertEqual(
      pages.keys.sorted(),
      [
        "01-adding-exercises.html", "01-adding.html", "02-doubling.html", "glossary.html", "index.html",
        "references.html", "search.html",
      ])
    for (path, text) in pages {
      for match in text.matches(of: /(?:href|src)="([^"]*)"/) {
        let parts = match.1.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        if parts[0].hasPrefix("https://") { continue }
        let target = try XCTUnwrap(files[parts[0].isEmpty ? path : parts[0]], "\(path) leads to \(match.1)")
        if parts.count > 1 {
          XCTAssertTrue(target.contains("id=\"\(parts[1])\""), "\(path) leads to \(match.1)")
        }
      }
      let ids = text.matches(of: /[ ]id="([^"]*)"/).map { String($0.1) }
      XCTAssertEqual(Set(ids).count, ids.count, "\(path) has a name twice")
    }
  }

  func testWhatALessonPrintsCannotRunAndPagesMayAskForNothing() throws {
    for (path, text) in try SmallBook(for: self).files() where path.hasSuffix(".html") {
      XCTAssertFalse(text.contains("<script>"), path)
      XCTAssertFalse(text.contains("javascript:"), path)
      XCTAssertTrue(text.contains("default-src 'none'"), path)
      XCTAssertNil(text.firstMatch(of: /<(?:script|link|img)[^>]*https?:/), path)
    }
  }

  func testEveryPictureIsToldInWordsAndNumbers() throws {
    let page = try XCTUnwrap(SmallBook(for: self).files()["01-adding.html"])
    let pictures = page.matches(of: /<svg[^>]*class="?lab-figure[^>]*>/).map { String($0.0) }
    XCTAssertEqual(pictures.count, 5, "a table and tokens are text")
    for picture in pictures { XCTAssertNotNil(picture.firstMatch(of: /aria-label="[^"]{20,}"/), picture) }
    XCTAssertEqual(page.matches(of: /<details class="numbers">/).count, 5)
    XCTAssertTrue(page.contains("aria-label=\"Rising. Line plot of y against x."), "computed from the data")
    for number in [
      "<td>6.5", "<td>-2", "<td>0.25", "middle", "<td>-1<td>1",
    ] {
      XCTAssertTrue(page.contains(number), number)
    }
    XCTAssertTrue(page.contains("<span class=\"t1\" title=\"token 2\">·b<small>8</small></span>"))
  }

  func testALessonHasItsPartsAndNotesAreHidden() throws {
    let files = try SmallBook(for: self).files()
    let page = try XCTUnwrap(files["01-adding.html"])
    XCTAssertTrue(page.contains("<a href=\"01-adding-exercises.html#exercise-01.1\">01.1</a>"), "Build 01.1")
    XCTAssertTrue(page.contains("<code>01.1</code>"), "code stays as it is")
    XCTAssertTrue(page.contains("<a href=\"https://example.org\">a page</a>"))
    XCTAssertNotNil(page.firstMatch(of: /<aside class="notes"[^>]* hidden>/))
    XCTAssertTrue(page.contains("<h2 id=\"section-2\">Second things"))
    XCTAssertEqual(page.matches(of: /class="unit" data-demo/).count, 2)
    XCTAssertEqual(page.matches(of: /class="choice" data-correct/).count, 4)
    XCTAssertTrue(page.contains("One too many."), "every choice is explained")
    XCTAssertEqual(page.matches(of: /<figure class="play"/).count, 5)
    let exercises = try XCTUnwrap(files["01-adding-exercises.html"])
    XCTAssertEqual(exercises.matches(of: /class="hint"/).count, 6)
    XCTAssertTrue(exercises.contains("A sum is a sum."), "the checkpoint can be read")
    XCTAssertTrue(exercises.contains("a + b"), "the answer, in a cover")
    XCTAssertTrue(exercises.contains("id=\"exercise-01.3\""), "a checkpoint without an exercise of its own")
  }

  func testAReleaseWithoutAnswersShowsNone() throws {
    let small = try SmallBook(for: self)
    try FileManager.default.removeItem(at: small.small.folder["Solutions"])
    let exercises = try XCTUnwrap(small.files()["01-adding-exercises.html"])
    XCTAssertFalse(exercises.contains("class=\"solution\""))
    XCTAssertFalse(exercises.contains("An answer"))
  }

  func testTheSameRunsGiveTheSameBytesAndOnlyChangesAreWritten() throws {
    let small = try SmallBook(for: self)
    XCTAssertEqual(try small.book().files(), try small.book().files())
    let folder = small.small.folder["book"]
    let first = try small.book().write(to: folder)
    XCTAssertEqual(first.files, first.written)
    try Data("changed".utf8).write(to: folder.appending(path: "glossary.html"))
    XCTAssertEqual(try small.book().write(to: folder).written, 1)
  }

  func testALessonThatBrokeSaysSo() throws {
    let small = try SmallBook(for: self)
    var run = try small.book().chapters[0].run
    run.failure = .hostBroke(reason: "gone")
    let book = try Book(small.course, [Book.Chapter(small.course.curriculum.labs[0], run)])
    let page = try XCTUnwrap(book.files().first { $0.path == "01-adding.html" })
    XCTAssertTrue(page.text.contains("class=\"failure\">The lesson ended here: "))
  }

  func testSearchingFindsSectionsExercisesAndWords() throws {
    let script = try XCTUnwrap(SmallBook(for: self).files()["search-index.js"])
    let json = script.dropFirst("const searchIndex = ".count).dropLast(2)
    let entries = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: String]])
    let rainbows = try XCTUnwrap(entries.first { $0["text"]?.contains("rainbows") == true })
    XCTAssertEqual(rainbows["place"], "section-2")
    XCTAssertEqual(rainbows["title"], "Second things")
    XCTAssertEqual(
      entries.filter { $0["within"] == "Exercise" }.map { $0["place"] }, ["exercise-01.1", "exercise-01.2"])
    XCTAssertEqual(entries.last?["text"], "Two numbers together.")
    XCTAssertFalse(script.contains("Only for the speaker"))
  }
}

final class GlossaryTests: XCTestCase {
  func testEntriesStandInTheOrderOfTheAlphabet() throws {
    let glossary = try Glossary("# Title\n\nWords.\n\n## b (02)\nSecond.\n\n## A (01)\nFirst\nof all.\n")
    XCTAssertEqual(
      glossary.entries,
      [
        .init(term: "A", lab: "01", meaning: "First\nof all."),
        .init(term: "b", lab: "02", meaning: "Second."),
      ])
  }

  func testAWordWithoutALabIsRefusedWithItsLine() {
    XCTAssertThrowsError(try Glossary("## a (01)\nx\n## b\n")) {
      XCTAssertEqual("\($0)".prefix(23), "Labs/glossary.md:3: a w")
    }
  }

  /// Nobody is sent to a lab that does not speak of the word.
  func testTheCourseExplainsItsWords() throws {
    let course = try Course.find()
    let entries = try Glossary(of: course).entries
    XCTAssertGreaterThan(entries.count, 50)
    XCTAssertEqual(Set(entries.map(\.term)).count, entries.count)
    for entry in entries {
      XCTAssertGreaterThan(entry.meaning.count, 40, entry.term)
    }
  }
}

final class StylesheetTests: XCTestCase {
  /// The contrast of WCAG 2.2, section 1.4.3: 4.5 to 1 for text, by day and by night.
  func testTextStandsOutFromItsGround() throws {
    let css = try XCTUnwrap(PageFiles(Course.find()).files().first { $0.path == PageFiles.stylesheet }).text
    let pairs = [
      ("ink", "paper"), ("ink", "panel"), ("quiet", "paper"), ("quiet", "panel"), ("link", "paper"),
      ("link", "panel"), ("accent", "paper"), ("good", "paper"), ("bad", "paper"), ("button-ink", "good"),
      ("keyword", "panel"), ("type", "panel"), ("text", "panel"), ("number", "panel"),
      ("lab-on-deep", "lab-series-0"),
    ]
    for (index, name) in ["day", "night"].enumerated() {
      for (text, ground) in pairs {
        let contrast = try contrast(color(text, index, css), color(ground, index, css))
        XCTAssertGreaterThanOrEqual(contrast, 4.5, "--\(text) on --\(ground) by \(name)")
      }
      // Lines and bars need 3 to 1 (section 1.4.11).
      for series in 0..<6 {
        let contrast = try contrast(color("lab-series-\(series)", index, css), color("paper", index, css))
        XCTAssertGreaterThanOrEqual(contrast, 3, "series \(series) by \(name)")
      }
    }
  }

  private func color(_ name: String, _ index: Int, _ css: String) throws -> [Double] {
    let pattern = try Regex(
      "--\(name): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)", as: (Substring, Substring, Substring).self)
    let match = try XCTUnwrap(css.firstMatch(of: pattern), "--\(name)")
    let digits = (index == 0 ? match.1 : match.2).dropFirst()
    let number = try XCTUnwrap(Int(digits, radix: 16))
    return [16, 8, 0].map { Double(number >> $0 & 0xFF) / 255 }
  }

  /// Relative luminance of sRGB, as WCAG defines it.
  private func luminance(_ color: [Double]) -> Double {
    let linear = color.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  private func contrast(_ one: [Double], _ other: [Double]) -> Double {
    let (low, high) = (min(luminance(one), luminance(other)), max(luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
  }

  /// A lesson that asks for a figure nobody has drawn would show an empty frame.
  func testEveryFigureThatALessonAsksForIsThere() throws {
    let course = try Course.find()
    let script = try XCTUnwrap(PageFiles(course).files().first { $0.path == "play.js" }).text
    for lab in course.curriculum.labs {
      for cell in try Lesson(file: course.lesson(of: lab)).cells {
        for tag in cell.tags where tag.hasPrefix("play-") {
          XCTAssertTrue(script.contains("\"\(tag.dropFirst(5))\": {"), "lab \(lab.number): \(tag)")
        }
      }
    }
  }
}
