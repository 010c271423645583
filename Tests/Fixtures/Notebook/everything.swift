#!/usr/bin/env -S swift run -q labs run
// ---
// title: Everything a lesson can show
// ---
import Foundation
import LabNotebook

// %% [markdown]
// # Everything a lesson can show
// One cell for each thing. The prose may be **bold**, *slanted* or `code`, may link to
// [the format](https://jupytext.readthedocs.io/en/latest/formats-scripts.html), and is wrapped to the width of the
// terminal, however long its lines are in the script.
//
// - a list item
// - another, with a list inside:
//   1. first
//   2. second, which is long enough that it has to go on in the next line on a narrow terminal
//
// > Someone else said this.
//
// | model | labels | accuracy |
// |-------|-------:|---------:|
// | rules |      0 |     0.66 |
// | bayes |   1000 |     0.93 |

// %% [notes]
// Ask who has seen a notebook before.

// %% [predict] How many of the three tickets go to the right desk?
// Count before you look.

// %% A table {#table .demo}
struct Ticket {
  let text: String
  let expected: String
  let routed: String
}
let tickets = [
  Ticket(text: "tracking says delivered", expected: "shipping", routed: "shipping"),
  Ticket(text: "money back for cracked mug", expected: "refund", routed: "manual_review"),
  Ticket(text: "包裹在哪里", expected: "shipping", routed: "shipping"),
]
display(
  Table(of: tickets, title: "Three tickets") {
    Column("ticket") { $0.text }
    Column("expected") { $0.expected }
    Column("routed") { $0.routed }
    Column("") { $0.expected == $0.routed }
  })
print("right: \(tickets.filter { $0.expected == $0.routed }.count) of \(tickets.count)")

// %% A curve, a band, a line to compare with {#curve}
let labels = [10, 20, 40, 80, 160, 320, 640, 1280, 2560]
let bayes = [0.41, 0.52, 0.60, 0.68, 0.77, 0.84, 0.88, 0.91, 0.93]
display(
  LinePlot("Accuracy against labels", x: .log("labels"), y: .percent("accuracy", 0...1)) {
    Series("rulebook", labels.map { ($0, 0.66) })
    Series("naive Bayes", x: labels, y: bayes).band(
      low: bayes.map { $0 - 0.05 }, high: bayes.map { $0 + 0.04 })
    ReferenceLine(y: 0.25, "majority baseline")
    Marker(72, 0.66, "crossing")
  })

// %% A cloud and a fit {#cloud}
let sizes = (0..<14).map { pow(10, 5 + Double($0) / 4) }
let fit = sizes.map { 30 * pow($0, -0.2) }
display(
  ScatterPlot("Loss against parameters", x: .log("parameters"), y: .log("loss")) {
    Series("runs", x: sizes, y: fit.enumerated().map { $1 * (1 + 0.08 * sin(Double($0) * 7)) })
    Series("fit", x: sizes, y: fit).joined()
  })

// %% Bars {#bars}
display(
  BarPlot(
    "Evidence for refund", value: "log odds",
    [("money", 1.92), ("back", 1.4), ("refund", 2.31), ("tracking", -1.8), ("parcel", -1.21)]))
display(
  BarPlot("Accuracy", value: .percent("accuracy", 0...1), categories: ["old wording", "new wording"]) {
    Bars("rules", [1.0, 0.0])
    Bars("naive Bayes", [0.97, 0.83], low: [0.95, 0.80], high: [0.99, 0.86])
  })

// %% A histogram {#histogram}
var state: UInt64 = 7
func next() -> Double {
  state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
  return Double(state >> 40) / Double(1 << 24)
}
display(
  Histogram(
    "Sums of six draws", of: (0..<2000).map { _ in (0..<6).map { _ in next() }.reduce(0, +) }, x: "sum"))

// %% Heat maps {#heat}
let desks = ["shipping", "refund", "account", "manual_review"]
display(
  HeatMap(
    "Where tickets go", rows: desks, columns: desks,
    [[812, 20, 4, 11], [31, 640, 8, 2], [0, 12, 455, 40], [3, 7, 22, 120]], rowTitle: "expected",
    columnTitle: "routed"))
let words = ["the", "shop", "will", "not", "refund", "a", "broken", "mug"]
let attention = words.indices.map { i in words.indices.map { j in j > i ? .nan : exp(Double(j - i) / 2) } }
display(
  HeatMap(
    "Attention", rows: words, columns: words, attention, rowTitle: "query", columnTitle: "key",
    showsValues: false))

// %% Tokens {#tokens}
display(
  TokenStrip(
    "A sentence", ["Where", " is", " my", " pack", "age", "?\n", "Order", " A", "102", "34"],
    ids: [8496, 318, 616, 2353, 496, 30, 18743, 317, 15377, 2682]))

// %% Something slow {#slow}
var total = 0.0
for step in progress("adding", 0..<20_000) { total += Double(step) }
print("total", total)

// %% [markdown]
// That was all.
