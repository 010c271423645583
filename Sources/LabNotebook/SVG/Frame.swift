/// The rectangle that data is drawn in.
struct Frame {
  let left: Double
  let top: Double
  let width: Double
  let height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }

  /// The pixel of a place given in units of the frame, counted from its lower left corner.
  func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (left + x * width, bottom - y * height)
  }

  func contains(_ point: (x: Double, y: Double)) -> Bool {
    (left...right).contains(point.x) && (top...bottom).contains(point.y)
  }
}

extension SVGCanvas {
  /// Quiet lines at the ticks of y, numbers at both axes, and the name of x below.
  mutating func axes(_ frame: Frame, x: AxisScale, y: AxisScale) {
    group(["class": "lab-grid", "stroke": Palette.light.grid]) { canvas in
      for tick in y.ticks {
        guard let unit = y.unit(tick.value) else { continue }
        let level = frame.place(0, unit).y
        canvas.add("line", ["x1": frame.left, "y1": level, "x2": frame.right, "y2": level])
      }
    }
    group(["class": "lab-rule", "stroke": Palette.light.quiet]) { canvas in
      canvas.add("line", ["x1": frame.left, "y1": frame.bottom, "x2": frame.right, "y2": frame.bottom])
      for tick in x.ticks {
        guard let unit = x.unit(tick.value) else { continue }
        let at = frame.place(unit, 0)
        canvas.add("line", ["x1": at.x, "y1": at.y, "x2": at.x, "y2": at.y + 4])
      }
    }
    group(["class": "lab-quiet", "fill": Palette.light.quiet, "font-size": 12]) { canvas in
      for tick in y.ticks {
        guard let unit = y.unit(tick.value) else { continue }
        canvas.text(tick.label, x: frame.left - 8, y: frame.place(0, unit).y + 4, ["text-anchor": "end"])
      }
      var free = -Double.infinity
      for tick in x.ticks {
        guard let unit = x.unit(tick.value) else { continue }
        let center = frame.place(unit, 0).x
        guard center - textWidth(tick.label) / 2 > free else { continue }
        free = center + textWidth(tick.label) / 2 + 6
        canvas.text(tick.label, x: center, y: frame.bottom + 18, ["text-anchor": "middle"])
      }
    }
    text(
      x.axis.label, x: frame.left + frame.width / 2, y: frame.bottom + 38,
      ["text-anchor": "middle", "class": "lab-quiet", "fill": Palette.light.quiet])
  }

  /// Words inside a plot, with a rim of paper so that lines behind them do not disturb.
  mutating func label(_ words: String, x: Double, y: Double, end: Bool, isQuiet: Bool) {
    let anchor = end ? "end" : "start"
    text(
      words, x: x, y: y,
      [
        "class": isQuiet ? "lab-halo lab-quiet" : "lab-halo",
        "fill": isQuiet ? Palette.light.quiet : "currentColor",
        "stroke": Palette.light.paper, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke",
        "text-anchor": anchor, "font-size": 12, "font-weight": isQuiet ? 400 : 600,
      ])
  }
}
