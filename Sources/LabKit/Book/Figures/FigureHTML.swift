import Foundation
import LabNotebook

/// A display as a figure of a page: the picture, words for those who cannot see it, and its numbers in a table.
struct FigureHTML {
  let display: Display

  var html: String {
    switch display {
    case .table(let table):
      "<figure class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"\(name)\">\(table.compactHTML)</figure>"
    case .tokens(let strip): TokenHTML(strip: strip).html
    case .plot, .bars, .histogram, .heatMap: picture
    }
  }

  private var picture: String {
    let numbers = display.numbers.map {
      "<details class=\"numbers\"><summary>The numbers</summary><div class=\"scroll\" tabindex=\"0\">\($0.compactHTML)</div></details>"
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
    return svg.replacingOccurrences(of: "role=\"img\"", with: "role=\"img\" aria-label=\"\(name)\"")
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
      "<path (d=\"[^\"]*\") stroke=\"none\"([^>]*)/>\n<circle [^>]*>(<title>[^<]*</title>)</circle>",
      "<path $1>$3</path>"
    ),
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
  fileprivate var compactHTML: String {
    let caption = title.map { "<caption>\($0.escaped)</caption>" } ?? ""
    let numbers = alignments.map { $0 == .trailing }
    func row(_ texts: [String], _ tag: String) -> String {
      "<tr>"
        + zip(texts, numbers).map { text, isNumber in "<\(tag)\(isNumber ? " class=n" : "")>\(text.escaped)" }
        .joined()
    }
    return "<table>\(caption)<thead>\(row(headings, "th"))<tbody>"
      + rows.map { row($0, "td") }.joined(separator: "\n") + "</table>"
  }
}
