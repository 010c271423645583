/// A day of a year without a 29 February, which is all the shop's stories need.
public struct ShopDate: Hashable, Sendable, CustomStringConvertible {
  /// Counted from 0 for January.
  public let month: Int
  /// Counted from 1.
  public let day: Int

  /// The day so many days after 1 January, in this year or a later one.
  init(dayOfYear: Int) {
    var (month, day) = (0, dayOfYear % 365)
    while day >= Self.monthLengths[month] {
      day -= Self.monthLengths[month]
      month += 1
    }
    (self.month, self.day) = (month, day + 1)
  }

  /// Such as `12 March`.
  public var description: String { "\(day) \(Self.monthNames[month])" }

  /// The days from here to a later date less than a year away, counted as one does by hand: to the end of the
  /// month, over whole months, then into the last.
  func countDays(to later: ShopDate) -> (steps: [String], days: Int) {
    if month == later.month, day <= later.day {
      return (["\(later.day) - \(day) = \(later.day - day)"], later.day - day)
    }
    var days = Self.monthLengths[month] - day
    var steps = ["\(Self.monthLengths[month]) - \(day) = \(days)"]
    func add(_ more: Int) {
      steps.append("\(days) + \(more) = \(days + more)")
      days += more
    }
    var next = (month + 1) % 12
    while next != later.month {
      add(Self.monthLengths[next])
      next = (next + 1) % 12
    }
    add(later.day)
    return (steps, days)
  }

  private static let monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
}
