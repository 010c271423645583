// Lab 07: quantization, byte for byte.
//
// Write the sixteen functions below; each comment says all that is asked. Replace `todo(…)` with your own code, save,
// and run `swift run labs check 07`. The first five are tools for those that follow.
//
// Numbers are `Float`, codes are `Int`, bytes are `UInt8`. Matrices are `PlainTensor`: `x.shape`, `x[i, j]` and
// `x.rows` (lists of Float) read one, `PlainTensor(rows: …)` makes one. A matrix has at least one column.
//
// Rounding is to the nearest whole number, ties away from zero: 2.5 becomes 3 and −2.5 becomes −3, as `x.rounded()`
// does. Codes, bytes and counts must be exact. All other numbers are compared with ones computed in double precision,
// and may be off by 1e-5 (relative where numbers are above 1). Whether you divide by a scale or multiply with 1 / scale
// makes no difference to any checkpoint.
//
// What is to be refused is refused whatever else is asked: with a scale of 0, an empty list or a matrix without rows too.
// Where one call has two faults, either error will do.
//
// Helpers are welcome; make them `private`, so that no name is there twice when the lesson runs on your functions.

import Foundation
import LabContracts

/// 07.1 Finds the scale with which the largest magnitude gets the largest code: max |x| / (2^(bits − 1) − 1).
///
/// With 8 bits that is max |x| / 127. Where all numbers are 0, or there are none, the scale is 0; where they are small
/// it is small as well: for 1.27e-18 it is 1e-20, to five digits.
/// - Throws: `Quantization.InputError.invalidBits` when `bits` is not 2…8, and `Quantization.InputError.notFinite`
///   when a number is NaN or infinite.
func absmaxScale(_ values: [Float], _ bits: Int) throws -> Float {
  todo("07.1")
}

/// 07.2 Rounds numbers to codes: code = x / scale, rounded to nearest, ties away from zero.
///
/// Codes go from −(2^(bits − 1) − 1) to 2^(bits − 1) − 1, with 8 bits from −127 to 127: what lies beyond, however far,
/// gets the code at the end. With a scale of 0 every code is 0.
/// - Throws: `Quantization.InputError.invalidBits` when `bits` is not 2…8, `Quantization.InputError.invalidScale` when
///   `scale` is negative, NaN or infinite, and `Quantization.InputError.notFinite` when a number is NaN or infinite.
func quantize(_ values: [Float], _ scale: Float, _ bits: Int) throws -> [Int] {
  todo("07.2")
}

/// 07.3 Lays the codes 0…2^bits − 1 over the range of the numbers.
///
/// - The range goes from low, the smallest number, to high, the largest; it is widened where it does not contain 0, so
///   that low ≤ 0 ≤ high. Numbers may be as large as Float allows, and high − low larger than that.
/// - scale = (high − low) / (2^bits − 1). The zero point is −low / scale, rounded to a whole number and never beyond the
///   codes: the code of 0, which is restored exactly.
/// - Where all numbers are 0, or there are none, both are 0.
/// - Throws: `Quantization.InputError.invalidBits` and `Quantization.InputError.notFinite` as in 07.1.
func affineParameters(_ values: [Float], _ bits: Int) throws -> Quantization.Parameters {
  todo("07.3")
}

/// 07.4 Rounds numbers to codes from 0 up: code = (x / scale, rounded as in 07.2) + zero point.
///
/// Codes go from 0 to 2^bits − 1: what lies beyond, however far, gets the code at the end. With a scale of 0 every code
/// is the zero point.
/// - Throws: as 07.2, and `Quantization.InputError.codeOutOfRange` when the zero point is not one of the codes.
func quantizeAffine(
  _ values: [Float], _ parameters: Quantization.Parameters, _ bits: Int
) throws -> [Int] {
  todo("07.4")
}

/// 07.5 Restores the numbers that codes stand for: (code − zero point) · scale.
///
/// It is the way back from 07.2 (where the zero point is 0) and from 07.4.
func dequantize(_ codes: [Int], _ parameters: Quantization.Parameters) -> [Float] {
  todo("07.5")
}

/// 07.6 Quantizes a matrix row by row, each with a scale and a zero point of its own (per channel).
///
/// - `weights` is `[rows, columns]`; a row is an output of the layer. Its parameters are those of 07.3, its codes those
///   of 07.4.
/// - In the answer, `parameters` holds one entry for each row: a list of one.
/// - Throws: `Quantization.InputError.shapeMismatch` when `weights` is not a matrix; `invalidBits` and `notFinite` as
///   in 07.1.
func quantizeRows(_ weights: PlainTensor, _ bits: Int) throws -> Quantization.QuantizedMatrix {
  todo("07.6")
}

/// 07.7 Quantizes a matrix group by group: so many neighbours in a row share a scale.
///
/// - Groups begin at the start of each row and never reach into the next: where `groupSize` does not divide the
///   row, its last group holds what remains, and has a scale for that alone.
/// - The scale of a group is that of 07.1, its codes are those of 07.2, and the zero point is 0.
/// - Throws: `Quantization.InputError.shapeMismatch` when `weights` is not a matrix,
///   `Quantization.InputError.invalidSize` when `groupSize` is less than 1; `invalidBits` and `notFinite` as in 07.1.
func quantizeGroups(
  _ weights: PlainTensor, _ groupSize: Int, _ bits: Int
) throws -> Quantization.QuantizedMatrix {
  todo("07.7")
}

/// 07.8 Restores a matrix whose rows are cut into groups: each code with the parameters of its own group, as in 07.5.
///
/// - The groups are those of 07.7; with a `groupSize` as long as a row it undoes 07.6. The answer is
///   `[rows, columns]`. There is at least one row.
/// - Throws: `Quantization.InputError.invalidSize` when `groupSize` is less than 1, and
///   `Quantization.InputError.shapeMismatch` when rows of codes differ in length, or there are not as many rows of
///   parameters, or not as many parameters in a row as it has groups.
func dequantizeGroups(_ matrix: Quantization.QuantizedMatrix, _ groupSize: Int) throws -> PlainTensor {
  todo("07.8")
}

/// 07.9 Packs codes of four bits, two in a byte, in the order of Q4_0.
///
/// Of n codes, byte j holds code j in its low half (the nibble that counts 1) and code j + n/2 in its high half (the
/// one that counts 16).
/// - Throws: `Quantization.InputError.incompleteBlock` when the number of codes is odd, and
///   `Quantization.InputError.codeOutOfRange` when a code is not 0…15.
func packNibbles(_ codes: [Int]) throws -> [UInt8] {
  todo("07.9")
}

/// 07.10 Unpacks what 07.9 has packed: the low halves of all bytes, then the high halves. Codes are 0…15.
func unpackNibbles(_ bytes: [UInt8]) -> [Int] {
  todo("07.10")
}

/// 07.11 Writes weights in Q4_0, the way llama.cpp does: 18 bytes for each block of 32 weights.
///
/// For each block of 32:
/// - d is the weight of largest magnitude, with its sign, divided by −8; of several such weights the first counts. In a
///   block of zeros d is 0 / −8, which is −0.
/// - The code of x is x / d + 8.5 cut down to a whole number (its fraction dropped), and 15 where it would be more. With
///   the d computed above, not with what float16 makes of it. In a block of zeros every code is 8.
/// - The bytes are d in float16 (`Quantization.float16Bits` gives the sixteen bits), the low byte first, and then
///   the 32 codes, packed as in 07.9.
/// - Throws: `Quantization.InputError.incompleteBlock` when the number of weights is not a multiple of 32,
///   `Quantization.InputError.notFinite` when one is NaN or infinite, and `Quantization.InputError.scaleOverflow`
///   when float16 has no finite number for a d.
func encodeQ40(_ weights: [Float]) throws -> [UInt8] {
  todo("07.11")
}

/// 07.12 Reads weights in Q4_0: (code − 8) · d, where d is the block's float16.
///
/// `Quantization.float16` tells what sixteen bits stand for.
/// - Throws: `Quantization.InputError.incompleteBlock` when the bytes are not whole blocks of 18, and
///   `Quantization.InputError.notFinite` when a d is NaN or infinite.
func decodeQ40(_ bytes: [UInt8]) throws -> [Float] {
  todo("07.12")
}

/// 07.13 Measures how far restored numbers are from the original ones. With x an original and e its error:
///
/// - `rootMeanSquare` is √(Σ e² / n), where n is how many numbers there are;
/// - `signalToNoise` is 10 · log₁₀(Σ x² / Σ e²) decibels: +∞ when no number has moved, −∞ when some have moved that
///   were all 0;
/// - `largest` is the largest |e|.
///
/// Sum up in `Double`. Numbers are finite.
/// - Throws: `Quantization.InputError.shapeMismatch` when there are not as many of one as of the other, and
///   `Quantization.InputError.invalidSize` when there are none.
func errorFigures(_ original: [Float], _ restored: [Float]) throws -> Quantization.ErrorFigures {
  todo("07.13")
}

/// 07.14 Takes one step of GPTQ (Frantar et al. 2022, algorithm 1): rounds a column and lets the later ones make up
/// for it.
///
/// - `weights` is `[rows, columns]`. The columns before `column` are rounded already and stay as they are.
/// - `scales` has one scale for each row. In row r, w = `weights[r, column]` gets the code of 07.2, which stands for
///   q = code · scale, and q takes its place.
/// - `factor` is U, `[columns, columns]`, the upper triangle with H⁻¹ = Uᵀ · U, where H sums up the layer's inputs. What
///   stands below its diagonal is not part of it and may be anything, NaN as well.
/// - The error (w − q) / U[column, column] is spread over the later columns j: `weights[r, j]` becomes smaller by error ·
///   U[column, j]. Rows do not meet.
/// - Throws: `Quantization.InputError.shapeMismatch` when the shapes do not fit together,
///   `Quantization.InputError.invalidSize` when there is no such column,
///   `Quantization.InputError.notPositiveDefinite` when U[column, column] is not above 0 or not finite;
///   `invalidBits`, `invalidScale` and `notFinite` (of the column's numbers) as in 07.2.
func gptqStep(
  _ weights: PlainTensor, _ column: Int, _ factor: PlainTensor, _ scales: [Float], _ bits: Int
) throws -> Quantization.GPTQStep {
  todo("07.14")
}

/// 07.15 Counts the bytes of matrices that are stored in blocks, scales included.
///
/// A block of the layout holds `count` numbers in `bytes` bytes and never reaches into the next row: a row whose length
/// is not a multiple of `count` fills up its last block. Two examples are `BlockLayout.q40`, 32 numbers in 18 bytes, and
/// `BlockLayout.float16`, 1 in 2.
/// - Throws: `Quantization.InputError.invalidSize` when `count` or `bytes` is less than 1, or a matrix has a
///   negative size.
func weightBytes(
  _ shapes: [Quantization.MatrixShape], _ layout: Quantization.BlockLayout
) throws -> Int {
  todo("07.15")
}

/// 07.16 Counts the bytes of cached keys and values for so many sequences of so many tokens.
///
/// - A head has dModel / nHeads numbers. Each token has, in each layer, a row of keys and a row of values, and
///   each of the two holds the numbers of all `nKVHeads` heads side by side.
/// - The rows are stored in blocks as in 07.15.
/// - Throws: `Quantization.InputError.headsDoNotDivide` when `nHeads` is not a multiple of `nKVHeads` or does not
///   divide `dModel`, and `Quantization.InputError.invalidSize` when a size of the model or of the layout is less than 1,
///   or one of the two counts is negative.
func cacheBytes(
  _ model: Quantization.ModelShape, _ tokens: Int, _ sequences: Int, _ layout: Quantization.BlockLayout
) throws -> Int {
  todo("07.16")
}
