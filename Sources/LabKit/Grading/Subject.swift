import LabContracts

/// The implementation being graded: a learner's, the solution's, or a deliberately wrong one.
public protocol Subject: AnyObject {
  /// Answers one call with the bytes of a value.
  ///
  /// - Throws: `ThrownError` when the exercise threw, which may be what a checkpoint expects;
  ///   `SubjectFailure` when no answer came.
  func answer(_ call: SubjectCall) throws -> [UInt8]

  /// What the subject printed since the last time this was asked.
  func takeOutput() -> String
}

extension Subject {
  /// A subject inside the grader prints nothing of its own.
  public func takeOutput() -> String { "" }

  /// Calls an exercise and decodes its answer.
  public func call<each Argument: Wire, Answer: Wire>(
    _ endpoint: Endpoint<repeat each Argument, Answer>, _ argument: repeat each Argument
  ) throws -> Answer {
    let bytes = try answer(SubjectCall(endpoint, repeat each argument))
    do {
      return try Answer(wireBytes: bytes)
    } catch {
      throw SubjectFailure.malformedAnswer("\(error)")
    }
  }
}

/// One call as bytes, with the two answers that can be given without knowing the exercise.
public struct SubjectCall: Sendable {
  /// The endpoint's name.
  public let name: String
  /// The arguments' bytes.
  public let arguments: [UInt8]
  /// The answer made of zeros.
  public let blank: [UInt8]
  /// The first argument of the answer's type, where there is one.
  public let echo: [UInt8]?

  /// A call of `endpoint`.
  public init<each Argument: Wire, Answer: Wire>(
    _ endpoint: Endpoint<repeat each Argument, Answer>, _ argument: repeat each Argument
  ) {
    name = endpoint.name
    arguments = endpoint.write(repeat each argument)
    blank = Answer.blank.wireBytes
    var echo: Answer?
    for value in repeat each argument { echo = echo ?? (value as? Answer) }
    self.echo = echo?.wireBytes
  }
}
