// Lab 02: tokenization, a byte-pair encoding from counted pairs to a file.
//
// Write the eleven functions below; each comment says all that is asked. Replace `todo(…)` with your own code, save,
// and run `swift run labs check 02`. Take them in order: later ones stand on earlier ones (02.4 and 02.11 on the first
// three, 02.5 on 02.2, 02.8 on 02.5 and 02.7). Only 02.9 to 02.11 may come any time after 02.4, and the lesson asks for
// them then. Checkpoint 02.12 has no function of its own: it runs 02.4, 02.6, 02.7 and 02.8 together. Helpers are
// welcome; make them `private`, so that no name is there twice when the lesson runs on your functions.
//
// Tokens are numbers. 0 to 255 are the bytes, and merge number i of a list of merges makes token 256 + i.
//
// `BPE.Pair(left, right)` makes a pair, `BPE.SpecialToken(name, id: number)` a special token, one that stands for no
// text, and `BPE.Tokenizer(merges: pairs, specials: tokens)` a tokenizer. `pair.left`, `special.name`,
// `tokenizer.merges` and so on read them again.

import Foundation
import LabContracts

/// 02.1 Counts how often each pair of neighbours stands in a list of tokens.
///
/// Every token and the one behind it are a pair, so n tokens hold n − 1 pairs. Pairs may overlap: 1 1 1 holds
/// the pair (1, 1) twice. A pair that does not stand there has no entry.
func countPairs(_ ids: [Int]) -> [BPE.Pair: Int] {
  todo("02.1")
}

/// 02.2 Replaces every occurrence of a pair by a new token, from left to right.
///
/// Occurrences do not overlap: what has been replaced is used up, so that merging (1, 1) into 9 makes
/// 1 1 1 into 9 1. The answer is not searched again. All other tokens stay as they are, in their order.
func merge(_ ids: [Int], _ pair: BPE.Pair, _ id: Int) -> [Int] {
  todo("02.2")
}

/// 02.3 Chooses the pair to merge next.
///
/// The pair with the highest count. Of several with that count it is the smallest: the one with the smaller left
/// token, and of those with the same left token the one with the smaller right token. `nil` when no pair has a
/// count of 2 or more: what stands there once is not worth a token.
func nextPair(_ counts: [BPE.Pair: Int]) -> BPE.Pair? {
  todo("02.3")
}

/// 02.4 Learns merges from pieces of text.
///
/// Each piece begins as the bytes of its UTF-8. Then, again and again: count the pairs of all pieces together
/// (02.1), choose one (02.3), and merge it in every piece (02.2) into the next token, 256, 257, …; until there
/// are `vocabularySize` tokens, the 256 bytes included. Pieces that are equal count each time. No pair reaches from
/// one piece into the next. Answers with the merged pairs in order.
/// - Throws: in this order, `BPE.TrainingError.vocabularyTooSmall` when `vocabularySize` is below 256;
///   `BPE.TrainingError.emptyText` when the pieces hold no bytes at all; `BPE.TrainingError.noPairLeft` when 02.3 has
///   no answer before there are `vocabularySize` tokens.
func train(_ pieces: [String], _ vocabularySize: Int) throws -> [BPE.Pair] {
  todo("02.4")
}

/// 02.5 Encodes one piece of text by the ranks of the merges.
///
/// A pair's rank is its index in `merges`. Begin with the bytes of the piece's UTF-8. As long as some
/// pair of neighbours has a rank, take the pair with the lowest and merge it wherever it stands, from left to right
/// (02.2), into token 256 + rank. How often a pair stands in the piece does not matter, nor how long its token is.
/// Each merge joins tokens below its own, and no pair is listed twice.
func encode(_ piece: String, _ merges: [BPE.Pair]) -> [Int] {
  todo("02.5")
}

/// 02.6 Turns tokens back into text.
///
/// The bytes of all tokens together are the text: one character may be spread over several tokens. A token below
/// 256 is a byte, token 256 + i the bytes of the two tokens of merge i, and a special token the UTF-8 of its name.
/// Where the bytes are not UTF-8, U+FFFD stands instead, as often as `String(decoding:as:)` puts it.
/// - Throws: `BPE.TokenError.unknownToken` for a number that is no token of `tokenizer`.
func decode(_ ids: [Int], _ tokenizer: BPE.Tokenizer) throws -> String {
  todo("02.6")
}

/// 02.7 Cuts a text into pieces the way GPT-2 does.
///
/// Together the pieces are the text. From where the last piece ended, the next one is what the first of these
/// rules that fits takes, and a rule takes as much as it can:
/// 1. one of `'s 't 'd 'm 'll 've 're` (lowercase, after U+0027);
/// 2. a space (U+0020) if there is one, then one or more letters;
/// 3. a space if there is one, then one or more numbers;
/// 4. a space if there is one, then one or more of what is neither letter, number nor white space;
/// 5. white space at the end of the text, all of it; or before something else, all of it but the last, if that
///    leaves any: `a   b` is `a`, two spaces, ` b`;
/// 6. one of white space.
/// All of this is said of Unicode scalars, not of Characters. Letters are those of the general categories that begin
/// with L, numbers those with N; white space is what has the property White_Space (`properties.isWhitespace`). As a
/// regular expression over scalars: `'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
func preTokenize(_ text: String) -> [String] {
  todo("02.7")
}

/// 02.8 Encodes a whole text, in which special tokens mean what `policy` says.
///
/// Text is cut by 02.7, and each piece encoded by 02.5. The names of special tokens in it are
/// - `.asText`: text like any other;
/// - `.allowed`: special tokens. Look for names from left to right; where several begin, the longest counts.
///   What stands before, between and behind is text, each stretch cut by itself;
/// - `.refused`: an error if there is one anywhere.
/// No name is empty. Names are compared scalar by scalar, and the capitals count.
/// - Throws: `BPE.TokenError.specialTokenRefused`.
func tokenize(_ text: String, _ tokenizer: BPE.Tokenizer, _ policy: BPE.SpecialPolicy) throws -> [Int] {
  todo("02.8")
}

/// 02.9 Writes a tokenizer as the text of a file, which the course's engine reads as well.
///
///     bpe 2 gpt2 2 own
///     97 97
///     256 98
///     special 258 "<|endoftext|>"
///
/// The first line is fixed but for the number of merges, here 2. Then each merge in order, its two tokens with a
/// space between; then each special token in order: the word `special`, its number, and its name as a JSON string,
/// in which a quotation mark, a backslash and control characters such as a line break are escaped. Every line
/// ends with a line feed.
func save(_ tokenizer: BPE.Tokenizer) -> String {
  todo("02.9")
}

/// 02.10 Reads what 02.9 writes.
///
/// Lines end with a line feed, which the last may lack. Names may be any JSON strings. Nothing in a file may
/// make the reader crash.
/// - Throws: for the first line at fault
///   - `BPE.FileError.invalidHeader` when the first line is not `bpe 2 gpt2 N own` with a number N from 0 on;
///   - `BPE.FileError.truncated` when the file ends before N merges;
///   - `BPE.FileError.invalidLine` when one of the next N lines is not two numbers with a space between, or is a
///     merge that was listed before, or when a line behind them is not that of a special token;
///   - `BPE.FileError.missingToken` when merge i names a token that is not one of 0 to 255 + i;
///   - `BPE.FileError.tokenTaken` when a special token has the number of a byte, of a merge's token or of a special
///     token before it, or the name of one before it.
func load(_ file: String) throws -> BPE.Tokenizer {
  todo("02.10")
}

/// 02.11 Learns the same merges as 02.4, faster.
///
/// Answers and errors are those of `train`. A trainer that counts all pairs of all pieces anew for each merge is
/// timed beside it, compiled in the same way, on texts of some thousand bytes and fifty merges or more. It must be
/// at least three times as fast where few words come often, and twice as fast where all words are different.
func trainFast(_ pieces: [String], _ vocabularySize: Int) throws -> [BPE.Pair] {
  todo("02.11")
}
