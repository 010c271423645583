#!/usr/bin/env -S swift run -q labs run
// ---
// title: Quantization, byte for byte
// ---
import Foundation
import LabContracts
import LabEngine
import LabNotebook

// %% [markdown]
// # Quantization, byte for byte
// ShopFlow's packers carry hand scanners. In half of the halls there is no network, so the desk's language model
// shall run on the scanner itself, whose memory is small and slow. The model has to become smaller, and nobody may
// notice.
//
// A language model is mostly one thing: weights, millions or billions of them, each a number in 32 or 16 bits.
// **Quantization** writes them in 8 bits, or in 4. You will do it by hand on six numbers, then byte for byte as the
// files do that people download, then on the course's own model; and each time you will measure what was lost,
// because a smaller model is no feat. A smaller model that is as good as before is one.
//
// Every experiment asks for a **prediction** first. Write it down before you run the cell. The functions with a
// number, such as 07.1, are yours to write. Until you have, the lesson uses the course's own; `labs run 07 --mine`
// runs it on yours.

// %% [notes]
// Two times 90 minutes in front of a class, without the exercises; sections 1 to 7 are the first half. Cells tagged
// `.demo` are the ones to run live. Predictions that most hands get wrong: those of section 5 on the outlier, of
// section 8 on the answers that change, and of section 10 on inputs in 8 bits.

// %% [markdown]
// ## 1. What a number costs
// Here is the model, as it was trained: every weight a float32, four bytes.

// %% Where the bytes are {#bytes .demo}
let (model, tokenizer) = try ModelFolder.course().load()
let shapes = model.configuration.parameterShapes
func parameters(_ belongs: (ParameterShape) -> Bool) -> Int {
  shapes.filter(belongs).reduce(0) { $0 + $1.count }
}
let parts = [
  ("table of tokens", parameters { $0.name.hasPrefix("embedding") }),
  ("matrices of the blocks", parameters { $0.name.hasPrefix("layers") && $0.shape.count == 2 }),
  ("gains of the norms", parameters { $0.shape.count == 1 }),
]
let total = model.configuration.parameterCount
func percent(_ share: Double, _ digits: Int = 1) -> String { String(format: "%.\(digits)f %%", share * 100) }
display(
  Table(
    ["part", "weights", "bytes in float32", "share"],
    parts.map { [$0.0, $0.1, 4 * $0.1, percent(Double($0.1) / Double(total))] }
      + [["all", total, 4 * total, percent(1)]]))

// %% [markdown]
// (A block is one layer of the model, with its attention and all that follows. A matrix makes each of its outputs as
// a sum over its inputs, weight times input; one row of it holds the weights of one output.) Two megabytes would fit
// anywhere; it is a small model. One that people chat with has some billions of weights, and then every bit counts.
// (Section 11 does that sum for models you know.)
//
// A float32 can say numbers from 10⁻³⁸ to 10³⁸, each to seven digits. Which of them does the model use?

// %% [predict] Between which two numbers do all the weights of a trained matrix lie? And where do most of them lie?

// %% The weights of one matrix {#histogram .demo}
let matrixName = "layers.1.mlp.down.weight"
func matrix(_ name: String, of model: Transformer = model) throws -> Tensor {
  guard let tensor = model.parameter(named: name) else { throw MissingMatrix(name: name) }
  return tensor
}
struct MissingMatrix: Error { let name: String }
let weights = try matrix(matrixName)  // [128 outputs, 240 inputs]
display(Histogram("\(weights.count) weights of \(matrixName)", of: weights.values, x: "weight", bins: 30))
let largestWeight = weights.values.map(abs).max() ?? 0
let smallShare = Double(weights.values.count { abs($0) < 0.25 }) / Double(weights.count)
print("largest \(largestWeight); \(percent(smallShare)) are below 0.25 in size")
let largestOfEach = try model.blockMatrices.map { try matrix($0).values.map(abs).max() ?? 0 }
print(
  "the largest weights of the \(largestOfEach.count) matrices: \(largestOfEach.min() ?? 0) to \(largestOfEach.max() ?? 0)"
)

// %% [markdown]
// A bell around zero, with nothing beyond one, and in no matrix of the blocks anything beyond 1.51. So nearly all
// that a float32 could say is never said, and we may hope to do with a few bits: round each weight to one of 256
// values, or of 16. The rest of this lab is about *which* values.

// %% [markdown]
// ## 2. Eight bits by hand
// The plainest way: measure with a ruler. The longest number gets the last mark, 127; the distance between two marks
// is the **scale**, max |x| / 127; and each number is written as the nearest mark, a whole number from −127 to 127.
// That fits into a byte, and only the scale has to be remembered besides.
//
// This is *absmax* quantization. On six numbers:

// %% [predict] The largest of the numbers below is 1.27 in size. Which code does 0.05 get? And which of the six loses most, in parts of itself?

// %% Six numbers in a byte each {#absmax .demo}
let sixNumbers: [Float] = [0.42, -1.27, 0.05, 0.884, -0.316, 0.004]
let sixScale = try absmaxScale(sixNumbers, 8)
let sixCodes = try quantize(sixNumbers, sixScale, 8)
let sixRestored = dequantize(sixCodes, Quantization.Parameters(scale: sixScale))
print("scale \(sixScale)")
display(
  Table(
    ["number", "number / scale", "code", "restored", "error", "error, in parts of it"],
    sixNumbers.indices.map { i in
      let error = Double(abs(sixRestored[i] - sixNumbers[i]))
      return [
        Double(sixNumbers[i]), Double(sixNumbers[i] / sixScale), sixCodes[i], Double(sixRestored[i]),
        String(format: "%.4f", error), percent(error / Double(abs(sixNumbers[i]))),
      ]
    }))

// %% [markdown]
// 0.05 gets the code 5, and 0.004 loses most, namely all. No error is larger than half a scale, whatever the number.
// That is little for 1.27 and everything for 0.004. A ruler treats all lengths alike, so small numbers suffer in
// proportion. Keep this in mind.
//
// ### Two details that people get wrong
// **Rounding.** To cut off the fraction is one instruction and looks harmless. And **the range**: a signed byte
// reaches from −128 to 127, and it seems a pity to leave −128 unused. Here is what both do to a whole matrix.

// %% [predict] Cutting off instead of rounding: how many times larger does the error become? And does it have a direction?

// %% Rounding and range {#rounding}
/// All weights of the matrix with one scale, through codes that `code` chooses.
func rounded(_ scale: Float, _ code: (Float) -> Float) throws -> Tensor {
  try Tensor(weights.values.map { code($0 / scale) * scale }, shape: weights.shape)
}
/// What the sizes of all weights together lost.
func shrinkage(_ restored: Tensor) -> Double {
  func size(_ tensor: Tensor) -> Double { tensor.values.reduce(0) { $0 + Double(abs($1)) } }
  return abs(1 - size(restored) / size(weights))
}
let signed = largestWeight == weights.values.max() ? "positive" : "negative"
let ways: [(String, Tensor)] = [
  ("rounded, −127…127", try rounded(largestWeight / 127) { $0.rounded() }),
  ("cut off, −127…127", try rounded(largestWeight / 127) { $0.rounded(.towardZero) }),
  ("rounded, −128…127, scale max/128", try rounded(largestWeight / 128) { min(127, $0.rounded()) }),
]
display(
  Table(
    ["way", "relative error", "weights shrink by", "largest weight becomes"],
    try ways.map { name, restored in
      let error = try RestorationError(of: restored, from: weights)
      let place = weights.values.indices.max { abs(weights.values[$0]) < abs(weights.values[$1]) } ?? 0
      return [
        name, percent(error.relative, 2), percent(shrinkage(restored), 2), Double(restored.values[place]),
      ]
    }))
print("The largest weight is \(signed): \(weights.values.first { abs($0) == largestWeight } ?? 0)")

// %% [markdown]
// *Relative error* is the length of all errors together over the length of all weights: √(Σ e² / Σ x²).
//
// Cutting off doubles the error, and gives it a direction. Rounded errors point up and down and cancel in a sum of
// many. Cut off, *every* weight shrinks, and what all share does not cancel. And with 128 marks on either side a
// positive largest number has no mark, and is cut to the one before, while the rest gains a hundredth of precision.
// Our exercises use −127…127: x and −x then always have opposite codes. (Four bits are another matter, as section 6
// shows: there one code more is a sixteenth.)
//
// Numbers that share a scale are called a *group*. What of odd groups? All zeros: the scale is 0, and every code is
// 0. NaN or infinity: no scale makes sense of them, and silently writing *some* byte would hide a broken model, so
// they are refused.

// %% Odd groups {#odd}
print("zeros: scale", try absmaxScale([0, 0, 0], 8), "codes", try quantize([0, 0, 0], 0, 8))
do {
  _ = try absmaxScale([1, .nan, 4], 8)
} catch {
  print("NaN:", error)
}

// %% [markdown]
// **Build 07.1, 07.2 and 07.5** (`absmaxScale`, `quantize`, `dequantize`), then run `labs check 07.2`.

// %% [notes]
// Somebody will ask why not −128. Let them find the number whose negative has no code.

// %% [markdown]
// ## 3. A zero of one's own
// Absmax puts zero in the middle. Some numbers have no middle there: attention weights lie between 0 and 1, what
// leaves a ReLU, a function that cuts negative numbers to zero, is never negative. Half of the codes would never be
// used.
//
// **Zero-point** quantization lays all codes, 0 to 255, between the smallest and the largest number. Then some code
// must stand for 0: that is the *zero-point*, a whole number, rounded like everything else. Rounded, so that 0
// itself is restored *exactly*: zeros are what padding, masks and dropped inputs are made of, and a zero that comes
// back as 0.003 leaks into every sum.

// %% [predict] On numbers from 0 to 1: by how much does a zero-point make the error smaller? And on a model's weights, with 4 bits?

// %% When a zero-point wins {#zero-point .demo}
let desk = """
  Today is 8 November. Order A66427: chair, delivered on 18 September.
  Customer: my chair arrived damaged, can I return it?
  """
let attention = try model.attentionMaps(tokenizer.encode(desk), layer: 0).row(0)  // [tokens, tokens]
func relativeError(_ x: Tensor, _ scheme: some WeightScheme) throws -> Double {
  try RestorationError(of: scheme.restored(x), from: x).relative
}
func mappingRow(
  _ name: String, _ x: Tensor, _ bits: Int, _ granularity: IntegerScheme.Granularity
) throws -> [String] {
  let errors = try [IntegerScheme.Mapping.absmax, .zeroPoint].map {
    try relativeError(x, IntegerScheme(bits: bits, mapping: $0, granularity: granularity))
  }
  let gain = String(format: "%.2f", errors[0] / errors[1])
  return [name, "\(bits)", percent(errors[0], 2), percent(errors[1], 2), gain]
}
display(
  Table(
    ["numbers", "bits", "absmax", "zero-point", "times better"],
    [
      try mappingRow("attention weights, one scale", attention, 8, .tensor),
      try mappingRow("a matrix, one scale", weights, 8, .tensor),
      try mappingRow("a matrix, one scale", weights, 4, .tensor),
      try mappingRow("a matrix, groups of 32", weights, 4, .group(32)),
    ]))
let unbalanced: [Float] = [-0.3, 0, 0.1, 0.7]
let affine = try affineParameters(unbalanced, 8)
let affineCodes = try quantizeAffine(unbalanced, affine, 8)
print("\(unbalanced): scale \(affine.scale), zero-point \(affine.zeroPoint)")
print("codes \(affineCodes), restored \(dequantize(affineCodes, affine))")

// %% [markdown]
// On numbers of one sign the gain is a whole bit: the error is halved. On weights, which lie on both sides of zero,
// there is little to gain, as long as one scale serves thousands of them. Few neighbours are rarely balanced, so in
// groups of 32 a zero-point pays a little; it also has to be stored, which costs bits of its own.
//
// It can go wrong, too. A widely used quantizer moved the range of a row whose numbers were all positive, so that it
// began at 0, and left the zero-point in the middle (AutoGPTQ, issue 293). Its example, in 4 bits:

// %% A zero-point left in the middle {#middle}
let positiveRow: [Float] = [0.8315, 0.4567]
let fitting = try affineParameters(positiveRow, 4)
let inTheMiddle = Quantization.Parameters(scale: fitting.scale, zeroPoint: 8)
for parameters in [fitting, inTheMiddle] {
  let codes = try quantizeAffine(positiveRow, parameters, 4)
  print("zero-point \(parameters.zeroPoint): codes \(codes), restored \(dequantize(codes, parameters))")
}

// %% [markdown]
// Both numbers asked for codes beyond 15 and were cut to the same one. Nothing crashed; the model was merely worse.
//
// **Build 07.3 and 07.4** (`affineParameters`, `quantizeAffine`).

// %% [markdown]
// ## 4. What a bit is worth
// With one bit more there are twice as many marks, half as far apart: the error halves. Engineers count this in
// decibels, 20 · log10(size of the weights / size of the errors): halving the error is 6 decibels.

// %% [predict] One scale for the whole matrix: at how many bits is the error as large as the weights themselves?

// %% Error against bits {#bits .demo .play-quantizer-bits}
let bitCounts = Array(2...8)
func noise(_ granularity: IntegerScheme.Granularity) throws -> [RestorationError] {
  try bitCounts.map { bits in
    let scheme = try IntegerScheme(bits: bits, mapping: .absmax, granularity: granularity)
    return try RestorationError(of: scheme.restored(weights), from: weights)
  }
}
let bitErrors = try [IntegerScheme.Granularity.tensor, .channel, .group(32)].map { ($0, try noise($0)) }
display(
  LinePlot("Signal to noise of one matrix", x: "bits of a code", y: "decibels") {
    for (granularity, errors) in bitErrors {
      Series("\(granularity)", x: bitCounts, y: errors.map(\.signalToNoise))
    }
  })
display(
  Table(
    ["relative error with"] + bitCounts.map { "\($0) bits" },
    bitErrors.map { granularity, errors in ["\(granularity)"] + errors.map { percent($0.relative) } }))

// %% [markdown]
// Nearly straight lines, 6 decibels a bit. The bend at the left is where so few marks are left that most weights
// fall on zero: with one scale for all, 2 bits know −1, 0 and 1 times the largest weight, hardly a weight is near
// that, and so the error is as large as the weights.
//
// The distance *between* the lines is the point. Read across: with 6 bits, groups of 32 do better than one scale
// does with 7. All that differs is how many weights share a scale. That is the subject of the next section.
//
// **Build 07.13** (`errorFigures`): the root mean square, the decibels, and the largest error. One figure alone can
// hide what another shows.

// %% [markdown]
// ## 5. One large weight
// The scale is set by the largest weight, and everybody pays for it. Take our matrix, make *one* of its 30,720
// weights larger, and look at what happens to all the others.

// %% [predict] One weight ten times the size of the largest: how large is the 8-bit error of the *others*, with one scale for the tensor, for the row, for 32 neighbours?

// %% An outlier ruins a tensor, a group saves it {#outlier .demo}
let outlierSizes: [Float] = [1, 2, 5, 10, 20, 50, 100]
let outlierPlace = 64 * 240 + 100  // row 64, column 100
/// The relative error of all weights but one, when that one is so many times as large as the largest.
func errorOfOthers(_ factor: Float, _ granularity: IntegerScheme.Granularity) throws -> Double {
  let scheme = try IntegerScheme(bits: 8, mapping: .absmax, granularity: granularity)
  var values = weights.values
  values[outlierPlace] = factor * largestWeight
  var restored = try scheme.restored(Tensor(values, shape: weights.shape)).values
  (values[outlierPlace], restored[outlierPlace]) = (0, 0)
  return try RestorationError(
    of: Tensor(restored, shape: weights.shape), from: Tensor(values, shape: weights.shape)
  ).relative
}
let outlierErrors = try [IntegerScheme.Granularity.tensor, .channel, .group(32)].map { granularity in
  (granularity, try outlierSizes.map { try errorOfOthers($0, granularity) })
}
display(
  LinePlot(
    "What one outlier does to the other weights, 8 bits", x: .log("outlier, in largest weights"),
    y: .log("relative error")
  ) {
    for (granularity, errors) in outlierErrors { Series("\(granularity)", x: outlierSizes, y: errors) }
  })
display(
  Table(
    ["outlier, times the largest"] + outlierSizes.map { "\(Int($0))" },
    outlierErrors.map { granularity, errors in ["\(granularity)"] + errors.map { percent($0, 2) } }))

// %% [markdown]
// With one scale for the tensor the error grows with the outlier: ten times the outlier, ten times the error of
// *every* weight, and at 100 times nearly all come back as zero. With a scale for each row the damage stays in one
// row of 128, and at ten times it is little more than twice what it was. In groups of 32 it stays with 31
// neighbours.
//
// Nobody needs to plant outliers for this to matter. Rows of a real matrix differ:

// %% Rows are not alike {#rows}
let rowLargest = (0..<weights.shape[0]).map { row in
  weights.values[row * weights.shape[1]..<(row + 1) * weights.shape[1]].map(abs).max() ?? 0
}
display(
  Histogram(
    "The largest weight of each of \(rowLargest.count) rows", of: rowLargest, x: "largest weight of a row",
    bins: 16))
let typicalRow = rowLargest.sorted()[rowLargest.count / 2]
print(String(format: "in the middle row %.2f, in the matrix %.2f:", typicalRow, largestWeight))
print(
  String(format: "one scale for all is %.1f times as coarse as that row needs", largestWeight / typicalRow))

// %% [markdown]
// ### Which way to cut
// A matrix `[outputs, inputs]` is cut along its *rows*: all weights of an output share a scale, and the scale is
// applied once, to the finished sum. (Groups have theirs applied to parts of the sum.) A scale for each *column*
// belongs to an input; it must be multiplied into the inputs before the sum, which spoils them for sums of small
// integers. (Section 10 finds a use for it all the same.) Mixing up rows and columns is easy in a square matrix,
// where nothing complains.
//
// ### How small a group?
// Smaller groups have smaller errors, and more scales to store: 16 bits each. So the honest axis is bits per weight,
// *all* of them counted.

// %% [predict] Which is better at about 4.5 bits a weight: 4-bit codes in groups of 32, or 3-bit codes in groups of 11?

// %% Error against group size {#groups .demo}
let groupSizes = [8, 11, 16, 32, 64, 120, 240]
let groupCurves = try [3, 4, 5].map { bits in
  (
    bits,
    try groupSizes.map { size in
      let scheme = try IntegerScheme(bits: bits, mapping: .absmax, granularity: .group(size))
      return (
        scheme.bitsPerWeight(rows: weights.shape[0], columns: weights.shape[1]),
        try relativeError(weights, scheme)
      )
    }
  )
}
display(
  LinePlot("Groups of 8 to 240", x: "bits a weight, scales included", y: .log("relative error")) {
    for (bits, points) in groupCurves { Series("\(bits)-bit codes", points) }
  })
display(
  Table(
    ["group"] + groupCurves.flatMap { ["\($0.0)-bit: bits", "error"] },
    groupSizes.indices.map { i in
      ["\(groupSizes[i])"]
        + groupCurves.flatMap { [String(format: "%.2f", $0.1[i].0), percent($0.1[i].1)] }
    }))

// %% [markdown]
// 4-bit codes in groups of 32, by far: half the error for about the same bits. Wherever two curves stand over the
// same place the longer code wins: a bit more for each weight halves the error, and smaller groups buy less for the
// same money. Groups have to be just small enough to fence outliers in; 32 to 128 are common.
//
// 240 is no multiple of 11, nor of 64. The last group of a row then holds *what remains*; a remainder that is
// forgotten, or that takes the scale of the group before it, is among the mistakes your checkpoints know. Here are
// your functions on the whole matrix, beside the engine's:

// %% Your groups on the model's matrix {#mine .demo}
func plain(_ tensor: Tensor) -> PlainTensor { PlainTensor(tensor.values, shape: tensor.shape) }
func besideEngine(_ mine: PlainTensor, _ scheme: IntegerScheme) throws -> [String] {
  let engine = try scheme.restored(weights)
  let difference = zip(mine.values, engine.values).map { abs($0 - $1) }.max() ?? 0
  let figures = try errorFigures(weights.values, mine.values)
  return [
    scheme.name, String(format: "%.2f", figures.signalToNoise), String(format: "%.4f", figures.largest),
    String(format: "%.1e", difference),
  ]
}
let inGroups = try [32, 64].map { size in
  try besideEngine(
    dequantizeGroups(quantizeGroups(plain(weights), size, 4), size),
    IntegerScheme(bits: 4, mapping: .absmax, granularity: .group(size)))
}
let inRows = try besideEngine(
  dequantizeGroups(quantizeRows(plain(weights), 4), weights.shape[1]),
  IntegerScheme(bits: 4, mapping: .zeroPoint, granularity: .channel))
display(Table(["your functions", "decibels", "largest error", "from the engine's"], inGroups + [inRows]))

// %% [markdown]
// **Build 07.6, 07.7 and 07.8** (`quantizeRows`, `quantizeGroups`, `dequantizeGroups`).

// %% [markdown]
// ## 6. Bytes
// A code of four bits is half a byte, a *nibble*. Two of them share a byte, and somebody must say which two.
// Neighbours, one would think. Not so in the formats of ggml, the library under llama.cpp, with which people run
// models on their own computers. Q4_0 takes the codes number j and j + 16 of a block of 32. A vector instruction
// then cuts 16 bytes into two runs of neighbours with one mask and one shift.

// %% Two codes in a byte {#nibbles .demo}
func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined(separator: " ") }
let eightCodes = [1, 2, 3, 4, 5, 6, 7, 8]
let splitBytes = try packNibbles(eightCodes)
print("codes                   ", eightCodes)
print("first half low          ", hex(splitBytes))
print("read back               ", unpackNibbles(splitBytes))
print("read back as neighbours ", NibblePacking.unpack(splitBytes, order: .adjacent))

// %% [markdown]
// Read the wrong way, every code is still a code between 0 and 15. No error, no crash: the right weights in the
// wrong places.
//
// ### A block of Q4_0, byte by byte
// In a file nothing is left to taste. Q4_0 holds 32 weights in 18 bytes: a scale in float16, then 16 bytes of
// nibbles. Its rule has a twist. Sixteen codes are few, so none is given away: they stand for −8 to 7 times the
// scale, and the number of largest size, *with its sign*, is put on −8. So the scale is that number / −8, and is
// negative when it is positive.
//
// Here are the numbers that ggml's own tests use, 0.1 + 2 · cos(i), in their first block.

// %% [predict] The largest of these 32 numbers is 2.1, at i = 0; number 3, −1.88, is nearly as far out on the other side. Which of the two comes back with the larger error?

// %% Eighteen bytes {#q40 .demo}
let cosines = (0..<32).map { Float(0.1 + 2 * cos(Double($0))) }
let block = try encodeQ40(cosines)
let blockScale = HalfPrecision.float16(UInt16(block[0]) | UInt16(block[1]) << 8)
let blockValues = try decodeQ40(block)
print("all:", hex(block))
print("bytes 0 and 1, \(hex(Array(block[..<2]))): the scale, in float16: \(blockScale)")
display(
  Table(
    ["byte", "holds", "low nibble", "stands for", "was", "high nibble", "stands for", "was"],
    [0, 1, 2, 3, 15].map { j in
      let byte = block[2 + j]
      return [
        "\(2 + j)", String(format: "%02x", byte), "\(byte & 15)", String(format: "%.3f", blockValues[j]),
        String(format: "%.3f", cosines[j]), "\(byte >> 4)",
        String(format: "%.3f", blockValues[j + 16]), String(format: "%.3f", cosines[j + 16]),
      ]
    }, title: "Some of the sixteen bytes of codes: number j is low in byte 2 + j, number j + 16 high"))
let wholeMatrix = try encodeQ40(weights.values)
print(
  "a whole matrix, byte for byte the engine's:", try wholeMatrix == BlockFormat.q40.encode(weights.values))
/// The same block with its scale rounded before the codes are chosen.
func roundedFirst(_ block: ArraySlice<Float>) throws -> [UInt8] {
  let largest = block.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
  let scale = HalfPrecision.roundedToFloat16(largest / -8)
  return try packNibbles(block.map { min(15, Int($0 / scale + 8.5)) })
}
let otherwise = try stride(from: 0, to: weights.count, by: 32).reduce(0) { count, first in
  let bytes = wholeMatrix[first / 32 * 18 + 2..<first / 32 * 18 + 18]
  return count + zip(try roundedFirst(weights.values[first..<first + 32]), bytes).count { $0 != $1 }
}
print("with scales rounded first, \(otherwise) of \(weights.count / 2) bytes of codes come out otherwise")

// %% [markdown]
// The largest number got the nibble 0, which stands for −8, times a negative scale. It comes back as it was, but for
// the rounding of the scale to float16. −1.880 gets the last mark on its side, 7 times the scale, and is off by
// 0.04.
//
// A trap: ggml chooses the codes with the *exact* scale, and only then rounds the scale to float16. Round it first,
// and some codes come out otherwise: hardly worse, but no longer the bytes of the format.
//
// Is the twist with the sign worth it? Three ways to give four bits to groups of 32, the first of them with 15
// codes:

// %% The sixteenth code {#sign .demo}
/// Groups of 32 with codes −8…7 and a scale that does not look at the sign.
func unsignedEighths(_ x: Tensor) throws -> Tensor {
  let values = stride(from: 0, to: x.count, by: 32).flatMap { first -> [Float] in
    let group = x.values[first..<min(first + 32, x.count)]
    let scale = group.reduce(0) { max($0, abs($1)) } / 8
    return group.map { scale > 0 ? max(-8, min(7, ($0 / scale).rounded())) * scale : 0 }
  }
  return try Tensor(values, shape: x.shape)
}
// [480, 128], with two rows laid end to end, so that a row fills whole blocks of 256 as well.
let wide = try matrix("layers.1.mlp.up.weight").reshaped([240, 256])
let sevenths = try IntegerScheme(bits: 4, mapping: .absmax, granularity: .group(32))
display(
  Table(
    ["scale", "codes", "relative error"],
    [
      ["max |x| / 7", "−7…7", percent(try relativeError(wide, sevenths), 2)],
      [
        "max |x| / 8", "−8…7",
        percent(try RestorationError(of: unsignedEighths(wide), from: wide).relative, 2),
      ],
      ["largest x / −8 (Q4_0)", "−8…7", percent(try relativeError(wide, BlockFormat.q40), 2)],
    ]))

// %% [markdown]
// Eighths without the sign cut the largest number wherever it is positive, and lose most of what they gain. With the
// sign, all sixteen codes work. llama.cpp began with the first way and changed to the third (pull request 729).
//
// ### Four formats
// Q8_0 is absmax with 8 bits. Q4_1 stores a minimum besides the scale, so it is a zero-point without a whole zero.
// Q4_K makes groups of 32 inside a block of 256, and stores *their* scales and minima in 6 bits each: scales can be
// quantized, too.

// %% Formats compared {#formats .demo}
display(
  Table(
    ["format", "bytes", "for weights", "bits a weight", "relative error", "|0| restored"],
    try BlockFormat.allCases.map { format in
      var withZero = (0..<format.blockSize).map { Float(0.1 + 2 * cos(Double($0))) }
      withZero[5] = 0
      return [
        format.rawValue, format.bytesPerBlock, format.blockSize,
        Double(format.bytesPerBlock * 8) / Double(format.blockSize),
        percent(try relativeError(wide, format), 2),
        String(format: "%.3f", abs(try format.decode(format.encode(withZero))[5])),
      ]
    }))

// %% [markdown]
// Mind the column of bits. "A 4-bit model" has 4.5 bits a weight, because scales are not free. And Q4_K makes a
// smaller error than Q4_0 in the *same* size: it has a scale and a minimum for every 32 weights, in the bits that
// Q4_0 spends on the scale alone.
//
// (The layout of Q4_K is ggml's, the search for its scales is ours: ggml reads our bytes, but would write others.)
//
// The last column shows what a minimum without a whole zero does: 0 comes back as something else.
//
// **Build 07.9 to 07.12** (`packNibbles`, `unpackNibbles`, `encodeQ40`, `decodeQ40`).

// %% [markdown]
// ## 7. Marks that are not evenly spaced
// A ruler has its marks at equal distances. Weights are not spread evenly: most are small. So why not put more marks
// where the weights are?
//
// - **NF4** (Dettmers et al. 2023, "QLoRA") has sixteen marks such that a normal distribution has about equally much
//   between neighbours.
// - **float8** (Micikevicius et al. 2022) is a tiny floating-point number: a sign, an exponent and a fraction. E4M3
//   has four bits of exponent and three of fraction, E5M2 five and two. Its marks double their distance at every
//   power of two.

// %% Where the marks are {#marks .demo}
let int4Marks = (-7...7).map { Double($0) / 7 }
func marks(_ format: Float8) -> [Double] {
  (0...255).map { format.decode(UInt8($0)) }.filter(\.isFinite).map { Double($0 / format.largest) }
}
display(
  ScatterPlot(
    "Marks between −1 and 1", x: .linear("value, in largest values", -1...1), y: .linear("", 0.5...4.5)
  ) {
    Series("4: int4", x: int4Marks, y: int4Marks.map { _ in 4 })
    Series("3: NF4", x: NormalFloat4.levels, y: NormalFloat4.levels.map { _ in 3 })
    Series("2: E4M3", x: marks(.e4m3), y: marks(.e4m3).map { _ in 2 })
    Series("1: E5M2", x: marks(.e5m2), y: marks(.e5m2).map { _ in 1 })
  })
print(
  Float8.allCases.map {
    "\($0.rawValue.uppercased()): largest \($0.largest), smallest above 0 \($0.decode(1))"
  }.joined(separator: "\n"))

// %% [markdown]
// (int4 has fifteen marks, those of absmax, and NF4 has sixteen.)
//
// What does that mean for a number's error? Take numbers of all sizes, each with the largest 1 in its group, and
// look at the error *in parts of the number*.

// %% [predict] Which of int8, E4M3 and E5M2 has the smallest error for numbers near the largest? And for numbers a thousand times smaller?

// %% Error against size {#sizes .demo}
let magnitudes = stride(from: -4.0, through: 0, by: 0.125).map { pow(10, $0) }
/// The typical error of numbers of about this size, in parts of them.
func typicalError(_ size: Double, _ restore: (Float) -> Float) -> Double {
  let nearby = (0..<64).map { Float(size * (0.87 + 0.0041 * Double($0))) }.map { min(1, $0) }
  let squares = nearby.map { Double(restore($0) / $0 - 1) * Double(restore($0) / $0 - 1) }
  return (squares.reduce(0, +) / 64).squareRoot()
}
display(
  LinePlot(
    "Error in parts of the number", x: .log("number, in largest numbers"),
    y: .log("relative error", 0.001...1)
  ) {
    Series("int8", x: magnitudes, y: magnitudes.map { typicalError($0) { ($0 * 127).rounded() / 127 } })
    for format in Float8.allCases {
      let name = format.rawValue.uppercased()
      Series(
        name, x: magnitudes,
        y: magnitudes.map {
          typicalError($0) { format.decode(format.encode($0 * format.largest)) / format.largest }
        })
    }
  })

// %% [markdown]
// Near the largest number int8 is best by far; for one a thousand times smaller it has nothing but zero, and E4M3
// errs by a few percent, as always. An integer has the same *absolute* error everywhere, so its relative error grows
// as numbers get smaller. A float has the same *relative* error over many powers of ten. Which is better? That
// depends on what the numbers are.

// %% [predict] On the weights of a trained matrix, with a scale for each row: which makes the smaller error, int8 or E4M3? And if a hundredth of the numbers are twenty times as large?

// %% Which marks for which numbers {#which .demo}
var random = RandomStream(seed: 7)
let normals = try Tensor(normal: 1, shape: [64, 240], from: &random)
let withSpikes = try Tensor(
  normals.values.enumerated().map { $0 % 100 == 7 ? 20 * $1 : $1 }, shape: normals.shape)
let contestants: [any WeightScheme] = [
  try IntegerScheme(bits: 8, mapping: .absmax, granularity: .channel),
  try ScaledFloat8(.e4m3, granularity: .channel), try ScaledFloat8(.e5m2, granularity: .channel),
  try IntegerScheme(bits: 4, mapping: .absmax, granularity: .group(64)),
  try IntegerScheme(bits: 4, mapping: .signedAbsmax, granularity: .group(64)),
  try IntegerScheme(bits: 4, mapping: .zeroPoint, granularity: .group(64)), try NormalFloat4(groupSize: 64),
]
display(
  Table(
    ["marks", "normal numbers", "our matrix", "1 % are 20 × as large"],
    try contestants.map { scheme in
      [scheme.name] + (try [normals, weights, withSpikes].map { percent(try relativeError($0, scheme), 2) })
    }))

// %% [markdown]
// On a bell without outliers int8 beats E4M3: nothing that counts is far from the largest, and up there evenly
// spaced marks are finer. With outliers the picture turns round for E4M3, while E5M2 has too few marks for either.
// That is why E4M3 is liked for *activations*, the numbers that flow between the matrices and have outliers (section
// 10), and why E5M2, with its enormous range, is proposed for gradients.
//
// At four bits NF4 beats the fifteen even marks of absmax, and the sixteen of Q4_0's rule (`signedAbsmax`). A
// zero-point is a little better still, because it lays all sixteen marks between the smallest and the largest number
// of a group; but it has to store one number more for each.

// %% [markdown]
// ## 8. Quantize and measure, in one step
// So far we measured weights. Nobody cares about weights; people care about what the model *says*. So quantize all
// of it and read held-out text, conversations that it was not trained on, with both models side by side:
//
// - **perplexity**: the exponential of the mean loss; how many tokens the model hesitates between, on average. 1 is
//   certainty. What counts is how much it *rises*.
// - **agreement**: at how many positions both think the same token likeliest.
// - **KL** (Kullback–Leibler divergence, Σ p · log(p / q)): how far the new probabilities q are from the old p,
//   averaged over the tokens, in nats (lab 02 has the unit). It notices everything, also what happens to cancel in
//   the perplexity.
//
// The engine reports size and speed *together with* these, or not at all: a `QuantizationReport` cannot be made
// without held-out text. That is on purpose. "Four times smaller" is true of any model thrown away by three
// quarters.

// %% No size without quality {#refuse .demo}
let study = try QuantizationStudy(of: ModelFolder.course(), calibrationWindows: 32, heldOutTokens: 8193)
do {
  _ = try QuantizationReport(
    "Q4_0", of: model.quantized(as: .q40), against: model, heldOut: Array(study.heldOut.prefix(20)))
} catch {
  print(error)
}

// %% [predict] The whole model in Q4_0, 4.5 bits a weight in the file: by how much does its perplexity rise? And how often does it prefer another token than before?

// %% Quantize and re-evaluate {#report .demo}
let reports = try progress("measuring", [BlockFormat.q80, .q40]).map { try study.report($0) }
let referenceRow = [
  "float32", "\(reports[0].referenceBytes)", "–",
  String(format: "%.4f", reports[0].quality.referencePerplexity), "–", "–", "–",
  String(format: "%.0f", reports[0].referenceTokensPerSecond),
]
display(
  Table(
    ["format", "memory", "file", "perplexity", "rise", "same top", "KL", "tokens/s"],
    [referenceRow]
      + reports.map { report in
        [
          report.name, "\(report.bytesInMemory)", "\(report.bytesOnDisk ?? 0)",
          String(format: "%.4f", report.quality.perplexity),
          percent(report.quality.perplexity / report.quality.referencePerplexity - 1, 2),
          percent(report.quality.topAgreement), String(format: "%.5f", report.quality.divergence),
          String(format: "%.0f", report.tokensPerSecond),
        ]
      }, title: "Bytes; \(reports[0].quality.tokens) held-out tokens"))

// %% [markdown]
// Q8_0 is the same model for all that perplexity can tell, in little more than a quarter of the bytes. Q4_0 costs a
// third of a percent of perplexity, and at one position in about twenty another token is the likeliest. This time
// everything is quantized, the table of tokens included, and it *runs* quantized: the engine multiplies with the
// codes, and never makes a float32 matrix of them.
//
// (Why is the file larger than the memory? GGUF, the format of llama.cpp, wants rows of whole blocks. One matrix of
// each layer has rows of 240, which 32 does not divide, and stays in float16 there. In memory its last block is
// filled up. On the other hand our kernels, the loops that multiply, keep each scale in float32: 32 weights take 36
// bytes in Q8_0 and 20 in Q4_0 there, and 34 and 18 in the file.)
//
// Header and blocks are laid out as GGUF's specification asks. The tokenizer is left out, so a program that should
// talk with the model needs it besides. What stands in the file, and what comes back:

// %% The file {#file}
let fourBit = try model.quantized(as: .q40)
let file = try fourBit.gguf().encoded()
print(
  "begins with \(String(decoding: file.prefix(4), as: UTF8.self)), version \(file[4]); then it says, among other things:"
)
let reread = try GGUF(bytes: file)
for key in ["general.architecture", "llama.block_count", "llama.attention.head_count_kv"] {
  print("  \(key) = \(reread[key]?.text ?? "\(reread[key]?.integer ?? 0)")")
}
display(
  Table(of: Array(reread.tensors.prefix(6)), title: "The first of \(reread.tensors.count) tensors") {
    Column("name") { $0.name }
    Column("shape") { "\($0.shape)" }
    Column("type") { $0.type.name }
    Column("bytes") { $0.bytes.count }
  })
let readBack = try ModelComparison(of: QuantizedTransformer(reread), against: fourBit, on: study.heldOut)
print("read back, it is the model that was written: KL \(String(format: "%.7f", readBack.divergence))")

// %% [markdown]
// Two things in the report look odd. The speed first: a sixth of the bytes, and not much faster? This model fits
// into a processor's caches as it is, so there was nothing to wait for. We come back to that in section 11.
//
// And the agreement: why does a model that hardly changed prefer another token so often? Look at the positions where
// the two differ.

// %% [predict] Where the two models prefer different tokens: how far apart, in probability, were the first and the second choice of the original?

// %% Where they disagree {#flips}
struct Position {
  let text: [Int]
  let gap: Double
  let favourite: Int
  let inFourBits: Int
  var isFlipped: Bool { favourite != inFourBits }
}
/// The probabilities after each token of a window.
func probabilities(_ model: some LanguageModel, _ window: [Int]) throws -> [[Float]] {
  let logits = try Tensor(model.logits(window), shape: [window.count, model.configuration.vocabulary])
  let softmax = try PlainAttention.softmax(logits)
  return try window.indices.map { try softmax.row($0).values }
}
func favourite(_ row: [Float]) -> Int { row.max().flatMap { row.firstIndex(of: $0) } ?? 0 }
func positions(_ window: [Int]) throws -> [Position] {
  let (before, after) = (try probabilities(model, window), try probabilities(fourBit, window))
  return window.indices.map { i in
    let first = before[i].max() ?? 0
    let second = before[i].filter { $0 < first }.max() ?? 0
    return Position(
      text: Array(window[...i].suffix(12)), gap: Double(first - second), favourite: favourite(before[i]),
      inFourBits: favourite(after[i]))
  }
}
let looked = try (0..<6).flatMap { try positions(Array(study.heldOut[$0 * 256..<($0 + 1) * 256])) }
let flips = looked.filter(\.isFlipped)
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
print("\(flips.count) of \(looked.count) positions have another favourite.")
print("How far the first choice was ahead of the second, in the middle case:")
print(
  "everywhere \(percent(median(looked.map(\.gap)))), where it changed \(percent(median(flips.map(\.gap))))")
print("Most certain position that changed: \(percent(flips.map(\.gap).max() ?? 0))")
func words(_ tokens: [Int]) throws -> String {
  try tokenizer.text(of: tokens).replacing("\n", with: " ↵ ")
}
display(
  Table(
    ["after", "float32 prefers", "by", "Q4_0 prefers"],
    try flips.filter { $0.text.count == 12 }.prefix(3).map {
      [
        "… " + (try words($0.text)), try words([$0.favourite]), percent($0.gap, 2),
        try words([$0.inFourBits]),
      ]
    }, title: "The first three that changed"))

// %% [markdown]
// Half of them are coins: nobody can know what comes next, and the original preferred one token by next to nothing.
// The slightest nudge turns such a coin. So agreement counts coins as errors, and KL weighs them. Report both, and
// look.
//
// Figures are one thing, reading is another. The same beginning, continued with the likeliest tokens, by the model
// in ever fewer bits:

// %% [predict] With 2 bits and groups of 32: German, gibberish, or a conversation with wrong facts?

// %% What it says {#says .demo}
let prompt = tokenizer.encode(
  """
  Today is 3 May. Order A10234: lamp, delivered on 12 April.
  Customer: my lamp arrived damaged, can I return it?
  Agent:
  """)
func continuation(_ model: some LanguageModel, of prompt: [Int], stops: [[Int]] = []) throws -> String {
  let request = GenerationRequest(prompt: prompt, maximum: 100, sampling: .greedy, stops: stops)
  return try tokenizer.text(of: model.generate(request).tokens)
}
func grouped(_ bits: Int, _ granularity: IntegerScheme.Granularity = .group(32)) throws -> IntegerScheme {
  try IntegerScheme(bits: bits, mapping: .absmax, granularity: granularity)
}
let eightBit = try model.quantized(as: .q80)
func says(_ name: String, _ model: some LanguageModel) throws -> [String] {
  let lines = try continuation(model, of: prompt).split(separator: "\n").prefix(3)
  return [name, lines.joined(separator: " ↵ ")]
}
display(
  Table(
    ["in", "the conversation goes on"],
    try [
      says("float32", model), says("Q8_0", eightBit), says("Q4_0", fourBit),
      says("3 bits, groups of 32", model.restored(by: grouped(3))),
      says("2 bits, groups of 32", model.restored(by: grouped(2))),
    ]))

// %% [markdown]
// (Each text is cut at 100 tokens.) Look at the sums before you look at the sentences. What breaks first is not
// grammar. Every version down to 3 bits speaks as the desk does, but while Q8_0 repeats the original word for word,
// Q4_0 and 3 bits count the days otherwise. (All are wrong: from 12 April to 3 May it is 18 + 3 = 21 days, and the
// lamp could go back.) A model that *sounds* right is no evidence; nonsense, as in the last one, is the harmless
// kind of damage, because everybody sees it.
//
// One conversation is an anecdote. So measure the *task* as well: forty held-out returns, and for each, whether the
// order's number is copied, whether the photo is read right, and whether the decision is that of the shop's policy
// P-7: damaged goods can go back for 30 days. (These texts are cut at 100 tokens as well.)

// %% [predict] Perplexity rose by less than half a percent in Q4_0. How many of forty answers does it give differently?

// %% The desk's own task {#task .demo}
let returnTexts = Array(CourseCorpus(seed: 9).documents(.heldOut).prefix(300)).filter { $0.kind == .returns }
  .prefix(40).map(\.text)
let cases = returnTexts.compactMap { text -> (prompt: [Int], text: String)? in
  guard let cut = text.range(of: " Damage is", options: .backwards)?.lowerBound else { return nil }
  return (tokenizer.encode(String(text[..<cut])), text)
}
/// Whether an answer says that the order is eligible; nil where it says neither.
func decision(_ answer: String) -> Bool? {
  if answer.contains("is not eligible under") { return false }
  return answer.contains("is eligible under") ? true : nil
}
/// What an answer reads in the photo; nil where it says nothing of it.
func photo(_ answer: String) -> Bool? {
  if answer.contains("Damage is not confirmed") { return false }
  return answer.contains("Damage is confirmed") ? true : nil
}
func answers(_ model: some LanguageModel) throws -> [String] {
  try cases.map { try continuation(model, of: $0.prompt, stops: [tokenizer.encode("\n")]) }
}
let originalAnswers = try answers(model)
func unchanged(_ given: [String]) -> Int { zip(given, originalAnswers).count { $0 == $1 } }
func taskRow(_ name: String, _ model: some LanguageModel) throws -> [String] {
  let given = try answers(model)
  func count(_ isRight: (String, String) -> Bool) -> String {
    "\(zip(given, cases).count { isRight($0, $1.text) })"
  }
  return [
    name,
    count { answer, text in
      (text.firstMatch(of: #/Order (A[0-9]+):/#)?.1).map { answer.contains("order \($0) is") } ?? false
    },
    count { photo($0) != nil && photo($0) == photo($1) },
    count { decision($0) != nil && decision($0) == decision($1) },
    "\(unchanged(given))",
  ]
}
let refused = cases.count { decision($0.text) == false }
display(
  Table(
    ["of \(cases.count) returns", "number copied", "photo read", "decided as P-7", "same words as float32"],
    try [
      taskRow("float32", model), taskRow("Q8_0", eightBit), taskRow("Q4_0", fourBit),
      taskRow("3 bits, groups of 32", model.restored(by: grouped(3))),
      taskRow("2 bits, groups of 32", model.restored(by: grouped(2))),
      ["always \"not eligible\"", "–", "–", "\(refused)", "–"],
    ]))

// %% [markdown]
// The number and the photo survive everything but 2 bits. The *words* do not: where perplexity saw next to nothing,
// Q4_0 gives about half of the answers otherwise, because one digit of a sum that falls the other way changes all
// that follows. And the decisions? Mind the last row before you trust that column: a clerk who always refuses is
// right about as often as the original, which miscounts days itself. So the column can show that a version has
// stopped deciding at all, as with 2 bits, and not which of the others decides best.
//
// Here is the desk's decision, then. Q8_0 answers like the original in little more than a quarter of the memory: it
// goes onto the scanners. Four bits have to wait until somebody finds a better rounding. Section 9 looks for one.
//
// Now the field, on the matrices of the blocks (the table of tokens stays as it is from here on), each scheme at its
// price in bits.

// %% The price list {#prices .demo}
func price(_ scheme: some WeightScheme) throws -> (bits: Double, row: QuantizationStudy.Row) {
  let sizes = try model.blockMatrices.map { try matrix($0).shape }
  let bits = sizes.reduce(0) {
    $0 + scheme.bitsPerWeight(rows: $1[0], columns: $1[1]) * Double($1[0] * $1[1])
  }
  return (bits / Double(sizes.reduce(0) { $0 + $1[0] * $1[1] }), try study.rounding(scheme))
}
let granularities: [IntegerScheme.Granularity] = [.tensor, .channel, .group(64), .group(32), .group(16)]
let curves = try progress("measuring", [2, 3, 4, 5, 8]).map { bits in
  (bits, try granularities.map { try price(grouped(bits, $0)) })
}
let others = try [
  price(BlockFormat.q40), price(IntegerScheme(bits: 4, mapping: .zeroPoint, granularity: .group(32))),
  price(NormalFloat4(groupSize: 64)), price(ScaledFloat8(.e4m3, granularity: .channel)),
]
display(
  LinePlot("Damage to the model", x: .log("bits a weight", 2...9), y: .log("KL, nats a token")) {
    for (bits, points) in curves {
      Series("absmax, \(bits) bits", points.map { ($0.bits, $0.row.quality.divergence) })
    }
    // E4M3, far to the right, is left to the table: eight kinds of dots can be told apart.
    for other in others.dropLast() { Series(other.row.name, [(other.bits, other.row.quality.divergence)]) }
  })
display(
  Table(
    ["scheme", "bits", "perplexity", "same top", "KL"],
    (curves.filter { (2...4).contains($0.0) }.flatMap { [$0.1[0], $0.1[1], $0.1[3], $0.1[4]] } + others).map {
      bits, row in
      [
        row.name, String(format: "%.2f", bits),
        String(format: "%.3f", row.quality.perplexity),
        percent(row.quality.topAgreement), String(format: "%.5f", row.quality.divergence),
      ]
    }, title: "Perplexity of float32: \(String(format: "%.3f", others[0].row.quality.referencePerplexity))"))

// %% [markdown]
// The steep part is between 2 and 4 bits. And who shares a scale is worth as much as a bit: 3 bits with one scale
// for a tensor are ruin, while 3 bits with a scale for each row do as little damage as 4 bits with one scale. Over
// 3, 4 and 5 bits the *shorter* code in groups of 16 beats the longer one with one scale for all. (In section 5 no
// scale was shared by more than a row.) Even the sixteenth code of Q4_0 shows: compare its KL with that of 4-bit
// absmax in the same groups.
//
// From here on we often stay at the edge, with 3 bits: there the methods differ, and a model as small as ours shows
// it.

// %% [notes]
// The second half begins with section 8. Collect hands on "how many of forty answers" before the table is shown;
// hardly anybody expects half with a rise of a third of a percent.

// %% [markdown]
// ## 9. GPTQ: errors that make up for each other
// Rounding to the *nearest* mark is best for a weight alone. But weights do not act alone: an output is their sum,
// each times its input. Suppose two inputs always come together, x and x, with weights 0.4 and 0.4; marks at whole
// numbers. The nearest marks are 0 and 0: the output 0.8 x becomes 0. Round the *second* one up instead: 0 and 1.
// That weight is now further off than it need be, and the output is 1.0 x, much nearer.
//
// **GPTQ** (Frantar et al. 2022) does that for a whole row. Round one weight; see how the error changes the output;
// change the weights *not yet rounded* so that they make up for it as well as they can; go on to the next. To know
// how inputs come together it reads some text first, and sums up x xᵀ over it: that is *calibration*.

// %% [predict] The two weights 0.4 and 0.4 and a third, 3.0, with an input of its own. After the first is rounded to 0, where does GPTQ move the second?

// %% Three weights {#three .demo}
var statistics = InputStatistics(columns: 3)
for _ in 0..<200 {
  let shared = Float(random.normal())
  try statistics.add([shared, shared, Float(random.normal())])
}
let threeWeights = try Tensor(rows: [[0.4, 0.4, 3]])
let wholeMarks = try grouped(3, .channel)  // codes −3…3; the largest weight makes the scale 1
let threeSteps = try GPTQ(scheme: wholeMarks).steps(row: 0, of: threeWeights, for: statistics)
display(
  Table(
    ["weight", "was", "moved to", "becomes", "nearest would be"],
    threeSteps.map { step in
      [
        step.column, Double(step.original), String(format: "%.3f", step.moved), Double(step.quantized),
        Double(step.original.rounded()),
      ]
    }))
// The same with your function, column after column.
let threeFactor = try plain(GPTQ(scheme: wholeMarks).errorSpread(for: statistics))
var stepwise = plain(threeWeights)
for column in 0..<3 { stepwise = try gptqStep(stepwise, column, threeFactor, [1], 3).weights }
print("your steps end on", stepwise.values)
let plainThree = try statistics.outputError(of: wholeMarks.restored(threeWeights), from: threeWeights)
let gptqThree = try statistics.outputError(
  of: GPTQ(scheme: wholeMarks).quantize(threeWeights, for: statistics).dequantized(), from: threeWeights)
print(String(format: "mean squared error of the output: nearest %.3f, GPTQ %.3f", plainThree, gptqThree))

// %% [markdown]
// The second weight is moved to just under 0.8 (just under, because 1 % of damping is added, so that the matrix of
// inputs can be inverted even when two inputs are the same, as here). The third, whose input has nothing to do with
// the others, hardly moves.
//
// How far each weight must move is a matter of linear algebra: the error, divided by a diagonal entry of a
// triangular matrix, times that matrix's row. You write that step in exercise 07.14.
//
// ### A row of the model, weight by weight
// Now one output of the model: 128 weights in 3 bits, one after another.

// %% Where the gain comes from {#row .demo}
let threeBits = try grouped(3)
let gptq = try GPTQ(scheme: threeBits)
let outputName = "layers.1.attention.output.weight"
let outputMatrix = try matrix(outputName)  // [128, 128]
let seen = try model.inputStatistics(of: outputName, on: study.calibration)
print("calibrated on \(seen.count) tokens of training text")
let rowNumber = 17
let rowWeights = try outputMatrix.slice(rowNumber..<rowNumber + 1)  // [1, 128]
let rowSteps = try gptq.steps(row: rowNumber, of: outputMatrix, for: seen)
let rowNearest = try threeBits.restored(rowWeights)
/// The output error after so many weights were rounded to the nearest mark.
func nearestError(_ count: Int) throws -> Double {
  let values = Array(rowNearest.values.prefix(count)) + rowWeights.values.dropFirst(count)
  return try seen.outputError(of: Tensor(values, shape: rowWeights.shape), from: rowWeights)
}
let counts = Array(stride(from: 0, through: rowSteps.count, by: 4))
let nearestCurve = try counts.map(nearestError)
let gptqCurve = counts.map { rowSteps.prefix($0).reduce(0) { $0 + $1.cost } / Double(seen.count) }
display(
  LinePlot("Error of one output as its weights are rounded", x: "weights rounded", y: "mean squared error") {
    Series("nearest", x: counts, y: nearestCurve)
    Series("GPTQ", x: counts, y: gptqCurve)
  })
let ofThisRow = rowNumber * 128..<(rowNumber + 1) * 128
let nearestCodes = Array(try QuantizedMatrix(outputMatrix, scheme: threeBits).codes[ofThisRow])
let gptqCodes = Array(try gptq.quantize(outputMatrix, for: seen).codes[ofThisRow])
display(
  Table(
    ["weight", "was", "nearest code", "moved to", "GPTQ's code", "stands for"],
    rowSteps[32..<42].map { step in
      [
        step.column, String(format: "%.3f", step.original), "\(nearestCodes[step.column])",
        String(format: "%.3f", step.moved), "\(gptqCodes[step.column])",
        String(format: "%.3f", step.quantized),
      ]
    }, title: "Ten of them"))
let rowGPTQ = try Tensor(rowSteps.map(\.quantized), shape: rowWeights.shape)
print(
  "\(zip(nearestCodes, gptqCodes).count { $0 != $1 }) of \(rowSteps.count) weights end on another code than the nearest"
)
for (name, row) in [("nearest", rowNearest), ("GPTQ", rowGPTQ)] {
  let weightError = try RestorationError(of: row, from: rowWeights).meanSquare
  let outputError = try seen.outputError(of: row, from: rowWeights)
  print(
    "\(name): squared error of the weights \(String(format: "%.6f", weightError)), of the output \(String(format: "%.4f", outputError))"
  )
}

// %% [markdown]
// A group's scale is made when its turn comes, from the weights as they have been moved, so marks differ a little as
// well. The last two lines are the whole idea. Measured on weights GPTQ is the *worse* rounding. Measured on what
// the row puts out, it is much the better one. (GPTQ's curve is its own account of the damage, with the 1 % of
// damping counted in.)
//
// Is that only true of the text it was calibrated on? The next cell measures the four matrices of a block on
// calibration text and on held-out text. And then the model.

// %% [predict] On held-out text: does GPTQ keep all of its gain, half of it, or nothing?

// %% On text it has not seen {#held-out .demo}
let heldOutWindows = (0..<32).map { Array(study.heldOut[$0 * 256..<($0 + 1) * 256]) }
func outputShare(_ changed: Tensor, _ original: Tensor, _ inputs: InputStatistics) throws -> Double {
  let nothing = try Tensor(repeating: 0, shape: original.shape)
  return
    (try inputs.outputError(of: changed, from: original) / inputs.outputError(of: nothing, from: original))
    .squareRoot()
}
func matrixRow(_ name: String) throws -> [String] {
  let original = try matrix(name)
  let inputs = try [study.calibration, heldOutWindows].map { try model.inputStatistics(of: name, on: $0) }
  let changed = try [threeBits.restored(original), gptq.quantize(original, for: inputs[0]).dequantized()]
  let weightErrors = try changed.map { percent(try RestorationError(of: $0, from: original).relative) }
  let outputErrors = try inputs.flatMap { input in
    try changed.map { percent(try outputShare($0, original, input)) }
  }
  return [String(name.dropFirst("layers.1.".count).dropLast(".weight".count))] + weightErrors + outputErrors
}
display(
  Table(
    ["layer 1", "weights: nearest", "GPTQ", "outputs: nearest", "GPTQ", "held out: nearest", "GPTQ"],
    try model.blockMatrices.filter { $0.hasPrefix("layers.1.") }.map(matrixRow),
    title: "Relative errors, 3 bits in groups of 32"))

// %% [markdown]
// Nearly all of its gain: what was learned from the calibration text is which inputs come together, and that is
// alike in both. In every row of the table the weights are worse and the outputs better. Now all twelve matrices,
// and what the model makes of it.

// %% GPTQ and the model {#gptq .demo}
func calibrated(_ bits: Int, largestFirst: Bool) throws -> Transformer {
  let method = try GPTQ(scheme: grouped(bits), ordersByActivation: largestFirst)
  let codes = try model.quantized(by: method, calibratingOn: study.calibration)
  return try model.replacing(codes.mapValues { $0.dequantized() })
}
let gptqRows = try progress("calibrating", [4, 3]).flatMap { bits in
  try [
    ("nearest", model.restored(by: grouped(bits))), ("GPTQ", calibrated(bits, largestFirst: false)),
    ("GPTQ, large inputs first", calibrated(bits, largestFirst: true)),
  ].map { name, changed in
    let quality = try ModelComparison(of: changed, against: model, on: study.heldOut)
    return [
      "\(bits)", name, percent(quality.perplexity / quality.referencePerplexity - 1, 2),
      percent(quality.topAgreement), String(format: "%.5f", quality.divergence),
      "\(unchanged(try answers(changed)))",
    ]
  }
}
display(
  Table(
    ["bits", "groups of 32", "perplexity rises by", "same top", "KL", "same words, of \(cases.count)"],
    gptqRows))

// %% [markdown]
// The codes have as many bits as before, the file is as large, nothing is slower. All that was spent is some
// computing, once. At 4 bits the rises are so small that perplexity on so few tokens can hardly rank them; KL is the
// steadier measure, and GPTQ about halves it. (*Large inputs first* rounds the weights of the largest inputs while
// many are still free to make up for them; its groups keep the scales of the unmoved weights.)
//
// And the answers: with 4 bits about a third of them changed, with GPTQ about half as many. With 3 bits, concede it,
// GPTQ's better figures save no answer: a sum of three steps forgives no wrong digit, and each of these models has
// enough of them.
//
// Back to the scanner: 4 bits with GPTQ take little more than half the memory of Q8_0 and change six answers in
// forty (here even without rounding the table of tokens), where Q8_0 changes one. Nobody may notice, so Q8_0 stays
// on the scanners, and 4 bits with GPTQ are for those in which it does not fit.
//
// Three conditions, all easy to forget. Calibrate on text *like* what the model will read. Never on the text you
// measure on. And matrix by matrix: the second one is calibrated with the inputs that the first, quantized, already
// gives it.
//
// **Build 07.14** (`gptqStep`).

// %% [markdown]
// ## 10. Large inputs
// A weight is only half of a product. The other half is an input, one of the numbers of a token's vector; each place
// in the vector is called a *channel*. In models from about 6.7 billion weights on, a few channels become huge, up
// to twenty times the others, in every layer and at most tokens, always the same channels (Dettmers et al. 2022,
// "LLM.int8()"). Does our small one have such channels?

// %% The inputs that come from a norm {#inputs .demo}
let readsNorm = model.blockMatrices.filter { $0.hasSuffix("qkv.weight") || $0.hasSuffix("up.weight") }
let inputSizes = try readsNorm.map { try model.inputStatistics(of: $0, on: study.calibration).meanMagnitudes }
display(
  BarPlot(
    "The largest of 128 input channels, against the middle one", value: "times",
    zip(readsNorm, inputSizes).map { name, sizes in
      (String(name.dropLast(".weight".count)), (sizes.max() ?? 0) / median(sizes))
    }))

// %% [markdown]
// At most some eight times, and that only before attention. So this is one of the things that a small model cannot
// show by itself. But we can *give* it such channels without changing what it computes. Before each of these
// matrices stands a *norm*: it brings a token's vector to a common length and multiplies each channel by a learned
// number, its gain. So multiply the two largest channels' gains by a factor, and divide the weights that read them
// by the same factor. Every product stays as it was.

// %% [predict] Two of 128 channels fifty times as large, the weights behind them fifty times as small, in float32 the same model to the last digits. What does rounding to 4 bits in groups of 32 do to it now?

// %% Planting large inputs {#plant .demo}
/// The same function with two large input channels before each matrix that reads a norm.
func withLargeInputs(_ factor: Float) throws -> Transformer {
  var changed: [String: Tensor] = [:]
  for (name, sizes) in zip(readsNorm, inputSizes) {
    let gainName = name.split(separator: ".").dropLast(2).joined(separator: ".") + ".norm.gain"
    let columns = sizes.count
    let largest = sizes.indices.sorted { sizes[$0] > sizes[$1] }.prefix(2)
    let (gain, reader) = (try matrix(gainName), try matrix(name))
    let (gainValues, readerValues) = (
      gain.values.indices.map { largest.contains($0) ? gain.values[$0] * factor : gain.values[$0] },
      reader.values.indices.map {
        largest.contains($0 % columns) ? reader.values[$0] / factor : reader.values[$0]
      }
    )
    changed[gainName] = try Tensor(gainValues, shape: gain.shape)
    changed[name] = try Tensor(readerValues, shape: reader.shape)
  }
  return try model.replacing(changed)
}
let factors: [Float] = [1, 5, 20, 50]
let planted = try factors.map { factor in
  QuantizationStudy(
    model: try withLargeInputs(factor), calibration: study.calibration, heldOut: study.heldOut)
}
let fourBits = try grouped(4)
let plantedNearest = try planted.map { try $0.rounding(fourBits).quality }
display(
  Table(
    ["channels, times", "float32 against the original, KL", "4 bits, nearest: KL", "perplexity rises by"],
    try factors.indices.map { i in
      let same = try ModelComparison(
        of: planted[i].model, against: model, on: Array(study.heldOut.prefix(1025)))
      return [
        "\(Int(factors[i]))", String(format: "%.9f", same.divergence),
        String(format: "%.5f", plantedNearest[i].divergence),
        percent(plantedNearest[i].perplexity / plantedNearest[i].referencePerplexity - 1, 2),
      ]
    }))

// %% [markdown]
// The same function, and its 4-bit version is ruined: with channels fifty times as large, perplexity rises by nearly
// a quarter. The small weights share a scale with 31 ordinary ones and are rounded to nothing, and just *their*
// inputs are the large ones. Which weights matter cannot be seen in the weights.
//
// (A concession: ours is the extreme case. Where large models have such channels by themselves, the weights behind
// them are not as small, and the harm is less.)
//
// **AWQ** (Lin et al. 2023) undoes what we did, or what training did: before rounding, multiply each column of
// weights by a factor that grows with its inputs, s = (mean |x|)^α, and divide the inputs by as much. The function
// stays; the rounding changes. With α = 0 nothing happens; with 1, inputs are all made alike, and then it is the
// weights that differ. The best is searched.

// %% [predict] For the model with planted channels and for the one as it was: which α is best?

// %% The search of AWQ {#awq .demo}
let awq = try AWQ(scheme: fourBits)
func searched(_ study: QuantizationStudy, _ name: String) throws -> AWQ.Result {
  try awq.quantize(
    matrix(name, of: study.model), for: study.model.inputStatistics(of: name, on: study.calibration))
}
let searchName = "layers.2.attention.qkv.weight"
let searches = try planted.map { try searched($0, searchName) }
display(
  LinePlot("What \(searchName) puts out, in 4 bits", x: "α", y: .log("mean squared error")) {
    for (factor, search) in zip(factors, searches) {
      Series("channels × \(Int(factor))", search.errors.map { ($0.exponent, $0.error) })
    }
  })
for (factor, search) in zip(factors, searches) {
  let gain = (search.errors[0].error) / (search.errors.map(\.error).min() ?? 1)
  print(
    "channels × \(Int(factor)): best α \(search.exponent), error \(String(format: "%.1f", gain)) times smaller than with α = 0"
  )
}

// %% AWQ and the model {#awq-model .demo}
let plantedAWQ = try progress("searching", [0, 3]).map { try planted[$0].awq(awq).quality }
display(
  Table(
    ["4 bits, groups of 32: KL", "channels × 1", "channels × 50"],
    [
      ["nearest"] + [plantedNearest[0], plantedNearest[3]].map { String(format: "%.5f", $0.divergence) },
      ["AWQ"] + plantedAWQ.map { String(format: "%.5f", $0.divergence) },
    ]))

// %% [markdown]
// The larger the channels, the larger the best α. On the model as it was there is little to win, and AWQ wins
// little: a concession that a small model forces on us. On the other it wins back nearly everything. And it costs
// nothing at run time where a norm comes before: the division of the inputs is folded into its gain.
//
// Both look at the inputs: GPTQ at which of them come together, to choose *which way* to round; AWQ at how large
// each is, to choose *how finely*.
//
// ### Inputs in 8 bits, too
// Weights in 4 bits still meet inputs in float32. When both are small integers, the products are integer products,
// of which a processor does more at a time than of floats; only a sum for each block becomes a float. But inputs are
// not known beforehand. Either their scale is guessed from other text, or it is found at run time, token by token.
// And large channels are in them, not in the weights.

// %% [predict] The inputs of a layer in 8 bits, two channels 50 times as large: one scale for all tokens, one for each token, one for 32 neighbours. Which of them, if any, still works?

// %% Rounded inputs {#inputs8 .demo}
let inputRows = try [0, 3].map {
  try planted[$0].model.attentionInputs(Array(study.heldOut.prefix(256)), layer: 2).rows
}
func int8(_ granularity: IntegerScheme.Granularity) throws -> IntegerScheme {
  try IntegerScheme(bits: 8, mapping: .absmax, granularity: granularity)
}
let inputSchemes: [(String, any WeightScheme)] = [
  ("one scale", try int8(.tensor)), ("a scale a token", try int8(.channel)),
  ("a scale for 32 neighbours", try int8(.group(32))),
  ("E4M3, a scale a token", try ScaledFloat8(.e4m3, granularity: .channel)),
]
/// The error of the channels that are not the largest, in parts of them.
func errorOfOrdinary(_ rows: Tensor, _ restored: Tensor) throws -> Double {
  let large = inputSizes[4].indices.sorted { inputSizes[4][$0] > inputSizes[4][$1] }.prefix(2)
  func others(_ x: Tensor) throws -> Tensor {
    try Tensor(x.values.indices.map { large.contains($0 % 128) ? 0 : x.values[$0] }, shape: x.shape)
  }
  return try RestorationError(of: others(restored), from: others(rows)).relative
}
display(
  Table(
    ["8-bit inputs of layer 2", "channels × 1", "channels × 50"],
    try inputSchemes.map { name, scheme in
      [name] + (try inputRows.map { percent(try errorOfOrdinary($0, scheme.restored($0)), 2) })
    }, title: "Relative error of the channels that are not large"))
let int8Reports = try progress("measuring", planted).map {
  [try $0.report(.q80), try $0.report(.q80, rounding: true)]
}
display(
  LinePlot(
    "Q8_0, inputs in float32 and in 8 bits", x: .log("large channels, times"), y: .log("KL, nats a token")
  ) {
    Series("inputs in float32", x: factors, y: int8Reports.map { $0[0].quality.divergence })
    Series("inputs in 8 bits", x: factors, y: int8Reports.map { $0[1].quality.divergence })
  })

// %% [markdown]
// For the model as it was, 8-bit inputs cost next to nothing. With large channels the others drown, and none of the
// three ways is good: a scale for 32 neighbours, which our engine uses in the plot, saves only those in other
// groups. E4M3 alone does not care, because its marks get denser towards zero. LLM.int8() keeps the few large
// channels in 16 bits and multiplies them apart; SmoothQuant (Xiao et al. 2022) divides inputs and multiplies
// weights until both can be rounded: the trick of AWQ, half a year before it and for another purpose.
//
// (The lower curve rises too: those are the weights, as before.)

// %% [markdown]
// ## 11. How large, how fast
// Back to the scanner, and to models that people really download. Everything about their size follows from six
// numbers in a configuration file, and from whether the head has a matrix of its own (here all have). Does it? Count
// the weights of published models from their sizes, and compare with the totals that their makers state.

// %% Weights counted from the configuration {#counting}
func llama(
  reads context: Int, _ vocabulary: Int, _ dModel: Int, _ nLayers: Int, _ nHeads: Int, _ nKVHeads: Int,
  _ hidden: Int
) -> TransformerConfiguration {
  .llama(
    vocabulary: vocabulary, context: context, dModel: dModel, nLayers: nLayers, nHeads: nHeads,
    nKVHeads: nKVHeads, hidden: hidden, tiesHead: false)
}
let published = [
  ("Llama 2 7B", llama(reads: 4096, 32_000, 4096, 32, 32, 32, 11_008)),
  ("Mistral 7B", llama(reads: 8192, 32_000, 4096, 32, 32, 8, 14_336)),
  ("Qwen2.5 7B", llama(reads: 32_768, 152_064, 3584, 28, 28, 4, 18_944)),
  ("Llama 3 8B", llama(reads: 8192, 128_256, 4096, 32, 32, 8, 14_336)),
  ("Llama 2 70B", llama(reads: 4096, 32_000, 8192, 80, 64, 8, 28_672)),
  ("Llama 3 70B", llama(reads: 8192, 128_256, 8192, 80, 64, 8, 28_672)),
]
let publishedCounts = Dictionary(
  uniqueKeysWithValues: ModelFootprint.published.map { ($0.name, Int($0.parameters)) } + [
    ("Qwen2.5 7B", 7_615_616_512)
  ])
display(
  Table(
    ["model", "tokens", "width", "layers", "heads", "of keys", "hidden", "millions", "missing"],
    published.map { name, sizes in
      [
        name, sizes.vocabulary, sizes.dModel, sizes.nLayers, sizes.nHeads, sizes.nKVHeads, sizes.hidden,
        String(format: "%.1f", Double(sizes.parameterCount) / 1e6),
        "\((publishedCounts[name] ?? 0) - sizes.parameterCount)",
      ]
    }, title: "Millions of weights counted, and how many weights the published total has besides"))

// %% [markdown]
// Nothing is missing, to the last weight, except for Qwen2.5, whose queries, keys and values have biases that our
// configuration leaves out. (The sizes are those of the models' papers and configuration files; see the references.)
//
// ### Memory
// Weights × bits / 8 is the first half. The second is the cache of keys and values (lab 03): it grows with every
// token, for every conversation.

// %% [predict] Llama 3 8B in 16 bits, in Q4_0: how many gigabytes each? And its cache for 8,192 tokens in 16 bits?

// %% Memory of published models {#memory .demo}
func gigabytes(_ bytes: Double) -> String { String(format: "%.1f", bytes / 1e9) }
func memoryRow(_ name: String, _ sizes: TransformerConfiguration) throws -> [String] {
  let matrices = sizes.parameterShapes.filter { $0.shape.count == 2 }
    .map { Quantization.MatrixShape($0.shape[0], $0.shape[1]) }
  let weights = try [Quantization.BlockLayout.float16, .q80, .q40].map { try weightBytes(matrices, $0) }
  let shape = Quantization.ModelShape(
    nLayers: sizes.nLayers, nHeads: sizes.nHeads, nKVHeads: sizes.nKVHeads, dModel: sizes.dModel)
  let caches = try [(1, Quantization.BlockLayout.float16), (8, .float16), (8, .q80)].map {
    try cacheBytes(shape, 8192, $0.0, $0.1)
  }
  return [name] + (weights + caches).map { gigabytes(Double($0)) }
}
display(
  Table(
    ["gigabytes", "16 bits", "Q8_0", "Q4_0", "cache of 8,192 tokens", "8 conversations", "8, cache in Q8_0"],
    try published.map(memoryRow)))

// %% [markdown]
// 16.1 and 4.5 gigabytes, and 1.1 for the cache: in Q4_0 the model fits where it had no chance before. (Q8_0 and
// Q4_0 as if every matrix were in them; files that people fetch keep some in more bits.) But look at Llama 2 7B. It
// was trained to read 4,096 tokens, half of what the column assumes: 2.1 gigabytes. Its heads share no keys, and so
// two such conversations outweigh the weights in Q4_0. Small weights make the cache the larger part, and it can be
// quantized as well: the last column. (For any other model, put the numbers of its configuration into the list
// above.)
//
// ### Speed
// To write one token, all weights are needed once, each for one product and one sum. A processor multiplies far
// faster than memory delivers. So the weights' way from memory is the whole time: tokens a second ≈ bandwidth /
// bytes read. Half the bytes, twice the speed. Is that so? On this machine, on one core, with a matrix of 67
// megabytes in float32:

// %% [predict] A matrix times a vector, 4096 × 4096: how many times as fast as float32 are Q8_0, with 1.125 bytes a weight in memory, and Q4_0, with 0.625?

// %% Bytes are time {#speed .demo}
let timings = QuantizationBenchmark(size: 4096, largeRows: 32_768, rounds: 9).run()
let besideFloat32 = timings.filter { $0.reference == "float32" }
let float32Time = median(besideFloat32.map(\.referenceMilliseconds))
display(
  Table(
    ["matrix times vector, one core", "ms", "times as fast", "fewer bytes"],
    [["float32 4096 × 4096", String(format: "%.2f", float32Time), "–", "–"]]
      + besideFloat32.map {
        [
          $0.workload, String(format: "%.2f", $0.milliseconds),
          String(format: "%.1f", float32Time / $0.milliseconds),
          String(format: "%.1f", 4 / ($0.workload.hasPrefix("Q8") ? 1.125 : 0.625)),
        ]
      }))
display(
  Table(
    ["eight times as large", "ms", "merely reading it, ms", "of that speed"],
    timings.filter { $0.reference == "plain read" }.map {
      [
        $0.workload, String(format: "%.1f", $0.milliseconds),
        String(format: "%.1f", $0.referenceMilliseconds),
        percent($0.referenceMilliseconds / $0.milliseconds, 0),
      ]
    }))

// %% [markdown]
// If bytes were all, the answers would be 3.6 and 6.4, the last column of the first table. Where the measured figure
// is smaller, the work on each code has begun to count. Where it is larger, the codes fit into a cache in which the
// floats had no room, or something else on the machine kept memory busy.
//
// The second table is the fairer question. Its matrices, 151 megabytes in Q8_0 and 84 in Q4_0, fit into hardly any
// cache, and beside each product stands the time it takes to read the same bytes and do nothing with them. At 100 %
// bytes are all of the time; what is missing is work. (`× int8` has its inputs in 8 bits as well, see section 10. On
// a busy machine all of this wavers; `labs bench quantization` measures for longer.) In a cache, as with our small
// model, there are no bytes to wait for, and only the work remains.
//
// For models that fit into no cache, and that is all the others, bandwidth sets the bound. As their makers state, a
// Raspberry Pi 5 moves 32 bits 4,267 million times a second, a laptop with two channels of DDR5-5600 moves 128 bits
// 5,600 million times, an RTX 4090 is sold with 1,008 gigabytes a second.

// %% [predict] Llama 3 8B on the Raspberry Pi: how many tokens a second at most, in 16 bits and in Q4_0?

// %% Tokens a second, at most {#decode .demo}
let footprints = published.map { ModelFootprint($0.0, $0.1) }
let devices: [(String, Double)] = [
  ("Raspberry Pi 5", 4267e6 * 32 / 8), ("laptop, DDR5-5600", 5600e6 * 128 / 8), ("RTX 4090", 1008e9),
]
display(
  Table(
    ["tokens/s at most", "GB/s"] + ["Llama 3 8B, 16 bits", "Q8_0", "Q4_0", "Llama 3 70B, Q4_0"],
    devices.map { name, bandwidth in
      [name, gigabytes(bandwidth)]
        + [(3, 16), (3, 8.5), (3, 4.5), (5, 4.5)].map { model, bits in
          String(format: "%.1f", footprints[model].tokensPerSecond(bandwidth: bandwidth, bitsPerWeight: bits))
        }
    }))
let cachedTokens = [0, 1024, 2048, 4096, 8192, 16_384, 32_768]
display(
  LinePlot("Q4_0 on the laptop, at most", x: "tokens in the cache", y: "tokens a second") {
    for (model, sizes) in [0, 2, 3].map({ (footprints[$0], published[$0].1) }) {
      let readable = cachedTokens.filter { $0 <= sizes.context }
      Series(
        model.name, x: readable,
        y: readable.map {
          model.tokensPerSecond(bandwidth: devices[1].1, bitsPerWeight: 4.5, cachedTokens: $0)
        })
    }
  })

// %% [markdown]
// One token a second on the small computer, or nearly four. (In 16 bits the 16.1 gigabytes would not even fit into
// the largest Raspberry Pi 5, which has 16. Strictly, the table of tokens is looked up and not read, which raises
// the bound for these models by some percent.) And the bound says nothing of whether a model *fits*: 70 billion
// weights in Q4_0 do not fit into a card's 24 gigabytes. As a conversation gets longer the cache is read along with
// the weights. (Each curve ends where the model was trained to read no further.)
//
// When many conversations are served at once, weights are read once for all of them. Then arithmetic is the limit,
// and weights in 4 bits gain less: a scanner and a data centre quantize for different reasons. On the scanner one
// packer waits for one answer. There every byte less is time, as long as the model is too large for a cache.
//
// **Build 07.15 and 07.16** (`weightBytes`, `cacheBytes`).

// %% [markdown]
// ## 12. What a small model cannot tell you
// Ours has half a million weights and was trained on one shop's conversations. Five things do not carry over:
//
// - **How many bits are enough.** Larger models mostly bear coarse weights better (Frantar et al. 2022), models
//   trained on very many tokens bear them worse (Kumar et al. 2024). For a given number of bits in all, 4 for each
//   weight were nearly always the best bargain (Dettmers and Zettlemoyer 2022). Below are figures that others
//   measured.
// - **How much is at stake.** Our texts come from a small grammar, and most of their tokens are certain: a
//   perplexity of 1.4. On real text it is several times that, and there is more to lose.
// - **Outliers.** We had to plant them. Large models grow them.
// - **What gets lost.** A model that knows much can lose rare knowledge while perplexity on common text hardly
//   moves. Measure on what *you* need, as we did with forty returns.
// - **Speed.** Ours runs in a cache.
//
// Perplexity on WikiText-2, articles of Wikipedia that are widely used for this, as published. The models and ways
// to measure differ, so compare only the rises within one:
//
// | model | format | perplexity | rise |
// |---|---|---|---|
// | Llama 3 8B (llama.cpp, its notes on perplexity) | 16 bits | 6.233 | |
// | | Q8_0 | 6.234 | +0.001 |
// | | Q4_K_M, a mixture of Q4_K and Q6_K | 6.407 | +0.174 |
// | | Q4_0 | 6.700 | +0.467 |
// | LLaMA 7B (repository of GPTQ) | 16 bits | 5.68 | |
// | | 3 bits, nearest | 25.54 | +19.86 |
// | | 3 bits, GPTQ | 8.07 | +2.39 |
// | | 3 bits, GPTQ, groups of 128 | 6.61 | +0.93 |
// | Llama 2 7B (Lin et al. 2023) | 16 bits | 5.47 | |
// | | 4 bits, AWQ, groups of 128 | 5.60 | +0.13 |
//
// The order is the one you measured: 8 bits are nearly free, 4 cost something, 3 need a method. So the packers get
// Q8_0, as section 9 decided, and the desk keeps the forty returns: the day the model grows, they are asked again.

// %% [markdown]
// ## Check and extend
// Run `labs check 07` until all checkpoints pass, then `labs run 07 --mine`, then `labs quiz 07`.
//
// To go further:
// - Quantize layer by layer, and find the matrix that the model can least spare. Keep it in 8 bits: what do you gain
//   for its bytes?
// - Calibrate GPTQ on something else, a story or random tokens. How much of its gain is left on the desk's text?
// - Quantize the *cache*: round keys and values to 8 and 4 bits as they are stored. Which of the two minds more?
// - Move large inputs into the weights before rounding both (SmoothQuant), and repeat the last experiment of section
//   10.
// - Train on: let the loss see the rounded weights, and pass gradients as if nothing had been rounded
//   (quantization-aware training). What do 2 bits cost then?

// %% [markdown]
// ## References
// - Dettmers et al.: LLM.int8(): 8-bit Matrix Multiplication for Transformers at Scale. 2022.
//   https://arxiv.org/abs/2208.07339
// - Frantar et al.: GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers. 2022.
//   https://arxiv.org/abs/2210.17323
// - GPTQ's repository, with figures for LLaMA. https://github.com/IST-DASLab/gptq
// - Dettmers, Zettlemoyer: The case for 4-bit precision: k-bit Inference Scaling Laws. 2022.
//   https://arxiv.org/abs/2212.09720
// - Xiao et al.: SmoothQuant. 2022. https://arxiv.org/abs/2211.10438
// - Micikevicius et al.: FP8 Formats for Deep Learning. 2022. https://arxiv.org/abs/2209.05433
// - Lin et al.: AWQ: Activation-aware Weight Quantization for LLM Compression and Acceleration. 2023.
//   https://arxiv.org/abs/2306.00978
// - Dettmers et al.: QLoRA: Efficient Finetuning of Quantized LLMs. 2023. https://arxiv.org/abs/2305.14314
// - Kumar et al.: Scaling Laws for Precision. 2024. https://arxiv.org/abs/2411.04330
// - ggml: `ggml-common.h` and `ggml-quants.c`, where the block formats are defined. https://github.com/ggml-org/ggml
// - Using the sixteenth code of Q4_0. https://github.com/ggml-org/llama.cpp/pull/729
// - Perplexity of quantized Llama 3 8B. https://github.com/ggml-org/llama.cpp/blob/master/tools/perplexity/README.md
// - A zero-point left in the middle. https://github.com/AutoGPTQ/AutoGPTQ/issues/293
// - Configurations: Touvron et al.: Llama 2. 2023. https://arxiv.org/abs/2307.09288; Jiang et al.: Mistral 7B. 2023.
//   https://arxiv.org/abs/2310.06825; Grattafiori et al.: The Llama 3 Herd of Models. 2024.
//   https://arxiv.org/abs/2407.21783; Qwen Team: Qwen2.5 Technical Report. 2024. https://arxiv.org/abs/2412.15115
