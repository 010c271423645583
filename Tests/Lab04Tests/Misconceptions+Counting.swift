import LabContracts
import LabTesting

/// What a model costs, and how large it is.
extension Misconceptions {
  /// 04.1
  static let computeCost: [Misconception] = [
    cost(
      "forward-only-for-training",
      "You count 2ND for training. That is the way forward; going backward takes twice as much again: 6ND."
    ) { n, d, served in (2 * n * d, 2 * n * served) },
    cost(
      "backward-as-cheap-as-forward",
      "You count 4ND for training. Backward there are two products for each weight, with the input and with the error: 2 + 4."
    ) { n, d, served in (4 * n * d, 2 * n * served) },
    cost(
      "multiply-and-add-as-one",
      "A multiplication and an addition are two operations: 6ND and 2ND, not 3ND and ND."
    ) { n, d, served in (3 * n * d, n * served) },
    cost(
      "six-for-serving", "You count 6N for each token served. Nothing goes backward there: 2N."
    ) { n, d, served in (6 * n * d, 6 * n * served) },
    cost(
      "training-tokens-served",
      "Your serving counts the tokens of training. It has a number of its own, often a larger one."
    ) { n, d, _ in (6 * n * d, 2 * n * d) },
    cost("served-tokens-trained-on", "You train on the served tokens as well: 6N is for D alone.") {
      n, d, served in (6 * n * (d + served), 2 * n * served)
    },
    cost("serving-holds-the-total", "`serving` is the serving alone, without the training.") {
      n, d, served in (6 * n * d, 6 * n * d + 2 * n * served)
    },
    cost("costs-swapped", "You have put the two costs in each other's place.") { n, d, served in
      (2 * n * served, 6 * n * d)
    },
    Misconception(
      "no-tokens-refused", lives: "04.1",
      sentence: "A count of 0 is fine: a model may be trained and never served. Refuse what is below 0."
    ) {
      $0.bind(Scaling.computeCost) { n, d, served in
        let refuse = Refusal(sparing: nil)
        try refuse.positive([n])
        try refuse(.negative, unless: d > 0 && served > 0 && d.isFinite && served.isFinite)
        return Scaling.Cost(training: 6 * n * d, serving: 2 * n * served)
      }
    },
    Misconception(
      "nan-passes-the-comparison", lives: "04.1",
      sentence:
        "`if parameters <= 0` lets NaN and ∞ through: no comparison with NaN holds. Ask for `> 0` and `isFinite`."
    ) {
      $0.bind(Scaling.computeCost) { n, d, served in
        if n <= 0 { throw InputError.notPositive }
        if d < 0 || served < 0 { throw InputError.negative }
        return Scaling.Cost(training: 6 * n * d, serving: 2 * n * served)
      }
    },
    cost(
      "model-of-no-size", "There is no model of 0 or −1 parameters: throw `notPositive`.",
      sparing: .notPositive
    ) {
      n, d, served in (6 * n * d, 2 * n * served)
    },
    cost("tokens-below-zero", "No model reads −1 tokens: throw `negative`.", sparing: .negative) {
      n, d, served in (6 * n * d, 2 * n * served)
    },
  ]

  private static func cost(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ n: Double, _ d: Double, _ served: Double) -> (Double, Double)
  ) -> Misconception {
    Misconception(id, lives: "04.1", sentence: sentence) {
      $0.computeCost(sparing: spared) {
        let (training, serving) = answer($0, $1, $2)
        return Scaling.Cost(training: training, serving: serving)
      }
    }
  }

  /// 04.2
  static let parameterCount: [Misconception] = [
    count("embeddings-always-counted", "You count the embeddings also where they are to be left out.") {
      shape, _ in layers(shape) + tables(shape)
    },
    count("embeddings-never-counted", "Where embeddings count, their tables belong to N.") { shape, _ in
      layers(shape)
    },
    count("embeddings-the-other-way-round", "You leave the embeddings out exactly where they count.") {
      layers($0) + ($1 ? 0 : tables($0))
    },
    count("head-counted-again", "The head is the table of tokens again. A shared table counts once.") {
      layers($0) + ($1 ? tables($0) + $0.vocabulary * $0.dModel : 0)
    },
    count(
      "positions-forgotten", "Each position of the context has a row of its own: it is an embedding, too."
    ) {
      layers($0) + ($1 ? $0.vocabulary * $0.dModel : 0)
    },
    count(
      "token-table-forgotten", "You count the positions' table. The tokens have one, and it is the larger."
    ) {
      layers($0) + ($1 ? $0.context * $0.dModel : 0)
    },
    count(
      "embeddings-in-every-layer",
      "You count the embeddings in each layer. They stand once, before the first."
    ) {
      layers($0) + ($1 ? $0.nLayers * tables($0) : 0)
    },
    count("rows-without-width", "You count the tables' rows. Each row has d numbers.") {
      layers($0) + ($1 ? $0.vocabulary + $0.context : 0)
    },
    count("tables-multiplied", "Tokens and positions are two tables, one below the other: add their rows.") {
      layers($0) + ($1 ? $0.vocabulary * $0.context * $0.dModel : 0)
    },
    count(
      "output-matrix-forgotten",
      "Attention has four matrices: queries, keys, values, and the output. You count three."
    ) {
      11 * square($0) + ($1 ? tables($0) : 0)
    },
    count("no-way-back-from-four-d", "The feed-forward part goes to 4d and comes back: 8·d². You count 4·d².")
    {
      8 * square($0) + ($1 ? tables($0) : 0)
    },
    count(
      "feed-forward-unwidened",
      "The feed-forward part widens to 4d, which makes 8·d². You count two matrices of d²."
    ) {
      6 * square($0) + ($1 ? tables($0) : 0)
    },
    count("one-layer-counted", "You count one layer. There are `nLayers`.") {
      12 * $0.dModel * $0.dModel + ($1 ? tables($0) : 0)
    },
    count("width-not-squared", "A matrix from d numbers to d numbers has d² weights.") {
      12 * $0.nLayers * $0.dModel + ($1 ? tables($0) : 0)
    },
    count(
      "biases-and-norms-counted",
      "You count biases and norms. Here they are left out: they are about 13·d a layer."
    ) {
      layers($0) + 13 * $0.nLayers * $0.dModel + ($1 ? tables($0) : 0)
    },
    count(
      "shape-without-size", "A model of 0 layers, or of no width, is a mistake: throw `notPositive`.",
      sparing: .notPositive
    ) {
      layers($0) + ($1 ? tables($0) : 0)
    },
    Misconception(
      "tables-alone-unchecked", lives: "04.2",
      sentence:
        "All four sizes must be 1 or more, also the vocabulary and the context where embeddings do not count."
    ) {
      $0.bind(Scaling.parameterCount) { shape, counting in
        let sizes = [shape.nLayers, shape.dModel] + (counting ? [shape.vocabulary, shape.context] : [])
        try Refusal(sparing: nil)(.notPositive, unless: sizes.allSatisfy { $0 >= 1 })
        return layers(shape) + (counting ? tables(shape) : 0)
      }
    },
  ]

  private static func count(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (Scaling.ModelShape, Bool) -> Int
  ) -> Misconception {
    Misconception(id, lives: "04.2", sentence: sentence) { $0.parameterCount(sparing: spared, answer) }
  }

  private static func square(_ shape: Scaling.ModelShape) -> Int {
    shape.nLayers * shape.dModel * shape.dModel
  }

  private static func layers(_ shape: Scaling.ModelShape) -> Int { 12 * square(shape) }

  private static func tables(_ shape: Scaling.ModelShape) -> Int {
    (shape.vocabulary + shape.context) * shape.dModel
  }
}
