import Foundation

/// A labelled position on an axis.
struct Tick: Equatable {
  let value: Double
  let label: String
}

/// An axis fitted to values: where each value stands between 0 and 1, and which numbers are written.
struct AxisScale {
  let axis: Axis
  let domain: ClosedRange<Double>
  let ticks: [Tick]

  /// Fits `axis` to `values`; those that cannot be drawn (not finite, or not positive on a logarithmic axis)
  /// are ignored.
  init(_ axis: Axis, fitting values: [Double], maximumTicks: Int) {
    self.axis = axis
    let isLog = axis.scale == .log
    let drawable = values.filter { $0.isFinite && (!isLog || $0 > 0) }.map(clampedForDrawing)
    let fixed = axis.range.flatMap { isUsable($0, isLog: isLog) ? $0 : nil }
    let data = fixed ?? widened(drawable, isLog: isLog)
    if isLog {
      domain = data
      ticks = logTicks(data, axis: axis, maximum: maximumTicks)
    } else {
      let finest = linearStep(data, maximumTicks: maximumTicks)
      let step = axis.format == .count ? finest.rounded(.up) : finest
      let low = (data.lowerBound / step).rounded(.down) * step
      let high = (data.upperBound / step).rounded(.up) * step
      domain = fixed ?? (low < high ? low...high : data)
      ticks = linearTicks(domain, step: step, axis: axis)
    }
  }

  /// Where `value` stands, 0 at the start of the axis and 1 at its end; `nil` for what cannot be drawn. What is
  /// very far outside is placed a million axes away.
  func unit(_ value: Double) -> Double? {
    guard value.isFinite, axis.scale == .linear || value > 0 else { return nil }
    let scaled = axis.scale == .log ? log10 : clampedForDrawing
    let (low, high) = (scaled(domain.lowerBound), scaled(domain.upperBound))
    return max(-1e6, min(1e6, (scaled(value) - low) / (high - low)))
  }
}

/// Differences of values below this bound stay finite.
func clampedForDrawing(_ value: Double) -> Double {
  max(-1e300, min(1e300, value))
}

/// The step of 1, 2, 2.5 or 5 times a power of ten that is at least `step`.
func roundStep(_ step: Double) -> Double {
  guard step.isFinite, step > 0 else { return 1 }
  let power = pow(10, log10(step).rounded(.down))
  guard power > 0 else { return step }
  // Guards against `1.0000000000000002` being rounded up to 2.
  let fraction = step / power - 1e-9
  return ([1, 2, 2.5, 5].first { $0 >= fraction } ?? 10) * power
}

private func isUsable(_ range: ClosedRange<Double>, isLog: Bool) -> Bool {
  range.lowerBound.isFinite && range.upperBound.isFinite && range.lowerBound < range.upperBound
    && range.upperBound.magnitude <= 1e300 && range.lowerBound.magnitude <= 1e300
    && (!isLog || range.lowerBound > 0)
}

/// The span of the values, with room around a single one and something to draw where there is none.
private func widened(_ values: [Double], isLog: Bool) -> ClosedRange<Double> {
  guard let low = values.min(), let high = values.max() else { return isLog ? 1...10 : 0...1 }
  if isLog {
    return high / low > 1 + 1e-9 ? low...high : max(low / 10, .leastNormalMagnitude)...high * 10
  }
  // Closer together than this, neighbouring ticks would be the same number.
  let smallest = max(low.magnitude, high.magnitude) * 1e-12
  guard high - low <= smallest else { return low...high }
  let room = low == 0 ? 1 : low.magnitude / 2
  return (low - room)...(high + room)
}

private func linearStep(_ data: ClosedRange<Double>, maximumTicks: Int) -> Double {
  roundStep((data.upperBound - data.lowerBound) / Double(max(1, maximumTicks - 1)))
}

private func linearTicks(_ domain: ClosedRange<Double>, step: Double, axis: Axis) -> [Tick] {
  let first = (domain.lowerBound / step - 1e-9).rounded(.up)
  let last = (domain.upperBound / step + 1e-9).rounded(.down)
  guard last >= first, last - first < 100 else { return [] }
  let values = (0...Int(last - first)).map { (first + Double($0)) * step }
  return zip(values, tickLabels(values, on: axis)).map(Tick.init)
}

/// Evenly spaced values written alike: with as many decimals as their distance needs.
func tickLabels(_ values: [Double], on axis: Axis) -> [String] {
  let factor = axis.format == .percent ? 100.0 : 1
  let unit = axis.format == .percent ? " %" : ""
  let step = values.count > 1 ? (values[1] - values[0]).magnitude * factor : 1
  let power = log10(step).rounded(.down)
  // A step of 2.5 has one digit more than its power of ten.
  let isQuarter = (step / pow(10, power) - 2.5).magnitude < 1e-6
  let decimals = max(0, (power.isFinite ? -Int(power) : 0) + (isQuarter ? 1 : 0))
  guard decimals <= 6, values.allSatisfy({ $0.magnitude < 1e6 }) else {
    return values.map { format($0, on: axis) }
  }
  return values.map { fixed($0 * factor, decimals: decimals) + unit }
}

/// The finest even division of the decades that fits; every second or third power of ten where none does.
private func logTicks(_ domain: ClosedRange<Double>, axis: Axis, maximum: Int) -> [Tick] {
  let first = Int((log10(domain.lowerBound) - 1e-9).rounded(.down))
  let last = Int((log10(domain.upperBound) + 1e-9).rounded(.up))
  let firstInside = Int((log10(domain.lowerBound) - 1e-9).rounded(.up))
  let shown = domain.lowerBound * (1 - 1e-9)...domain.upperBound * (1 + 1e-9)
  func ticks(_ factors: [Double], every step: Int = 1) -> [Double] {
    let start = step == 1 ? first : firstInside
    let powers = stride(from: start, through: last, by: step).map { pow(10, Double($0)) }
    return powers.flatMap { power in factors.map { $0 * power } }.filter(shown.contains)
  }
  let divisions: [[Double]] = [[1, 1.5, 2, 3, 4, 5, 6, 8], [1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]
  let sparse = ticks([1], every: max(1, (last - first) / max(1, maximum) + 1))
  var values = divisions.lazy.map { ticks($0) }.first { $0.count <= maximum } ?? sparse
  if values.count < 2 { values = [domain.lowerBound, domain.upperBound] }
  return values.map { Tick(value: $0, label: compact($0, on: axis)) }
}

/// `1k`, `20k`, `5M` up to a billion, then `1e10`.
private func compact(_ value: Double, on axis: Axis) -> String {
  guard axis.format != .percent, value >= 1000, value < 1e9 else {
    return format(value, on: axis, significant: 3)
  }
  let (divisor, suffix) = value < 1e6 ? (1e3, "k") : (1e6, "M")
  return formatNumber(value / divisor, significant: 3) + suffix
}
