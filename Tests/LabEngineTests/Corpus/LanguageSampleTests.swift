import XCTest

@testable import LabEngine

final class LanguageSampleTests: XCTestCase {
  func testEveryStoryHasSevenPartsAndSeveralHundredWords() {
    for sample in LanguageSample.all {
      XCTAssertEqual(sample.paragraphs.count, 7, sample.language)
      XCTAssertGreaterThan(sample.wordCount, 250, sample.language)
      XCTAssertEqual(sample.paragraphs.map(\.wordCount).reduce(0, +), sample.wordCount, sample.language)
      XCTAssertEqual(
        sample.paragraphs.map(\.text).joined(separator: "\n\n"), sample.text, sample.language)
    }
  }

  func testOnlyMandarinIsWrittenWithoutSpaces() {
    for sample in LanguageSample.all {
      XCTAssertEqual(sample.text.contains(" "), sample.language != "Mandarin", sample.language)
    }
    XCTAssertTrue(LanguageSample.mandarin.text.hasPrefix("星期一的客服台\n\n星期一早上八点，米拉打开了ShopFlow的邮箱。"))
  }

  func testEachStoryIsWrittenInItsScript() {
    let scripts: [(LanguageSample, ClosedRange<UInt32>)] = [
      (.english, 0x41...0x7A), (.french, 0x41...0x17F), (.mandarin, 0x4E00...0x9FFF),
      (.hindi, 0x900...0x97F), (.bengali, 0x980...0x9FF),
    ]
    for (sample, script) in scripts {
      let letters = sample.text.unicodeScalars.filter(\.properties.isAlphabetic)
      let own = letters.count { script.contains($0.value) }
      XCTAssertGreaterThan(Double(own), 0.95 * Double(letters.count), sample.language)
    }
  }
}
