import Foundation
import XCTest

@testable import LabEngine

/// Quality, size and speed of the course's own model in few bits.
final class MeasuringTests: KernelTestCase {
  private static let folder = ModelFolder(
    URL(filePath: #filePath).appending(path: "../../../../Models/course").standardizedFileURL)

  private static let course = Result {
    let (model, tokenizer) = try folder.load()
    let text = CourseCorpus(seed: 1).text(.heldOut, bytes: 10_000)
    return (model: model, heldOut: tokenizer.encode(text))
  }

  func testAComparisonIsWrittenOutInFloat64() throws {
    let (model, heldOut) = try Self.course.get()
    let tokens = Array(heldOut.prefix(600))
    let changed = try model.quantized(as: .q40)
    let comparison = try ModelComparison(of: changed, against: model, on: tokens)
    XCTAssertEqual(comparison.tokens, 599)
    XCTAssertEqual(log(comparison.referencePerplexity), try model.meanLoss(on: tokens), accuracy: 1e-4)
    XCTAssertEqual(log(comparison.perplexity), try changed.dequantized().meanLoss(on: tokens), accuracy: 1e-4)
    XCTAssertGreaterThan(comparison.divergence, 0)
    XCTAssertGreaterThanOrEqual(comparison.largestDivergence, comparison.divergence)
    let same = try ModelComparison(of: model, against: model, on: tokens)
    XCTAssertEqual(same.topAgreement, 1)
    XCTAssertEqual(same.divergence, 0, accuracy: 1e-12)
    XCTAssertEqual(same.rise, 0)
    XCTAssertThrowsError(try ModelComparison(of: model, against: model, on: [1]))
  }

  func testThereIsNoSizeWithoutQuality() throws {
    let (model, heldOut) = try Self.course.get()
    let changed = try model.quantized(as: .q80)
    for few in [[], [1], Array(heldOut.prefix(256))] {
      XCTAssertThrowsError(
        try QuantizationReport("Q8_0", of: changed, against: model, heldOut: few, generated: 1)
      ) { XCTAssertTrue("\($0)".contains("no size without quality"), "\($0)") }
    }
    let report = try QuantizationReport(
      "Q8_0", of: changed, against: model, heldOut: Array(heldOut.prefix(1024)), generated: 4)
    XCTAssertEqual(report.referenceBytes, 4 * 490_368)
    XCTAssertLessThan(report.bytesInMemory, report.referenceBytes / 3)
    XCTAssertLessThan(try XCTUnwrap(report.bytesOnDisk), report.referenceBytes / 3)
    XCTAssertGreaterThan(report.tokensPerSecond, 0)
    XCTAssertGreaterThan(report.quality.topAgreement, 0.98)
    XCTAssertLessThan(report.quality.rise, 0.01)
  }

  /// Calibrated on training text and measured on text that neither the model nor GPTQ has seen.
  func testGPTQCostsLessThanHalfOfWhatRoundingCosts() throws {
    let study = try QuantizationStudy(of: Self.folder)
    let scheme = try IntegerScheme(bits: 4, mapping: .absmax, granularity: .group(32))
    let rounded = try study.rounding(scheme).quality
    let calibrated = try study.gptq(GPTQ(scheme: scheme, ordersByActivation: true)).quality
    XCTAssertGreaterThan(rounded.rise, 0)
    XCTAssertLessThan(calibrated.rise, 0.5 * rounded.rise)
    XCTAssertLessThan(calibrated.divergence, rounded.divergence)
  }

  func testFootprintsAreThePublishedOnes() throws {
    let gibibyte = 1_073_741_824.0
    let eight = ModelFootprint("8e9", parameters: 8e9, nLayers: 32, nKVHeads: 8, dHead: 128)
    XCTAssertEqual(eight.weightBytes(bitsPerWeight: 16) / gibibyte, 14.9, accuracy: 0.01)
    XCTAssertEqual(eight.weightBytes(bitsPerWeight: 4) / gibibyte, 3.7, accuracy: 0.03)
    XCTAssertEqual(eight.cacheBytes(tokens: 32_768), 4.29e9, accuracy: 1e7)
    let all = ModelFootprint("all heads", parameters: 8e9, nLayers: 32, nKVHeads: 32, dHead: 128)
    XCTAssertEqual(all.cacheBytes(tokens: 32_768), 17.18e9, accuracy: 1e7)
    XCTAssertEqual(eight.tokensPerSecond(bandwidth: 100e9, bitsPerWeight: 8), 12.5)
    XCTAssertLessThan(
      eight.tokensPerSecond(bandwidth: 100e9, bitsPerWeight: 8, cachedTokens: 32_768), 12.5)
    let course = ModelFootprint("course", try Self.course.get().model.configuration)
    XCTAssertEqual(course.parameters, 490_368)
    XCTAssertEqual(
      course.cacheBytes(tokens: 1, bytesPerNumber: 4),
      Double(try Self.course.get().model.configuration.cacheBytesPerToken))
  }
}
