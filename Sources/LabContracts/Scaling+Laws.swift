#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What is fitted and planned with.
extension Scaling {
  /// One training run.
  public struct Run: WireRecord, Hashable, CustomDebugStringConvertible {
    /// N: numbers that were trained.
    public var parameters: Double
    /// D: tokens that were read.
    public var tokens: Double
    /// The loss at the end.
    public var loss: Double

    /// A model's size, its tokens, and what came out.
    public init(parameters: Double, tokens: Double, loss: Double) {
      (self.parameters, self.tokens, self.loss) = (parameters, tokens, loss)
    }

    /// Parameters, tokens, loss.
    public static var fields: some WireFields<Run> {
      Fields(Run.init(parameters:tokens:loss:), \.parameters, \.tokens, \.loss)
    }

    /// As it is written in code.
    public var debugDescription: String {
      "Run(parameters: \(parameters), tokens: \(tokens), loss: \(loss))"
    }
  }

  /// L(N, D) = E + A/N^α + B/D^β (Hoffmann et al. 2022, equation 2).
  public struct Law: WireRecord, Hashable, CustomDebugStringConvertible {
    /// E: the loss that no model falls below.
    public var e: Double
    /// A.
    public var a: Double
    /// α.
    public var alpha: Double
    /// B.
    public var b: Double
    /// β.
    public var beta: Double

    /// The five constants.
    public init(e: Double, a: Double, alpha: Double, b: Double, beta: Double) {
      (self.e, self.a, self.alpha, self.b, self.beta) = (e, a, alpha, b, beta)
    }

    /// E, A, α, B, β.
    public static var fields: some WireFields<Law> {
      Fields(Law.init(e:a:alpha:b:beta:), \.e, \.a, \.alpha, \.b, \.beta)
    }

    /// As it is written in code.
    public var debugDescription: String {
      "Law(e: \(e), a: \(a), alpha: \(alpha), b: \(b), beta: \(beta))"
    }
  }

  /// A model and the tokens it is trained on.
  public struct Allocation: WireRecord, Hashable, CustomDebugStringConvertible {
    /// N.
    public var parameters: Double
    /// D.
    public var tokens: Double

    /// Parameters and tokens.
    public init(parameters: Double, tokens: Double) {
      (self.parameters, self.tokens) = (parameters, tokens)
    }

    /// Parameters, tokens.
    public static var fields: some WireFields<Allocation> {
      Fields(Allocation.init(parameters:tokens:), \.parameters, \.tokens)
    }

    /// As it is written in code.
    public var debugDescription: String { "Allocation(parameters: \(parameters), tokens: \(tokens))" }
  }

  /// Floating-point operations.
  public struct Cost: WireRecord, Hashable, CustomDebugStringConvertible {
    /// To train a model.
    public var training: Double
    /// To serve it.
    public var serving: Double

    /// Both.
    public init(training: Double, serving: Double) {
      (self.training, self.serving) = (training, serving)
    }

    /// Training, serving.
    public static var fields: some WireFields<Cost> {
      Fields(Cost.init(training:serving:), \.training, \.serving)
    }

    /// As it is written in code.
    public var debugDescription: String { "Cost(training: \(training), serving: \(serving))" }
  }

  /// The sizes of a decoder that decide how many parameters it has.
  public struct ModelShape: WireRecord, Hashable, CustomDebugStringConvertible {
    /// Blocks.
    public var nLayers: Int
    /// Numbers of a token's row.
    public var dModel: Int
    /// Tokens that it knows.
    public var vocabulary: Int
    /// Positions that it has learned.
    public var context: Int

    /// The four sizes.
    public init(nLayers: Int, dModel: Int, vocabulary: Int, context: Int) {
      (self.nLayers, self.dModel) = (nLayers, dModel)
      (self.vocabulary, self.context) = (vocabulary, context)
    }

    /// Layers, width, vocabulary, context.
    public static var fields: some WireFields<ModelShape> {
      Fields(
        ModelShape.init(nLayers:dModel:vocabulary:context:), \.nLayers, \.dModel, \.vocabulary, \.context)
    }

    /// As it is written in code.
    public var debugDescription: String {
      "ModelShape(nLayers: \(nLayers), dModel: \(dModel), vocabulary: \(vocabulary), context: \(context))"
    }
  }
}

extension Scaling.Law {
  /// The law that a fit's point stands for: ln E, ln A, α, ln B, β.
  ///
  /// - Throws: `Scaling.InputError.notALaw` for another number of numbers.
  public init(point: [Double]) throws {
    guard point.count == 5 else { throw Scaling.InputError.notALaw }
    self.init(e: exp(point[0]), a: exp(point[1]), alpha: point[2], b: exp(point[3]), beta: point[4])
  }

  /// The point that stands for the law.
  public var point: [Double] { [log(e), log(a), alpha, log(b), beta] }
}
