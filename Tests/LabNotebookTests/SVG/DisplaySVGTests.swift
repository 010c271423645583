import Foundation
import LabNotebook
import XCTest

#if canImport(FoundationXML)
  import FoundationXML
#endif

final class DisplaySVGTests: XCTestCase {
  func testEveryPictureIsWellFormed() throws {
    for value in DisplayCase.ordinary + DisplayCase.hostile {
      let svg = value.display.svg()
      let reader = try SVGReader(svg)
      XCTAssertEqual(reader.elements.first, "svg")
      XCTAssertEqual(reader.lengths.filter { Double($0)?.isFinite != true }, [], value.display.summary)
      XCTAssertFalse(reader.shapes.contains { $0.contains("n") || $0.contains("i") }, value.display.summary)
    }
  }

  func testTitleDescriptionAndNothingFromElsewhere() throws {
    for value in DisplayCase.ordinary {
      let svg = value.display.svg()
      let reader = try SVGReader(svg)
      XCTAssertEqual(reader.elements.prefix(4), ["svg", "title", "desc", "style"])
      XCTAssertEqual(reader.text(of: "desc").first, value.display.summary)
      XCTAssertFalse(reader.elements.contains("script"))
      XCTAssertFalse(svg.contains("href") || svg.contains("url("))
      XCTAssertTrue(svg.contains("prefers-color-scheme:dark") && svg.contains("currentColor"))
    }
  }

  func testNumbersAreReachableByPointing() throws {
    let titles = try DisplayCase.ordinary.map { try SVGReader($0.display.svg()).text(of: "title") }
    XCTAssertTrue(titles[1].contains("one: n 10, share 50 % [40 %, 60 %]"), "\(titles[1])")
    XCTAssertTrue(titles[2].contains("dots: x 2, y 4"))
    XCTAssertTrue(titles[3].contains("b: -2"))
    XCTAssertTrue(titles[4].contains { $0.hasSuffix(": 3") })
    XCTAssertTrue(titles[5].contains("r, c: -1"))
    XCTAssertTrue(titles[6].contains("token 2: \" b\", id 2"))
  }

  func testMarkupInWordsIsText() throws {
    let svg = Table(["<b>"], [["a & \"b\""]]).display.svg()
    XCTAssertEqual(try SVGReader(svg).text(of: "text"), ["<b>", "a & \"b\""])
  }

  /// A curve of a million points must not become a page of megabytes.
  func testLongCurvesStaySmall() {
    let plot = LinePlot("", x: "step", y: "loss") { Series("loss", (0..<1_000_000).map { Double($0 % 97) }) }
    XCTAssertLessThan(plot.display.svg().utf8.count, 100_000)
  }
}

/// The elements of a picture in order, and their texts.
private final class SVGReader: NSObject, XMLParserDelegate {
  private(set) var elements: [String] = []
  /// Every attribute that must be a number.
  private(set) var lengths: [String] = []
  /// Every list of points.
  private(set) var shapes: [String] = []
  private var texts: [(element: String, text: String)] = []
  private var open: [Int] = []

  init(_ svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.propertyListReadCorrupt) }
  }

  func text(of element: String) -> [String] {
    texts.filter { $0.element == element }.map(\.text)
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(name)
    let numeric = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "fill-opacity"]
    lengths += numeric.compactMap { attributes[$0] }
    shapes += ["points", "viewBox"].compactMap { attributes[$0] }
    texts.append((name, ""))
    open.append(texts.count - 1)
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?)
  {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if let current = open.last { texts[current].text += string }
  }
}
