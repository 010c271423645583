/// Collects the elements of a picture.
struct SVGCanvas {
  private(set) var elements: [String] = []

  /// An element without content.
  mutating func add(_ name: String, _ attributes: KeyValuePairs<String, Any>) {
    elements.append("<\(name)\(written(attributes))/>")
  }

  /// An element that tells its number to whoever points at it.
  mutating func add(_ name: String, _ attributes: KeyValuePairs<String, Any>, hover: String) {
    elements.append("<\(name)\(written(attributes))><title>\(xmlEscaped(hover))</title></\(name)>")
  }

  /// A line of text; white space in it is kept.
  mutating func text(_ text: String, x: Double, y: Double, _ attributes: KeyValuePairs<String, Any> = [:]) {
    let place = " x=\"\(coordinate(x))\" y=\"\(coordinate(y))\""
    elements.append("<text\(place)\(written(attributes))>\(xmlEscaped(text))</text>")
  }

  /// Everything that `draw` adds, inside one group.
  mutating func group(_ attributes: KeyValuePairs<String, Any>, _ draw: (inout SVGCanvas) -> Void) {
    nest("g", attributes, draw)
  }

  /// Everything that `draw` adds, inside one element such as `g` or an inner `svg` that cuts off what leaves it.
  mutating func nest(
    _ name: String, _ attributes: KeyValuePairs<String, Any>, _ draw: (inout SVGCanvas) -> Void
  ) {
    var inner = SVGCanvas()
    draw(&inner)
    guard !inner.elements.isEmpty else { return }
    elements.append("<\(name)\(written(attributes))>")
    elements += inner.elements
    elements.append("</\(name)>")
  }

  private func written(_ attributes: KeyValuePairs<String, Any>) -> String {
    attributes.map { name, value in
      let text = (value as? Double).map(coordinate) ?? "\(value)"
      return " \(name)=\"\(xmlEscaped(text))\""
    }
    .joined()
  }
}

/// A length to a tenth of a pixel.
func coordinate(_ value: Double) -> String {
  let tenths = (value * 10).rounded() / 10
  return formatNumber(tenths, significant: 6)
}

/// Text as XML 1.0 takes it: the five signs written out, and what it forbids as the replacement character.
public func xmlEscaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
    case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

/// About how wide text is in a sans-serif font of 13 pixels.
func textWidth(_ text: String) -> Double {
  Double(text.displayWidth) * 7.5
}
