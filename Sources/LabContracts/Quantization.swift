/// The contract of lab 07: numbers in few bits, from one scale to the bytes of a model file.
///
/// Numbers are `Float`, codes are `Int`, bytes are `UInt8`. What each function must do stands above its stub in
/// `Labs/07-quantization/Exercise.swift`; here stand the shapes.
public enum Quantization {
  /// Why an input is refused.
  public enum InputError: String, ContractError {
    /// A number to quantize is NaN or infinite.
    case notFinite
    /// Codes have 2 to 8 bits.
    case invalidBits
    /// A scale is negative, NaN or infinite.
    case invalidScale
    /// A code does not fit into its bits.
    case codeOutOfRange
    /// Something is no matrix, or sizes that must be equal differ.
    case shapeMismatch
    /// A count is less than it may be.
    case invalidSize
    /// Numbers or bytes do not fill whole blocks.
    case incompleteBlock
    /// A block's scale is beyond the largest float16.
    case scaleOverflow
    /// An entry of the diagonal is not above 0.
    case notPositiveDefinite
    /// Heads cannot be shared out evenly.
    case headsDoNotDivide
  }

  /// How codes stand for numbers: x ≈ (code − zeroPoint) · scale.
  public struct Parameters: WireRecord, Hashable, CustomDebugStringConvertible {
    /// The step from one code to the next; 0 where there is nothing but zeros.
    public var scale: Float
    /// The code that stands for 0.
    public var zeroPoint: Int

    /// A scale and a zero point.
    public init(scale: Float, zeroPoint: Int = 0) {
      (self.scale, self.zeroPoint) = (scale, zeroPoint)
    }

    /// Scale, zero point.
    public static var fields: some WireFields<Parameters> {
      Fields(Parameters.init(scale:zeroPoint:), \.scale, \.zeroPoint)
    }

    /// As it is written in code.
    public var debugDescription: String {
      zeroPoint == 0
        ? "Parameters(scale: \(scale))" : "Parameters(scale: \(scale), zeroPoint: \(zeroPoint))"
    }
  }

  /// A matrix of codes, and what the codes of each group mean.
  public struct QuantizedMatrix: WireRecord, Hashable, CustomDebugStringConvertible {
    /// The codes of each row.
    public var codes: [[Int]]
    /// For each row, the parameters of its groups from left to right.
    public var parameters: [[Parameters]]

    /// Codes and parameters.
    public init(codes: [[Int]], parameters: [[Parameters]]) {
      (self.codes, self.parameters) = (codes, parameters)
    }

    /// Codes, parameters.
    public static var fields: some WireFields<QuantizedMatrix> {
      Fields(QuantizedMatrix.init(codes:parameters:), \.codes, \.parameters)
    }

    /// As it is written in code.
    public var debugDescription: String { "QuantizedMatrix(codes: \(codes), parameters: \(parameters))" }
  }

  /// How far restored numbers are from the original ones.
  public struct ErrorFigures: WireRecord, Hashable, CustomDebugStringConvertible {
    /// √(Σ e² / n).
    public var rootMeanSquare: Double
    /// 10 · log₁₀(Σ x² / Σ e²), in decibels.
    public var signalToNoise: Double
    /// max |e|.
    public var largest: Double

    /// The three figures.
    public init(rootMeanSquare: Double, signalToNoise: Double, largest: Double) {
      (self.rootMeanSquare, self.signalToNoise, self.largest) = (rootMeanSquare, signalToNoise, largest)
    }

    /// Root mean square, signal to noise, largest.
    public static var fields: some WireFields<ErrorFigures> {
      Fields(
        ErrorFigures.init(rootMeanSquare:signalToNoise:largest:), \.rootMeanSquare, \.signalToNoise, \.largest
      )
    }

    /// As it is written in code.
    public var debugDescription: String {
      "ErrorFigures(rootMeanSquare: \(rootMeanSquare), signalToNoise: \(signalToNoise), largest: \(largest))"
    }
  }

  /// What one step of GPTQ leaves behind.
  public struct GPTQStep: WireRecord, Hashable, CustomDebugStringConvertible {
    /// `[rows, columns]`: one column is rounded, and those after it have moved.
    public var weights: PlainTensor
    /// The column's codes, one for each row.
    public var codes: [Int]

    /// Weights and codes.
    public init(weights: PlainTensor, codes: [Int]) {
      (self.weights, self.codes) = (weights, codes)
    }

    /// Weights, codes.
    public static var fields: some WireFields<GPTQStep> {
      Fields(GPTQStep.init(weights:codes:), \.weights, \.codes)
    }

    /// As it is written in code.
    public var debugDescription: String { "GPTQStep(weights: \(weights), codes: \(codes))" }
  }
}

extension Quantization {
  /// `absmaxScale(values, bits)`: the step with which the largest magnitude gets the largest code.
  public static let absmaxScale = Endpoint<[Float], Int, /* -> */ Float>("absmaxScale")

  /// `quantize(values, scale, bits)`: the nearest codes, symmetric around 0.
  public static let quantize = Endpoint<[Float], Float, Int, /* -> */ [Int]>("quantize")

  /// `affineParameters(values, bits)`: the scale and zero point that lay all codes over the numbers' range.
  public static let affineParameters = Endpoint<[Float], Int, /* -> */ Parameters>("affineParameters")

  /// `quantizeAffine(values, parameters, bits)`: the nearest codes from 0 up.
  public static let quantizeAffine = Endpoint<[Float], Parameters, Int, /* -> */ [Int]>("quantizeAffine")

  /// `dequantize(codes, parameters)`: the numbers that codes stand for.
  public static let dequantize = Endpoint<[Int], Parameters, /* -> */ [Float]>("dequantize")

  /// `quantizeRows(weights, bits)`: a scale and a zero point for each row.
  public static let quantizeRows = Endpoint<PlainTensor, Int, /* -> */ QuantizedMatrix>("quantizeRows")

  /// `quantizeGroups(weights, groupSize, bits)`: a scale for each group of neighbours in a row.
  public static let quantizeGroups = Endpoint<PlainTensor, Int, Int, /* -> */ QuantizedMatrix>(
    "quantizeGroups")

  /// `dequantizeGroups(matrix, groupSize)`: the numbers again, `[rows, columns]`.
  public static let dequantizeGroups = Endpoint<QuantizedMatrix, Int, /* -> */ PlainTensor>(
    "dequantizeGroups")

  /// `packNibbles(codes)`: two codes of four bits in a byte.
  public static let packNibbles = Endpoint<[Int], /* -> */ [UInt8]>("packNibbles")

  /// `unpackNibbles(bytes)`: the codes again.
  public static let unpackNibbles = Endpoint<[UInt8], /* -> */ [Int]>("unpackNibbles")

  /// `encodeQ40(weights)`: the bytes of Q4_0, 18 for every 32 weights.
  public static let encodeQ40 = Endpoint<[Float], /* -> */ [UInt8]>("encodeQ40")

  /// `decodeQ40(bytes)`: the weights that the bytes of Q4_0 stand for.
  public static let decodeQ40 = Endpoint<[UInt8], /* -> */ [Float]>("decodeQ40")

  /// `errorFigures(original, restored)`: how far numbers have moved.
  public static let errorFigures = Endpoint<[Float], [Float], /* -> */ ErrorFigures>("errorFigures")

  /// `gptqStep(weights, column, factor, scales, bits)`: one column rounded, its error made up for by the later ones.
  public static let gptqStep = Endpoint<PlainTensor, Int, PlainTensor, [Float], Int, /* -> */ GPTQStep>(
    "gptqStep")

  /// `weightBytes(shapes, layout)`: what matrices take up in blocks.
  public static let weightBytes = Endpoint<[MatrixShape], BlockLayout, /* -> */ Int>("weightBytes")

  /// `cacheBytes(model, tokens, sequences, layout)`: what cached keys and values take up in blocks.
  public static let cacheBytes = Endpoint<ModelShape, Int, Int, BlockLayout, /* -> */ Int>("cacheBytes")
}
