import LabTesting

/// The wrong implementations that people really write for this lab.
///
/// Each is laid over the solution, fails the checkpoint it lives at, and is told from the others by its answers.
/// Where two would answer every call alike, the more common one stands first.
enum Misconceptions {
  /// Every misconception of the lab, by exercise.
  static let all: [Misconception] =
    markers + lines + numbers + signsAndUnits + digitsAndZeros + texts + majorityVote + weightedVote
    + weightsOutOfPlace + bestOfN + passAtK + voteAccuracy + earlyStop + allocateSamples + wilsonInterval
}
