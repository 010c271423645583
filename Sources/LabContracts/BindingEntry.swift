/// How a host gets the binding out of a library that was compiled apart.
///
/// The runner adds one file to the learner's code before it compiles:
///
/// ```swift
/// import LabContracts
/// @_cdecl("labs_binding") public func labsBindingEntry() -> UnsafeMutableRawPointer { BindingEntry.give(labBinding) }
/// ```
public enum BindingEntry {
  /// The entry point's name.
  public static let symbol = "labs_binding"

  /// The text of the file that the runner adds.
  public static let source = """
    import LabContracts
    @_cdecl("\(symbol)") public func labsBindingEntry() -> UnsafeMutableRawPointer { BindingEntry.give(labBinding) }

    """

  /// Wraps a binding so that it can pass through C.
  public static func give(_ binding: Binding) -> UnsafeMutableRawPointer {
    Unmanaged.passRetained(Box(binding)).toOpaque()
  }

  /// Unwraps what `give` returned; to be called once for each.
  public static func take(_ pointer: UnsafeMutableRawPointer) -> Binding {
    Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().binding
  }

  private final class Box {
    let binding: Binding
    init(_ binding: Binding) { self.binding = binding }
  }
}
