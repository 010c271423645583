/// A grid of terminal cells that lines, dots and words are put on.
///
/// Lines are drawn in Braille patterns (U+2800…U+28FF), each cell holding 2×4 dots; where a terminal has only
/// ASCII, in the sign of their series.
struct Canvas {
  let columns: Int
  let rows: Int
  let unicode: Bool
  private var cells: [Cell]

  private struct Cell {
    var dots: UInt8 = 0
    var character: Character?
    var ink: Ink?
  }

  init(columns: Int, rows: Int, unicode: Bool) {
    self.columns = columns
    self.rows = rows
    self.unicode = unicode
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// The dots of a cell across and down: finer than the cells where there is Braille.
  private var resolution: (x: Int, y: Int) { unicode ? (2, 4) : (1, 1) }

  /// A straight line; every second dot is left out of a sparse one.
  mutating func line(_ from: UnitPoint, _ to: UnitPoint, ink: Ink, sign: Character, sparse: Bool = false) {
    guard let (from, to) = clipped(from, to) else { return }
    let (start, end) = (dot(from), dot(to))
    let steps = max(abs(end.x - start.x), abs(end.y - start.y))
    for step in 0...steps where !sparse || step % 2 == 0 {
      let share = steps == 0 ? 0 : Double(step) / Double(steps)
      let x = Double(start.x) + share * Double(end.x - start.x)
      let y = Double(start.y) + share * Double(end.y - start.y)
      setDot(Int(x.rounded()), Int(y.rounded()), ink: ink, sign: sign)
    }
  }

  /// A single dot, if it lies inside.
  mutating func point(_ point: UnitPoint, ink: Ink, sign: Character) {
    guard isInside(point) else { return }
    let dot = dot(point)
    setDot(dot.x, dot.y, ink: ink, sign: sign)
  }

  /// A character in the cell of a point, if that lies inside; unless `over` is set, only where nothing is yet.
  mutating func put(_ character: Character, at point: UnitPoint, ink: Ink, over: Bool = true) {
    guard isInside(point) else { return }
    let (column, row) = cell(of: point)
    let there = cells[row * columns + column]
    guard over || (there.dots == 0 && there.character == nil) else { return }
    cells[row * columns + column] = Cell(character: character, ink: ink)
  }

  /// The cell that holds a point inside the canvas; row 0 is the topmost.
  func cell(of point: UnitPoint) -> (column: Int, row: Int) {
    let dot = dot(point)
    return (dot.x / resolution.x, dot.y / resolution.y)
  }

  /// Words from `column` on, left out where they would leave the canvas or, unless `over` is set, cover anything.
  @discardableResult
  mutating func write(_ text: String, column: Int, row: Int, ink: Ink, over: Bool = false) -> Bool {
    let width = text.displayWidth
    guard row >= 0, row < rows, column >= 0, column + width <= columns else { return false }
    let range = row * columns + column..<row * columns + column + width
    guard over || cells[range].allSatisfy({ $0.dots == 0 && $0.character == nil }) else { return false }
    var position = range.lowerBound
    for character in text {
      cells[position] = Cell(character: character, ink: ink)
      // A wide character owns the cell behind it, which then prints nothing.
      for covered in position + 1..<position + max(1, character.displayWidth) {
        cells[covered] = Cell(character: "\u{200B}", ink: ink)
      }
      position += character.displayWidth
    }
    return true
  }

  /// The rows from top to bottom, painted for `terminal`.
  func lines(for terminal: TerminalTraits) -> [String] {
    (0..<rows).map { row in
      var line = ""
      var run = ""
      var ink: Ink?
      for cell in cells[row * columns..<(row + 1) * columns] {
        if cell.ink != ink {
          line += ink.map { terminal.paint(run, $0) } ?? run
          (run, ink) = ("", cell.ink)
        }
        if let character = glyph(cell) { run.append(character) }
      }
      return line + (ink.map { terminal.paint(run, $0) } ?? run)
    }
  }

  private func glyph(_ cell: Cell) -> Character? {
    if let character = cell.character { return character == "\u{200B}" ? nil : character }
    guard cell.dots != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(cell.dots)) else { return " " }
    return Character(scalar)
  }

  /// Whether a point lies on the canvas.
  func isInside(_ point: UnitPoint) -> Bool {
    (-1e-9...1 + 1e-9).contains(point.x) && (-1e-9...1 + 1e-9).contains(point.y)
  }

  private func dot(_ point: UnitPoint) -> (x: Int, y: Int) {
    let (width, height) = (columns * resolution.x - 1, rows * resolution.y - 1)
    let x = Int((point.x * Double(width)).rounded())
    let y = Int(((1 - point.y) * Double(height)).rounded())
    return (max(0, min(width, x)), max(0, min(height, y)))
  }

  private mutating func setDot(_ x: Int, _ y: Int, ink: Ink, sign: Character) {
    let index = y / resolution.y * columns + x / resolution.x
    guard cells[index].character == nil || !unicode else { return }
    cells[index].ink = ink
    if unicode {
      cells[index].dots |= brailleDots[y % 4][x % 2]
    } else {
      cells[index].character = sign
    }
  }
}

/// The bit of each dot of a Braille pattern, by row and column.
private let brailleDots: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
