/// How `labs` ends, after BSD's `sysexits.h`.
enum ExitCode: Int32 {
  case done = 0
  /// A check fell short: a checkpoint, a quiz, a checksum.
  case fellShort = 1
  /// The command line does not say what to do.
  case wrongUsage = 64
  /// Something could not be done, through no fault of the command line.
  case ourFault = 70
}
