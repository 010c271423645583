#!/usr/bin/env -S swift run -q labs run
// ---
// title: Rules, learning, search
// ---
import Foundation
import LabContracts
import LabEngine
import LabNotebook

// %% [markdown]
// # Rules, learning, search
// ShopFlow sells mugs, lamps and tents. Its support desk gets more mail than it can read, so each ticket must
// go to one of four routes: `shipping`, `refund`, `account`, or `manual_review`, where a person looks at it.
//
// You will build that router three times: with rules that a person writes, with weights that are learned from
// labelled tickets, and with a search that proposes several answers and keeps the best. On the way you find
// out what each of them can do, what it costs, and how one fools oneself when measuring it.
//
// Every experiment asks for a **prediction** first. Write it down before you run the cell; being wrong on
// paper is how this lab teaches. The functions with a number, such as 01.1, are yours to write. Until you
// have, the lesson uses the course's own; `labs run 01 --mine` runs it on yours.

// %% [notes]
// 90 minutes in front of a class without the exercises, 150 with them. Cells tagged `.demo` are the ones to
// run live. Collect predictions by show of hands; the leak, the weak verifier and the bad labels are where
// most hands are wrong.

// %% [markdown]
// ## 1. Rules have boundaries
// Here are six real-sounding tickets and the routes that a person gave them. Three rules shall route them: a
// rule is a keyword, and the first rule in the list whose keyword stands in the ticket decides. No rule, no
// answer: a person reads it.

// %% The first six tickets {#tickets .demo}
let firstTickets = [
  Routing.Ticket("tracking says delivered", "shipping"),
  Routing.Ticket("where is my package", "shipping"),
  Routing.Ticket("refund my order", "refund"),
  Routing.Ticket("money back for cracked mug", "refund"),
  Routing.Ticket("password reset please", "account"),
  Routing.Ticket("can't log in", "account"),
]
let threeRules = [
  Routing.Rule("tracking", "shipping"), Routing.Rule("refund", "refund"),
  Routing.Rule("password", "account"),
]
display(
  Table(of: threeRules, title: "Three rules") {
    Column("if the ticket contains") { $0.keyword }
    Column("it goes to") { $0.route }
  })

// %% [predict] How many of the six tickets do the three rules route right, and which one do they miss first?

// %% Rules have boundaries {#boundaries .demo}
func showRouting(_ tickets: [Routing.Ticket], _ answer: (String) -> String) {
  let routed = tickets.map { (ticket: $0, route: answer($0.text)) }
  display(
    Table(of: routed) {
      Column("ticket") { $0.ticket.text }
      Column("expected") { $0.ticket.route }
      Column("routed") { $0.route }
      Column("") { $0.route == $0.ticket.route }
    })
  print("correct \(routed.count { $0.route == $0.ticket.route }) of \(routed.count)")
}
showRouting(firstTickets) { route($0, threeRules, "manual_review") }

// %% [markdown]
// Three of six. Nothing is broken: *where is my package* simply is not *tracking* to a keyword. A faster
// computer would not help, because there is nothing for it to do. Only a person can add the next rule.
//
// So a person adds three: `where is`, `money back`, `log in`. Then three customers write who have never read
// our rules.

// %% [predict] With six rules: how many of the old six tickets are right now, and how many of the three new ones?

// %% More rules, new wordings {#reworded .demo}
let sixRules =
  threeRules + [
    Routing.Rule("where is", "shipping"), Routing.Rule("money back", "refund"),
    Routing.Rule("log in", "account"),
  ]
let reworded = [
  Routing.Ticket("parcel hasn't moved", "shipping"),
  Routing.Ticket("reverse the charge for this return", "refund"),
  Routing.Ticket("sign-in fails again", "account"),
]
showRouting(firstTickets) { route($0, sixRules, "manual_review") }
showRouting(reworded) { route($0, sixRules, "manual_review") }

// %% [markdown]
// All of the old ones, none of the new ones. The six rules were written while looking at the six tickets, so
// those tickets could not tell us how good the rules are. Remember this: it will come back in finer clothes.
//
// Two things can be said for rules. They say what they do, and they do it from the first day, without one
// example.
//
// **Build 01.1** (`route`), then run `labs check 01.1`.

// %% [notes]
// Someone will propose `hasn't moved` as the seventh rule. Ask for the eighth.

// %% [markdown]
// ## 2. Counting is learning
// Instead of keywords, let a person label a few tickets, and let the program count which words stood with
// which label. A word here is a run of the letters a to z in the lowercased text. That is crude: `can't`
// becomes `can` and `t`. Lab 02 does better.

// %% Six labelled tickets become evidence {#evidence .demo}
let trainingRows = [
  Routing.Ticket("late parcel tracking update", "shipping"),
  Routing.Ticket("courier delivery delayed", "shipping"),
  Routing.Ticket("refund damaged item", "refund"),
  Routing.Ticket("money back return", "refund"),
  Routing.Ticket("password login account", "account"),
  Routing.Ticket("sign in reset", "account"),
]
let counted = countEvidence(trainingRows)
for label in counted.keys.sorted() {
  print("\(label): \(counted[label, default: [:]].keys.sorted().joined(separator: " "))")
}
display(TokenStrip("What the program sees of a ticket", words("Can't log in to A10234!")))

// %% [markdown]
// To route a ticket, add up for each label how often the ticket's words stood with it. The largest sum wins;
// equal sums go to the alphabetically first label, because *some* fixed rule must decide and a Dictionary's
// order is none.

// %% [predict] Four tickets that were not in the training rows: how many will be right?

// %% Overlap routes what it never saw {#overlap .demo}
let heldOutRows = [
  Routing.Ticket("late delivery tracking", "shipping"),
  Routing.Ticket("return damaged item", "refund"),
  Routing.Ticket("reset password", "account"),
  Routing.Ticket("money back damaged", "refund"),
]
showRouting(heldOutRows) { overlapRoute($0, counted) }

// %% [markdown]
// Four of four, with words put together as no training row had them. Four tickets prove little, and we chose
// them kindly. But note what happened: nobody wrote a rule.
//
// Now a ticket whose words were never seen, and a correction by a person: one more labelled row.

// %% One correction {#correction .demo}
let fewRows = [
  Routing.Ticket("tracking parcel", "shipping"), Routing.Ticket("refund damaged", "refund"),
  Routing.Ticket("password reset", "account"),
]
let corrected = fewRows + [Routing.Ticket("exchange cracked mug return", "refund")]
print("before:", overlapRoute("exchange cracked mug", countEvidence(fewRows)))
print("after: ", overlapRoute("exchange cracked mug", countEvidence(corrected)))

// %% [markdown]
// Before the correction the ticket shares no word with anything: a tie at zero, and the alphabet says
// `account`. That is an answer without a reason, and the program did not even blush. (Section 7 lets it say
// *I don't know*.)
//
// After it, the same program is right. The person did not explain anything, only labelled; the next ticket
// about a cracked mug is routed as well. That is the trade: rules need a person for each wording, counting
// needs a person for each *label*, and labels add up.
//
// **Build 01.3, 01.4 and 01.5** (`words`, `countEvidence`, `overlapRoute`).

// %% [markdown]
// ## 3. Ten thousand tickets
// Six rows are an anecdote. A small grammar now writes as many ShopFlow tickets as we like: ten thousand that
// were labelled, and two thousand of *later customers*, who want the same things and use other sentences. No
// sentence frame is in both sets.
//
// Concession: these tickets are easier than real mail. Spelling is right, each has one topic, every label is
// true (until we spoil it). What carries over to a real desk is the method, not the figures.

// %% The corpus {#corpus}
let labelled = ShopFlow.tickets(10_000, wording: .familiar)
let later = ShopFlow.tickets(2_000, wording: .new)
display(
  Table(of: Route.shopFlow, title: "The first of each") {
    Column("route") { $0 }
    Column("labelled ticket") { route in labelled.first { $0.route == route }?.text ?? "" }
    Column("later ticket") { route in later.first { $0.route == route }?.text ?? "" }
  })
display(
  BarPlot("Tickets by route", value: "tickets", categories: Route.shopFlow.map(\.rawValue)) {
    Bars("labelled", Route.shopFlow.map { route in labelled.count { $0.route == route } })
    Bars("later", Route.shopFlow.map { route in later.count { $0.route == route } })
  })

// %% [markdown]
// ### How not to measure
// A router that only **remembers** is the touchstone of a measurement: it looks the ticket up among those it
// was trained on, and otherwise answers with the most frequent route. It understands nothing. Let us hold out
// a fifth of the labelled tickets to measure on, once by dealing rows as they come, once so that copies stay
// together (two tickets are copies when they have the same words: an order number makes no difference).

// %% [predict] Which scores does the router that only remembers get: on random rows, on rows without copies, on later customers?

// %% The router that remembers {#leak .demo}
struct Remembering: Router {
  let seen: [String: Route]
  let otherwise: ConstantRouter
  init(_ tickets: [Ticket]) throws {
    let known = tickets.map { (Words.normalized($0.text), $0.route) }
    seen = Dictionary(known) { first, _ in first }
    otherwise = try ConstantRouter(majorityOf: tickets)
  }
  func route(_ text: String) -> Route {
    seen[Words.normalized(text)] ?? otherwise.route(text)
  }
}

let byRow = try TicketSplit.byRow(labelled, heldOut: 0.2)
let parts = splitTickets(labelled.map { Routing.Ticket($0.text, $0.route.rawValue) }, 0.2)
let fair = TicketSplit(
  training: parts.training.map { labelled[$0] }, heldOut: parts.heldOut.map { labelled[$0] })
func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
func leakRow(_ name: String, _ training: [Ticket], _ tickets: [Ticket]) throws -> [String] {
  let remembering = try Evaluation(of: Remembering(training), on: tickets).accuracy
  let bayes = try Evaluation(of: NaiveBayes(training: training), on: tickets).accuracy
  let leaks = TicketSplit(training: training, heldOut: tickets).leaks.count
  return [name, "\(leaks)", percent(remembering), percent(bayes)]
}
display(
  Table(
    ["measured on", "leaked messages", "remembering", "naive Bayes"],
    [
      try leakRow("its own training tickets", labelled, labelled),
      try leakRow("random rows", byRow.training, byRow.heldOut),
      try leakRow("rows without copies", fair.training, fair.heldOut),
      try leakRow("later customers", labelled, later),
    ]))

// %% [markdown]
// *Leaked messages* are the different messages that stand on both sides, order numbers left aside.
//
// Read the column of the router that remembers from top to bottom. On its own training tickets it is perfect.
// On random rows it still looks useful, only because copies stand on both sides. Without copies it
// falls to what always answering `shipping` scores, which is the truth about it.
//
// Naive Bayes (you build it next) does learn. But look at its last two rows: without a single leaked copy it
// seems nearly perfect, and on later customers it is not. The held-out rows were written with the same
// sentence frames as the training rows. Removing copies was necessary, and not enough: **measure on tickets
// that came about as the future ones will**, here with new wordings, on a real desk with later dates.
//
// This happens to careful people. The evaluation of a public intent router ran on rows it had been trained
// on; whoever reported it measured .9510 on those and .9416 on unseen ones.
//
// **Build 01.2** (`splitTickets`).

// %% [notes]
// The gap between the third and the fourth row is the most useful number of the lab. Let the class explain it
// before you do.

// %% [markdown]
// ## 4. Naive Bayes
// Overlap knows neither that half of all tickets are about shipping, nor that `the` says nothing while
// `password` says a lot. Naive Bayes repairs both with one formula. The score of a route r is
//
// > log P(r) + Σ log P(w|r), over the words w of the ticket
//
// where P(r) is the share of tickets with that route and P(w|r) the share of w among all words of that route.
// It adds logarithms because a product of a few hundred probabilities is 0 to a computer. It adds α to each
// count, or one word never seen with a route would make that route impossible, whatever the other words say.
// It is called naive because it treats words as if each came alone.
//
// Words that no training ticket holds are left out. The list of known words comes from the training tickets
// only: taken from all tickets, it would let those to be measured on creep in by the back door.

// %% What smoothing does {#smoothing}
let mixed = "refund for late parcel"
let threeRoutes = ["account", "refund", "shipping"]
func shares(_ scores: [String: Double]) -> [String] {
  let total = scores.values.reduce(0) { $0 + exp($1) }
  return threeRoutes.map { percent(exp(scores[$0, default: -.infinity]) / total) }
}
display(
  Table(
    ["α"] + threeRoutes.map { "P(\($0))" },
    [0.001, 0.1, 1, 10, 1000].map { ["\($0)"] + shares(logScores(mixed, trainingRows, $0)) },
    title: "\"\(mixed)\" after six training rows"))

// %% [markdown]
// Two words speak for shipping and one for refund. With a tiny α each word is nearly a proof; with a huge one
// the words hardly count and all routes look alike. Between the two lies a choice that somebody must make and
// measure.
//
// Now the ten thousand. Which words did it find to speak for a refund, and which against?

// %% Evidence weights {#weights}
let bayes = try NaiveBayes(training: labelled)
let weighed = bayes.vocabulary.words
  .map { ($0, bayes.weight(of: $0, for: .refund) ?? 0) }
  .sorted { ($0.1, $1.0) > ($1.1, $0.0) }
display(
  BarPlot(
    "What words say about a refund", value: "log P(word|refund) less the mean of the others",
    weighed.prefix(10) + weighed.suffix(6)))

// %% [markdown]
// The strongest words are what one expects. But look at the bottom: what have `your` and `have` against
// refunds? Nothing; in these sentences they happen to stand elsewhere. A learner takes whatever separates the
// labels, sense or no sense.

// %% [markdown]
// ## 5. Logistic regression: learning from mistakes
// Naive Bayes counts each word by itself. *Money* and *back* nearly always come together, so it counts one
// piece of evidence twice. Logistic regression turns all weights at once, a little at a time, towards fewer
// mistakes. A step moves each weight by
//
// > − learning rate · (p − y) · x
//
// p is what the model believed, y what was right (1 or 0), x how often the word stood in the ticket. No
// mistake, no movement. Beliefs come from scores (the sum of weight × x) by the softmax: each score's
// exponential, divided by the sum of them all. What the steps make small is the *cross-entropy*: minus the
// logarithm of the belief in what was right, on average. A coin toss between two routes has 0.69.

// %% One step, and forty more {#step}
let features = ["refund", "late", "my"]
let lessons: [(counts: [Double], target: Int)] = [
  ([1, 0, 1], 0),  // "my refund": 0, refund
  ([0, 1, 1], 1),  // "my ... late": 1, shipping
  ([1, 1, 0], 0),  // "late refund": 0, refund
]
func loss(_ weights: [[Double]]) -> Double {
  let each = lessons.map { lesson in
    let scores = weights.map { zip($0, lesson.counts).reduce(0) { $0 + $1.0 * $1.1 } }
    return log(scores.reduce(0) { $0 + exp($1) }) - scores[lesson.target]
  }
  return each.reduce(0, +) / Double(lessons.count)
}
let untrained = [[0.0, 0, 0], [0.0, 0, 0]]
print("after one step:", logisticStep(untrained, lessons[0].counts, lessons[0].target, 0.3))

var learned = untrained
var losses = [loss(learned)]
for _ in 0..<40 {
  for lesson in lessons {
    learned = logisticStep(learned, lesson.counts, lesson.target, 0.3)
  }
  losses.append(loss(learned))
}
display(
  Table(
    ["word", "weight for refund", "weight for shipping"],
    features.indices.map { [features[$0], learned[0][$0], learned[1][$0]] }))
display(
  LinePlot("Three tickets, forty rounds", x: "rounds", y: "cross-entropy") {
    Series("loss", losses)
  })

// %% [markdown]
// `my` stood once with each route, and yet it leans to shipping. The third ticket says *refund* and *late*
// and was a refund, which makes `late` a poor witness; somebody has to explain the second ticket, so `my`
// takes its share. A learned weight is not a count: all of them together make the mistakes small.
//
// Is (p − y)·x really the slope of the loss? Trust no derivation that you have not checked: nudge each weight
// a little up and down, and compare. (The cell checks the engine's own objective, which the rest of the
// lesson trains with: all tickets at once and a small penalty on large weights. Your 01.7 is checked by its
// checkpoint.)

// %% The slope, checked {#gradient}
let objective = try LogisticObjective(Array(labelled.prefix(20)), penalty: 0.01)
var random = RandomStream(seed: 7)
let somewhere = (0..<objective.weightCount).map { _ in random.normal() }
let slope = objective.gradient(somewhere)
let nudge = 1e-5
let errors = somewhere.indices.map { index in
  var (above, below) = (somewhere, somewhere)
  above[index] += nudge
  below[index] -= nudge
  return abs((objective.loss(above) - objective.loss(below)) / (2 * nudge) - slope[index])
}
let largest = String(format: "%.1e", errors.max() ?? 0)
print("\(errors.count) slopes compared, largest difference \(largest)")

// %% [markdown]
// ## 6. Rules against learners
// A good fight needs a good rulebook. Somebody sat down with the labelled tickets and wrote 31 rules. Mind that
// its author was free to read all ten thousand of them: whatever the rules score, it was not scored without
// labels.

// %% The rulebook {#rulebook}
func rules(_ keywords: String, _ route: Route) -> [(keyword: String, route: Route)] {
  keywords.split(separator: ",").map { (String($0), route) }
}
let rulebook = RuleRouter(
  rules("discount,lawyer,complain,jobs,invoice", .manualReview)
    + rules("tracking,where is,courier,driver,package,parcel,delivered,depot,late", .shipping)
    + rules("refund,money back,return,charged,cancel,exchange", .refund)
    + rules("damaged,broken,cracked,card", .refund)
    + rules("password,log in,sign in,account,login,profile,email", .account))
let rulebookName = "\(rulebook.rules.count) rules"
let smallRulebook = RuleRouter(sixRules.map { ($0.keyword, Route($0.route)) })
let rulebookAccuracy = try Evaluation(of: rulebook, on: later).accuracy
display(
  Table(
    ["router", "labelled tickets", "later customers"],
    try [("6 rules", smallRulebook), (rulebookName, rulebook)].map { name, router in
      [
        name, percent(try Evaluation(of: router, on: labelled).accuracy),
        percent(try Evaluation(of: router, on: later).accuracy),
      ]
    }))

// %% [markdown]
// The rulebook is better on the tickets it was written for, as always. Now let both learners start from 4
// labels and go up to 10,000, five times with other tickets, and measure on the later customers each time.

// %% [predict] After how many labels does a learner overtake the 31 rules: 10, 100, 1,000 or 10,000? And does it still gain from 3,000 to 10,000?

// %% The crossing {#crossing .demo}
let sizes = [4, 10, 30, 100, 300, 1000, 3000, 10_000]
func accuracies(_ train: ([Ticket]) throws -> any Router) throws -> [[Double]] {
  try progress("learning", sizes).map { size in
    try (UInt64(1)...5).map { seed in
      let tickets = ShopFlow.tickets(size, wording: .familiar, seed: seed)
      return try Evaluation(of: train(tickets), on: later).accuracy
    }
  }
}
func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
func curve(_ name: String, _ runs: [[Double]]) -> Series {
  Series(name, x: sizes, y: runs.map(mean)).band(
    low: runs.map { $0.min() ?? 0 }, high: runs.map { $0.max() ?? 0 })
}
let bayesRuns = try accuracies { try NaiveBayes(training: $0) }
let logisticRuns = try accuracies { try LogisticRegression(training: $0) }
let majority = try Evaluation(of: ConstantRouter(majorityOf: labelled), on: later).accuracy
let smallAccuracy = try Evaluation(of: smallRulebook, on: later).accuracy
let crossing = sizes.indices.first { mean(logisticRuns[$0]) > rulebookAccuracy }
display(
  LinePlot(
    "Rules against learners, later customers", x: .log("labels"), y: .percent("accuracy", 0...1)
  ) {
    curve("logistic regression", logisticRuns)
    curve("naive Bayes", bayesRuns)
    ReferenceLine(y: rulebookAccuracy, rulebookName)
    ReferenceLine(y: majority, "always \"shipping\"")
    ReferenceLine(y: smallAccuracy, "6 rules")
    if let crossing {
      Marker(sizes[crossing], mean(logisticRuns[crossing]), "ahead of the rulebook")
    }
  })
display(
  Table(
    ["labels", "naive Bayes", "logistic regression", rulebookName],
    sizes.indices.map {
      [
        "\(sizes[$0])", percent(mean(bayesRuns[$0])), percent(mean(logisticRuns[$0])),
        percent(rulebookAccuracy),
      ]
    }))

// %% [markdown]
// With a handful of labels the rulebook is ahead, but the two have not read the same: the learner saw four or
// ten tickets, the rules' author up to 10,000. A rulebook written from ten tickets would look more like the six
// rules. Some tens of labels later the learners pass even so, and nobody wrote a rule for that.
//
// Look also at the right end. The curves go flat: the grammar has run out of sentences, and more labels *of
// the same kind* teach nothing about wordings they do not contain. Real mail has a longer tail of rare
// wordings, so expect the bend later there.
//
// And look at the six rules: below the line of a router that has read nothing. Which brings us to how one
// reports.

// %% [notes]
// Ask what would move the plateau. More of the same labels: no. A bigger model: hardly. Labels from later
// customers: that is the cell `feedback`.

// %% [markdown]
// ## 7. Behind the accuracy
// An accuracy by itself says little. Put three things beside it: the **majority baseline**, what always
// giving the most frequent answer scores; **macro F1**, which counts a rare route as much as a common one;
// and an **interval**, because another two thousand tickets would have given another figure. (It comes from
// drawing the measured tickets again, with replacement, a thousand times: the bootstrap. It treats tickets as
// independent draws from the same source, so it says nothing about sentence frames that none of them has.)

// %% The report {#report .demo}
let logistic = try LogisticRegression(training: labelled)
let contestants: [(String, any Router)] = [
  ("always \"shipping\"", try ConstantRouter(majorityOf: labelled)),
  ("6 rules", smallRulebook),
  (rulebookName, rulebook),
  ("overlap", OverlapClassifier(training: labelled)),
  ("naive Bayes", bayes),
  ("logistic regression", logistic),
]
func interval(_ evaluation: Evaluation) throws -> String {
  let range = try evaluation.accuracyInterval()
  return "\(percent(range.lowerBound)) – \(percent(range.upperBound))"
}
func reportRow(_ name: String, _ router: any Router) throws -> [String] {
  let answers = later.map { router.route($0.text).rawValue }
  let report = try evaluate(answers, later.map(\.route.rawValue))
  return [
    name, percent(report.accuracy), try interval(Evaluation(of: router, on: later)),
    String(format: "%.3f", report.macroF1),
    String(format: "%+.1f", (report.accuracy - report.majorityBaseline) * 100),
  ]
}
display(
  Table(
    ["router", "accuracy", "95 % interval", "macro F1", "above the baseline"],
    try contestants.map(reportRow)))

// %% [markdown]
// Overlap, our hero of section 2, has hardly learned anything: with ten thousand tickets the common words of
// the common route shout everybody down. The accuracy alone hides that; the baseline beside it shows it at
// once.
//
// Where do the errors go? Rows are what was right, columns what was answered.

// %% The confusion matrix {#confusion}
let onLater = try Evaluation(of: logistic, on: later)
display(
  HeatMap(
    "Logistic regression, later customers", rows: onLater.routes.map(\.rawValue),
    columns: onLater.routes.map(\.rawValue), onLater.confusion, rowTitle: "right",
    columnTitle: "answered"))
for miss in onLater.misses.prefix(4) {
  print("\(miss.ticket.route) → \(miss.routed):  \(miss.ticket.text)")
}

// %% [markdown]
// A router that knows how sure it is can refuse to answer. Let it hand a ticket to a person when its best
// probability is below a threshold. The higher the threshold, the fewer it answers, and the more of those are
// right.

// %% Saying "I don't know" {#abstain}
let thresholds = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
let sureness = later.map { ticket in
  (
    isRight: logistic.route(ticket.text) == ticket.route,
    best: logistic.probabilities(ticket.text).max() ?? 0
  )
}
func abstainRow(_ threshold: Double) -> [String] {
  let answered = sureness.filter { $0.best >= threshold }
  let right = Double(answered.count { $0.isRight }) / Double(max(1, answered.count))
  return [
    "\(threshold)", percent(Double(answered.count) / Double(later.count)), percent(right),
    "\(later.count - answered.count)",
  ]
}
display(
  Table(
    ["threshold", "answered", "right among the answered", "left to a person"],
    thresholds.map(abstainRow)))

// %% [markdown]
// That is a price list: so many tickets for people buys so much accuracy for the rest. Which line is right
// for the shop is not a question for the model. (And whoever picks a line from this table has used these
// tickets up: what it promises must be measured on others.)
//
// **Build 01.6, 01.7 and 01.8** (`logScores`, `logisticStep`, `evaluate`).

// %% [markdown]
// ## 8. Bad labels
// Now we spoil the labels, in two ways. *Random*: someone tired clicks one of the other three routes, each as
// often as the next. *Habit*: a desk files refund tickets under shipping, because "it is about a parcel,
// isn't it". Each time the learner sees 3,000 labels, and is measured on true ones.

// %% [predict] 40 % of all labels are wrong at random, or 40 % of the refunds are wrong by habit. Which costs more accuracy? And which at equal numbers of wrong labels?

// %% Label noise {#noise}
let clean = Array(labelled.prefix(3000))
let noiseShares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
func withNoise(_ spoil: (Double) -> [Ticket]) throws -> [(Double, Double)] {
  try noiseShares.map {
    ($0, try Evaluation(of: LogisticRegression(training: spoil($0)), on: later).accuracy)
  }
}
func byHabit(_ share: Double) -> [Ticket] {
  LabelNoise.systematic(clean, share: share, from: .refund, to: .shipping)
}
let randomNoise = try withNoise { LabelNoise.random(clean, share: $0) }
let habitNoise = try withNoise(byHabit)
display(
  LinePlot(
    "Accuracy against wrong labels", x: .percent("wrong labels"), y: .percent("accuracy", 0...1)
  ) {
    Series("random, all routes", randomNoise)
    Series("habit, refunds only", habitNoise)
    ReferenceLine(y: majority, "always \"shipping\"")
  })
display(
  Table(
    ["share", "random: labels wrong", "accuracy", "habit: labels wrong", "accuracy"],
    zip(noiseShares, zip(randomNoise, habitNoise)).map { share, accuracy in
      let wrong = [LabelNoise.random(clean, share: share), byHabit(share)].map { noisy in
        percent(Double(zip(noisy, clean).count { $0.route != $1.route }) / Double(clean.count))
      }
      return [percent(share), wrong[0], percent(accuracy.0.1), wrong[1], percent(accuracy.1.1)]
    }))

// %% [markdown]
// The row of 40 % answers the first question: random noise costs more. But it had far more wrong labels to do
// it with, since a habit among refunds touches under a third of all tickets. So compare rows with about equal
// *numbers* of wrong labels. Near a tenth (10 % at random, 40 % by habit) random noise is still the dearer one;
// near a fifth (20 % and 70 %) it is the habit.
//
// Why? Random errors do not agree with each other. With three wrong routes to share them, the true route stays
// the most frequent label of a message until three labels in four are wrong. The accuracy sinks long before
// that because there are only 3,000 labels, and the learner fits the accidents among them, too. So more labels
// should help against random noise, even labels as noisy as these. The next cell tries it.
//
// A habit does agree with itself. While it is rare it does next to nothing (a little good, here, by luck: the
// router answers `shipping` more often, which it did too seldom). Above one half **the wrong answer is the
// lesson**, and more labels of that kind only repeat it.

// %% More labels, as noisy as before {#more-noisy}
func spoiledRow(_ count: Int) throws -> [String] {
  let tickets = ShopFlow.tickets(count, wording: .familiar)
  let spoiled = [
    tickets, LabelNoise.random(tickets, share: 0.6),
    LabelNoise.systematic(tickets, share: 0.8, from: .refund, to: .shipping),
  ]
  let accuracies = try spoiled.map {
    try Evaluation(of: LogisticRegression(training: $0), on: later).accuracy
  }
  return ["\(count)"] + accuracies.map(percent)
}
display(
  Table(
    ["labels", "true", "60 % random", "habit, 80 % of refunds"],
    try [3000, 10_000, 30_000, 100_000].map(spoiledRow)))

// %% [markdown]
// Against random noise more labels are a cure: with 100,000 of them, six in ten wrong, most of the loss is made
// good. Against the habit they do nothing.
//
// And more training? An *epoch* is one pass over all training tickets; so far there were five.

// %% [predict] 80 % of the refunds are filed under shipping. What does the accuracy do when training takes 100 epochs instead of 1?

// %% Pitfall: compute fixes bad data {#bad-data .demo}
let badLabels = byHabit(0.8)
let epochs = [1, 2, 5, 10, 20, 50, 100]
let trained = try progress("training", epochs).map { count in
  try LogisticRegression(training: badLabels, options: .init(epochs: count))
}
let agreement = try trained.map { try Evaluation(of: $0, on: badLabels).accuracy }
let truth = try trained.map { try Evaluation(of: $0, on: later).accuracy }
let cleanAccuracy = try Evaluation(of: LogisticRegression(training: clean), on: later).accuracy
display(
  LinePlot("100 times the compute", x: .log("epochs"), y: .percent("accuracy", 0...1)) {
    Series("agreement with the bad labels", x: epochs, y: agreement)
    Series("accuracy on later customers", x: epochs, y: truth)
    ReferenceLine(y: cleanAccuracy, "true labels, 5 epochs")
  })

// %% [markdown]
// **Compute does not fix bad data.** Training makes the model agree with its labels. These labels are wrong,
// and after one epoch it already agrees with nearly all of them; ninety-nine more change next to nothing. The
// line above took 5 epochs and true labels.
//
// Then what should the desk spend its next euro on? The later tickets are dealt in two halves without copies:
// one to label from, one to measure all offers on.

// %% Where to spend {#feedback .demo}
let halves = try TicketSplit.stratified(later, heldOut: 0.5)
let (pool, fresh) = (halves.training, halves.heldOut)
let moreOfTheSame = ShopFlow.tickets(100_000, wording: .familiar)
let oldRouter = logistic
let newRouter = try LogisticRegression(training: labelled + pool.prefix(300))
let offers: [(name: String, router: LogisticRegression)] = [
  ("10,000 labels", oldRouter),
  ("10 times the epochs", try .init(training: labelled, options: .init(epochs: 50))),
  ("10 times the labels, same wordings", try .init(training: moreOfTheSame)),
  ("10,000 labels and 30 of later tickets", try .init(training: labelled + pool.prefix(30))),
  ("10,000 labels and 300 of later tickets", newRouter),
]
func offerRow(_ name: String, _ router: LogisticRegression) throws -> [String] {
  let evaluation = try Evaluation(of: router, on: fresh)
  return [name, percent(evaluation.accuracy), try interval(evaluation)]
}
display(Table(["trained on", "accuracy", "95 % interval"], try offers.map(offerRow)))

// %% [markdown]
// Ten times the epochs: nothing. Ninety thousand more labels of the old kind: nothing. Three hundred labels
// of the kind that was missing: most of the gap. (Concession: after that, those wordings are not new any
// more, and the figure holds for customers who write like these.) It is the correction of section 2 again, in
// bulk.

// %% [markdown]
// ## 9. Search
// There is a third way to spend compute: at the moment of the decision. Propose several answers, let a
// **verifier** score them, keep the best. A ticket says: *no scan on my parcel for three days*. Four
// proposals:

// %% Four candidates and a verifier {#search .demo}
let candidates = [
  Routing.Candidate("shipping"),
  Routing.Candidate("refund"),
  Routing.Candidate("shipping", evidence: ["the carrier has it"]),
  Routing.Candidate("shipping", evidence: ["the carrier has it", "48 hours without a scan"]),
]
func searchRow(_ budget: Int) -> [any CustomStringConvertible] {
  let best = bestCandidate(candidates, "shipping", budget) ?? 0
  let chosen = candidates[best]
  return [budget, "candidate \(best + 1): \(chosen.route)", chosen.evidence.count]
}
display(Table(["budget", "chosen", "pieces of evidence"], [1, 2, 4].map(searchRow)))

// %% [markdown]
// The verifier gives −1 off the right route and else the number of pieces. Looking at four instead of one
// found an answer with two reasons. But this verifier was told the right route, and outside of exercises
// nobody is.
//
// On real tickets a verifier has to judge by what it can see. A **grounded** one counts cited words that do
// stand in the ticket and speak for the route. A **weak** one counts citations and does not look. The
// proposals come from naive Bayes; three in ten are careless, and cite typical words of any route, whether or
// not they are there.

// %% [predict] From a budget of 1 to one of 64: what becomes of the accuracy with the grounded verifier, and with the weak one?

// %% Pitfall: more search always helps {#weak-verifier .demo}
let proposer = try CandidateProposer(bayes)
let budgets = [1, 2, 4, 8, 16, 32, 64]
var proposals = RandomStream(seed: 5)
let judged = progress("proposing", later.prefix(500)).map { ticket in
  (ticket, proposer.candidates(for: ticket.text, count: 64, using: &proposals))
}
func accuracy(_ budget: Int, _ score: (RoutingCandidate, Ticket) -> Double) -> Double {
  let right = judged.count { ticket, candidates in
    let best = VerifierSearch.best(of: candidates, budget: budget) { score($0, ticket) }
    return best?.route == ticket.route
  }
  return Double(right) / Double(judged.count)
}
let omniscient = budgets.map { accuracy($0) { $0.score(knowing: $1.route) } }
let grounded = budgets.map { accuracy($0) { proposer.groundedScore($0, for: $1.text) } }
let weak = budgets.map { accuracy($0) { candidate, _ in proposer.citationScore(candidate) } }
display(
  LinePlot(
    "Accuracy against search budget", x: .log("candidates"), y: .percent("accuracy", 0...1)
  ) {
    Series("told the right route", x: budgets, y: omniscient)
    Series("grounded verifier", x: budgets, y: grounded)
    Series("weak verifier", x: budgets, y: weak)
  })
display(
  Table(
    ["budget", "told the right route", "grounded", "weak"],
    budgets.indices.map {
      ["\(budgets[$0])", percent(omniscient[$0]), percent(grounded[$0]), percent(weak[$0])]
    }))

// %% [markdown]
// Three curves from the *same* candidates. Told the right route, search soon finds it: somebody always
// proposes it. The grounded verifier gains for a few doublings and stops at what it can tell apart. The weak
// one gains once and then gets **worse with every doubling**: the more candidates, the surer one of them pads
// better than the honest ones. Search finds whatever the verifier likes, and its blind spots too. (For
// learned verifiers of language models this was measured by Cobbe et al. 2021 and by Gao, Schulman and Hilton
// 2022.)
//
// **Build 01.9** (`bestCandidate`).

// %% [notes]
// Ask for verifiers from their own work, and what each of them does not look at: unit tests, star ratings,
// click rates, a colleague who is in a hurry.

// %% [markdown]
// ## 10. What stays a rule
// ShopFlow's policy: a refund of more than 100 is decided by a person, and no refund goes out without
// evidence of the damage. Should that be learned?

// %% The policy gate {#gate .demo}
let requests: [(amount: Double, evidence: [String])] = [
  (24, ["damaged_item"]), (240, ["damaged_item"]), (24, []),
]
display(
  Table(of: requests) {
    Column("amount") { $0.amount }
    Column("evidence") { $0.evidence.isEmpty ? "none" : $0.evidence.joined(separator: ", ") }
    Column("decision") { gate("refund", $0.amount, $0.evidence) }
  })

// %% [predict] The best router of section 8 decides alone about the thousand fresh tickets. How many refunds over 100 does it pay that policy forbids?

// %% Pitfall: rules are forbidden once a model learns {#rules-stay .demo}
struct Claim {
  let answer: String
  let isRefund: Bool
  let amount: Double
  let evidence: [String]
}
var till = RandomStream(seed: 12)
let claims = fresh.map { ticket in
  Claim(
    answer: newRouter.route(ticket.text).rawValue, isRefund: ticket.route == .refund,
    amount: (exp(3.6 + till.normal()) * 100).rounded() / 100,
    evidence: till.uniform() < 0.6 ? ["damaged_item"] : [])
}
func paidRow(_ name: String, _ paid: [Claim]) -> [any CustomStringConvertible] {
  let wrong = paid.filter { !$0.isRefund }
  return [
    name, paid.count, paid.count { $0.amount > 100 }, paid.count { $0.evidence.isEmpty },
    wrong.count, wrong.map(\.amount).max() ?? 0.0,
  ]
}
let alone = claims.filter { $0.answer == "refund" }
let gated = claims.filter { gate($0.answer, $0.amount, $0.evidence) == "refund" }
display(
  Table(
    ["", "paid", "over 100", "no evidence", "wrong route", "dearest wrong"],
    [paidRow("router alone", alone), paidRow("with the gate", gated)]))
print("on the first day, with 10 labels to learn from:")
print("  \(rulebookName) \(percent(rulebookAccuracy)), by an author who could read \(labelled.count) tickets")
print("  logistic regression \(percent(mean(logisticRuns[1])))")

// %% [markdown]
// The router is good, and it pays what policy forbids, because nobody ever asked it not to: amounts are not
// in the ticket, and policy is not in the labels. The gate is a few lines, anyone can read it, it holds for
// every wording, and it bounds what one wrong answer can cost. **Rules are not forbidden.** They are the
// right tool where something is *decided* rather than estimated. On the first day, with ten labels, they may
// also be the better router, if whoever writes them knows the mail as ours did.
//
// (The amounts are drawn at random for this cell; the routes are the router's own.)
//
// **Build 01.10** (`gate`).

// %% [notes]
// Someone will ask to learn the gate from past decisions. Then past exceptions become policy: let them find
// the words for what is lost.

// %% [markdown]
// ## 11. What compute costs
// Training a dense language model takes about six floating-point operations (FLOPs) for each parameter and
// each token of text: two on the way forward, four on the way back (Kaplan et al. 2020). The products are
// large. A zettaFLOP is 10²¹ operations, and 64-bit integers end at 1.8·10¹⁹, so count in `Double`. B stands
// for billion.

// %% Training compute {#flops .demo}
let runs: [(parameters: Double, tokens: Double)] = [(1e9, 20e9), (7e9, 140e9)]
display(
  Table(of: runs) {
    Column("parameters") { "\(Int($0.parameters / 1e9))B" }
    Column("tokens") { "\(Int($0.tokens / 1e9))B" }
    Column("zettaFLOPs") {
      String(format: "%.2f", trainingFLOPs($0.parameters, $0.tokens) / 1e21)
    }
    Column("fits a UInt64") { trainingFLOPs($0.parameters, $0.tokens) < Double(UInt64.max) }
  })

// %% [predict] A budget of 5.88e21 FLOPs pays 140 billion tokens for a model of 7 billion parameters. How many for 1 billion, and for 14 billion?

// %% A fixed budget {#budget .demo}
display(
  Table(of: [1e9, 7e9, 14e9]) {
    Column("parameters") { "\(Int($0 / 1e9))B" }
    Column("tokens for 5.88e21 FLOPs") {
      "\(Int((affordableTokens($0, 5.88e21) / 1e9).rounded()))B"
    }
  })

// %% [markdown]
// Twice the model, half the tokens. Which split is best is a question for lab 04.
//
// And a decision? Training is paid once, decisions are paid for every ticket. The times are measured on your
// machine; the accuracies are those on the tickets that section 9 searched for; the line about a language
// model is arithmetic, 2·N operations a token for a ticket of fifty tokens.

// %% The cost of a decision {#cost}
let asked = Array(later.prefix(judged.count))
func accuracyOnAsked(_ router: any Router) throws -> String {
  percent(try Evaluation(of: router, on: asked).accuracy)
}
func microseconds(_ count: Int, _ decide: (String) -> Route) -> String {
  let texts = later.prefix(count).map(\.text)
  let time = ContinuousClock().measure { for text in texts { _ = decide(text) } }
  return String(format: "%.1f", time / .microseconds(1) / Double(count))
}
var searching = RandomStream(seed: 3)
func searched(_ text: String) -> Route {
  let proposed = proposer.candidates(for: text, count: 16, using: &searching)
  let best = VerifierSearch.best(of: proposed, budget: 16) {
    proposer.groundedScore($0, for: text)
  }
  return best?.route ?? .manualReview
}
display(
  Table(
    ["router", "accuracy, \(asked.count) later tickets", "µs a decision"],
    [
      [rulebookName, try accuracyOnAsked(rulebook), microseconds(2000, rulebook.route)],
      ["naive Bayes", try accuracyOnAsked(bayes), microseconds(2000, bayes.route)],
      ["logistic regression", try accuracyOnAsked(logistic), microseconds(2000, logistic.route)],
      ["best of 16, grounded", percent(grounded[4]), microseconds(200, searched)],
    ]))
let training = ContinuousClock().measure {
  _ = try? LogisticRegression(training: moreOfTheSame)
}
let seconds = String(format: "%.2f", training / .seconds(1))
print("training logistic regression on \(moreOfTheSame.count) tickets: \(seconds) s")
let reading = ComputeBudget.inferenceFLOPs(parameters: 1e9, tokens: 50)
let wordCounts = later.map { Double(Words.all(in: $0.text).count) }
let adding = mean(wordCounts) * Double(Route.shopFlow.count)
print(String(format: "a 1B model reads 50 tokens: %.0e operations", reading))
print(String(format: "naive Bayes adds up a ticket: %.0f operations", adding))

// %% [markdown]
// Search cost many times more than naive Bayes, from which its proposals come, and with this verifier it was
// not better. That is no verdict on search: three proposals in ten were made careless on purpose, to put the
// verifiers to the test. A language model costs far more again, and for six tickets a day that may still be
// nothing. Cost is a column of the table, not a verdict.
//
// **Build 01.11 and 01.12** (`trainingFLOPs`, `affordableTokens`).

// %% [markdown]
// ## 12. What history shows, and what it does not
// In *The Bitter Lesson* (2019) Richard Sutton argues that in the long run general methods which make use of
// more computation beat the knowledge that people build in. Here is the evidence that is usually given, and
// where each piece of it stops. (The sources stand at the end.)

// %% Evidence, and its limits {#history}
display(
  Table(
    ["evidence", "what happened", "it supports", "it does not show"],
    [
      [
        "chess 1997",
        "Deep Blue beat the champion with over 100 million positions a second "
          + "(Campbell et al. 2002)", "search scales",
        "that knowledge was useless: its evaluation had over 8,000 features, made by people",
      ],
      [
        "Go 2017",
        "AlphaGo Zero, from self-play alone, beat the version that had beaten Lee Sedol "
          + "and had begun from human games, 100 to 0 (Silver et al. 2017)",
        "learning and search can do without human games",
        "that this works without exact rules: Go says for free who has won",
      ],
      [
        "speech 2011",
        "deep networks cut word errors on telephone speech from 27.4 to 18.5 % "
          + "(Seide, Li and Yu 2011)", "many layers and much training beat a shallow model",
        "that people's knowledge is superfluous: the network's inputs were still made by hand, and "
          + "the hidden Markov model around it stayed",
      ],
      [
        "vision 2012",
        "deep convolutional networks, several averaged, had 15.3 % top-5 errors, the next best "
          + "entry 26.2 % (Krizhevsky et al. 2012)", "depth, data and GPUs together",
        "what happens without more than a million labels, which people made",
      ],
      [
        "language 2022",
        "70 billion parameters with four times the data beat 280 billion at equal "
          + "compute (Hoffmann et al. 2022)", "gains can be planned, and balance matters",
        "that loss is truth, that any data will do, or that bigger is the better buy",
      ],
    ]))

// %% [markdown]
// In each of them computation won **together with** something that told right from wrong: the rules of the
// game, labels, the next word. Your cells `bad-data` and `weak-verifier` show what happens when that
// something is wrong.

// %% [notes]
// Let each group defend one line: what exactly was scaled, and who supplied the verdict?

// %% [markdown]
// ## 13. A receipt
// Before a component decides about customers' money, somebody should be able to ask what is known about it. A
// receipt says so in six entries, and it is refused below an accuracy of .90 on tickets the component never
// saw. First with example constants, to show the form:

// %% The form of a receipt (example constants, not measured) {#receipt-form .demo}
let gates = ["human_review_high_value", "request_evidence"]
print(
  try DecisionReceipt(
    component: "ticket_router_v2", trainingExamples: 10_000, heldOutAccuracy: 0.92,
    candidateBudget: 4, policyGates: gates, monitor: "manual_escalation_rate"
  ).json())

// %% [markdown]
// Now with our own measurements. Mind one thing: this lab has looked at `later` a dozen times, and whoever
// looks chooses, so its figures may be kinder than the truth. A receipt deserves tickets that nobody has
// opened, and none that is a copy of what a router learned from. (Is that enough? Think of section 3.)

// %% [predict] Two routers apply: the one trained on 10,000 labels, and the one that also saw 300 later tickets. Who gets a receipt?

// %% Receipts from our own measurements {#receipt .demo}
let learnedFrom = Set((labelled + pool.prefix(300)).map { Words.normalized($0.text) })
let unopened = ShopFlow.tickets(2_000, wording: .new, seed: 2)
  .filter { !learnedFrom.contains(Words.normalized($0.text)) }
print("\(unopened.count) tickets that nobody has opened")
for (version, router, examples) in [("v1", oldRouter, 10_000), ("v2", newRouter, 10_300)] {
  let measured = try Evaluation(of: router, on: unopened)
  do {
    let receipt = try DecisionReceipt(
      component: "ticket_router_\(version)", trainingExamples: examples,
      heldOutAccuracy: (measured.accuracy * 1000).rounded() / 1000, candidateBudget: 1,
      policyGates: gates, monitor: "manual_escalation_rate")
    print(try receipt.json())
  } catch {
    print("ticket_router_\(version): \(error)")
  }
}

// %% [markdown]
// Read v2's receipt with section 3 in mind. Its tickets are no copies, but v2 has learned from 300 others that
// were written with the same sentence frames. That is *rows without copies* over again: the figure holds for
// customers who write like those 300, and says nothing about the next new wordings. v1 was measured on
// wordings it had not met, and was refused; on random rows it would have had its receipt.
//
// What would such a router score on wordings it has not met? Keep every second frame of the later customers
// back (each has a word that marks it): a third router learns from 300 later tickets without these marks, and
// all three are measured on unopened tickets that have them.

// %% [predict] On the frames that were kept back: where will the third router stand between v1 and v2?

// %% Measured on frames kept back {#frames-kept-back .demo}
let marks = [
  "promised", "never", "scan", "depot", "stranger", "street", "customs", "until", "pickup", "works",
  "came out",
  "picture", "billed", "credit", "died", "seam", "colour", "new password", "locked", "no access", "close",
  "verification", "username", "newsletter", "rude", "legal", "looking for work", "material", "our office",
  "open",
]
func isKeptBack(_ ticket: Ticket) -> Bool {
  marks.contains { ticket.text.contains($0) }
}
let unmarked = pool.filter { !isKeptBack($0) }.prefix(300)
let thirdRouter = try LogisticRegression(training: labelled + unmarked)
let marked = unopened.filter(isKeptBack)
print("\(marked.count) of \(unopened.count) unopened tickets have a frame that was kept back")
func markedRow(_ name: String, _ router: any Router) throws -> [String] {
  let evaluation = try Evaluation(of: router, on: marked)
  return [name, percent(evaluation.accuracy), try interval(evaluation)]
}
display(
  Table(
    ["router", "accuracy on these", "95 % interval"],
    [
      try markedRow("v1: no later tickets", oldRouter),
      try markedRow("third: \(unmarked.count) later tickets, other frames", thirdRouter),
      try markedRow("v2: 300 later tickets, these frames too", newRouter),
    ]))

// %% [markdown]
// The third router is the honest picture of a router that meets new wordings: better than v1, since later
// customers share words, greetings and asides whatever their sentences, and not as good as v2, which knew these
// frames. v2's lead is the part of its figure that it owes to having met them. It is small here (the intervals
// touch), because one little grammar wrote all the frames; do not count on that elsewhere.
//
// A receipt says how good a component was on tickets *of a kind*; write down which kind. The monitor is there
// because customers will go on changing: when more tickets than usual end up with a person, it is time for
// section 8 again.

// %% [markdown]
// ## Check and extend
// Run `labs check 01` until all thirteen checkpoints pass, then `labs run 01 --mine`, then `labs quiz 01`. (01.13
// has no exercise of its own: it runs your 01.2, 01.4, 01.5 and 01.8 together.)
//
// To go further:
// - Write the seven rules that help most on *later* customers, looking only at `labelled`. Then look at
//   `later`, write seven more, and say what their score means.
// - Let naive Bayes see pairs of words. Does it gain on later customers, or only on rows without copies?
// - Pick the 300 tickets to label by how unsure the router is, instead of the first 300. Compare at equal
//   numbers of labels.
// - Make the weak verifier 10 % less weak. At which budget does accuracy peak?

// %% [markdown]
// ## References
// - Sutton: The Bitter Lesson. 2019. http://www.incompleteideas.net/IncIdeas/BitterLesson.html
// - McCallum, Nigam: A Comparison of Event Models for Naive Bayes Text Classification. AAAI-98 Workshop on
//   Learning for Text Categorization, 1998
// - Ng, Jordan: On Discriminative vs. Generative Classifiers. NIPS 14, 2001
// - Bottou: Stochastic Gradient Descent Tricks. Neural Networks: Tricks of the Trade, Springer, 2012
// - Efron: Bootstrap Methods: Another Look at the Jackknife. The Annals of Statistics 7(1), 1979
// - Kaufman, Rosset, Perlich: Leakage in Data Mining. KDD 2011
// - Evaluation on training rows in an intent router. https://github.com/vllm-project/semantic-router/issues/3558
// - Campbell, Hoane, Hsu: Deep Blue. Artificial Intelligence 134, 2002
// - Silver et al.: Mastering the game of Go without human knowledge. Nature 550, 2017
// - Seide, Li, Yu: Conversational Speech Transcription Using Context-Dependent Deep Neural Networks.
//   Interspeech 2011
// - Krizhevsky, Sutskever, Hinton: ImageNet Classification with Deep Convolutional Neural Networks. NIPS 25, 2012
// - Kaplan et al.: Scaling Laws for Neural Language Models. 2020. https://arxiv.org/abs/2001.08361
// - Hoffmann et al.: Training Compute-Optimal Large Language Models. 2022. https://arxiv.org/abs/2203.15556
// - Cobbe et al.: Training Verifiers to Solve Math Word Problems. 2021. https://arxiv.org/abs/2110.14168
// - Gao, Schulman, Hilton: Scaling Laws for Reward Model Overoptimization. 2022.
//   https://arxiv.org/abs/2210.10760
