/// The contract of lab 02.
public enum BPE {
  /// The sum of the numbers; 0 when there are none.
  public static let total = Endpoint<[Int], /* -> */ Int>("total")
}
