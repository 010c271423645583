/// ShopFlow's rule for returns.
public enum ReturnPolicy {
  /// How conversations name it.
  public static let id = "P-7"
  /// The most days that may have passed since delivery.
  public static let mostDays = 30

  /// A return is eligible if and only if damage is confirmed and at most 30 days have passed since delivery.
  public static func isEligible(damageIsConfirmed: Bool, daysSinceDelivery: Int) -> Bool {
    damageIsConfirmed && daysSinceDelivery <= mostDays
  }
}
