import Foundation
import LabNotebook

/// A display as a figure of a page: the picture, words for those who cannot see it, and its numbers in a table.
struct FigureHTML {
  let display: Display

  var html: String {
    switch display {
    case .table(let table):
      "<figure class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"\(name)\">\(table.html(marksNumbers: true))</figure>"
    case .tokens(let strip): TokenHTML(strip: strip).html
    case .plot, .bars, .histogram, .heatMap: picture
    }
  }

  private var picture: String {
    let numbers = display.numbers.map { table in
      """
      <details class="numbers"><summary>The numbers</summary>\
      <div class="scroll" tabindex="0">\(table.html(marksNumbers: false))</div></details>
      """
    }
    return "<figure><div class=\"scroll\">\(svg)</div>\(numbers ?? "")</figure>"
  }

  /// What stands for the picture when it is read aloud; of a table, what its numbers are about.
  private var name: String {
    let title = display.title
    return [title.isEmpty ? "" : title + ".", display.summary].filter { !$0.isEmpty }.joined(separator: " ")
      .escaped
  }

  /// A picture by itself carries its colours with every mark and says twice what it shows. On a page the stylesheet
  /// has the colours, which makes it half as long.
  private var svg: String {
    var svg = display.svg()
    for (pattern, replacement) in Self.shorter {
      svg = svg.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
    }
    svg = Self.sharingSize(ofCellsIn: svg)
    return svg.replacing("role=img", with: "role=img aria-label=\"\(name)\"")
  }

  /// The cells of a heat map are all of one size and mostly of one colour, which the figure then says once.
  private static func sharingSize(ofCellsIn svg: String) -> String {
    let cell = /<rect class=lab-s\d x=\S+ y=\S+(?<size> width=(?<width>[\d.]+) height=(?<height>[\d.]+))/
    guard let first = svg.firstMatch(of: cell), svg.matches(of: cell).allSatisfy({ $0.size == first.size })
    else { return svg }
    let size = "--cell-width:\(first.width)px;--cell-height:\(first.height)px"
    return svg.replacing(first.size, with: "").replacing("<rect class=lab-s0", with: "<rect")
      .replacing("class=lab-figure", with: "class=\"lab-figure cells\" style=\"\(size)\"")
  }

  private static let shorter: [(pattern: String, replacement: String)] = [
    ("<style>[^<]*</style>\n", ""),
    ("(?<=>\n)<title>[^<]*</title>\n<desc>[^<]*</desc>\n", ""),
    (" (fill|stroke)=\"#[0-9a-fA-F]{3,6}\"| color=\"#[0-9a-f]{6}\"| style=\"stroke:none\"", ""),
    // A rectangle alone in its group takes the group's colour itself.
    (
      "<g class=\"(lab-s[0-9])\">\n<rect ([^>]*) stroke=\"none\"([^>]*)>(<title>[^<]*</title>)</rect>\n</g>",
      "<rect class=\"$1\" $2$3>$4</rect>"
    ),
    // A mark carries its number itself; the stylesheet gives it a wide invisible rim to point at.
    (
      "<path d=\"[^\"]*a3.5 3.5 0 1 0[^\"]*\"[^>]*/>\n<circle (cx=\"[^\"]*\" cy=\"[^\"]*\") r=\"8\"[^>]*>",
      "<circle $1 r=\"3.5\">"
    ),
    (
      "<path (d=\"[^\"]*\") stroke=\"none\"[^>]*/>\n<circle [^>]*>(<title>[^<]*</title>)</circle>",
      "<path $1>$2</path>"
    ),
    // What is there to be pointed at only.
    ("r=\"8\" fill-opacity=\"0\" stroke-opacity=\"0\"", "r=\"8\" class=\"h\""),
    (" rx=\"2\"| fill-opacity=\"1\"", ""),
    (" fill=\"none\"| stroke-linejoin=\"round\" stroke-dasharray=\"none\" style=\"fill:none\"", ""),
    // In a page, a number or a word needs no quotes.
    ("=\"(-?[A-Za-z0-9.-]+)\"(?=[ >])", "=$1"),
  ]
}

extension Display {
  /// What stands above it, if anything.
  var title: String {
    switch self {
    case .table(let table): table.title ?? ""
    case .plot(let plot): plot.title
    case .bars(let plot): plot.title
    case .histogram(let histogram): histogram.title
    case .heatMap(let map): map.title
    case .tokens(let strip): strip.title
    }
  }
}

extension Table {
  /// The table without the tags that HTML lets one leave out: a plot may stand on a thousand numbers.
  ///
  /// - Parameter marksNumbers: whether columns of numbers say so; else the stylesheet takes all but the first for such.
  fileprivate func html(marksNumbers: Bool) -> String {
    let caption = title.map { "<caption>\($0.escaped)</caption>" } ?? ""
    let numbers = alignments.map { marksNumbers && $0 == .trailing }
    func row(_ texts: [String], _ tag: String) -> String {
      "<tr>"
        + zip(texts, numbers).map { text, isNumber in "<\(tag)\(isNumber ? " class=n" : "")>\(text.escaped)" }
        .joined()
    }
    return "<table>\(caption)<thead>\(row(headings, "th"))<tbody>"
      + rows.map { row($0, "td") }.joined(separator: "\n") + "</table>"
  }
}
