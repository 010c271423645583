/// The contract of lab 03.
public enum Attention {
  /// The sum of the numbers; 0 when there are none.
  public static let total = Endpoint<[Int], /* -> */ Int>("total")
}
