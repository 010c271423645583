/// An error that belongs to a contract: an exercise may be asked to throw it, and a checkpoint to expect it.
///
/// ```swift
/// public enum SplitError: String, ContractError { case noRows }
/// ```
public protocol ContractError: Error, RawRepresentable<String> {}

/// An error that an exercise threw, as it arrives on the other side.
public struct ThrownError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The error's type without its module, such as `SplitError`; one of the same name that the exercise declares
  /// is `your own SplitError`.
  public let type: String
  /// The case of a `ContractError`, or the description of any other error.
  public let detail: String
  /// Whether the type is one that a contract declares.
  public let isContractError: Bool

  /// Describes `error` so that it can cross.
  public init(_ error: any Error) {
    let name = String(describing: Swift.type(of: error))
    guard let contractError = error as? any ContractError else {
      (type, detail, isContractError) = (name, String(describing: error), false)
      return
    }
    detail = contractError.rawValue
    isContractError = Self.isDeclaredByTheCourse(Swift.type(of: error))
    type = isContractError ? name : "your own \(name)"
  }

  /// An exercise that declares an error of the same name has not thrown the contract's.
  private static func isDeclaredByTheCourse(_ type: any Error.Type) -> Bool {
    let module = { (name: String) in name.prefix { $0 != "." } }
    return module(String(reflecting: type)) == module(String(reflecting: ThrownError.self))
  }

  /// `SplitError.noRows`, or the type and description of a foreign error.
  public var description: String {
    isContractError ? "\(type).\(detail)" : "\(type): \(detail)"
  }
}

extension ThrownError: WireRecord {
  private init(type: String, detail: String, isContractError: Bool) {
    (self.type, self.detail, self.isContractError) = (type, detail, isContractError)
  }

  /// The three properties.
  public static var fields: some WireFields<ThrownError> {
    Fields(ThrownError.init(type:detail:isContractError:), \.type, \.detail, \.isContractError)
  }
}
