/// The sheet that every picture is drawn on: 640 units wide, with a title above.
///
/// Colours are CSS variables (`--lab-ink`, `--lab-quiet`, `--lab-grid`, `--lab-paper`, `--lab-on-pale`,
/// `--lab-on-deep`, `--lab-series-0` … `--lab-series-5`) with values of their own for a light and a dark page, so that a picture can be read alone
/// and takes the colours of a page that sets them. The same colours stand in plain attributes for programs that
/// do not know CSS variables.
struct Figure {
  static let width = 640.0
  let title: String
  let description: String
  /// Where the drawing begins, below the title.
  let top: Double
  var canvas = SVGCanvas()

  init(title: String, description: String) {
    self.title = title
    self.description = description
    let lines = title.isEmpty ? [] : wrap(title, toWidth: 80)
    top = 16 + Double(lines.count) * 20
    for (index, line) in lines.enumerated() {
      canvas.text(line, x: 8, y: 22 + Double(index) * 20, ["font-size": 15, "font-weight": 600])
    }
  }

  /// The finished picture.
  func svg(height: Double) -> String {
    let size = "width=\"\(coordinate(Self.width))\" height=\"\(coordinate(height))\""
    let name = title.isEmpty ? "Figure" : title
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="lab-figure" role="img" \(size) \
      viewBox="0 0 \(coordinate(Self.width)) \(coordinate(height))" color="\(Palette.light.ink)" fill="currentColor" \
      font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13">
      <title>\(xmlEscaped(name))</title>
      <desc>\(xmlEscaped(description))</desc>
      <style>\(Palette.stylesheet)</style>
      \(canvas.elements.joined(separator: "\n"))
      </svg>
      """
  }

  /// The names of the series with their signs, in rows from `y` down.
  ///
  /// - Returns: Where the next thing may stand.
  mutating func legend(_ names: [String], y: Double, joined: [Bool] = []) -> Double {
    guard names.contains(where: { !$0.isEmpty }) else { return y }
    var (x, y) = (8.0, y)
    for (index, name) in names.enumerated() where !name.isEmpty {
      let width = 34 + textWidth(name) + 14
      if x > 8, x + width > Self.width { (x, y) = (8, y + 20) }
      canvas.group(seriesAttributes(index)) { canvas in
        if index < joined.count, joined[index] {
          canvas.add(
            "line",
            [
              "x1": x, "y1": y + 8, "x2": x + 24, "y2": y + 8, "stroke-dasharray": dash(index),
              "stroke-width": 2,
            ])
        }
        canvas.add("path", ["d": shape(index, x: x + 12, y: y + 8, radius: 4), "stroke": "none"])
      }
      canvas.text(name, x: x + 32, y: y + 12.5)
      x += width
    }
    return y + 24
  }
}

/// The colour of a series, as a class for pages and as attributes for everything else.
func seriesAttributes(_ index: Int) -> KeyValuePairs<String, Any> {
  let color = cycled(Palette.light.series, index)
  return ["class": "lab-s\(index % Palette.light.series.count)", "fill": color, "stroke": color]
}

/// Series differ in their dashes too, so that no one needs to see colours.
func dash(_ series: Int) -> String {
  cycled(["none", "7 3", "2 3", "9 3 2 3", "12 4", "4 2"], series)
}

/// A disc, a triangle, a square or a diamond around a point.
func shape(_ series: Int, x: Double, y: Double, radius r: Double) -> String {
  func at(_ dx: Double, _ dy: Double) -> String { "\(coordinate(x + dx)) \(coordinate(y + dy))" }
  switch series % 4 {
  case 0: return "M\(at(-r, 0))a\(r) \(r) 0 1 0 \(2 * r) 0a\(r) \(r) 0 1 0 \(-2 * r) 0z"
  case 1: return "M\(at(0, -r * 1.2))L\(at(r * 1.1, r * 0.8))L\(at(-r * 1.1, r * 0.8))z"
  case 2: return "M\(at(-r * 0.9, -r * 0.9))h\(r * 1.8)v\(r * 1.8)h\(-r * 1.8)z"
  default: return "M\(at(0, -r * 1.25))L\(at(r * 1.25, 0))L\(at(0, r * 1.25))L\(at(-r * 1.25, 0))z"
  }
}

/// The colours of a page.
struct Palette {
  let ink: String
  let quiet: String
  let grid: String
  let paper: String
  /// Letters on a pale and on a deep cell of a heat map.
  let onPale: String
  let onDeep: String
  let series: [String]

  static let light = Palette(
    ink: "#1f2933", quiet: "#566370", grid: "#dfe4e8", paper: "#ffffff", onPale: "#000", onDeep: "#fff",
    series: ["#2563a8", "#b85c00", "#1f7a4d", "#9b3d86", "#0f7480", "#b3343a"])
  static let dark = Palette(
    ink: "#e6e9ec", quiet: "#a3aeb9", grid: "#39424b", paper: "#14181d", onPale: "#fff", onDeep: "#000",
    series: ["#6ea8e8", "#eea34f", "#5cc28d", "#d88bc7", "#4fc0cc", "#ef8585"])

  static let stylesheet =
    ".lab-figure{max-width:100%;height:auto}" + light.rules + "@media(prefers-color-scheme:dark){"
    + dark.rules + "}"

  private var rules: String {
    let colors = [
      ".lab-figure{color:var(--lab-ink,\(ink))}",
      ".lab-quiet{fill:var(--lab-quiet,\(quiet))}",
      ".lab-rule{stroke:var(--lab-quiet,\(quiet))}",
      ".lab-grid{stroke:var(--lab-grid,\(grid))}",
      ".lab-on-pale{fill:var(--lab-on-pale,\(onPale))}",
      ".lab-on-mid{fill:#000}",
      ".lab-on-deep{fill:var(--lab-on-deep,\(onDeep))}",
      ".lab-halo{stroke:var(--lab-paper,\(paper))}",
    ]
    let series = self.series.enumerated().map { index, color in
      let value = "var(--lab-series-\(index),\(color))"
      return ".lab-s\(index){fill:\(value);stroke:\(value)}"
    }
    return (colors + series).joined()
  }
}
