import LabContracts

/// Names the functions of `Exercise.swift` to the course.
let labBinding = Binding {
  $0.bind(Scaling.computeCost, to: computeCost)
  $0.bind(Scaling.parameterCount, to: parameterCount)
  $0.bind(Scaling.logLine, to: logLine)
  $0.bind(Scaling.fitPowerLaw, to: fitPowerLaw)
  $0.bind(Scaling.bootstrapForecast, to: bootstrapForecast)
  $0.bind(Scaling.isoFLOPMinimum, to: isoFLOPMinimum)
  $0.bind(Scaling.huberLoss, to: huberLoss)
  $0.bind(Scaling.predictedLogLoss, to: predictedLogLoss)
  $0.bind(Scaling.fitObjective, to: fitObjective)
  $0.bind(Scaling.fitGradient, to: fitGradient)
  $0.bind(Scaling.fitLaw, to: fitLaw)
  $0.bind(Scaling.computeOptimum, to: computeOptimum)
  $0.bind(Scaling.servingOptimum, to: servingOptimum)
  $0.bind(Scaling.effectiveTokens, to: effectiveTokens)
  $0.bind(Scaling.exactMatch, to: exactMatch)
  $0.bind(Scaling.tokenAccuracy, to: tokenAccuracy)
}
