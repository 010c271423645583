import LabContracts

/// Names the functions of `Exercise.swift` to the course.
let labBinding = Binding {
  $0.bind(Preferences.logSoftmax, to: logSoftmax)
  $0.bind(Preferences.tokenLogProbabilities, to: tokenLogProbabilities)
  $0.bind(Preferences.answerMask, to: answerMask)
  $0.bind(Preferences.sequenceLogProbability, to: sequenceLogProbability)
  $0.bind(Preferences.logSigmoid, to: logSigmoid)
  $0.bind(Preferences.dpoLoss, to: dpoLoss)
  $0.bind(Preferences.dpoGradient, to: dpoGradient)
  $0.bind(Preferences.preferenceFigures, to: preferenceFigures)
  $0.bind(Preferences.ipoLoss, to: ipoLoss)
  $0.bind(Preferences.rewardLoss, to: rewardLoss)
  $0.bind(Preferences.readRows, to: readRows)
}
