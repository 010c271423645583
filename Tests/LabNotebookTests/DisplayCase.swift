import LabNotebook

/// Displays of every kind, ordinary and hostile.
enum DisplayCase {
  static let ordinary: [any Displayable & Sendable] = [
    Table(["a", "b"], [["x", 1], ["y <&>\"", 2.5]], title: "Table"),
    LinePlot("Line", x: .log("n"), y: .percent("share", 0...1)) {
      Series("one", x: [1, 10, 100], y: [0.1, 0.5, 0.9]).band(low: [0, 0.4, 0.8], high: [0.2, 0.6, 1])
      Series("two", x: [1, 10, 100], y: [0.2, 0.3, 0.4]).errorBars(
        low: [0.1, 0.2, 0.3], high: [0.3, 0.4, 0.5])
      ReferenceLine(y: 0.25, "majority")
      ReferenceLine(x: 50, "stop")
      Marker(10, 0.5, "best")
    },
    ScatterPlot("Cloud", x: "x", y: .log("y")) { Series("dots", [(1, 2.0), (2, 4.0)]) },
    BarPlot("Bars", value: "v", [("a", 1.5), ("b", -2)]),
    Histogram("Counts", of: [1, 2, 2, 3, 3, 3], x: "x"),
    HeatMap("Map", rows: ["r"], columns: ["c", "d"], [[-1, 2]], rowTitle: "rows", columnTitle: "columns"),
    TokenStrip("Tokens", ["a", " b", "\n", "包裹"], ids: [1, 2, 3, 4]),
  ]

  private static let strange: [Double] = [
    .nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    .leastNonzeroMagnitude,
    1e-300, 1e300, 5,
  ]

  private static func plots(_ x: Axis, _ y: Axis, _ values: [Double]) -> [any Displayable & Sendable] {
    [
      LinePlot("", x: x, y: y) {
        Series("s", values).band(low: values, high: values.reversed())
        Series("t", x: values, y: values).errorBars(low: values, high: values)
        for value in values {
          ReferenceLine(x: value, "x")
          ReferenceLine(y: value, "y")
          Marker(value, value, "m")
        }
      },
      ScatterPlot("", x: x, y: y) { Series("s", x: values, y: values) },
    ]
  }

  static let hostile: [any Displayable & Sendable] = {
    let columns: [[Double]] = [
      [], [3], [3, 3, 3], [0, 0], [.nan], [.infinity, 1], strange, [1e300, -1e300], [1, 1 + 1e-15],
      [.leastNonzeroMagnitude, .leastNormalMagnitude / 2],
      [1e15, 1e15 + 1], [-5, -5],
    ]
    let axes: [Axis] = [
      "a", .log("b"), .percent("c"), .linear("d", 2...2), .log("e", -1...1), .linear("f", 1...2),
    ]
    var all: [any Displayable & Sendable] = []
    for values in columns {
      for axis in axes { all += plots(axis, axis, values) }
      all.append(BarPlot("", value: "v", values.map { ("k", $0) }))
      all.append(BarPlot("", value: .log("v"), values.map { ("k", $0) }))
      all.append(Histogram("", of: values, x: "x"))
      all.append(Histogram("", of: values, x: .percent("x"), bins: 0))
      all.append(HeatMap("", [values, values.reversed()]))
      all.append(Table(["v"], values.map { [$0] }))
    }
    all += [
      Table([], []), Table(["a"], []), Table([], [["x", "y"]]), HeatMap("", [[Double]]()),
      HeatMap("", rows: ["a"], [[Double]]()),
      TokenStrip([]), TokenStrip(["", "\u{0}", "\u{1B}[2J", "\u{FFFE}", String(repeating: "w", count: 500)]),
      BarPlot("", value: "v", categories: ["a", "b"]) { Bars("short", [1.0]) },
      BarPlot("", value: "v", categories: []) { Bars("none", [Double]()) },
      LinePlot("only lines", x: "x", y: "y") { ReferenceLine(y: 3, "three") },
      LinePlot(String(repeating: "long title ", count: 30), x: "x", y: "y") {
        Series(String(repeating: "name", count: 50), (0..<5000).map(Double.init))
      },
    ]
    return all
  }()
}
