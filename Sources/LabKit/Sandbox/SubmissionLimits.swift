/// What one submission may use, from its compilation to the answer to its last call.
///
/// The limits on totals are `nil` for a learner's own code: nobody else waits for it.
public struct SubmissionLimits: Sendable, Codable, Equatable {
  /// Seconds until one call counts as hung.
  public var seconds: Double = 10
  /// Seconds that compiling may take.
  public var compileSeconds: Double = 30
  /// Seconds for everything together; when they are used up, the calls that are left have no answer.
  public var totalSeconds: Double?
  /// Seconds of processor time for everything together.
  public var cpuSeconds: Double?
  /// Bytes of memory that one process may map.
  public var memory = 4 << 30
  /// Processes and threads alive at once.
  public var processes = 64
  /// Bytes of one file.
  public var fileSize = 16 << 20
  /// Bytes on disk in all files together.
  public var disk = 64 << 20
  /// Bytes that one call may print.
  public var output = 16 << 20
  /// Bytes that one answer may take.
  public var answer = 64 << 20

  /// Limits for a learner's own code: ten seconds a call, thirty to compile, no total.
  public init() {}

  /// Limits for code that was handed in: ten seconds in all, five of processor time, and three a call, so that one
  /// function that hangs leaves time for the others.
  public static var forStrangers: SubmissionLimits {
    var limits = SubmissionLimits()
    limits.seconds = 3
    limits.totalSeconds = 10
    limits.cpuSeconds = 5
    limits.memory = 2 << 30
    return limits
  }

  /// Seconds until the calls of one checkpoint together count as too slow; the last may go on for `seconds`.
  public var checkpointSeconds: Double { 3 * seconds }

  /// What is left of the totals when some has been used.
  public func remaining(after use: ResourceUse) -> SubmissionLimits {
    var rest = self
    rest.totalSeconds = totalSeconds.map { max(0, $0 - use.seconds) }
    rest.cpuSeconds = cpuSeconds.map { max(0, $0 - use.cpuSeconds) }
    return rest
  }
}

/// What a part of a submission has used.
public struct ResourceUse: Sendable, Codable, Equatable {
  /// Seconds that passed.
  public var seconds: Double
  /// Seconds of processor time.
  public var cpuSeconds: Double

  /// A use of time.
  public init(seconds: Double = 0, cpuSeconds: Double = 0) {
    (self.seconds, self.cpuSeconds) = (seconds, cpuSeconds)
  }
}
