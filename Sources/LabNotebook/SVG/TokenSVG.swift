/// A token strip as a picture.
struct TokenSVG {
  /// The advance of one column in a monospaced font of 14 pixels.
  private let column = 8.43
  private let rowGap = 10.0

  func svg(_ strip: TokenStrip) -> String {
    var figure = Figure(title: strip.title, description: Display.tokens(strip).summary)
    let hasNumbers = !strip.ids.isEmpty
    let rowHeight = (hasNumbers ? 40.0 : 24) + rowGap
    var (x, y) = (8.0, figure.top)
    for (index, token) in strip.tokens.enumerated() {
      let number = hasNumbers ? String(strip.ids[index]) : ""
      for piece in wrap(visible(token), toWidth: 68) {
        let width = max(Double(piece.displayWidth) * column + 8, Double(number.count) * 6.6 + 4)
        if x > 8, x + width > Figure.width - 8 { (x, y) = (8, y + rowHeight) }
        draw(
          piece, token, number: number, index: index, Frame(left: x, top: y, width: width, height: 24),
          on: &figure.canvas)
        x += width + 3
      }
      if token.hasSuffix("\n") { (x, y) = (8, y + rowHeight) }
    }
    return figure.svg(height: y + (x > 8 ? rowHeight : 0) + 6)
  }

  private func draw(
    _ text: String, _ token: String, number: String, index: Int, _ box: Frame, on canvas: inout SVGCanvas
  ) {
    canvas.group(seriesAttributes(index % 5)) { canvas in
      canvas.add(
        "rect",
        [
          "x": box.left, "y": box.top, "width": box.width, "height": box.height, "rx": 4, "fill-opacity": 0.2,
          "style": "stroke:none", "stroke": "none",
        ], hover: "token \(index + 1): \(token.debugDescription)\(number.isEmpty ? "" : ", id \(number)")")
    }
    canvas.text(
      text, x: box.left + 4, y: box.top + 16.5,
      [
        "font-family": "ui-monospace, 'DejaVu Sans Mono', Menlo, monospace", "font-size": 14,
        "pointer-events": "none",
      ])
    guard !number.isEmpty else { return }
    canvas.text(
      number, x: box.left + box.width / 2, y: box.bottom + 13,
      ["text-anchor": "middle", "class": "lab-quiet", "fill": Palette.light.quiet, "font-size": 11])
  }

  private func visible(_ token: String) -> String {
    TokenText(terminal: TerminalTraits()).visible(token)
  }
}
