/// The contract of lab 04: scaling laws, from counted operations to a plan for a budget.
///
/// All measured numbers are `Double`, logarithms are natural, losses are in nats a token. What each function must do
/// stands above its stub in `Labs/04-scaling/Exercise.swift`; here stand the shapes.
public enum Scaling {
  /// Why an input is refused.
  public enum InputError: String, ContractError {
    /// A number that must be positive and finite is not.
    case notPositive
    /// A number that must be 0 or more, and finite, is not.
    case negative
    /// A number is NaN or infinite.
    case notFinite
    /// A share, an accuracy or a level lies outside of its range.
    case outOfRange
    /// There are fewer points than it takes.
    case tooFewPoints
    /// Lists that belong together differ in length.
    case unequalLengths
    /// What should vary does not.
    case constant
    /// A sample names a point that does not exist.
    case noSuchPoint
    /// Losses have no lowest point between larger ones.
    case noValley
    /// No model, however large, reaches the loss.
    case unreachableLoss
    /// A law is written with five numbers.
    case notALaw
  }

  /// A straight line on logarithmic axes: ln y = intercept + slope · ln x.
  public struct Line: WireRecord, Hashable, CustomDebugStringConvertible {
    /// How much ln y grows where ln x grows by 1.
    public var slope: Double
    /// ln y where ln x is 0.
    public var intercept: Double

    /// A slope and an intercept.
    public init(slope: Double, intercept: Double) {
      (self.slope, self.intercept) = (slope, intercept)
    }

    /// Slope, intercept.
    public static var fields: some WireFields<Line> {
      Fields(Line.init(slope:intercept:), \.slope, \.intercept)
    }

    /// As it is written in code.
    public var debugDescription: String { "Line(slope: \(slope), intercept: \(intercept))" }
  }

  /// A power law above a floor: y = floor + coefficient · x^exponent.
  public struct PowerLaw: WireRecord, Hashable, CustomDebugStringConvertible {
    /// What x^exponent is multiplied with.
    public var coefficient: Double
    /// Below 0 for what falls.
    public var exponent: Double
    /// What y never falls below.
    public var floor: Double

    /// The three numbers.
    public init(coefficient: Double, exponent: Double, floor: Double = 0) {
      (self.coefficient, self.exponent, self.floor) = (coefficient, exponent, floor)
    }

    /// Coefficient, exponent, floor.
    public static var fields: some WireFields<PowerLaw> {
      Fields(PowerLaw.init(coefficient:exponent:floor:), \.coefficient, \.exponent, \.floor)
    }

    /// As it is written in code.
    public var debugDescription: String {
      "PowerLaw(coefficient: \(coefficient), exponent: \(exponent), floor: \(floor))"
    }
  }

  /// What a fitted law says, and between what limits the laws of resampled points say it.
  public struct Forecast: WireRecord, Hashable, CustomDebugStringConvertible {
    /// What the law of all points says.
    public var value: Double
    /// The lower end of the interval.
    public var low: Double
    /// The upper end.
    public var high: Double

    /// A value and its interval.
    public init(value: Double, low: Double, high: Double) {
      (self.value, self.low, self.high) = (value, low, high)
    }

    /// Value, low, high.
    public static var fields: some WireFields<Forecast> {
      Fields(Forecast.init(value:low:high:), \.value, \.low, \.high)
    }

    /// As it is written in code.
    public var debugDescription: String { "Forecast(value: \(value), low: \(low), high: \(high))" }
  }

  /// The bottom of the valley that runs of one budget make.
  public struct Valley: WireRecord, Hashable, CustomDebugStringConvertible {
    /// N at the bottom.
    public var parameters: Double
    /// The loss there.
    public var loss: Double

    /// A size and its loss.
    public init(parameters: Double, loss: Double) {
      (self.parameters, self.loss) = (parameters, loss)
    }

    /// Parameters, loss.
    public static var fields: some WireFields<Valley> {
      Fields(Valley.init(parameters:loss:), \.parameters, \.loss)
    }

    /// As it is written in code.
    public var debugDescription: String { "Valley(parameters: \(parameters), loss: \(loss))" }
  }
}

extension Scaling {
  /// `computeCost(parameters, trainingTokens, servedTokens)`: operations to train a model and to serve it.
  public static let computeCost = Endpoint<Double, Double, Double, /* -> */ Cost>("computeCost")

  /// `parameterCount(shape, countingEmbeddings)`: the parameters of a transformer.
  public static let parameterCount = Endpoint<ModelShape, Bool, /* -> */ Int>("parameterCount")

  /// `logLine(x, y)`: the straight line through points on logarithmic axes.
  public static let logLine = Endpoint<[Double], [Double], /* -> */ Line>("logLine")

  /// `fitPowerLaw(x, y, floor)`: the power law above a known floor.
  public static let fitPowerLaw = Endpoint<[Double], [Double], Double, /* -> */ PowerLaw>("fitPowerLaw")

  /// `bootstrapForecast(x, y, floor, target, samples, level)`: what the power law says far out, with an interval.
  public static let bootstrapForecast = Endpoint<
    [Double], [Double], Double, Double, [[Int]], Double, /* -> */ Forecast
  >("bootstrapForecast")

  /// `isoFLOPMinimum(sizes, losses)`: the best model of one budget.
  public static let isoFLOPMinimum = Endpoint<[Double], [Double], /* -> */ Valley>("isoFLOPMinimum")

  /// `huberLoss(residual, delta)`: a square near 0, a straight line beyond.
  public static let huberLoss = Endpoint<Double, Double, /* -> */ Double>("huberLoss")

  /// `predictedLogLoss(point, parameters, tokens)`: the logarithm of a law's loss.
  public static let predictedLogLoss = Endpoint<[Double], Double, Double, /* -> */ Double>(
    "predictedLogLoss")

  /// `fitObjective(point, runs, delta)`: how badly a law fits.
  public static let fitObjective = Endpoint<[Double], [Run], Double, /* -> */ Double>("fitObjective")

  /// `fitGradient(point, runs, delta)`: the objective's slopes.
  public static let fitGradient = Endpoint<[Double], [Run], Double, /* -> */ [Double]>("fitGradient")

  /// `fitLaw(runs, dropped, delta, starts)`: the law that fits best.
  public static let fitLaw = Endpoint<[Run], Int, Double, [[Double]], /* -> */ [Double]>("fitLaw")

  /// `computeOptimum(law, flops)`: the best model and its tokens for a training budget.
  public static let computeOptimum = Endpoint<Law, Double, /* -> */ Allocation>("computeOptimum")

  /// `servingOptimum(law, loss, servedTokens)`: the cheapest model of a quality, training and serving together.
  public static let servingOptimum = Endpoint<Law, Double, Double, /* -> */ Allocation>("servingOptimum")

  /// `effectiveTokens(tokens, unique, decay)`: what repeated text is worth in fresh text.
  public static let effectiveTokens = Endpoint<Double, Double, Double, /* -> */ Double>("effectiveTokens")

  /// `exactMatch(tokenAccuracy, length)`: the chance that a whole answer is right.
  public static let exactMatch = Endpoint<Double, Int, /* -> */ Double>("exactMatch")

  /// `tokenAccuracy(exactMatch, length)`: the accuracy per token that a whole answer asks for.
  public static let tokenAccuracy = Endpoint<Double, Int, /* -> */ Double>("tokenAccuracy")
}
