import LabContracts
import LabTesting

/// What must be refused of a pair and its β.
extension Misconceptions {
  /// What 05.6, 05.7 and 05.9 must refuse, left out one by one.
  static func refusals<Answer: Wire>(
    _ endpoint: Endpoint<LogProbabilities, Double, Answer>, _ checkpoint: String, named name: String,
    _ answer: @escaping @Sendable (LogProbabilities, _ beta: Double) -> Answer
  ) -> [Misconception] {
    func accepting(
      _ id: String, _ sentence: String,
      _ isFine: @escaping @Sendable (LogProbabilities, Double) -> InputError?
    ) -> Misconception {
      Misconception(id, lives: checkpoint, sentence: sentence) {
        $0.bind(endpoint) { pair, beta in
          if let error = isFine(pair, beta) { throw error }
          return answer(pair, beta)
        }
      }
    }
    return [
      accepting("\(name)-at-beta-zero", "A β of 0 makes all pairs alike: throw `invalidBeta` for 0 as well.")
      {
        $1 >= 0 && $1.isFinite ? $0.problem : .invalidBeta
      },
      accepting(
        "\(name)-at-a-beta-below-zero", "A β below 0 prefers the rejected answer: throw `invalidBeta`."
      ) {
        $1 != 0 && $1.isFinite ? $0.problem : .invalidBeta
      },
      accepting(
        "\(name)-at-a-beta-of-nan",
        "`beta <= 0` is false for NaN, so it slips through. Ask for what is right: `beta > 0 && beta.isFinite`."
      ) { $1 <= 0 || $1 == .infinity ? .invalidBeta : $0.problem },
      accepting(
        "\(name)-at-a-beta-that-is-not-finite",
        "You refuse a β that is not above 0, and let NaN and infinity through: ask for `beta > 0 && beta.isFinite`."
      ) { $1 <= 0 ? .invalidBeta : $0.problem },
      accepting("\(name)-at-an-infinite-beta", "∞ is above 0 and no β: throw `invalidBeta`.") {
        $1 > 0 ? $0.problem : .invalidBeta
      },
      accepting("\(name)-at-any-beta", "β must be a finite number above 0: throw `invalidBeta` otherwise.") {
        pair, _ in
        pair.problem
      },
      accepting(
        "\(name)-of-nan",
        "A log-probability that is NaN or infinite spoils every weight it reaches: throw `notFinite`."
      ) { $1 > 0 && $1.isFinite ? nil : .invalidBeta },
      accepting(
        "\(name)-of-infinity",
        "You refuse NaN and let infinity through: ask `isFinite` of all four, which knows both."
      ) { pair, beta in
        guard beta > 0, beta.isFinite else { return .invalidBeta }
        return pair.values.contains(where: \.isNaN) ? .notFinite : nil
      },
      accepting(
        "\(name)-with-a-reference-of-nan",
        "You look at the policy's two log-probabilities alone. The reference's may be NaN too."
      ) { pair, beta in
        guard beta > 0, beta.isFinite else { return .invalidBeta }
        return pair.values.prefix(2).allSatisfy(\.isFinite) ? nil : .notFinite
      },
    ]
  }
}

extension Preferences.LogProbabilities {
  /// What is wrong with the four numbers.
  fileprivate var problem: InputError? { values.allSatisfy(\.isFinite) ? nil : .notFinite }
}
