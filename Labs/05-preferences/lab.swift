#!/usr/bin/env -S swift run -q labs run
// ---
// title: Preferences, from pairs to a policy
// ---
import Foundation
import LabContracts
import LabEngine
import LabNotebook

// %% [markdown]
// # Preferences, from pairs to a policy
// ShopFlow's desk gets hundreds of returns a day, and the course's model shall answer them. Policy P-7 says what is
// right: a return is eligible if and only if damage is confirmed and at most 30 days have passed since delivery.
// And there is one thing the model must never do: claim that something has been done which nobody has done. "I have
// sent you the label" (the one for sending the parcel back) costs more trust than any wrong decision.
//
// The desk has thousands of answers that people wrote, careless ones among them. Nobody has the time to write
// better ones, but shown *two* answers, everybody can say which is better. This lab turns such judgements into a
// loss and the loss into a better policy (*policy* is the word for a model that acts; a formula calls it π), and
// then looks for everything that can go wrong on the way.
//
// Most experiments ask for a **prediction** first. Write it down before you run the cell. The functions with a
// number, such as 05.1, are yours to write. Until you have, the lesson uses the course's own; `labs run 05 --mine`
// runs it on yours.

// %% [notes]
// Two times 90 minutes in front of a class, without the exercises; sections 1 to 7 are the first half. Cells tagged
// `.demo` are the ones to run live. The lesson trains about twenty small policies and takes some two and a half
// minutes of one core; run it once before the class. Predictions that most hands get wrong: section 3 on what
// imitation copies, section 7 on the chosen answers' probability, section 11 on what the reward does while the win
// rate falls.

// %% [markdown]
// ## 1. A question, an answer, a verifier
// A question to the desk is a short text. The days are given, so nothing has to be counted. The answer has one line
// for the customer, which gives the *evidence* (whether damage is confirmed, and the days held against the limit),
// and three fields for programs.

// %% A question and an answer {#question .demo}
struct UnreadableQuestion: Error { let prompt: String }
func question(_ prompt: String) throws -> ReturnQuestion {
  guard let question = ReturnQuestion(prompt: prompt) else { throw UnreadableQuestion(prompt: prompt) }
  return question
}
let lamp = try question(
  """
  Order A10234: lamp, delivered 12 days ago. Photo: the lamp is broken.
  Customer: my lamp arrived broken, can I return it?
  Agent:
  """)
let rightAnswer = ReturnAnswer(to: lamp)
print(lamp.prompt + rightAnswer.text)

// %% [markdown]
// No tool is connected to this model, so no label is ever created: `label_created: true` is always a lie.
//
// Since both the rule and the form are fixed, a program can judge every answer. It is called a *verifier*, and the
// same answer always gets the same verdict. An answer passes if it keeps the form, decides as P-7 says, names the
// policy, begins with the evidence, and claims nothing. Six answers to the question above:

// %% [predict] Which of the six answers below pass: right; right and polite; claims a label; skips the evidence; names no policy; decides wrongly? And about which of them will the verifier complain twice?

// %% The verifier {#verifier .demo}
var wrongDecision = rightAnswer
wrongDecision.isEligible = false
let sixAnswers = [
  ("right", rightAnswer), ("right, and polite", ReturnAnswer(to: lamp, thanks: 1)),
  ("claims a label", ReturnAnswer(to: lamp, flaws: [.claimsLabel])),
  ("skips the evidence", ReturnAnswer(to: lamp, flaws: [.skipsEvidence])),
  ("names no policy", ReturnAnswer(to: lamp, flaws: [.namesNoPolicy])), ("decides wrongly", wrongDecision),
]
func firstLine(_ text: String) -> String {
  String(text.split(separator: "\n", omittingEmptySubsequences: false).first ?? "")
}
display(
  Table(of: sixAnswers.map { ($0.0, $0.1.text, ReturnVerdict(on: $0.1.text, to: lamp)) }) {
    Column("answer") { $0.0 }
    Column("first line") { firstLine($0.1) }
    Column("what the verifier says") { $0.2.complaints.joined(separator: ", ") }
    Column("passes") { $0.2.passes }
  })

// %% [markdown]
// Two. Whoever begins with a label that nobody created does not begin with the evidence, and is told so twice.
// Politeness is neither required nor forbidden. Keep that in mind: section 10 comes back to it.
//
// A concession, and a large one. Where a verifier exists, one can train on its verdict directly. Real desks have
// none for most of what matters: whether an answer is kind, clear, to the point. That is what preferences are for.
// We *learn* from preferences only, and use the verifier to find out afterwards what was learned.

// %% [markdown]
// ## 2. How likely is an answer?
// A language model reads tokens and gives, after each, one number for every token that may come next: the *logits*.
// The softmax makes probabilities of them. We need their logarithms: a whole answer's probability is a product of
// fifty numbers below one, and its logarithm is a sum, which never gets too small for a computer. (Natural
// logarithms, as everywhere in this lab; their unit is the nat, see lab 02.)

// %% [predict] Logits 2, 1 and −1. Add 1,000 to all three: what happens to the log-probabilities? And to a computer that takes exp, divides, and takes the log?

// %% Log-softmax {#softmax}
func naive(_ logits: [Double]) -> [Double] {
  let exponentials = logits.map { exp($0) }
  return exponentials.map { log($0 / exponentials.reduce(0, +)) }
}
func list(_ numbers: [Double], _ digits: Int = 3) -> String {
  numbers.map { $0.isNaN ? "NaN" : String(format: "%.\(digits)f", $0) }.joined(separator: "  ")
}
let smallLogits = [2.0, 1, -1]
display(
  Table(
    ["logits", "exp, divide, log", "log-softmax"],
    try [smallLogits, smallLogits.map { $0 + 1000 }, smallLogits.map { $0 - 1000 }].map {
      [list($0, 0), list(naive($0)), list(try logSoftmax($0))]
    }))

// %% [markdown]
// Adding the same to all logits changes no probability. But to a computer exp(1002) is infinite and exp(−998) is
// zero; infinity divided by infinity is NaN, *not a number*, and so is zero by zero. Subtract the largest logit
// first, and find the log-probabilities without making probabilities on the way.
//
// **Build 05.1** (`logSoftmax`).
//
// Now the course's model reads the question with the right answer behind it. Row t of its logits has seen the
// tokens 0 to t, and predicts token **t + 1**. The first token was predicted by nothing, so n tokens have n − 1
// predictions.

// %% [predict] The course's model knows the desk's conversations, but not this form of answer. Which token of the answer surprises it most? And how likely will it find that token: one in a hundred, in a million, less?

// %% Token by token {#tokens .demo}
let (course, bytePairs) = try ModelFolder.course().load()
let text = AnswerTokenizer(bytePairs)
/// The log-probability of every token behind the first.
func predictions(_ model: Transformer, _ tokens: [Int]) throws -> [Double] {
  let width = model.configuration.vocabulary
  let logits = try model.logits(tokens)
  let rows = tokens.indices.map { logits[$0 * width..<($0 + 1) * width].map(Double.init) }
  return try tokenLogProbabilities(rows, tokens)
}
let lampPair = try text.pair(lamp.prompt, rightAnswer.text)
let lampTokens = lampPair.prompt + lampPair.answer
let pieces = try lampTokens.map { try bytePairs.text(of: [$0]) }
let promptLength = lampPair.prompt.count
let lampPredictions = try predictions(course, lampTokens)
display(TokenStrip("Masked: the prompt", Array(pieces[..<promptLength])))
display(TokenStrip("Counted: the answer, its end included", Array(pieces[promptLength...])))
display(
  ScatterPlot("How likely the course's model finds each token", x: "token", y: "log-probability, nats") {
    Series("prompt", x: Array(1..<promptLength), y: Array(lampPredictions[..<(promptLength - 1)]))
    Series(
      "answer", x: Array(promptLength..<lampTokens.count), y: Array(lampPredictions[(promptLength - 1)...]))
  })
let least = lampPredictions.indices.min { lampPredictions[$0] < lampPredictions[$1] } ?? 0
print(
  "the least likely token: \(pieces[least + 1].debugDescription) behind \(pieces[least].debugDescription),",
  String(format: "%.1f nats", lampPredictions[least]))

// %% [markdown]
// Zero is certainty; minus twenty is one in five hundred million. *Is at most 30* it knows by heart, and what a
// field is it has no idea. The prompt has its hard tokens, too: nobody can know the order's number. Two things are
// worth a second look. The answer ends with a token of its own, an empty line: to stop is part of the answer and
// has a probability like everything else. And the prompt *begins* with that same token, because in the text the
// model learned from, conversations follow each other with an empty line between them.
//
// ### Which tokens count
// log π(answer | prompt), the log-probability of an answer behind its prompt, is the sum over the answer's tokens
// only. What the customer wrote is not the model's doing. So a *mask* says which predictions count, and it has to
// be right to the token: the prediction of the answer's first token stands at the *last* token of the prompt.

// %% [predict] Put the mask one place too far to the left, or to the right. Which token is then counted wrongly, if any, and which is forgotten?

// %% The mask {#mask .demo}
let endToken = text.ending[0]
let mask = try answerMask(lampTokens, promptLength, endToken)
let shown = Array(promptLength - 3...promptLength + 1) + [lampTokens.count - 3, lampTokens.count - 2]
display(
  Table(
    of: shown,
    title: "Both ends of the answer; of \(mask.count) entries of the mask \(mask.count { $0 }) are true"
  ) {
    Column("t") { $0 }
    Column("has just read") { pieces[$0].debugDescription }
    Column("predicts") { pieces[$0 + 1].debugDescription }
    Column("log p") { String(format: "%.2f", lampPredictions[$0]) }
    Column("counts") { mask[$0] }
  })
let masks: [(String, [Bool])] = [
  ("the answer", mask), ("one too early", Array(mask.dropFirst()) + [false]),
  ("one too late", [false] + mask.dropLast()), ("the prompt as well", mask.map { _ in true }),
]
display(
  Table(
    ["mask", "tokens", "first", "last", "log-probability", "mean a token"],
    try masks.map { name, mask in
      let counted = mask.indices.filter { mask[$0] }
      let sum = try sequenceLogProbability(lampPredictions, mask)
      return [
        name, "\(counted.count)", pieces[(counted.first ?? 0) + 1].debugDescription,
        pieces[(counted.last ?? 0) + 1].debugDescription, String(format: "%.2f", sum),
        String(format: "%.3f", sum / Double(counted.count)),
      ]
    }))
let engineScore = try course.scores(of: [lampPair])[0].logProbability
print("the engine, which reads many answers at a time:", String(format: "%.2f", engineScore))

// %% [markdown]
// All four are plausible numbers, and nothing crashes. One too early, and a token of the prompt is counted while
// the end is not: the model is never taught to stop. One too late, and nobody judges its first word. (Nothing is
// counted in its place here; where answers are padded to one length, it is the padding. It happens: a well-known
// project for small models had such a mask, see the references.)
//
// The answer's log-probability is a **sum**. The mean is another quantity: it makes answers of different lengths
// comparable, and it is not what the theory of section 6 speaks of.
//
// **Build 05.2, 05.3 and 05.4** (`tokenLogProbabilities`, `answerMask`, `sequenceLogProbability`).

// %% [markdown]
// ## 3. Imitation, and what it copies
// First the model has to learn the form. *Supervised fine-tuning*, SFT, is what lab 03's training was: raise the
// log-probability of the next token. Only that here the mask decides which tokens count: the answers'. The desk's
// people, its *agents*, have written two thousand answers. They decide rightly, always, but they have their habits.

// %% What the agents wrote {#demonstrations .demo}
let desk = ReturnDesk(seed: 1)
let demonstrations = desk.demonstrations(2000)
let written = demonstrations.map { ($0, ReturnVerdict(on: $0.answer.text, to: $0.question)) }
func percent(_ share: Double, _ digits: Int = 1) -> String { String(format: "%.\(digits)f %%", share * 100) }
func share(_ holds: (ReturnVerdict) -> Bool) -> Double {
  Double(written.count { holds($0.1) }) / Double(written.count)
}
display(
  Table(of: written.prefix(5), title: "The first five of \(written.count)") {
    Column("first line of the answer") { firstLine($0.0.answer.text) }
    Column("what the verifier says") { $0.1.complaints.joined(separator: ", ") }
  })
print("of all of them \(percent(share(\.passes))) pass")

// %% [predict] The model imitates these answers until its loss no longer falls much. How many of *its* answers to new questions will pass: more than the agents', as many, or fewer?

// %% Supervised fine-tuning {#sft .demo}
var imitation = try Demonstrations(demonstrations, with: text).trainer(for: course)
let (imitationBar, imitationSteps) = (ProgressBar("imitating"), imitation.settings.steps)
try imitation.run { progress, _ in
  imitationBar.update(Double(progress.step) / Double(imitationSteps))
  return .goOn
}
let sft = imitation.model
display(
  LinePlot("Imitation", x: "step", y: "loss on the answers, nats a token") { Series("SFT", imitation.losses) }
)
let questions = desk.questions(.heldOut, 120)
let sftReport = try PolicyReport(of: sft, on: questions, with: text)
let verdicts: [(String, (ReturnVerdict) -> Bool)] = [
  ("keeps the form", \.hasFormat), ("decides as P-7", \.decidesRightly), ("names the policy", \.citesPolicy),
  ("gives the evidence", \.givesEvidence), ("claims nothing", \.claimsNothing),
]
display(
  BarPlot("Answers of which it is true", value: .percent("share", 0...1), categories: verdicts.map(\.0)) {
    Bars("agents", verdicts.map { share($0.1) })
    Bars("SFT", verdicts.map { holds in sftReport.share { holds.1($0.verdict) } })
  })
print("pass: agents \(percent(share(\.passes))), SFT \(percent(sftReport.winRate)) of \(questions.count)")

// %% [markdown]
// About as many. (Give or take five in a hundred, on so few questions.) The form is learned, nearly without fail.
// And the model claims a label about as often as the agents did, skips the evidence about as often, forgets the
// policy's name about as often: imitation copies how *frequent* things are, good habits and bad ones. On top come
// mistakes of its own: more than one decision in ten is wrong, and no agent made a wrong one.
//
// More data of this kind would not help. The data is the goal, and the goal is wrong. One might throw the impure
// answers out, and here that is easy, because a program can tell them. (Try it, it is in the last section.) It is
// no longer easy where nobody can write down what is wrong with an answer, though everybody sees it beside a better
// one.

// %% [markdown]
// ## 4. Two answers, and which is better
// A reviewer now sees two answers to a question and says which is better. That makes a row of four texts: prompt,
// chosen, rejected, and the reason, which is for people. Rows are kept in a file with one JSON object a line.

// %% A row {#row .demo}
let rows = try desk.preferences(.training, 400)
print(PreferenceRow.jsonLines([rows[0]]))
display(
  Table(of: ReturnAnswer.Flaw.allCases, title: "Why the other answer was rejected, in \(rows.count) rows") {
    Column("reason") { $0.rawValue }
    Column("rows") { flaw in rows.count { $0.reason == flaw.rawValue } }
  })

// %% [markdown]
// Here every chosen answer is without a flaw and every rejected one has exactly one. Real reviewers are not that
// clean: they disagree, they tire, they like long answers (section 10).
//
// Rows come from people, from exports, from scripts. Each is looked at when it is read, and what is wrong with it
// is said by line and field.

// %% [predict] A row whose chosen and rejected answers are equal: what would it teach, if it were let in?

// %% Rows that are refused {#refused .demo}
let good = #"{"prompt":"Order …","chosen":" Damage is …","rejected":" I have …","reason":"claims a label"}"#
let broken = [
  ("a field is missing", good.replacing(#""rejected":" I have …","#, with: "")),
  ("equal answers", good.replacing(" I have …", with: " Damage is …")),
  ("an empty answer", good.replacing(" I have …", with: "")),
  ("a number for a text", good.replacing(#"" Damage is …""#, with: "1")),
  ("a list, not an object", "[1, 2]"),
]
func refusal<Answer>(_ body: () throws -> Answer) -> String {
  do {
    return "read: \(try body())"
  } catch let error as Preferences.RowError {
    return error.rawValue
  } catch {
    return "\(error)"
  }
}
display(
  Table(of: broken, title: "A good row, an empty line, and then") {
    Column("third line") { $0.0 }
    Column("your readRows") { broken in refusal { try readRows("\(good)\n\n\(broken.1)\n").count } }
    Column("the engine's sentence") { broken in
      refusal { try PreferenceRow.rows(jsonLines: "\(good)\n\n\(broken.1)\n").count }
    }
  })

// %% [markdown]
// Equal answers are the quietest of these: the pair pushes one text up and the same text down. In the loss that we
// are going to build nothing moves, and the row is still counted in every average.
//
// **Build 05.11** (`readRows`). It depends on nothing else.

// %% [markdown]
// ## 5. From comparisons to scores
// How do comparisons become numbers? Bradley and Terry (1952) proposed: everything has a score r, and A is
// preferred to B with probability σ(r_A − r_B), where σ is the *sigmoid*, σ(x) = 1 / (1 + e⁻ˣ). Chess ratings work
// this way. So take four answers, and let a reviewer with moods, who does not always say the same, compare each two
// of them a hundred times. Then look for the scores that make those judgements most probable. All together they
// have the product of the σ as their probability; the logarithm makes a sum of it, and so we make the mean of −log
// σ(r_chosen − r_rejected) as small as possible.

// %% [predict] Only comparisons are known. Which of these can be found out: the order of the four, the distances between them, their scores?

// %% Scores from comparisons {#bradley-terry .demo}
let candidates = ["right", "right, and polite", "skips the evidence", "claims a label"]
let trueScores = [3.0, 2.5, 1.2, 0.5]
let couples = (0..<4).flatMap { i in (i + 1..<4).map { (i, $0) } }
var reviewer = RandomStream(seed: 5)
var comparisons: [(chosen: Int, rejected: Int)] = []
for (i, j) in couples {
  let prefersFirst = try BradleyTerry.probability(chosen: trueScores[i], rejected: trueScores[j])
  for _ in 0..<100 { comparisons.append(reviewer.uniform() < prefersFirst ? (i, j) : (j, i)) }
}
/// Scores that go downhill from zero on the loss of some comparisons.
func fitted(_ comparisons: [(chosen: Int, rejected: Int)], steps: Int) throws -> [Double] {
  var scores = [Double](repeating: 0, count: 4)
  for _ in 0..<steps {
    var slopes = scores.map { _ in 0.0 }
    for (chosen, rejected) in comparisons {
      let loss = try BradleyTerry.loss(chosen: scores[chosen], rejected: scores[rejected])
      slopes[chosen] += loss.chosenSlope / Double(comparisons.count)
      slopes[rejected] += loss.rejectedSlope / Double(comparisons.count)
    }
    for i in scores.indices { scores[i] -= 4 * slopes[i] }
  }
  return scores
}
func loss(of scores: [Double]) throws -> Double {
  try rewardLoss(comparisons.map { scores[$0.chosen] }, comparisons.map { scores[$0.rejected] })
}
func centred(_ scores: [Double]) -> [Double] {
  scores.map { $0 - scores.reduce(0, +) / Double(scores.count) }
}
let scores = try fitted(comparisons, steps: 200)
display(
  Table(
    ["answer", "true score", "found score", "true, less the mean", "found, less the mean"],
    candidates.indices.map { i in
      [candidates[i], trueScores[i]]
        + [scores[i], centred(trueScores)[i], centred(scores)[i]].map { String(format: "%.2f", $0) }
    }))
let observed = couples.map { i, j in
  let first = comparisons.count { $0 == (i, j) }
  return (scores[i] - scores[j], Double(first) / Double(first + comparisons.count { $0 == (j, i) }))
}
let differences = stride(from: -1.0, through: 4, by: 0.25).map { $0 }
display(
  ScatterPlot(
    "Six couples of answers", x: "difference of the found scores", y: .percent("first preferred", 0...1)
  ) {
    Series("σ of the difference", x: differences, y: differences.map { 1 / (1 + exp(-$0)) }).joined()
    Series("observed share", observed)
  })
print(String(format: "loss with scores all 0: %.4f", try loss(of: [0, 0, 0, 0])))
print(
  String(
    format: "loss with the found ones: %.4f, 100 added to each: %.4f", try loss(of: scores),
    try loss(of: scores.map { $0 + 100 })))
let undecided = [(chosen: 0, rejected: 1), (chosen: 0, rejected: 1), (chosen: 0, rejected: 1)]
for steps in [100, 1000, 10_000] {
  let found = try fitted(undecided, steps: steps)
  print(
    "one answer that won 3 of 3: after \(steps) steps",
    String(format: "it is ahead by %.1f", found[0] - found[1]))
}

// %% [markdown]
// Order and distances, but not the scores: add a hundred to all, and no comparison changes. (The distances as well
// as six hundred moody judgements tell them: the first two answers come out 0.78 apart, not 0.5.) Someone who reads
// a reward of 2.3 should ask: compared with what?
//
// The last three lines are a warning. An answer that won each of three comparisons is better without end, and the
// loss keeps falling as its score grows. Three comparisons do not prove that; the formula takes them at their word.
// Something has to hold the scores. Keep that in mind for the next section.
//
// **Build 05.5 and 05.10** (`logSigmoid`, `rewardLoss`).

// %% [markdown]
// ## 6. The loss of a pair
// The usual way goes on like this. Fit a *reward model* to the comparisons, a second network that scores any
// answer. Then train the policy to earn reward, without going too far from where it began, its *reference*, because
// away from there the reward model has seen nothing. As a formula (Ouyang et al. 2022): make
//
// > mean reward − β · KL(π ‖ π_ref)
//
// as large as possible. KL, the Kullback–Leibler divergence, is the mean of log π/π_ref over the policy's own
// answers: how far the policy π has gone from the reference π_ref. β is the price of a nat of it. Think of a leash:
// the larger β, the shorter.
//
// That problem has an exact answer (Rafailov et al. 2023, equation 4): π*(answer) ∝ π_ref(answer) · exp(reward /
// β), where ∝ says that the right side still has to be divided by its sum over all answers. On our four answers:

// %% [predict] With a large β, which answer does the best policy give? And with a tiny one?

// %% The best policy on a leash {#leash .demo}
let reference = [0.2, 0.2, 0.3, 0.3]
func best(_ beta: Double) throws -> [Double] {
  try logSoftmax(zip(reference, trueScores).map { log($0) + $1 / beta }).map { exp($0) }
}
let leashes = [100, 1, 0.1]
let bestPolicies = try leashes.map(best)
display(
  Table(
    ["answer", "score", "reference"] + leashes.map { "β = \(formatNumber($0))" },
    candidates.indices.map { i in
      [candidates[i], trueScores[i], percent(reference[i])] + bestPolicies.map { percent($0[i]) }
    }))
func logRatio(_ answer: Int) -> Double { log(bestPolicies[1][answer] / reference[answer]) }
print(
  "β · log(π*/π_ref), first less last answer, β = 1:", String(format: "%.3f", logRatio(0) - logRatio(3)),
  "and their scores differ by", trueScores[0] - trueScores[3])

// %% [markdown]
// Large: the reference itself. Tiny: always the answer with the highest score, be it ahead by a hair. And read the
// last line backwards. From the best policy we can *read off* the scores: r = β · log(π*/π_ref), up to a constant
// that is the same for all answers to a prompt, and comparisons do not know constants.
//
// So why fit a reward model at all? Every policy already *is* one: its **implicit reward** of an answer is β · (log
// π − log π_ref). Put that into Bradley and Terry's loss, and train the policy directly. This is **DPO**, direct
// preference optimization (Rafailov et al. 2023, equation 7). With
//
// > h = (log π(chosen) − log π_ref(chosen)) − (log π(rejected) − log π_ref(rejected))
//
// the loss of a pair is **−log σ(β · h)**. h is the *margin*: how much more the policy prefers the chosen answer
// than the reference does. (Many papers and tools call β · h the margin. We keep nats, and say so.)

// %% [predict] Below is one pair with its four log-probabilities. Is the loss above or below log 2 = 0.693? And where would it be before training, when policy and reference are still equal?

// %% One pair, and its near misses {#dpo .demo}
let pair = Preferences.LogProbabilities(
  policyChosen: -10, policyRejected: -14, referenceChosen: -11, referenceRejected: -13)
let untrained = Preferences.LogProbabilities(
  policyChosen: -12, policyRejected: -12, referenceChosen: -12, referenceRejected: -12)
func changed(
  _ pair: Preferences.LogProbabilities, _ change: (inout Preferences.LogProbabilities) -> Void
) -> Preferences.LogProbabilities {
  var pair = pair
  change(&pair)
  return pair
}
let nearMisses: [(String, (Preferences.LogProbabilities) throws -> Double)] = [
  ("DPO", { try dpoLoss($0, 0.1) }),
  (
    "chosen and rejected swapped",
    { pair in
      try dpoLoss(
        changed(pair) {
          swap(&$0.policyChosen, &$0.policyRejected)
          swap(&$0.referenceChosen, &$0.referenceRejected)
        }, 0.1)
    }
  ),
  (
    "no reference",
    { pair in
      try dpoLoss(
        changed(pair) { ($0.referenceChosen, $0.referenceRejected) = (0, 0) }, 0.1)
    }
  ),
  (
    "means of 50 and 41 tokens for sums",
    { pair in
      try dpoLoss(
        changed(pair) {
          ($0.policyChosen, $0.referenceChosen) = ($0.policyChosen / 50, $0.referenceChosen / 50)
          ($0.policyRejected, $0.referenceRejected) = ($0.policyRejected / 41, $0.referenceRejected / 41)
        }, 0.1)
    }
  ),
  ("β outside: −β log σ(h)", { try 0.1 * dpoLoss($0, 1) }),
  (
    "prompt tokens scored as well",
    { pair in
      try dpoLoss(
        changed(pair) {
          // The prompt has one log-probability under the policy, and one under the reference.
          ($0.policyChosen, $0.policyRejected) = ($0.policyChosen - 120, $0.policyRejected - 120)
          ($0.referenceChosen, $0.referenceRejected) = ($0.referenceChosen - 125, $0.referenceRejected - 125)
        }, 0.1)
    }
  ),
]
display(
  Table(
    ["way", "of the pair", "before training"],
    try nearMisses.map { name, loss in
      [name, String(format: "%.6f", try loss(pair)), String(format: "%.6f", try loss(untrained))]
    }))

// %% [markdown]
// Below: the policy prefers the chosen answer by 4 nats, the reference by 2, so h = 2. Before training h = 0, and
// the loss is log 2.
//
// The table is about *mistakes that look right*. Before training, swapped answers and means for sums give log 2,
// just as they should; a missing reference gives it too, but only because policy and reference find both answers
// equally likely here. Check your code with numbers that are **all different**. (Why sums and not means is asked
// often; see the references. The theory above speaks of answers, and an answer's probability is a product.) And the
// last row is right by accident: the prompt has the same log-probability with both answers, so it cancels in h. It
// does not cancel in the log-probability itself, nor in losses that look at one answer at a time (section 9), nor
// in any mean a token. So test the log-probability, not only the loss.
//
// **Build 05.6** (`dpoLoss`).
//
// ### A picture of it

// %% The loss and its slope {#picture .demo .play-dpo-beta}
let margins = stride(from: -60.0, through: 60, by: 2).map { $0 }
func withMargin(_ h: Double) -> Preferences.LogProbabilities {
  Preferences.LogProbabilities(
    policyChosen: -10 + h, policyRejected: -10, referenceChosen: -10, referenceRejected: -10)
}
let threeBetas = [0.05, 0.1, 0.5]
let lossCurves = try threeBetas.map { beta in try margins.map { try dpoLoss(withMargin($0), beta) } }
display(
  LinePlot("The loss of a pair", x: "margin h, nats", y: .linear("−log σ(βh)", 0...4)) {
    for (beta, losses) in zip(threeBetas, lossCurves) { Series("β = \(beta)", x: margins, y: losses) }
  })

// %% [markdown]
// A bend, and two nearly straight arms. To the right the loss is nearly zero: that pair is learned. To the left its
// slope is −β: that pair is wrong, and it is pulled evenly. β decides how wide the bend is. With 0.5 a margin of
// ten nats is plenty, with 0.05 it is hardly a beginning. So β, the price of going away from the reference, also
// says *how far* the loss wants to go: the smaller β, the farther.
//
// Training only uses slopes. With respect to log π(chosen) the slope is −β · σ(−βh). The factor σ(−βh) is a weight
// between 0 and 1: how wrong the policy still is about this pair.

// %% [predict] Four pairs with margins −40, 0, 10 and 50, β = 0.1. Which pulls the model most, and how many times as much as the one with margin 50?

// %% What the gradient weighs {#gradient .demo}
let fourMargins = [-40.0, 0, 10, 50]
let fourGradients = try fourMargins.map { try dpoGradient(withMargin($0), 0.1) }
display(
  Table(
    ["margin", "weight σ(−βh)", "∂ π chosen", "∂ π rejected", "∂ π_ref chosen", "∂ π_ref rejected"],
    zip(fourMargins, fourGradients).map { margin, slope in
      [formatNumber(margin)]
        + [
          -slope.policyChosen / 0.1, slope.policyChosen, slope.policyRejected, slope.referenceChosen,
          slope.referenceRejected,
        ].map { String(format: "%.5f", $0) }
    }, title: "Slopes of the loss with respect to the logarithm of each"))
let nudge = 1e-4
let nudged = try (
  dpoLoss(changed(pair) { $0.policyRejected += nudge }, 0.1),
  dpoLoss(changed(pair) { $0.policyRejected -= nudge }, 0.1)
)
print("∂ log π(rejected) of our pair:", String(format: "%.6f", try dpoGradient(pair, 0.1).policyRejected))
print("nudged up and down instead:   ", String(format: "%.6f", (nudged.0 - nudged.1) / (2 * nudge)))

// %% [markdown]
// The worst pair pulls hardest, nearly a hundred and fifty times as much as the last one. So DPO spends itself on
// what is still wrong. On what is *mislabelled*, too: a pair that somebody clicked wrongly has a negative margin as
// long as the policy is right about it, and pulls harder than any other (section 9 has something against it).
//
// And mind the third and the fourth column. They are equal and opposite: raise the chosen answer by a nat, or lower
// the rejected one by a nat, it is the same to the loss. Nothing says that the chosen answer must become
// *likelier*. We will look at that when we train.
//
// **Build 05.7** (`dpoGradient`).
//
// ### Far from zero
// One more thing before we train. In a long run margins get large, and a pair can be wrong by thousands of nats. σ
// of that is zero to a computer.

// %% [predict] h = −10,000 and β = 0.1. What is the loss? And what does log(1 / (1 + exp(1000))) give?

// %% Log σ far from zero {#far .demo}
display(
  Table(
    ["βh", "−log(1 / (1 + exp(−βh)))", "your logSigmoid", "the same in Float, plainly"],
    [-1000.0, -100, -20, 0, 20, 40].map { x in
      [
        formatNumber(x), formatNumber(-log(1 / (1 + exp(-x)))), formatNumber(-logSigmoid(x)),
        formatNumber(Double(-log(1 / (1 + exp(Float(-x)))))),
      ]
    }))
let farWrong = try dpoLoss(withMargin(-10_000), 0.1)
let farSlope = try dpoGradient(withMargin(-10_000), 0.1).policyChosen
print("h = −10,000: loss \(farWrong), slope \(farSlope)")

// %% [markdown]
// A thousand, with a slope of −β, and nothing infinite: log σ(x) is nearly x when x is very negative, so it should
// never go through σ. Plainly computed it becomes infinite, in Float already before −100, and a single such pair
// can make every weight of the model NaN. At the other end the plain way says 0 where there is still 4 · 10⁻¹⁸
// left; that harms nobody here, but it is as easy to get right.
//
// And what is no number at all, or makes no sense, is refused by name before it reaches a weight:

// %% What is refused {#nonsense}
let nonsense: [(String, () throws -> Double, () throws -> Double)] = [
  ("β = 0", { try dpoLoss(pair, 0) }, { try PreferenceLoss.dpo(beta: 0).evaluate(scored(pair)).value }),
  (
    "a NaN among the four", { try dpoLoss(changed(pair) { $0.policyRejected = .nan }, 0.1) },
    { try scored(changed(pair) { $0.policyRejected = .nan }).margin }
  ),
  (
    "two rewards against one", { try rewardLoss([1, 2], [0]) },
    {
      try PairLogProbabilities.pairs(
        policyChosen: [1, 2], policyRejected: [0], referenceChosen: [1, 2], referenceRejected: [0, 0]
      ).count.plotValue
    }
  ),
  (
    "an answer without tokens", { try sequenceLogProbability([-1, -2], [false, false]) },
    { try course.scores(of: [PromptedAnswer(prompt: [endToken], answer: [])])[0].logProbability }
  ),
]
func scored(_ pair: Preferences.LogProbabilities) throws -> PairLogProbabilities {
  try PairLogProbabilities(
    policyChosen: pair.policyChosen, policyRejected: pair.policyRejected,
    referenceChosen: pair.referenceChosen, referenceRejected: pair.referenceRejected)
}
display(
  Table(of: nonsense) {
    Column("asked") { $0.0 }
    Column("your function") { asked in refusal { try asked.1() } }
    Column("the engine's sentence") { asked in refusal { try asked.2() } }
  })

// %% [markdown]
// A pair that is let through with a NaN makes the whole batch NaN, and the model with it. The earlier it is
// stopped, the easier it is found.

// %% [markdown]
// ## 7. Training on pairs
// Now everything together. The policy begins as a copy of the SFT model; the reference *is* that copy, frozen.
// Since it never changes, its log-probabilities of all answers are computed once. Then forty steps with 16 pairs
// each, with β = 0.1 and a small learning rate.

// %% [predict] While DPO trains: does the log-probability of the *chosen* answers rise, fall, or stay? And that of the rejected ones?

// %% DPO {#train .demo}
let pairs = try text.pairs(rows)
var dpo = try PreferenceTrainer(sft, on: pairs, PreferenceSettings(loss: .dpo(beta: 0.1)))
let (dpoBar, dpoSteps) = (ProgressBar("preferring"), dpo.settings.steps)
try dpo.run { dpoBar.update(Double($0.step) / Double(dpoSteps)) }
let policy = dpo.policy
display(
  LinePlot("Against the reference, mean of each step's pairs", x: "step", y: "log π − log π_ref, nats") {
    Series("chosen", dpo.progress.map(\.chosenLogRatio))
    Series("rejected", dpo.progress.map(\.rejectedLogRatio))
  })
let (firstStep, lastSteps) = (dpo.progress[0], dpo.progress.suffix(10))
func arithmeticMean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
print(
  String(
    format: "step 1: loss %.4f, margin %.2f, accuracy %.2f", firstStep.loss, firstStep.margin,
    firstStep.accuracy))
print(
  String(
    format: "last ten: loss %.4f, margin %.2f, accuracy %.2f; chosen %+.2f, rejected %+.2f nats",
    arithmeticMean(lastSteps.map(\.loss)), arithmeticMean(lastSteps.map(\.margin)),
    arithmeticMean(lastSteps.map(\.accuracy)),
    arithmeticMean(lastSteps.map(\.chosenLogRatio)), arithmeticMean(lastSteps.map(\.rejectedLogRatio))))

// %% [markdown]
// The first loss is log 2, as it must be. From then on the margin grows, and nearly all of it comes from *below*:
// the rejected answers lose several nats, the chosen ones gain less than one. Nothing in the loss asks for more,
// and there is little to gain. Some 42 in 100 answers of the SFT model are without a flaw. A policy that wrote only
// those, in their old proportions, would give each of them 1 / 0.42 times its old probability: not quite 0.9 nats
// more.
//
// Is that more than memory? A hundred pairs were held out, whose questions the training never saw. *Accuracy* is
// the share of them in which the chosen answer has the larger implicit reward; equal ones count half. And the share
// of the policy's own answers that pass the verifier we call its *win rate*. (Elsewhere the word is used for
// comparisons: how often a policy's answer is preferred to another's. Here no opponent is needed.)

// %% [predict] Suppose the accuracy on held-out pairs is above 98 %. What share of the answers that the policy *writes* will pass the verifier?

// %% Before and after {#before-after .demo}
let heldOutRows = try desk.preferences(.heldOut, 100)
let heldOutPairs = try text.pairs(heldOutRows)
func contract(_ pair: PairLogProbabilities) -> Preferences.LogProbabilities {
  Preferences.LogProbabilities(
    policyChosen: pair.policyChosen, policyRejected: pair.policyRejected,
    referenceChosen: pair.referenceChosen, referenceRejected: pair.referenceRejected)
}
let heldOutScores = try dpo.evaluate(heldOutPairs)
let figures = try preferenceFigures(heldOutScores.map(contract), 0.1)
print(
  String(
    format: "held-out pairs: rewards %.3f and %.3f, β · margin %.3f, accuracy %.3f",
    figures.chosenReward, figures.rejectedReward, figures.margin, figures.accuracy))
let policyReport = try PolicyReport(of: policy, reference: sft, on: questions, with: text)
display(
  BarPlot(
    "Answers of which it is true", value: .percent("share", 0...1),
    categories: verdicts.map(\.0) + ["all of it"]
  ) {
    for (name, report) in [("SFT", sftReport), ("DPO", policyReport)] {
      Bars(name, verdicts.map { holds in report.share { holds.1($0.verdict) } } + [report.winRate])
    }
  })
func standardError(_ share: Double, of count: Int) -> Double {
  (share * (1 - share) / Double(count)).squareRoot()
}
for (name, report) in [("SFT", sftReport), ("DPO", policyReport)] {
  let error = standardError(report.winRate, of: report.samples.count)
  print(
    "\(name): win rate \(percent(report.winRate)), give or take \(percent(error));",
    String(format: "KL %.2f nats an answer, %.1f tokens long", report.divergence, report.length))
}
for givesEvidence in [true, false] {
  let answers = sftReport.samples.filter { $0.verdict.givesEvidence == givesEvidence }
  let right = answers.count { $0.verdict.decidesRightly }
  let place = givesEvidence ? "with" : "without"
  print("SFT, \(place) the right evidence in front: \(right) of \(answers.count) decisions right")
}

// %% [markdown]
// Every pair is ranked rightly, and still one answer in ten fails. Ranking two given answers is one thing, writing
// a third is another. What the pairs were about has changed most: evidence, policy and claims. Decisions have
// become better as well, although no rejected answer in our rows decides wrongly. The last two lines suggest why:
// even the SFT model decides better where it has put the right evidence down first. That came as a gift, and
// section 12 shows that one cannot count on gifts.
//
// The price was less than a nat of KL for a whole answer, so the policy is still near where it began. Read some of
// what it writes:

// %% Answers before and after {#samples .demo}
let telling = zip(sftReport.samples, policyReport.samples).filter { $0.0.text != $0.1.text }.prefix(4)
display(
  Table(
    ["", "answer (fields in short)", "passes"],
    telling.flatMap { before, after in
      [("SFT", before), ("DPO", after)].map { name, sample in
        [
          name, sample.text.replacing("\n", with: " ↵ ").replacing("label_created", with: "label"),
          sample.passes ? "✓" : "✗",
        ]
      }
    }))
let still = Dictionary(grouping: policyReport.samples.flatMap(\.verdict.complaints), by: { $0 }).mapValues(
  \.count)
print("what the DPO policy still gets wrong:")
for (complaint, count) in still.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
  print("  \(complaint): \(count)")
}

// %% [markdown]
// The last lines are the list for the next batch of pairs. That is how it is done in earnest: look at what the
// policy does *now*, have people compare that, train again.
//
// **Build 05.8** (`preferenceFigures`).

// %% [notes]
// The second half begins here. Ask for the winner of the sweep before it runs: many will name the largest margin.

// %% [markdown]
// ## 8. The leash: β
// β enters twice: as the price of distance and as the width of the bend. Train on the pairs of section 7 (320 of
// the 400) with four values of it, all else equal, and with four times the learning rate, so that the leash has
// something to hold.

// %% [predict] Four runs with β from 0.05 to 5. Which goes furthest from the reference? And which writes the best answers?

// %% β swept {#sweep .demo}
let study = PreferenceStudy(
  of: sft, on: Array(pairs.prefix(320)), heldOut: heldOutPairs, questions: questions, with: text)
func settings(_ loss: PreferenceLoss, peak: Float = 1e-4, steps: Int = 20) -> PreferenceSettings {
  PreferenceSettings(loss: loss, steps: steps, schedule: LearningRateSchedule(peak: peak, warmup: 5))
}
let sweptBetas = [0.05, 0.2, 1, 5]
let sweep = try study.run(sweptBetas.map { settings(.dpo(beta: $0), peak: 2e-4, steps: 25) })
func outcomeRow(_ name: String, _ outcome: PreferenceStudy.Outcome) -> [String] {
  [
    name, String(format: "%.1f", outcome.margin), percent(outcome.accuracy),
    String(format: "%+.1f", arithmeticMean(outcome.heldOut.map(\.chosenLogRatio))),
    String(format: "%+.1f", arithmeticMean(outcome.heldOut.map(\.rejectedLogRatio))),
    String(format: "%.1f", outcome.report.divergence), percent(outcome.report.winRate),
    percent(outcome.report.share(\.verdict.hasFormat)), String(format: "%.1f", outcome.report.length),
  ]
}
let outcomeHeadings = ["margin", "accuracy", "chosen", "rejected", "KL", "win rate", "form kept", "tokens"]
display(Table(["β"] + outcomeHeadings, zip(sweptBetas, sweep).map { outcomeRow(formatNumber($0), $1) }))
display(
  LinePlot("What β holds", x: .log("β"), y: .log("nats")) {
    Series("margin of held-out pairs", x: sweptBetas, y: sweep.map(\.margin))
    Series("KL from the reference, an answer", x: sweptBetas, y: sweep.map(\.report.divergence))
  })

// %% [markdown]
// Every run ranks every held-out pair rightly. With β = 0.05 the margin is the largest, and the policy the worst:
// it has gone more than four nats, and four answers in ten have lost their form. With β = 1 the margin is 12, the
// KL one nat, and nine answers in ten pass. (The difference to β = 5 is no more than 120 questions can tell.) At a
// margin of 12 a β of 1 has let go of a pair, and one of 0.05 still pulls with a third of its force. So it goes on,
// and pays with whatever the pairs do not speak of, such as the form.
//
// The chosen answers, too, have hardly gained with β = 0.05. Where training goes on, they often become *less*
// likely than they were, together with the rejected ones: that has been seen in large models many times (Pal et al.
// 2024, Razin et al. 2024), and the margin does not show it.
//
// β does not do this alone. In section 7 it was 0.1, and a quarter of the learning rate and more steps went less
// far. Judge a run by its KL and by what the policy writes, whatever the constants.

// %% [markdown]
// ## 9. Variants
// DPO has many relatives. All get the same pairs here, and DPO and the first three of the list see only h:
//
// - **conservative DPO** (Mitchell 2023) supposes that a share ε of the labels is wrong: −(1 − ε) log σ(βh) − ε log
//   σ(−βh);
// - **IPO** (Azar et al. 2023) wants the margin 1/(2β) and not more: (h − 1/(2β))²;
// - the **hinge** is a straight arm with an end: max(0, 1 − βh) (Liu et al. 2023, after Zhao et al. 2023, where the
//   margin has no reference);
// - **KTO** (Ethayarajh et al. 2024) needs no pairs: each answer, desirable or not, is judged by itself, against
//   how far the policy has gone on the whole;
// - **ORPO** (Hong et al. 2024) has no reference: it imitates the chosen answer and adds, λ times, a term that
//   wants its odds p / (1 − p) above the rejected one's (p is the geometric mean of the tokens' probabilities);
// - **SimPO** (Meng et al. 2024) has none either: it compares means a token, times β, and wants one a distance γ
//   above the other.

// %% [predict] A pair with margin 60 nats, β = 0.1: which of DPO, conservative DPO, IPO and hinge push it back?

// %% Four losses of one margin {#shapes .demo}
let ofMargin: [(String, PreferenceLoss)] = [
  ("DPO", .dpo(beta: 0.1)), ("conservative DPO, ε = 0.1", .conservativeDPO(beta: 0.1, flipped: 0.1)),
  ("IPO", .ipo(beta: 0.1)), ("hinge", .hinge(beta: 0.1)),
]
func value(_ loss: PreferenceLoss, margin h: Double) throws -> Double {
  let pair = try PairLogProbabilities(
    policyChosen: -100 + h / 2, policyRejected: -100 - h / 2, referenceChosen: -100, referenceRejected: -100)
  return try loss.evaluate(pair).value
}
let shapes = try ofMargin.map { _, loss in
  let atZero = try value(loss, margin: 0)
  return try margins.map { try value(loss, margin: $0) / atZero }
}
display(
  LinePlot("Loss against margin, β = 0.1", x: "margin h, nats", y: .linear("loss, in losses at h = 0", 0...4))
  {
    for (index, shape) in shapes.enumerated() { Series(ofMargin[index].0, x: margins, y: shape) }
  })
let fineMargins = stride(from: 0.0, through: 60, by: 0.5).map { $0 }
for (name, loss) in ofMargin {
  let values = try fineMargins.map { try value(loss, margin: $0) }
  let lowest = values.indices.min { values[$0] < values[$1] } ?? 0
  print("\(name): lowest at a margin of \(formatNumber(fineMargins[lowest]))")
}
let (knownPair, equalPair) = try (scored(pair), scored(untrained))
let variants: [(String, PreferenceLoss)] =
  ofMargin + [
    ("KTO", .kto(beta: 0.1)), ("ORPO, λ = 1", .orpo(lambda: 1)),
    ("SimPO, β = 2, γ = 1", .simPO(beta: 2, gamma: 1)),
  ]
display(
  Table(
    of: variants, title: "The pair of section 6, each answer one token"
  ) {
    Column("loss") { $0.0 }
    Column("needs") { $0.1.usesReference ? "reference" : "the policy alone" }
    Column("of the pair") { variant in
      (try? variant.1.evaluate(knownPair).value).map { String(format: "%.6f", $0) } ?? "–"
    }
    Column("before training") { variant in
      (try? variant.1.evaluate(equalPair).value).map { String(format: "%.6f", $0) } ?? "–"
    }
  })
print("your ipoLoss of the pair: \(formatNumber(try ipoLoss(pair, 0.1)))")

// %% [markdown]
// IPO pushes it back, and so does conservative DPO, gently. (The hinge is flat from 10 on, and DPO still falls at
// 60, by next to nothing.) IPO wants 1/(2β) = 5 nats, and to it too much is as bad as too little. Conservative DPO
// wants the margin at which the policy's implicit rewards predict the other answer in a tenth of comparisons, 22
// nats. That is what can be done about the wrong click in section 6: such a pair still pulls, nearly as hard as
// before, but no label is taken as certain any more, and so no margin has to grow without end.
//
// **Build 05.9** (`ipoLoss`).
//
// ### The same pairs
// All seven with the constants above, and with the learning rate and the 25 steps of section 8.

// %% [predict] Which of the seven, on the same pairs with the same steps, raises the win rate most? And which makes the chosen answers likelier?

// %% Seven losses, the same pairs {#variants .demo}
let variantOutcomes = try study.run(variants.map { settings($0.1, peak: 2e-4, steps: 25) })
display(
  Table(
    ["loss"] + outcomeHeadings,
    [
      [
        "SFT", "0.0", "–", "0.0", "0.0", "0.0", percent(sftReport.winRate),
        percent(sftReport.share(\.verdict.hasFormat)), String(format: "%.1f", sftReport.length),
      ]
    ]
      + zip(variants, variantOutcomes).map { outcomeRow($0.0.0, $0.1) }))
display(
  ScatterPlot("How far, and how good", x: "KL from the reference, nats an answer", y: .percent("win rate")) {
    Series("SFT", [(0.0, sftReport.winRate)])
    for (variant, outcome) in zip(variants, variantOutcomes) {
      Series(variant.0, [(outcome.report.divergence, outcome.report.winRate)])
    }
  })

// %% [markdown]
// All of them rank all held-out pairs rightly, so look at the rest. IPO stops where it said it would: a margin of
// 4.8 nats, where 1/(2β) = 5, and less than a nat of KL. The hinge lets go of each pair that has reached 10 (its
// mean margin is larger, because pairs that are not there yet pull the others along), KTO lets go of answers that
// are far on either side; both stay within 1.5 nats and keep most of the form. ORPO imitates the chosen answers
// besides, all of them, form included, and that keeps the form without any reference. DPO goes on and pays with the
// form, and its conservative sister does so as well: a margin of 22 is far. SimPO has nothing that holds it. γ = 1
// with β = 2 asks for half a nat more in each token, some 25 nats in an answer; it goes furthest, and it is the
// only one in which the chosen answers have become less likely as well.
//
// Do not read a ranking out of this. The learning rate is the high one of section 8, chosen so that differences
// show, and no constant was tuned. What carries over is the *kind* of difference: some losses are satisfied at some
// point, others never.

// %% [markdown]
// ## 10. What else was preferred
// A policy learns what *distinguishes* chosen from rejected answers, wanted or not. Reviewers like long answers;
// that is known of people and of models that judge (Park et al. 2024). So let us have a desk where reviewers do: of
// the chosen answers most say thank you, of the rejected ones few. The verifier does not care for thanks.

// %% [predict] The SFT model says thank you about once in two answers. How often after DPO on these pairs, and what does it do to the win rate?

// %% Thank you for your patience {#length .demo}
let politeDesk = ReturnDesk(seed: 1, chosenThanksShare: 0.7, rejectedThanksShare: 0.1)
let politeRows = try politeDesk.preferences(.training, 320)
let politeThanks = [politeRows.map(\.chosen), politeRows.map(\.rejected)].map {
  formatNumber(thanks(in: $0), significant: 3)
}
print("thanks in a chosen answer: \(politeThanks[0]), in a rejected one: \(politeThanks[1])")
let mostThanks = politeRows.flatMap { [$0.chosen, $0.rejected] }.map { thanks(in: [$0]) }.max() ?? 0
print("the most in any of them: \(formatNumber(mostThanks))")
let politeStudy = try PreferenceStudy(
  of: sft, on: text.pairs(politeRows),
  heldOut: text.pairs(politeDesk.preferences(.heldOut, 100)), questions: questions, with: text)
let politeLosses: [(String, PreferenceLoss)] = [
  ("DPO", .dpo(beta: 0.1)), ("SimPO", .simPO(beta: 2, gamma: 1)),
]
let polite = try politeStudy.run(politeLosses.map { settings($0.1) })
func thanks(in texts: [String]) -> Double {
  arithmeticMean(texts.map { Double($0.components(separatedBy: ReturnAnswer.thankYou).count - 1) })
}
func thanks(_ report: PolicyReport) -> Double { thanks(in: report.samples.map(\.text)) }
func lengthRow(_ name: String, _ scored: [PairLogProbabilities], _ report: PolicyReport) throws -> [String] {
  let bias = try LengthBias(of: scored)
  return [
    name, percent(bias.chosenIsLonger), String(format: "%+.1f", bias.meanDifference),
    bias.correlation.map { String(format: "%+.2f", $0) } ?? "–", String(format: "%.1f", report.length),
    String(format: "%.2f", thanks(report)), percent(report.share(\.verdict.hasFormat)),
    percent(report.winRate),
  ]
}
display(
  Table(
    ["trained on", "chosen longer", "by tokens", "correlation", "tokens", "thanks", "form", "win rate"],
    try [
      [
        "nothing (SFT)", "–", "–", "–", String(format: "%.1f", sftReport.length),
        String(format: "%.2f", thanks(sftReport)), percent(sftReport.share(\.verdict.hasFormat)),
        percent(sftReport.winRate),
      ],
      lengthRow("the pairs of section 7", heldOutScores, policyReport),
    ] + zip(politeLosses, polite).map { try lengthRow("polite pairs, \($0.0)", $1.heldOut, $1.report) }))

// %% [markdown]
// *Correlation* is that of a pair's margin with the number of tokens by which its chosen answer is longer. It is a
// poor witness: which flaw was rejected matters more to a margin, and an answer that claims a label is the longer
// one. What the policy *writes* says it plainly. The SFT model said thank you about once in two answers. Now it is
// nearly three times in each, more than in the chosen answers themselves, and answers are half as long again. The
// win rate has risen, because the evidence was learned as well; but one answer in seven has lost its form. (Section
// 7 had other steps, so its win rate is no measure for this one.) No loss could tell the policy which was meant,
// the evidence or the thanks.
//
// Nor do means help, as one might hope. SimPO takes means a token, and thanks all the same: a phrase whose tokens
// are nearly certain raises a mean as well. What helps is to look, and then to balance the pairs, so that in as
// many of them the rejected answer is the polite one.

// %% [markdown]
// ## 11. A reward, and how it is hacked
// Now the other way, the one with a reward model; we call it the *judge*. Ours is small: the SFT model reads an
// answer, and of the 128 numbers from which it makes the logits of each token (its last *hidden state*) we take the
// mean over the answer. The reward is a weighted sum of them, fitted by Bradley and Terry's loss to the polite
// pairs of the last section.

// %% [predict] Which answer to the lamp's owner will the judge like best: the right one, the right one with a thank you, or with eight of them?

// %% The judge {#judge .demo}
let judge = try RewardModel(reading: sft, preferring: politeStudy.pairs)
print(
  "the judge is right about \(percent(try judge.accuracy(on: politeStudy.heldOut))) of the held-out pairs")
display(
  Table(
    ["answer to the lamp's owner", "reward", "passes"],
    try [("right", 0), ("right, one thank you", 1), ("right, four", 4), ("right, eight", 8)].map {
      name, thanks in
      let answer = ReturnAnswer(to: lamp, thanks: thanks).text
      let reward = try judge.rewards(of: [text.pair(lamp.prompt, answer)])[0]
      return [name, String(format: "%+.2f", reward), ReturnVerdict(on: answer, to: lamp).passes ? "✓" : "✗"]
    }
      + [ReturnAnswer.Flaw.claimsLabel, .skipsEvidence].map { flaw in
        let answer = ReturnAnswer(to: lamp, flaws: [flaw]).text
        let reward = try judge.rewards(of: [text.pair(lamp.prompt, answer)])[0]
        return [
          flaw.rawValue, String(format: "%+.2f", reward),
          ReturnVerdict(on: answer, to: lamp).passes ? "✓" : "✗",
        ]
      }))

// %% [markdown]
// The judge ranks the held-out pairs without fail. And look what it has learned besides: every further thank you
// earns something, if less and less, and with eight of them the right answer is worth far more than without. In no
// row did anybody say it more than three times. Beyond that nobody asked the reviewers, and the judge goes on by
// itself.
//
// Now a *policy gradient*: let the policy write four answers to a question, score them, and make those likelier
// that did better than the other three (REINFORCE, Williams 1992, with the mean of the others as the baseline,
// Ahmadian et al. 2024). From each reward β · log π/π_ref is subtracted: the leash.

// %% [predict] Now maximise that reward, forty steps, without a leash (β = 0) and with one (β = 1). What becomes of the reward, and of the win rate?

// %% With and without the leash {#hack .demo}
func optimised(leash: Double) throws -> PolicyGradientTrainer {
  let settings = PolicyGradientSettings(leash: leash, steps: 40)
  var trainer = try PolicyGradientTrainer(sft, on: desk.questions(.training, 400), with: text, settings) {
    written in
    try judge.rewards(of: written.map(\.answer))
  }
  let bar = ProgressBar("leash \(formatNumber(leash))")
  try trainer.run { bar.update(Double($0.step) / Double(settings.steps)) }
  return trainer
}
let gradients = try [0.0, 1].map(optimised)
func smoothed(_ values: [Double]) -> [Double] {
  values.indices.map { arithmeticMean(Array(values[max(0, $0 - 4)...$0])) }
}
let measures: [(String, KeyPath<PolicyGradientProgress, Double>)] = [
  ("Reward", \.reward), ("Win rate", \.winRate),
]
for (title, measure) in measures {
  display(
    LinePlot("\(title) of the answers that the policy writes", x: "step", y: "mean of the last five steps") {
      for trainer in gradients {
        Series(
          "β = \(formatNumber(trainer.settings.leash))",
          smoothed(trainer.progress.map { $0[keyPath: measure] }))
      }
    })
}
let gradientReports = try gradients.map {
  try PolicyReport(of: $0.policy, reference: sft, on: questions, with: text)
}
func rewards(_ report: PolicyReport) throws -> Double {
  arithmeticMean(
    try judge.rewards(
      of: report.samples.map {
        try PromptedAnswer(prompt: text.prompt($0.question.prompt), answer: $0.tokens)
      }))
}
display(
  Table(
    ["policy", "reward", "KL", "tokens", "thanks", "ended", "evidence", "win rate"],
    try zip(["SFT", "no leash", "leash β = 1"], [sftReport] + gradientReports).map { name, report in
      [
        name, String(format: "%+.2f", try rewards(report)), String(format: "%.1f", report.divergence),
        String(format: "%.1f", report.length), String(format: "%.2f", thanks(report)),
        percent(report.share(\.hasEnded)),
        percent(report.share(\.verdict.givesEvidence)), percent(report.winRate),
      ]
    }))
for (name, report) in zip(["without the leash", "with it"], gradientReports) {
  let written = report.samples[0].text
  print("\(name):\(written.prefix(200))\(written.count > 200 ? " …" : "")")
}

// %% [markdown]
// For about fifteen steps reward and win rate rise together: what the judge likes is mostly what was meant. Then
// the policy finds the thanks. The reward goes on rising as if nothing had happened, and in the end no answer
// passes: the evidence, and then thanks until the answer is cut off at 120 tokens, seven of them on average, twelve
// nats from where the policy began. This is *reward hacking*. Gao et al. (2022) measured the turning point for
// reward models of many sizes: the reward that is optimised rises, the one that was meant rises at first, and then
// falls.
//
// The leash did not know what was meant either. It only made every nat cost something, and a policy that stays
// within about one nat of the reference stays where the judge has seen answers. The reward it earns is much
// smaller, and three answers in four pass. It says thank you more than twice as often as before, though: a leash
// makes hacking dearer, it does not cure the judge. For that, somebody has to look at what the policy writes now
// and compare again.

// %% [notes]
// Before the two curves are shown, ask at which step the class would have stopped, seeing the reward alone.

// %% [markdown]
// ## 12. A new rule
// On Monday the shop changes its policy: fourteen days instead of thirty. The reviewers know, and all answers that
// they compare from now on, chosen and rejected ones, decide by the new limit. So the new rule stands in every row,
// twice. (What was rejected, in all of them, is the claim of a label.)

// %% [predict] DPO on 320 such rows. Of held-out returns with 15 to 30 days and a broken thing, how many does the policy now refuse?

// %% A fact is not a preference {#fact .demo}
let newDays = 14
let mondayDesk = ReturnDesk(seed: 1, claimShare: 0, skipShare: 0, namelessShare: 0, mostDays: newDays)
func mondayPairs(_ part: CourseCorpus.Part, _ count: Int) throws -> [TokenizedPreference] {
  try text.pairs(mondayDesk.preferences(part, count, rejecting: [.claimsLabel]))
}
let mondayRow = try mondayDesk.preferences(.training, 1, rejecting: [.claimsLabel])[0]
print("chosen:  \(firstLine(mondayRow.chosen))\nrejected:\(firstLine(mondayRow.rejected))")
let between = desk.questions(.heldOut, 600).filter {
  $0.damageIsConfirmed && $0.days > newDays && $0.days <= ReturnPolicy.mostDays
}
let mondayStudy = try PreferenceStudy(
  of: sft, on: mondayPairs(.training, 320), heldOut: mondayPairs(.heldOut, 100), questions: between,
  with: text)
let mondayDPO = try mondayStudy.run([settings(.dpo(beta: 0.1))])[0]
var lesson = try Demonstrations(mondayDesk.demonstrations(320), with: text).trainer(
  for: sft,
  TrainingSettings(
    steps: 30, batchSize: 8, context: 256, schedule: LearningRateSchedule(peak: 5e-4, warmup: 3),
    spikeGuard: nil))
try lesson.run { _, _ in .goOn }
display(
  Table(
    ["policy", "accuracy on pairs", "decides by 14", "evidence says 14", "claims nothing"],
    try [
      ("SFT", sft, "–"), ("DPO on 320 pairs", mondayDPO.policy, percent(mondayDPO.accuracy)),
      ("SFT on 320 right answers", lesson.model, "–"),
    ].map { name, model, accuracy in
      let report = try PolicyReport(of: model, on: between, with: text, mostDays: newDays)
      return [
        name, accuracy, percent(report.share(\.verdict.decidesRightly)),
        percent(report.share(\.verdict.givesEvidence)),
        percent(report.share(\.verdict.claimsNothing)),
      ]
    }, title: "\(between.count) held-out returns of broken things after 15 to 30 days"))

// %% [markdown]
// None, where it was a few before; and yet it ranks all held-out pairs rightly. The new limit stands in both
// answers of every row, so it is pushed up with the one and down with the other, and all but cancels, as the prompt
// did in section 6. (The prompt cancels exactly. These words stand behind different ones in the two answers.) The
// policy has learned what the pairs *differ* in: it hardly claims labels any more. Thirty steps of imitation on as
// many right answers, on the other hand, and nine decisions in ten are by the new rule. (It took larger steps and
// more of them, so this is no race.)
//
// So a pair teaches what its answers differ in, and what they share has to be shown in another way. Pairs that
// differ in the fact itself do pull at it, in the words that they hold; whether the rule behind the words is
// learned from them is a good thing to try (see below).

// %% [markdown]
// ## 13. What a small desk cannot tell you
// Our policy has half a million weights, its questions come from a grammar, and a program wrote both answers of
// every pair. Five things do not carry over:
//
// - **The verifier.** It knows the truth, always. On a real task win rates come from people or from other models,
//   who have tastes of their own.
// - **Clean pairs.** Our rejected answers have exactly one flaw each, and no reviewer errs. Real people disagree:
//   the labellers of Ouyang et al. (2022) agreed with each other in about 73 of 100 comparisons.
// - **Answers from elsewhere.** Our pairs were written by the same grammar that the SFT model imitates, so they are
//   answers that it might have given. Pairs that are far from anything a policy would say teach less; many
//   therefore let the policy write both answers and have them compared afresh.
// - **The ranking of the losses.** Seven losses, one learning rate, one seed each, constants of a usual size: that
//   shows *how they differ*, and not which is best.
// - **Size.** How a reward is hacked depends on both models' sizes; Gao et al. (2022) measured how true reward
//   first rises and then falls as the distance from the reference grows, by formulas whose constants change
//   smoothly with the reward model's size.

// %% [markdown]
// ## Check and extend
// Run `labs check 05` until all checkpoints pass, then `labs run 05 --mine`, then `labs quiz 05`.
//
// To go further:
// - Throw the agents' impure answers out and imitate the rest, or imitate the chosen answers of the pairs. How near
//   does that come to DPO, and what does it need that pairs do not?
// - Repeat the table of section 9 with the settings of section 7. Which differences are left? Then tune each loss.
// - Swap chosen and rejected in every tenth row, and train DPO and conservative DPO on them. When does ε pay?
// - Let the policy write its own pairs: two answers to each question, judged by the verifier. Train on those, and
//   again on what it writes then.
// - Give the reward of section 11 a price for each token. Which price makes the answers short, and which makes them
//   wrong?
// - Make pairs in which chosen answers decide by 14 days and rejected ones by 30. Does the policy learn the rule,
//   or only the words?
// - Train KTO on twice as many rejected answers as chosen ones, and set its weights to make up for it.

// %% [markdown]
// ## References
// - Bradley, Terry: Rank Analysis of Incomplete Block Designs. 1952. https://doi.org/10.2307/2334029
// - Williams: Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning. 1992.
//   https://doi.org/10.1007/BF00992696
// - Ouyang et al.: Training language models to follow instructions with human feedback (InstructGPT). 2022.
//   https://arxiv.org/abs/2203.02155
// - Gao, Schulman, Hilton: Scaling Laws for Reward Model Overoptimization. 2022. https://arxiv.org/abs/2210.10760
// - Rafailov et al.: Direct Preference Optimization: Your Language Model is Secretly a Reward Model. 2023.
//   https://arxiv.org/abs/2305.18290
// - Mitchell: A note on DPO with noisy preferences and relationship to IPO. 2023. https://ericmitchell.ai/cdpo.pdf
// - Azar et al.: A General Theoretical Paradigm to Understand Learning from Human Preferences (IPO). 2023.
//   https://arxiv.org/abs/2310.12036
// - Zhao et al.: SLiC-HF: Sequence Likelihood Calibration with Human Feedback. 2023.
//   https://arxiv.org/abs/2305.10425
// - Liu et al.: Statistical Rejection Sampling Improves Preference Optimization. 2023.
//   https://arxiv.org/abs/2309.06657
// - Ethayarajh et al.: KTO: Model Alignment as Prospect Theoretic Optimization. 2024.
//   https://arxiv.org/abs/2402.01306
// - Hong, Lee, Thorne: ORPO: Monolithic Preference Optimization without Reference Model. 2024.
//   https://arxiv.org/abs/2403.07691
// - Meng, Xia, Chen: SimPO: Simple Preference Optimization with a Reference-Free Reward. 2024.
//   https://arxiv.org/abs/2405.14734
// - Pal et al.: Smaug: Fixing Failure Modes of Preference Optimisation with DPO-Positive. 2024.
//   https://arxiv.org/abs/2402.13228
// - Razin et al.: Unintentional Unalignment: Likelihood Displacement in Direct Preference Optimization. 2024.
//   https://arxiv.org/abs/2410.08847
// - Park et al.: Disentangling Length from Quality in Direct Preference Optimization. 2024.
//   https://arxiv.org/abs/2403.19159
// - Ahmadian et al.: Back to Basics: Revisiting REINFORCE-Style Optimization for Learning from Human Feedback.
//   2024. https://arxiv.org/abs/2402.14740
// - A mask that was off by one. https://github.com/jingyaogong/minimind/issues/621
// - Sums or means of log-probabilities. https://github.com/huggingface/trl/issues/789
