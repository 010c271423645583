/// A place in a plot: (0, 0) is the lower left corner of its frame and (1, 1) the upper right one.
struct UnitPoint: Equatable {
  var x: Double
  var y: Double
}

/// The part of a segment inside the unit square, `nil` where it misses it (Liang and Barsky, 1984).
func clipped(_ from: UnitPoint, _ to: UnitPoint) -> (UnitPoint, UnitPoint)? {
  let (dx, dy) = (to.x - from.x, to.y - from.y)
  var (enter, leave) = (0.0, 1.0)
  for (direction, distance) in [(-dx, from.x), (dx, 1 - from.x), (-dy, from.y), (dy, 1 - from.y)] {
    if direction == 0 {
      if distance < 0 { return nil }
    } else if direction < 0 {
      enter = max(enter, distance / direction)
    } else {
      leave = min(leave, distance / direction)
    }
  }
  guard enter <= leave else { return nil }
  return (
    UnitPoint(x: from.x + enter * dx, y: from.y + enter * dy),
    UnitPoint(x: from.x + leave * dx, y: from.y + leave * dy)
  )
}

extension Plot {
  /// The scales that hold everything the plot shows.
  func scales(maximumXTicks: Int, maximumYTicks: Int) -> (x: AxisScale, y: AxisScale) {
    let points = series.flatMap(\.points)
    let xs =
      points.map(\.x) + markers.map(\.x) + references.filter { $0.orientation == .vertical }.map(\.value)
    let ys =
      points.flatMap { [$0.y] + [$0.low, $0.high].compactMap(\.self) } + markers.map(\.y)
      + references.filter { $0.orientation == .horizontal }.map(\.value)
    return (
      AxisScale(x, fitting: xs, maximumTicks: maximumXTicks),
      AxisScale(y, fitting: ys, maximumTicks: maximumYTicks)
    )
  }
}
