/// What can be wrong with a request to the routing engine.
public enum RoutingError: Error, Equatable, CustomStringConvertible {
  /// There is nothing to train on or to measure.
  case noTickets
  /// Additive smoothing must be a positive finite number.
  case smoothingNotPositive(Double)
  /// A share must lie strictly between 0 and 1.
  case shareOutOfRange(Double)
  /// A setting of the training loop must be a non-negative finite number.
  case badSetting(name: String, value: Double)
  /// As many answers as tickets are needed.
  case lengthsDiffer(answers: Int, tickets: Int)
  /// The receipt of a component that is not accurate enough is refused.
  case belowAccuracyFloor(measured: Double, floor: Double)

  /// A sentence that names the values.
  public var description: String {
    switch self {
    case .noTickets:
      "There are no tickets, so there is nothing to learn or to measure."
    case .smoothingNotPositive(let value):
      "Smoothing is \(value); it must be positive, or a word never seen with a route gives log 0."
    case .shareOutOfRange(let value):
      "The share is \(value); it must lie between 0 and 1, both excluded."
    case .badSetting(let name, let value):
      "\(name) is \(value); it must be a finite number that is not negative."
    case .lengthsDiffer(let answers, let tickets):
      "There are \(answers) answers for \(tickets) tickets."
    case .belowAccuracyFloor(let measured, let floor):
      "The accuracy on held-out tickets is \(measured), below the floor of \(floor): no receipt."
    }
  }
}
