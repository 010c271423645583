import LabEngine

/// The tickets and the rules of the lab's first experiments.
enum Examples {
  static let first = [
    Ticket("tracking says delivered", .shipping), Ticket("where is my package", .shipping),
    Ticket("refund my order", .refund), Ticket("money back for cracked mug", .refund),
    Ticket("password reset please", .account), Ticket("can't log in", .account),
  ]
  static let reworded = [
    Ticket("parcel hasn't moved", .shipping), Ticket("reverse the charge for this return", .refund),
    Ticket("sign-in fails again", .account),
  ]
  static let evidence = [
    Ticket("late parcel tracking update", .shipping), Ticket("courier delivery delayed", .shipping),
    Ticket("refund damaged item", .refund), Ticket("money back return", .refund),
    Ticket("password login account", .account), Ticket("sign in reset", .account),
  ]
  static let threeRules = RuleRouter([("tracking", .shipping), ("refund", .refund), ("password", .account)])
  static let sixRules = RuleRouter([
    ("tracking", .shipping), ("refund", .refund), ("password", .account),
    ("where is", .shipping), ("money back", .refund), ("log in", .account),
  ])
}
