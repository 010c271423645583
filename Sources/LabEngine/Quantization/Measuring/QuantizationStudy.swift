import Foundation

/// A model in many formats, each measured on the same held-out text: the figures that `labs bench quantization`
/// prints of the course's model.
public struct QuantizationStudy: Sendable {
  /// The model in float32.
  public let model: Transformer
  /// Text to calibrate on, in windows of the context.
  public let calibration: [[Int]]
  /// Text to measure on.
  public let heldOut: [Int]

  /// A study of a model.
  public init(model: Transformer, calibration: [[Int]], heldOut: [Int]) {
    (self.model, self.calibration, self.heldOut) = (model, calibration, heldOut)
  }

  /// The study of a trained model, on the text that its recipe names.
  ///
  /// Throws as `ModelFolder.load` and `TextSource.read` do.
  public init(of folder: ModelFolder, calibrationWindows: Int = 64, heldOutTokens: Int = 32_769) throws {
    let (model, tokenizer) = try folder.load()
    let text = try folder.readRecipe().plan.text.read()
    let context = model.configuration.context
    // A token stands for a byte or more: so many bytes, and some to spare, are enough.
    let training = tokenizer.encode(Array(text.training.prefix(8 * calibrationWindows * context)))
    let windows = (0..<min(calibrationWindows, training.count / context)).map {
      Array(training[$0 * context..<($0 + 1) * context])
    }
    self.init(
      model: model, calibration: windows,
      heldOut: Array(tokenizer.encode(text.heldOut).prefix(heldOutTokens)))
  }

  /// What a way to write down the matrices of the blocks costs.
  public struct Row: Hashable, Sendable, CustomStringConvertible {
    /// The way.
    public let name: String
    /// Its cost.
    public let quality: ModelComparison

    /// A line for people.
    public var description: String {
      name.padded(46)
        + "perplexity \(quality.rise.fixed(5, "+"))  same top token \((100 * quality.topAgreement).fixed(2)) %  "
        + "KL \(quality.divergence.fixed(6))"
    }
  }

  /// The matrices of the blocks restored from `scheme`.
  public func rounding(_ scheme: some WeightScheme) throws -> Row {
    try row(scheme.name, model.restored(by: scheme))
  }

  /// The same by GPTQ, run on the codes where kernels can.
  public func gptq(_ method: GPTQ) throws -> Row {
    let codes = try model.quantized(by: method, calibratingOn: calibration)
    let restored = try model.replacing(codes.mapValues { $0.dequantized() })
    return try row("GPTQ\(method.ordersByActivation ? " by size" : ""), \(method.scheme.name)", restored)
  }

  /// The same by AWQ.
  public func awq(_ method: AWQ) throws -> Row {
    try row("AWQ, \(method.scheme.name)", model.restored(by: method, calibratingOn: calibration))
  }

  /// A model that runs on a block format, with size and speed.
  public func report(_ format: BlockFormat, rounding: Bool = false) throws -> QuantizationReport {
    try QuantizationReport(
      rounding ? "\(format.rawValue) × int8" : format.rawValue,
      of: model.quantized(as: format, inputs: rounding ? .int8 : .float), against: model, heldOut: heldOut)
  }

  private func row(_ name: String, _ changed: Transformer) throws -> Row {
    Row(name: name, quality: try ModelComparison(of: changed, against: model, on: heldOut))
  }
}

extension QuantizationReport: CustomStringConvertible {
  /// A line for people.
  public var description: String {
    name.padded(14)
      + "perplexity \(quality.referencePerplexity.fixed(4)) +\(quality.rise.fixed(5))  "
      + "same top token \((100 * quality.topAgreement).fixed(2)) %  KL \(quality.divergence.fixed(6))  "
      + "memory \(bytesInMemory) of \(referenceBytes)  disk \(bytesOnDisk.map(String.init) ?? "none")  "
      + "\(tokensPerSecond.fixed(0)) tokens/s, float32 \(referenceTokensPerSecond.fixed(0))"
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    padding(toLength: max(width, count), withPad: " ", startingAt: 0)
  }
}

extension Double {
  fileprivate func fixed(_ digits: Int, _ flag: String = "") -> String {
    String(format: "%\(flag).\(digits)f", self)
  }
}
