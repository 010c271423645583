#!/usr/bin/env -S swift run -q labs run
// ---
// title: Self-consistency and test-time compute
// ---
import Foundation
import LabContracts
import LabEngine
import LabNotebook

// %% [markdown]
// # Self-consistency and test-time compute
// A customer of ShopFlow bought seven lamps, sends two back, has a voucher, and asks what is to be paid. That is no
// longer a question of wording. It takes several sums, and one slip in any of them makes the answer wrong.
//
// So far a better answer meant a better model: more data, more parameters, more training. This lab leaves the model as
// it is and spends more on *each question*: it lets the model write its working down, asks it many times, and thinks
// about which of the answers to believe. That is **test-time compute**, and its simplest form is a vote.
//
// Nothing here is simulated where the model can speak. The course ships a small transformer, trained by the course's
// own engine on such problems; everything you see it write, it writes while you watch. Where something *is* simulated,
// the text says so.
//
// Every experiment asks for a **prediction** first. Write it down before you run the cell. The functions with a number,
// such as 06.1, are yours to write. Until you have, the lesson uses the course's own; `labs run 06 --mine` runs it on
// yours.

// %% [notes]
// Two times 90 minutes in front of a class, without the exercises; sections 1 to 6 are the first half. Cells tagged
// `.demo` are the ones to run live. The cell that takes longest is `#table` in section 4, about half a minute; all
// that follows is computed from its table. Predictions that most hands get wrong: the direct answer in section 2, the
// best temperature in section 6, and the checker in section 9. Do not give section 6 away while the curve of section 4
// is on the wall.

// %% [markdown]
// ## 1. A chain
// A problem, as the model reads it, and what it writes. No problem of this lab was in the model's training. (`lines:
// any` at the end of the prompt is a switch; section 2 turns it.)

// %% One problem, one chain {#chain .demo}
let solver = try ReasoningModel.course()
let corpus = ReasoningCorpus(seed: 7)
let levels = Array(ReasoningProblem.levels)
/// As many problems of every level, which the model has never read.
func heldOutProblems(_ perLevel: Int) -> [ReasoningProblem] {
  levels.flatMap { corpus.problems(perLevel, .heldOut, level: $0) }
}
let example = corpus.problems(2, .heldOut, level: 4)[1]
let careful = try solver.sample([example], SamplingPlan(samples: 1, temperature: 0)).samples[0][0]
print(example.prompt())
print(careful.text)
print("right: \(example.answer)")
let parameterCount = solver.model.configuration.parameterCount
print("(\(parameterCount) parameters; \(careful.tokens) tokens)")

// %% [markdown]
// The lines before the answer are a **chain of thought** (Wei et al. 2022): working, written down. The model has
// learned from such texts. It has never been given a calculator: it produces one token after the other, and here a
// token is a word, a sign or a single digit.
//
// For each next token the model gives not one choice but a probability for every token that it knows. Above, the
// likeliest was taken each time: that is the **greedy** chain, and it is always the same. One can also *draw* by these
// probabilities, and gets another chain each time. The **temperature** says how freely: at 1 as the model gives them;
// at 0.7, which we use, the likely ones are favoured a little; towards 0 only the likeliest is left, and that is greedy
// again.

// %% [predict] Ten chains for this one problem, drawn one by one: how many are right? And how many different answers do the wrong ones give?

// %% Ten chains {#ten .demo}
let ten = try solver.sample([example], SamplingPlan(samples: 10, seed: 4)).samples[0]
display(
  Table(
    ["chain", "answer as written", ""],
    ten.map { sample in
      [
        sample.lines.map { $0.replacing(" ", with: "") }.joined(separator: ", "),
        sample.writtenAnswer ?? "none",
        sample.isCorrect(for: example) ? "✓" : "✗",
      ]
    }))

// %% [markdown]
// Six are right. The other four make one and the same slip, in the last sum: 559 + 240 = 899. All lines before it are
// right in all ten chains. And four spellings of one answer are among them, which section 3 has to deal with.

// %% [markdown]
// ## 2. Why write it down at all?
// A transformer makes one pass for each token, and every pass has the same number of steps, however hard the question.
// To answer at once it must have done all of the sums in the pass that writes the first digit. Every line it writes is
// more work, and what it wrote it can read again.
//
// The prompt of our model names how many lines it may write, because its training text did: `lines: 0` asks for the
// answer at once. Ninety problems, thirty each of two, three and four sums, get eight chains under every limit.

// %% [predict] With no line of working, how many of the answers are right? With a line for each sum it is about two of three.

// %% Lines allowed, lines written {#budget .demo}
let someProblems = heldOutProblems(30)
let limits: [LineBudget] = [.lines(0), .lines(1), .lines(2), .lines(3), .lines(4), .lines(6), .free]
let byLimit = try limits.map {
  try solver.sample(someProblems, SamplingPlan(samples: 8, budget: $0, seed: 5))
}
func percent(_ share: Double, _ digits: Int = 0) -> String { String(format: "%.\(digits)f %%", share * 100) }
func between(_ measured: Measured) -> String { "\(percent(measured.low)) to \(percent(measured.high))" }
/// A difference between two shares, in points, with its interval.
func points(_ difference: Measured) -> String {
  let values = [difference.mean, difference.low, difference.high].map { String(format: "%+.1f", $0 * 100) }
  return "\(values[0]) points (\(values[1]) to \(values[2]))"
}
display(
  Table(
    ["prompt says", "right", "95 % interval", "lines written", "obeyed", "tokens"],
    try zip(limits, byLimit).map { limit, table in
      let obedience = try table.obedience(to: limit.limit ?? 99)
      let accuracy = try table.singleAccuracy()
      return [
        limit.text, percent(accuracy.mean), between(accuracy), String(format: "%.2f", obedience.meanLines),
        limit == .free ? "–" : percent(obedience.obeyed.mean), String(format: "%.1f", table.meanTokens),
      ]
    }))
let moreLines = zip(try byLimit[5].votesRight(of: 1), try byLimit[6].votesRight(of: 1)).map { $0 - $1 }
print("six lines against any, problem by problem: \(points(try Measured(moreLines)))")
print("\na chain under lines: 6\n\(byLimit[5].samples[60][0].text)")

// %% [markdown]
// Without working the model cannot do it: 0 %, to within one in a hundred. It obeys (in that share of its chains it
// wrote no more lines than it was allowed), and answers with a number that looks like one. With the lines that the sums
// need it is right in two cases of three. The 37 tokens it writes are not an explanation of a result that it had; they
// are how it gets one.
//
// And more lines are *worse*: told that six are allowed, it takes products apart, as in the chain above, because its
// training text did so, and each further line is a further chance to slip. Longer is not better in itself.

// %% By the number of sums {#levels}
let threeKinds: [(String, SampleTable)] = [
  ("at once", byLimit[0]), ("two lines", byLimit[2]), ("as many as it likes", byLimit[6]),
]
let byLevel = try threeKinds.map { name, table in
  Bars(name, try levels.map { level in try table.filtered { $0.level == level }?.singleAccuracy().mean ?? 0 })
}
display(
  BarPlot("Right, by sums", value: .percent("right", 0...1), categories: levels.map { "\($0) sums" }) {
    for bars in byLevel { bars }
  })

// %% [markdown]
// A limit can also be *forced*: cut the chain after so many lines, write `answer:` for the model, and let it finish
// (Muennighoff et al. 2025 do this to long chains). That obeys always. Is it as good as being told beforehand?

// %% [predict] Problems of three sums, two lines allowed: one sum is left to be done in the head. How many are right when the model is told of the limit? And when it is cut there?

// %% Told, or cut {#forced}
let freePlan = SamplingPlan(samples: 8, budget: .free, seed: 5)
let cutAfterTwo = try solver.forcing(byLimit[6], toLines: 2, freePlan)
func ofThreeSums(_ table: SampleTable) throws -> Measured {
  try (table.filtered { $0.level == 3 } ?? table).singleAccuracy()
}
for (name, table) in [
  ("told: two lines", byLimit[2]), ("cut after two lines", cutAfterTwo), ("free", byLimit[6]),
] {
  let accuracy = try ofThreeSums(table)
  print(
    "\(name.padding(toLength: 20, withPad: " ", startingAt: 0)) \(percent(accuracy.mean))  (\(between(accuracy)))"
  )
}

// %% [markdown]
// Nothing, either way: one sum is missing, and the model cannot do even that one without writing it down, although its
// training text left such sums out, too. Force obeys always; it does not help a model that has no other way to think.
// (Muennighoff's model has 32 billion parameters. Cut short it is right less often, but far from never.)

// %% [markdown]
// ## 3. Which answer is that?
// Before answers can be counted, a program must find them and see which are the same. That looks like a detail. It has
// cost real evaluations their results: a harness that compared `$29.00` with `29` and found them different; one that
// took the last number of texts which had run on into the next question; a vote that dropped the answer `A` because it
// looked like an article.
//
// 06.1 finds the answer, 06.2 brings it into one form.

// %% [markdown]
// **Build 06.1 and 06.2** (`extractAnswer`, `normalizedAnswer`), then run `labs check 06.1`.

// %% Spellings {#spellings .demo}
let spellings = [
  "7 * 38 = 266\nanswer: 266", "answer: €266.00", "so it is 266 euros.", "Answer: $1,266.50",
  "answer: 266.0\n",
  "5 lamps, no: 7 lamps\nanswer: ２６６", "money back: −12", "answer: A", "7 * 38 =\nanswer:", "I do not know",
]
display(
  Table(
    ["written", "found (06.1)", "in one form (06.2)"],
    spellings.map { text in
      let found = extractAnswer(text)
      return [
        text.replacingOccurrences(of: "\n", with: "⏎"), found ?? "none",
        found.map(normalizedAnswer) ?? "none",
      ]
    }))

// %% [markdown]
// What has no answer stays `none`. It must not become a vote, least of all one for the empty text: chains that break
// off have that in common and would soon agree.
//
// Our model spells its answers in several ways too, because its training text did. How much would it cost not to care?

// %% [predict] The answers are compared as they are written, euro signs and all. What share of the right ones is counted as wrong?

// %% As written, or in one form {#as-written}
let freeSamples = byLimit[6].samples.flatMap { $0 }
let truths = byLimit[6].problems.flatMap { problem in Array(repeating: String(problem.answer), count: 8) }
let readings: [(String, (String) -> String?)] = [
  ("the first number of the text", { AnswerExtractor.numbers(in: $0).first?.description }),
  ("behind `answer:`, as written", { extractAnswer($0) }),
  ("06.1 and 06.2", { extractAnswer($0).map(normalizedAnswer) }),
]
for (name, reading) in readings {
  let right = zip(freeSamples, truths).count { reading($0.text) == $1 }
  let share = percent(Double(right) / Double(truths.count), 1)
  print("\(name.padding(toLength: 30, withPad: " ", startingAt: 0)) \(share) right")
}

// %% [markdown]
// More than half of the right answers would have been thrown away for a `€`, for the word `euros` or for a `.00`. The
// first number of a text is never the answer here, since chains begin with the story's numbers. And note what kind of
// error this is: the model was right. Whoever publishes 31 % has measured a parser.

// %% [markdown]
// ## 4. The vote
// Ten chains, ten answers. There are many ways to be wrong and one to be right, so wrong answers scatter and right ones
// meet. (The ten above are an unlucky example: all their errors agree. Section 5 comes back to that.) Count, and take
// the answer that most chains gave, be they half of all or not: that is **self-consistency** (Wang et al. 2022). Nobody
// checks anything, nothing is trained, and it takes a few lines of code. Forty chains raised a model of 540 billion
// parameters from 56.5 to 74.4 % on school problems.

// %% [markdown]
// **Build 06.3** (`majorityVote`), then run `labs check 06.3`.

// %% The ten chains, counted {#count}
func readAnswer(_ sample: ReasoningSample) -> String? { extractAnswer(sample.text).map(normalizedAnswer) }
let tenAnswers = ten.map(readAnswer)
let counts = Dictionary(grouping: tenAnswers.compactMap { $0 }, by: { $0 }).mapValues(\.count)
display(
  BarPlot(
    "Ten answers to one problem", value: .counts("chains"),
    counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { ($0.key, $0.value) }))
print("vote: \(majorityVote(tenAnswers) ?? "none")   right: \(example.answer)")

// %% [markdown]
// One problem proves nothing. We need many problems and many chains for each: a table, sampled once. Chains of a
// problem are drawn independently, so that any 4 or 16 of the 64 are what drawing 4 or 16 would have given, and one
// table answers for all numbers below 64.

// %% A table of chains {#table .demo .slow}
let problems = heldOutProblems(50)
let table = try solver.sample(problems, SamplingPlan(samples: 64, seed: 11))
let answers = table.samples.map { $0.map(readAnswer) }
let truth = problems.map { String($0.answer) }
print(
  "\(problems.count) problems, \(table.samplesPerProblem) chains each, \(table.cost.tokens) tokens, "
    + String(format: "%.1f a chain", table.meanTokens))
print("without an answer: \(answers.joined().count { $0 == nil })")

// %% [predict] A single chain is right in about two cases of three. And the vote of 4, of 16, of 64?

// %% Accuracy against samples {#curve .demo}
let sizes = [1, 2, 4, 8, 16, 32, 64]
/// For each problem, the share of votes of n that are right; a row of 64 holds 64 / n votes.
func votesRight(_ n: Int, _ vote: (Int, Range<Int>) throws -> String?) rethrows -> [Double] {
  try problems.indices.map { problem in
    let starts = stride(from: 0, through: 64 - n, by: n)
    let right = try starts.count { try vote(problem, $0..<$0 + n) == truth[problem] }
    return Double(right) / Double(64 / n)
  }
}
let voteCurve = try sizes.map { n in
  try Measured(votesRight(n) { majorityVote(Array(answers[$0][$1])) })
}
display(
  Table(
    ["chains", "tokens", "right", "95 % interval"],
    zip(sizes, voteCurve).map { n, accuracy in
      [n, String(format: "%.0f", table.meanTokens * Double(n)), percent(accuracy.mean, 1), between(accuracy)]
    }))
display(
  LinePlot("A vote of n chains", x: .log("chains"), y: .percent("right", 0.5...1)) {
    Series("self-consistency", x: sizes, y: voteCurve.map(\.mean)).band(
      low: voteCurve.map(\.low), high: voteCurve.map(\.high))
  })
let gain = try table.voteGain(of: 16)
print("16 chains against one, problem by problem: \(points(gain))")

// %% [markdown]
// From 68.5 to 82 %, with no training and a few lines of code. Two chains are worth no more than one: where they
// differ, it is a tie, and a tie rule cannot know who is right. The curve climbs fast up to 16 and then hardly at all:
// from 16 to 64, four times the tokens, it gains little more than a point.
//
// Remember the figure for one chain, 68.5 %. It is a *drawn* chain. We shall have to ask whether that was a fair
// opponent.
//
// **About intervals.** There are 150 problems, and others would have given another figure. The bootstrap (lab 01) draws
// 150 of them with replacement, many times, and looks how far the mean moves. The line for the gain compares the same
// problems with one chain and with sixteen, and its interval is not half as wide as those in the table: hard problems
// are hard for both. For a plain share of successes there is a closed form, Wilson's, which is yours to write.

// %% [markdown]
// **Build 06.10** (`wilsonInterval`), then run `labs check 06.10`.

// %% Wilson beside the bootstrap {#wilson}
let rightByVote = try votesRight(64) { majorityVote(Array(answers[$0][$1])) }.count { $0 == 1 }
let wilson = try wilsonInterval(rightByVote, problems.count, 1.96)
print("vote of 64: \(rightByVote) of \(problems.count) right")
print("Wilson     \(percent(wilson.low, 1)) to \(percent(wilson.high, 1))")
print("bootstrap  \(percent(voteCurve[6].low, 1)) to \(percent(voteCurve[6].high, 1))")
let perfectScore = try wilsonInterval(10, 10, 1.96)
print(
  "10 of 10   \(percent(perfectScore.low, 1)) to \(percent(perfectScore.high, 1)); the bootstrap would say 100 % to 100 %"
)

// %% [markdown]
// ## 5. What the vote cannot do
// Suppose voters do not know of each other, each is right with chance p, and all who err give the same wrong answer.
// Then the chance that the majority is right is a sum of binomial probabilities (Condorcet 1785). *These voters are
// imagined and their votes computed; no model is asked.*

// %% [markdown]
// **Build 06.7** (`voteAccuracy`), then run `labs check 06.7`.

// %% [predict] With p = 0.6, how often are 41 voters right? And with p = 0.4?

// %% Independent voters {#voters .demo}
let oddSizes = [1, 3, 5, 11, 21, 41]
let majorities = try [0.4, 0.5, 0.6, 0.8].map { p in
  Series("p = \(p)", x: oddSizes, y: try oddSizes.map { try voteAccuracy(p, $0) })
}
display(
  LinePlot("A majority of independent voters", x: "voters", y: .percent("right", 0...1)) {
    for series in majorities { series }
  })
for p in [0.6, 0.4] { print("p = \(p), 41 voters: \(percent(try voteAccuracy(p, 41), 1))") }

// %% [markdown]
// A vote makes the likelier answer likelier still. Where single voters are usually right it corrects them, and where
// they are usually wrong it makes the error certain. **A vote amplifies; it does not know what is true.**
//
// Is our model on the good side? On average yes. But no problem is the average. Here are the problems by how many of
// their 64 chains are right.

// %% [predict] Are there problems on which nearly all chains are wrong? How many of 150?

// %% Problems are not alike {#shares .demo}
let shares = problems.indices.map { i in Double(answers[i].count { $0 == truth[i] }) / 64 }
display(
  Histogram("\(problems.count) problems", of: shares, x: .percent("chains that are right", 0...1), bins: 16))
let votesOf64 = problems.indices.map { majorityVote(answers[$0]) == truth[$0] }
let bands: [(String, (Double) -> Bool)] = [
  ("less than 1/4", { $0 < 0.25 }), ("1/4 to 1/2", { $0 >= 0.25 && $0 < 0.5 }),
  ("1/2 and more", { $0 >= 0.5 }),
]
display(
  Table(
    ["right chains", "problems", "a single chain is right", "the vote of 64 is right"],
    bands.map { name, belongs in
      let members = shares.indices.filter { belongs(shares[$0]) }
      let single = members.reduce(0) { $0 + shares[$1] } / Double(max(1, members.count))
      return [
        name, members.count, percent(single),
        percent(Double(members.count { votesOf64[$0] }) / Double(max(1, members.count))),
      ]
    }))

// %% [markdown]
// There are: 21 problems with more than nine wrong chains of ten, and 62 with hardly a wrong one. The average, 68.5 %,
// is the exception: 11 problems lie between 60 and 70 %.
//
// In the middle band the vote does something that Condorcet's voters cannot: only 38 % of the chains are right, and yet
// the vote is right on nine of the ten problems. His erring voters all agree. Our model's errors scatter, and then less
// than half is enough to lead. In the first row it saves one problem of ten, and loses the rest.

// %% A problem that a vote makes worse {#worse}
/// Where more than half of the chains agree on a wrong answer; of these the problem with the most right chains.
let agreedErrors = try problems.indices.filter { i in
  let leader = try VoteTally(answers[i]).candidates.first
  return !votesOf64[i] && (leader?.votes ?? 0) > 32
}
let worst = agreedErrors.max { shares[$0] < shares[$1] } ?? 0
print("\(agreedErrors.count) problems on which more than half of the chains agree on an error; one of them:")
let tally = try VoteTally(answers[worst])
print(problems[worst].prompt())
print("right: \(truth[worst])")
display(
  Table(
    ["answer", "chains", ""],
    tally.candidates.prefix(5).map { [$0.answer, $0.votes, $0.answer == truth[worst] ? "✓" : ""] }))
let wrongChain = table.samples[worst].first { readAnswer($0) == tally.candidates[0].answer }
print("a chain of the majority:\n\(wrongChain?.text ?? "")")

// %% [markdown]
// 228 + 375 = 503 forgets what was carried, and 48 of 64 chains end like that; 11 are right. A single chain would be
// right now and then. The vote never is, and more chains would only make the 503 surer: errors that scatter are
// outvoted, an error that the model *prefers* wins. (Five of the 27 lost problems are so clear. On the other 22 no
// wrong answer has more than half of the chains, but one of them leads.)
//
// So the real curve is a mixture: problems on which the vote climbs to 1, problems on which it sinks to 0, and it
// levels off where every problem has found its side. Independent voters of the model's average would have done better:

// %% Mixture against average {#mixture}
let meanShare = shares.reduce(0, +) / Double(shares.count)
let oneKind = try oddSizes.map { try voteAccuracy(meanShare, $0) }
let mixture = try oddSizes.map { n in
  try shares.reduce(0) { $0 + (try voteAccuracy($1, n)) } / Double(shares.count)
}
display(
  LinePlot("Imagined voters and the model", x: .log("chains"), y: .percent("right", 0.5...1)) {
    Series("voters, all with the average p = \(percent(meanShare, 1))", x: oddSizes, y: oneKind)
    Series("voters, each problem with its own p", x: oddSizes, y: mixture)
    Series("the model's votes", x: sizes, y: voteCurve.map(\.mean))
  })

// %% [markdown]
// The upper curve is what one would promise who knows only the average: 68.5 % becomes nearly 100 %. Take every problem
// with its own chance, and most of that promise is gone: the lowest curve has to lose the hard ones. The model does
// better than that, because those imagined voters agree on their errors, and the model's errors scatter. Neither
// calculation is the model, which is why this lab has one.

// %% [markdown]
// ## 6. Temperature
// At temperature 0 all chains are the same, and a vote of sixteen is worth one. The higher the temperature, the more
// they differ. Which temperature is best need not be the same for one chain and for sixteen. Six temperatures, sixteen
// chains each for the ninety problems of section 2:

// %% [predict] Which temperature is best for a single chain? And for a vote of 16: lower, the same, or higher?

// %% A sweep {#temperature .demo}
let temperatures: [Float] = [0, 0.2, 0.5, 0.7, 1, 1.3]
let sweep = try temperatures.map {
  try solver.sample(someProblems, SamplingPlan(samples: 16, temperature: $0, seed: 21))
}
let singles = try sweep.map { try $0.singleAccuracy() }
let sixteens = try sweep.map { try $0.voteAccuracy(of: 16) }
let anyRight = try sweep.map { try $0.passAtK(16) }
let greedyChains = try solver.sample(problems, SamplingPlan(samples: 1, temperature: 0))
let greedy = try greedyChains.singleAccuracy()
display(
  LinePlot("\(someProblems.count) problems", x: "temperature", y: .percent("right", 0...1)) {
    Series("one chain", x: temperatures, y: singles.map(\.mean))
    Series("vote of 16", x: temperatures, y: sixteens.map(\.mean))
    Series("at least one of 16 is right", x: temperatures, y: anyRight.map(\.mean))
  })
display(
  Table(
    ["temperature", "one chain", "vote of 16", "at least one of 16 is right"],
    temperatures.indices.map { i in
      [
        String(format: "%.1f", temperatures[i]), percent(singles[i].mean, 1), percent(sixteens[i].mean, 1),
        percent(anyRight[i].mean, 1),
      ]
    }))
print(
  "on the \(problems.count) problems of the table: greedy chain \(percent(greedy.mean, 1)) (\(between(greedy))),"
)
print("vote of 64 \(percent(voteCurve[6].mean, 1)) (\(between(voteCurve[6])))")
let overGreedy = zip(try table.votesRight(of: 64), try greedyChains.votesRight(of: 1)).map { $0 - $1 }
print("vote of 64 against greedy, problem by problem: \(points(try Measured(overGreedy)))")

// %% [markdown]
// A single chain is best where no chance is in it, or hardly any: 80 % at 0 and at 0.2, and at 1.3 not half of that.
// The vote of sixteen does not care: 80 to 81 % anywhere from 0 to 1, and only at 1.3 there is too much to take out.
//
// Now the question that was put off. At temperature 0 *one* chain has 80 %; the vote of 16 at 0.7 has 81.1 %. **Nearly
// all that the vote seemed to gain was the price of drawing at 0.7**: it takes the noise out again that the temperature
// put in. Against the greedy chain, sixteen chains win one problem of these ninety, and sixty-four win two of the
// hundred and fifty. Even problem by problem the interval has 0 in it: that cannot be told from nothing.
//
// Is self-consistency a fraud, then? For the large models of the papers it is not: PaLM's 56.5 % *is* the greedy chain.
// There, many ways of reasoning lead to one answer, and the greedy chain takes one of them. Our model knows one way,
// and its greedy chain mostly ends where most of its chains end. The lesson holds for any method: **compare it with the
// best that costs less, and not with the worst.**
//
// But look at the third column. At temperature 0 nothing but the greedy chain is there. At 0.7 a right chain is among
// the sixteen for 92 % of the problems, eleven points more than the vote finds. Diversity is worth something to whoever
// can choose.

// %% [markdown]
// ## 7. pass@k: is a right one among them?
// The last column answered another question: not whether the vote is right, but whether *any* chain is. That is what
// counts when something can tell, such as a test suite for code. It is called pass@k (Chen et al. 2021).
//
// With c right ones among n samples, the natural guess is 1 − (1 − c/n)^k. It is too low. What k samples out of these n
// would have held is a question of counting: there are C(n, k) ways to choose k of them, and C(n − c, k) of these hold
// no right one. So it is 1 − C(n − c, k) / C(n, k), which is right on average (*unbiased*), however few n are.

// %% [markdown]
// **Build 06.6** (`passAtK`), then run `labs check 06.6`.

// %% [predict] 10 samples, 3 right. How likely is a right one among 5 of them? And is the guess near?

// %% Unbiased and naive {#pass .demo}
func naive(_ n: Int, _ c: Int, _ k: Int) -> Double { 1 - pow(1 - Double(c) / Double(n), Double(k)) }
print(
  String(
    format: "10 samples, 3 right, k = 5: %.6f; the guess says %.6f", try passAtK(10, 3, 5), naive(10, 3, 5)))
let rights = shares.map { Int(($0 * 64).rounded()) }
func arithmeticMean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
let passCurve = try sizes.map { k in arithmeticMean(try rights.map { try passAtK(64, $0, k) }) }
/// The guess from the first 8 samples alone, which is where bias shows: with many samples both agree.
let firstRights = answers.indices.map { i in answers[i].prefix(8).count { $0 == truth[i] } }
let eightUnbiased = arithmeticMean(try firstRights.map { try passAtK(8, $0, 8) })
let eightNaive = arithmeticMean(firstRights.map { naive(8, $0, 8) })
display(
  LinePlot("One of k is right, or the majority is", x: .log("chains"), y: .percent("right", 0.5...1)) {
    Series("pass@k", x: sizes, y: passCurve)
    Series("vote", x: sizes, y: voteCurve.map(\.mean))
  })
let guessFrom64 = arithmeticMean(rights.map { naive(64, $0, 8) })
print("pass@8 from 64 samples: \(percent(passCurve[3], 1)), by the guess \(percent(guessFrom64, 1))")
print("pass@8 from 8 samples:  \(percent(eightUnbiased, 1)), by the guess \(percent(eightNaive, 1))")
print("pass@64 \(percent(passCurve[6], 1)), vote of 64 \(percent(voteCurve[6].mean, 1))")

// %% [markdown]
// The formula and the guess nearly agree where there are many more samples than k, and differ where there are not: from
// eight samples the guess says 87.0 % and the formula 90.0 %. (What 64 say about eight, 87.3 %, is a better estimate
// than both, because it has seen more; that the guess comes nearer this time is luck: the first eight chains happened
// to be good ones.) Without bias does not mean without chance.
//
// The distance between the curves is what choosing could gain: a right chain is there for 94.7 % of the problems, and
// the vote finds 82 %.

// %% [markdown]
// ## 8. Choosing by likelihood
// Between the two curves lies what could be gained by telling right chains from wrong ones. What could tell? The model
// itself has an opinion: how probable it found its own chain. Take the likeliest of n, or let each vote weigh as much
// as its chain is probable.

// %% [markdown]
// **Build 06.4 and 06.5** (`weightedVote`, `bestOfN`), then run `labs check 06.4`.

// %% [predict] The likeliest of 16 chains, against the vote of 16: better or worse?

// %% By likelihood {#likelihood .demo}
let logProbabilities = table.samples.map { $0.map(\.logProbability) }
let perToken = table.samples.map { $0.map(\.logProbabilityPerToken) }
func best(_ scores: [[Double]]) -> (Int, Range<Int>) throws -> String? {
  { problem, range in
    let these = Array(answers[problem][range])
    return try bestOfN(these, Array(scores[problem][range])).flatMap { these[$0] }
  }
}
let likeliest = try sizes.map { try Measured(votesRight($0, best(logProbabilities))) }
let likeliestPerToken = try sizes.map { try Measured(votesRight($0, best(perToken))) }
let weighted = try sizes.map {
  try Measured(votesRight($0) { try weightedVote(Array(answers[$0][$1]), Array(logProbabilities[$0][$1])) })
}
display(
  LinePlot("Votes and the likeliest", x: .log("chains"), y: .percent("right", 0.5...1)) {
    Series("vote", x: sizes, y: voteCurve.map(\.mean))
    Series("vote, weighted by probability", x: sizes, y: weighted.map(\.mean))
    Series("likeliest chain", x: sizes, y: likeliest.map(\.mean))
    Series("likeliest a token", x: sizes, y: likeliestPerToken.map(\.mean))
  })
display(
  Table(
    ["", "of 2", "of 4", "of 16", "of 64"],
    [
      ("vote", voteCurve), ("weighted vote", weighted), ("likeliest", likeliest),
      ("likeliest a token", likeliestPerToken),
    ]
    .map { name, curve in [name] + [1, 2, 4, 6].map { percent(curve[$0].mean, 1) } }))
let likeGreedy = try problems.indices.count { i in
  let place = try bestOfN(answers[i], logProbabilities[i]) ?? 0
  return table.samples[i][place].lines == greedyChains.samples[i][0].lines
}
print("the likeliest of 64 has the lines of the greedy chain for \(likeGreedy) of \(problems.count) problems")

// %% [markdown]
// With two or four chains the likeliest is well ahead of the vote: it can settle a tie. At 16 and 64 it is as good as
// the vote, and no better. Which is no wonder: the likeliest of 64 is nearly always the greedy chain, on 138 of 150
// problems, and that one costs one chain and not sixty-four. The model's own opinion of its chains says nothing that
// its choice of tokens did not say already.

// %% [markdown]
// ## 9. Choosing by a verifier
// A verifier looks at a chain and says how good it is. Three of them:
//
// - **a checker of sums** does every sum of the chain again. It has not read the story;
// - **a perfect verifier** knows the answer. Where tests or proofs exist there is such a thing;
// - **a weak verifier** accepts right chains with probability 0.9 and wrong ones with 0.3. *The last two are made from
//   the answer, a simulation*, to see how good a verifier has to be.

// %% [predict] The checker never errs about a sum. Take the chain that it likes best of 64: how far above the vote?

// %% Three verifiers {#verifiers .demo}
let weak = try SimulatedVerifier(acceptsRight: 0.9, acceptsWrong: 0.3)
func scores(_ score: (ReasoningProblem, ReasoningSample) -> Double) -> [[Double]] {
  zip(problems, table.samples).map { problem, row in row.map { score(problem, $0) } }
}
let sumScores = scores { SumChecker.score($1) }
let weakScores = scores { weak.score($1, for: $0) }
let perfectScores = scores { SimulatedVerifier.perfect.score($1, for: $0) }
let bySums = try sizes.map { try Measured(votesRight($0, best(sumScores))) }
let byWeak = try sizes.map { try Measured(votesRight($0, best(weakScores))) }
let byPerfect = try sizes.map { try Measured(votesRight($0, best(perfectScores))) }
/// A vote among the chains that a verifier accepts, and among all if it accepts none.
func voteOfAccepted(_ scores: [[Double]]) -> (Int, Range<Int>) -> String? {
  { problem, range in
    let accepted = range.filter { scores[problem][$0] == 1 }
    return majorityVote((accepted.isEmpty ? Array(range) : accepted).map { answers[problem][$0] })
  }
}
let voteOfChecked = try sizes.map { try Measured(votesRight($0, voteOfAccepted(sumScores))) }
let voteOfWeak = try sizes.map { try Measured(votesRight($0, voteOfAccepted(weakScores))) }
let verifierCurves = [
  ("vote", voteCurve), ("best by the checker of sums", bySums),
  ("vote of what the checker accepts", voteOfChecked),
  ("best by the weak verifier", byWeak), ("vote of what the weak one accepts", voteOfWeak),
  ("best by a perfect verifier", byPerfect),
]
display(
  LinePlot("Best of n, by verifier", x: .log("chains"), y: .percent("right", 0.5...1)) {
    for (name, curve) in verifierCurves { Series(name, x: sizes, y: curve.map(\.mean)) }
  })
display(
  Table(
    ["", "of 1", "of 4", "of 16", "of 64"],
    verifierCurves.map { name, curve in [name] + [0, 2, 4, 6].map { percent(curve[$0].mean, 1) } }))

// %% [markdown]
// **The checker alone** gains nothing over the vote: the first chain whose sums all hold is right as often. It cannot
// tell when a chain does the wrong sums rightly, and takes the first one that comes.
//
// **The checker and the vote together** reach 94.7 %: all that any method could, since there is no right chain for the
// other problems. Each does what the other cannot. The checker throws out slips of arithmetic, even those that the
// model prefers; among what is left, misreadings are outvoted. Further votes alone would not have brought that.
//
// **The weak verifier** hardly gains after four chains: best-of-n takes the first that it accepts, and among four there
// mostly is one. What comes later is not even looked at. As a filter before a vote the same verifier gains all the way.
// (A score with many values fares worse still: the longer one searches, the likelier the best score belongs to a chain
// that fools it. Section 13 has the published case.)

// %% Slips of arithmetic, or of reading {#slips}
let wrongChains = problems.indices.flatMap { i in table.samples[i].filter { !$0.isCorrect(for: problems[i]) }
}
let badSums = wrongChains.count { !SumChecker.accepts($0) }
print(
  "\(wrongChains.count) wrong chains: \(percent(Double(badSums) / Double(wrongChains.count))) have a sum or an ending that does not hold"
)
/// What the first line of a chain does that is not the problem's own.
func firstFault(_ sample: ReasoningSample, _ problem: ReasoningProblem) -> String {
  for (line, sum) in zip(sample.lines, problem.sums) where line != sum.description {
    let asked = "\(sum.left) \(sum.sign.rawValue) \(sum.right) ="
    return line.hasPrefix(asked) ? "the right sum, done wrong: \(sum.sign.rawValue)" : "another sum"
  }
  return "lines left out or added, or another answer"
}
let faults = problems.indices.flatMap { i in
  table.samples[i].filter { !$0.isCorrect(for: problems[i]) }.map { firstFault($0, problems[i]) }
}
let faultCounts = Dictionary(grouping: faults, by: { $0 }).mapValues(\.count)
display(
  Table(
    ["first fault", "chains", "share"],
    faultCounts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map {
      [$0.key, $0.value, percent(Double($0.value) / Double(faults.count))]
    }))

// %% [markdown]
// Seven of ten wrong chains contain something that a pocket calculator would object to. (An ending does not hold where
// the answer is not what the last line came to.) Products the model gets right nearly always; its first error is a
// subtraction in half of the cases and an addition in a fifth. That is why so plain a verifier is worth so much here,
// and why tests, type checkers and proof assistants are worth so much elsewhere.

// %% [markdown]
// ## 10. Judging line by line
// A verifier of whole chains says at the end that all was in vain. One that judges every *line* (Lightman et al. 2023)
// could say so earlier, and a search could go on from the good beginnings only (Snell et al. 2024).
//
// The course ships such a scorer, a small network. It reads the numbers from which the model predicts its next token at
// the end of a line, and how sure it was of its tokens so far. It was trained on lines of sampled chains, right and
// wrong, and gives the probability that all is right up to there. It is no simulation, and it errs.

// %% [predict] Does the scorer see it when a line is wrong? Guess the mean score, between 0 and 1, of right lines and of wrong ones.

// %% What the scorer says {#scorer .demo}
let scorer = try StepScorer.course()
let lineScores = try solver.stepScores(of: byLimit[6], by: scorer)
/// Whether a line's chain was still right there: it is what the problem's own chain says.
func isOnTheWay(_ sample: ReasoningSample, _ problem: ReasoningProblem, _ line: Int) -> Bool {
  line < problem.sums.count && line < sample.lines.count
    && zip(sample.lines.prefix(line + 1), problem.sums).allSatisfy { $0 == $1.description }
}
var (scoresOfRight, scoresOfWrong): ([Double], [Double]) = ([], [])
for (i, problem) in byLimit[6].problems.enumerated() {
  for (j, sample) in byLimit[6].samples[i].enumerated() {
    for line in sample.lines.indices {
      if isOnTheWay(sample, problem, line) {
        scoresOfRight.append(lineScores[i][j][line])
      } else {
        scoresOfWrong.append(lineScores[i][j][line])
      }
    }
  }
}
print(
  "\(scoresOfRight.count) lines on the way: mean score "
    + String(format: "%.3f", arithmeticMean(scoresOfRight)))
print(
  "\(scoresOfWrong.count) lines astray:     mean score "
    + String(format: "%.3f", arithmeticMean(scoresOfWrong)))
print("above one half: \(scoresOfWrong.count { $0 > 0.5 }) of the lines astray")
display(Histogram("Lines on the way", of: scoresOfRight, x: "score", bins: 20))
display(Histogram("Lines astray", of: scoresOfWrong, x: "score", bins: 20))

// %% [markdown]
// It sees it: lines on the way are near 1, lines astray near 0, with a few in each camp on the wrong side. (A line is
// counted astray if it or one before it is not what the problem asks for; sums done in another order would count as
// astray too.)
//
// Now the search. It keeps a few beginnings, writes several next lines behind each, scores them, and goes on from the
// best. Beside it on the same ninety problems: the greedy chain, votes, and whole chains chosen by the score of their
// last line.

// %% [predict] Search with four beginnings and four next lines behind each: how many chains' worth of tokens is that, and is it better than a vote of 16?

// %% A search through lines {#search .demo}
let searches = [(2, 2), (4, 4)]
var searchPoints: [(name: String, tokens: Double, right: Measured)] = []
for (beams, branches) in searches {
  let outcomes = try solver.search(
    someProblems, StepSearch(beams: beams, branches: branches, seed: 9), by: scorer)
  let right = zip(outcomes, someProblems).map { outcome, problem in
    outcome.answer == ExactNumber(problem.answer) ? 1.0 : 0
  }
  let tokens = outcomes.reduce(0) { $0 + $1.cost.tokens }
  searchPoints.append(
    ("search \(beams) × \(branches)", Double(tokens) / Double(someProblems.count), try Measured(right)))
}
let sixteen = sweep[3]  // the same problems, 16 chains each
let lastScores = try solver.stepScores(of: sixteen, by: scorer).map { $0.map { $0.last ?? 0 } }
func scored(_ n: Int) throws -> Measured {
  var rights: [Double] = []
  for (i, row) in sixteen.samples.enumerated() {
    let groups = 16 / n
    let right = try (0..<groups).count { group in
      let range = group * n..<(group + 1) * n
      return row[range.lowerBound + (try BestOfN.index(scores: Array(lastScores[i][range])))].isCorrect(
        for: someProblems[i])
    }
    rights.append(Double(right) / Double(groups))
  }
  return try Measured(rights)
}
searchPoints.append(("greedy chain", sweep[0].meanTokens, singles[0]))
for n in [4, 16] {
  searchPoints.append(("vote of \(n)", sixteen.meanTokens * Double(n), try sixteen.voteAccuracy(of: n)))
  searchPoints.append(("best of \(n) by the scorer", sixteen.meanTokens * Double(n), try scored(n)))
}
display(
  Table(
    ["", "tokens a problem", "right", "95 % interval"],
    searchPoints.sorted { $0.tokens < $1.tokens }.map {
      [$0.name, String(format: "%.0f", $0.tokens), percent($0.right.mean, 1), between($0.right)]
    }))

// %% [markdown]
// Four times four does not cost sixteen chains but between five and six: beginnings that are the same are kept once,
// and many are. It is right in 78.9 % of cases, between a vote of 4 and one of 16; the search with two beginnings, for
// the tokens of two chains, comes near a vote of four. But the greedy chain of section 6, 80 % for 36 tokens, is ahead
// of both searches. (With ninety problems, a point is one problem.) So is judging by lines no good? It is as good as
// its scorer, and ours looks at little else than the model's own state and how sure it was of its tokens: an opinion of
// the model about itself, as in section 8. Choosing whole chains by it comes out where the greedy chain does. Scorers
// that gain more were trained on far more lines, judged by people (Lightman et al. 2023).

// %% [markdown]
// ## 11. Spending it where it counts
// A vote of 64 on a problem where all chains agree is a waste: after the first few, the rest hardly ever change
// anything.
//
// **Stopping early.** As soon as the leader cannot be overtaken by what is left, stop: the result is the same for
// certain. If it may differ now and then, stop when the leader is very likely ahead in truth, to judge by its votes and
// those of the second so far (Aggarwal et al. 2023).

// %% [markdown]
// **Build 06.8** (`earlyStop`), then run `labs check 06.8`.

// %% [predict] Of 64 chains, how many does a vote need on average until it is decided? And until it is 95 % sure?

// %% Early stops {#early .demo}
let stopped = problems.indices.map { earlyStop(answers[$0]) }
let drawn = stopped.map { Double($0.samples) }
print(
  "decided after \(String(format: "%.1f", arithmeticMean(drawn))) of 64 chains on average; same winner in all: \(zip(stopped, problems.indices).allSatisfy { $0.winner == majorityVote(answers[$1]) })"
)
display(Histogram("When votes were decided", of: drawn, x: "chains looked at", bins: 16))
let stopRules: [(String, EarlyStop)] = [
  ("all 64", .never), ("decided", .settled), ("99 % sure", .confident(0.99)), ("95 % sure", .confident(0.95)),
  ("80 % sure", .confident(0.8)),
]
let stops = try stopRules.map { ($0.0, try table.votes(of: 64, stopping: $0.1)) }
display(
  Table(
    ["stop when", "chains", "tokens", "right"],
    stops.map { name, vote in
      [
        name, String(format: "%.1f", vote.meanSamples), String(format: "%.0f", vote.meanTokens),
        percent(vote.accuracy.mean, 1),
      ]
    }))

// %% [markdown]
// To be *certain* saves a third, and cannot save more than half: even if all agree, 32 of 64 are needed. (The table's
// rule is a little plainer than 06.8, does not use who stood first, and needs a little longer.) To be 95 % sure saves
// seven tenths of the tokens, with the same accuracy; 80 % sure saves six of seven for less than a point.
//
// **Allocation.** The other way round: a fixed budget for all problems together. Easy problems need one chain, hopeless
// ones are lost anyway, and those in between gain most.

// %% [markdown]
// **Build 06.9** (`allocateSamples`), then run `labs check 06.9`.

// %% [predict] 4 chains a problem on average. If we knew how hard each problem is, how much better than 4 for each?

// %% Equal shares, or by difficulty {#allocate .demo}
/// Accuracy of votes over the first `counts[i]` chains of each problem.
func accuracy(_ counts: [Int]) throws -> Double { try table.voteAccuracy(allocating: counts).accuracy.mean }
let budgets = [2, 4, 8, 16]
var allocations: [[Double]] = [[], [], []]
for budget in budgets {
  let total = budget * problems.count
  allocations[0].append(try accuracy(Array(repeating: budget, count: problems.count)))
  // A pilot of two chains; what is left goes where they disagree, which needs no answers.
  let pilot = 2
  let disagreement = try table.disagreement(pilot: pilot)
  let extra = try SampleAllocation.byWeight(
    total - pilot * problems.count, weights: disagreement, most: 64 - pilot)
  allocations[1].append(try accuracy(extra.map { $0 + pilot }))
  // What nobody has: the true share of right chains for each problem.
  let known = try allocateSamples(shares, total, 1).map { min($0, 63) }
  allocations[2].append(try accuracy(known))
}
let kinds = ["equal shares", "by disagreement of two", "by true difficulty (nobody knows it)"]
display(
  Table(
    ["chains a problem"] + kinds,
    budgets.indices.map { i in [budgets[i]] + allocations.map { percent($0[i], 1) } }))

// %% [markdown]
// Two chains tell enough to spend the rest better: 8 a problem reach 82.0 % where equal shares have 78.0 %, and 16
// reach 83.3 against 80.7 %, and that needs no answers. (Four problems of 150 are that last difference; and more than
// the vote of 64 had, which is luck in part.) With 2 or 4 on average there is little left to give. (Here each problem
// has one vote, over its first chains, and in section 4 it had as many as its 64 chains made: hence other figures for
// equal numbers.)
//
// And the knowledge that nobody has? It wins with two chains a problem, 73.3 against 68.0 %. With four it has lost its
// lead, and with sixteen it is *behind*. The plan of 06.9 counts on independent voters whose errors agree, gives up
// every problem below one half, and gives it one chain. We saw in section 5 that such problems can be won, because
// errors scatter. A plan is as good as the picture of the world it was made from, however exactly it was solved.

// %% [markdown]
// ## 12. What compute buys
// Everything on one axis: tokens written for each problem, and how many answers are right. (The brief chains and the
// searches come from the ninety problems, the rest from the hundred and fifty.)

// %% [predict] Which method that needs no answers is best at 40 tokens a problem, at 600, at 2,400? And which one would you use at the desk?

// %% All methods {#all .demo}
let tokensOf = sizes.map { table.meanTokens * Double($0) }
let told = try byLimit[0...4].map { ($0.meanTokens, try $0.singleAccuracy().mean) }
display(
  LinePlot("Accuracy against tokens", x: .log("tokens a problem"), y: .percent("right", 0...1)) {
    Series("told to be brief (0 to 4 lines)", told)
    Series("vote", x: tokensOf, y: voteCurve.map(\.mean))
    Series("vote that may stop (95 % sure)", x: [stops[3].1.meanTokens], y: [stops[3].1.accuracy.mean])
    Series("likeliest chain", x: tokensOf, y: likeliest.map(\.mean))
    Series("greedy chain", x: [greedyChains.meanTokens], y: [greedy.mean])
    Series(
      "search by lines", x: searchPoints.prefix(2).map(\.tokens), y: searchPoints.prefix(2).map(\.right.mean))
    Series("perfect verifier (simulated)", x: tokensOf, y: byPerfect.map(\.mean)).dotted()
    Series("checker of sums, then vote", x: tokensOf, y: voteOfChecked.map(\.mean))
  })
/// FLOPs of a token: two for each parameter (lab 04).
let flopsPerToken = 2 * Double(parameterCount)
print(
  String(
    format: "one chain costs %.1e FLOPs, a vote of 64 %.1e", flopsPerToken * tokensOf[0],
    flopsPerToken * tokensOf[6]))
let recipe = try ReasoningRecipe(contentsOf: .reasoning())
let trainingFLOPs = 6 * Double(parameterCount) * Double(recipe.result.tokensSeen)
let voteFLOPs = flopsPerToken * tokensOf[6]
print(
  String(format: "training cost %.1e: as much as %.0f votes of 64", trainingFLOPs, trainingFLOPs / voteFLOPs))

// %% [markdown]
// What compute buys, in the order of the axis. Below 30 tokens little works: the sums have to be written down. At 37
// the greedy chain has 80.7 %, and it takes thirty times its tokens to gain a point by plain voting. A checker before
// the vote has 89.8 % at 600 tokens and 94.7 % at 2,400, where its mark lies on that of the perfect verifier.
//
// So at the desk: one greedy chain where a wrong answer costs little. Where it costs much, sixteen chains, a checker,
// and a vote of what it accepts, stopped early. And a person for what does not agree even then.
//
// Training is the other side of the scale: it cost as much as some 14,000 votes of 64 (both reckoned by parameters,
// without attention and without the reading of prompts). Whoever has far fewer questions than that pays less by asking
// often than by training as much again; whoever has far more should see what training would bring (lab 04 reckons this
// for serving).

// %% [markdown]
// ## 13. Large models, and what ours cannot show
// A model of 433,000 parameters that knows sixty-two words is a small witness. As published:
//
// - Self-consistency raised PaLM-540B on GSM8K from 56.5 to 74.4 % (Wang et al. 2022).
// - With 250 samples and tests to choose by, a model solved 56 % of SWE-bench Lite instead of 15.9 % (Brown et al.
//   2024).
// - Verifiers that were *learned* stopped gaining near 400 samples and then lost: enough samples contain one that
//   fools the verifier (Cobbe et al. 2021).
// - Choosing by a problem's difficulty *how* to spend the compute, on a search or on revisions, did as well as a plain
//   best-of-n with up to about four times the compute (Snell et al. 2024).
//
// Ours differs in what matters most: its problems have one form, its errors are mostly slips in adding and subtracting,
// and its chains are as long as they have to be. Models that were trained by reinforcement to think at length check and
// correct themselves *within* a chain. That takes another lab.

// %% [markdown]
// ## Check and extend
// Run `labs check 06` until all checkpoints pass, then `labs run 06 --mine`, then `labs quiz 06`.
//
// To go further:
// - Vote at temperature 1 with the chains that the checker accepts. Does the best temperature move?
// - Estimate the difficulty of a problem from its text alone (the number of sums, the size of the numbers), and
//   allocate by that. How close does it come to disagreement?
// - Let the vote be over *lines*: which second line do most chains write? Go on from that one.
// - Train the model on its own majority answers for problems without solutions (STaR, Zelikman et al. 2022), with
//   `labs train --reasoning` as the start. What happens to the problems on the wrong side of one half?
// - Give it a calculator: replace what stands behind each `=` by the true result while it writes. What is left?

// %% [markdown]
// ## References
// - Wei et al.: Chain-of-Thought Prompting Elicits Reasoning in Large Language Models. 2022.
//   https://arxiv.org/abs/2201.11903
// - Wang et al.: Self-Consistency Improves Chain of Thought Reasoning in Language Models. 2022.
//   https://arxiv.org/abs/2203.11171
// - Cobbe et al.: Training Verifiers to Solve Math Word Problems. 2021. https://arxiv.org/abs/2110.14168
// - Chen et al.: Evaluating Large Language Models Trained on Code. 2021. https://arxiv.org/abs/2107.03374
// - Brown et al.: Large Language Monkeys: Scaling Inference Compute with Repeated Sampling. 2024.
//   https://arxiv.org/abs/2407.21787
// - Snell et al.: Scaling LLM Test-Time Compute Optimally can be More Effective than Scaling Model Parameters. 2024.
//   https://arxiv.org/abs/2408.03314
// - Lightman et al.: Let's Verify Step by Step. 2023. https://arxiv.org/abs/2305.20050
// - Aggarwal et al.: Let's Sample Step by Step: Adaptive-Consistency for Efficient Reasoning and Coding with LLMs.
//   2023. https://arxiv.org/abs/2305.11860
// - Muennighoff et al.: s1: Simple Test-Time Scaling. 2025. https://arxiv.org/abs/2501.19393
// - Zelikman et al.: STaR: Bootstrapping Reasoning With Reasoning. 2022. https://arxiv.org/abs/2203.14465
// - Condorcet: Essai sur l'application de l'analyse à la probabilité des décisions. 1785.
// - Wilson: Probable Inference, the Law of Succession, and Statistical Inference. 1927.
// - `$29.00` is not `29`: https://github.com/EleutherAI/lm-evaluation-harness/issues/3214; the last number of a text that
//   ran on: https://github.com/sgl-project/sglang/pull/29933; the answer A as an article:
//   https://github.com/stanfordnlp/dspy/pull/10066
