import Foundation

/// Holds Ctrl-C back, so that a loop can look for it between two steps and leave things in order.
struct HeldInterrupt {
  /// Begins to hold back; before other threads start, because they take over what is held.
  init() {
    var signals = Self.signals
    sigprocmask(SIG_BLOCK, &signals, nil)
  }

  /// Whether somebody wants the program to end.
  var isPending: Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1
  }

  /// Lets the signal through. If one is pending the program ends here, in the way that a shell expects.
  func release() {
    var signals = Self.signals
    sigprocmask(SIG_UNBLOCK, &signals, nil)
  }

  private static var signals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    return signals
  }
}
