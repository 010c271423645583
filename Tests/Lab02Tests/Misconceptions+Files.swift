import Foundation
import LabContracts
import LabTesting

extension Misconceptions {
  /// 02.9
  static let saving: [Misconception] = [
    save(
      "line-breaks-in-names",
      "A line break in a name breaks the line of the file. Write it as \\n, which is what JSON does."
    ) { file in file.escape = { $0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") } },
    save(
      "quotation-marks-in-names", "A quotation mark in a name ends the string too early. Write it as \\\"."
    ) { file in file.escape = { json($0).replacing("\\\"", with: "\"") } },
    save(
      "backslashes-in-names",
      "A backslash in a name makes an escape of what follows it. Write it twice."
    ) { file in file.escape = { json($0).replacing("\\\\", with: "\\") } },
    save(
      "backslashes-escaped-last",
      "You escape the backslash after the quotation mark, and so escape your own escapes. The backslash "
        + "comes first."
    ) { file in
      file.escape = {
        $0.replacing("\"", with: "\\\"").replacing("\n", with: "\\n").replacing("\\", with: "\\\\")
      }
    },
    save(
      "swifts-spelling",
      "You write the name as Swift spells it. `\\u{1B}` and `\\0` are Swift; JSON writes \\u001b and \\u0000."
    ) { file in file.escape = { String($0.debugDescription.dropFirst().dropLast()) } },
    save(
      "control-characters-raw",
      "You escape the line break and leave other control characters raw, which JSON does not allow."
    ) { file in
      file.escape = {
        $0.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
      }
    },
    save(
      "five-digits-in-an-escape",
      "You escape 📦 as \\u1f4e6. JSON's escapes have four digits, and such a character takes two of "
        + "them; or write it as it is."
    ) { file in
      file.escape = { name in
        json(name).unicodeScalars.map { $0.isASCII ? String($0) : String(format: "\\u%04x", $0.value) }
          .joined()
      }
    },
    save(
      "merges-sorted", "You sort the merges. Their order is their rank: another order is another tokenizer."
    ) { file in file.merges.sort { ($0.left, $0.right) < ($1.left, $1.right) } },
    save(
      "special-tokens-sorted", "You sort the special tokens. They stand in the order in which they are given."
    ) { file in file.specials.sort { $0.id < $1.id } },
    save(
      "special-tokens-forgotten", "Special tokens are missing from the file."
    ) { file in file.specials = [] },
    save(
      "everything-counted-in-the-header", "The header counts the merges, not the lines that follow."
    ) { file in file.count = file.merges.count + file.specials.count },
    save(
      "vocabulary-in-the-header", "The header counts the merges; the 256 bytes are not among them."
    ) { file in file.count = file.merges.count + 256 },
    save(
      "last-line-not-ended", "The last line has no line feed. Every line ends with one."
    ) { file in file.end = "" },
    save(
      "comma-between", "Between the two tokens of a merge stands a space, and no comma."
    ) { file in file.separator = ", " },
    save(
      "special-tokens-first",
      "Special tokens stand behind the merges, because the header counts what comes first."
    ) { file in file.specialsFirst = true },
    save(
      "ids-in-the-lines",
      "A line is the two tokens of a merge. The token it makes follows from where it stands."
    ) { file in file.namesProducts = true },
    save(
      "carriage-returns",
      "You end lines with a carriage return and a line feed; here it is a line feed alone."
    ) { file in file.lineEnd = "\r\n" },
  ]

  private static func save(
    _ id: String, _ sentence: String, _ change: @escaping @Sendable (inout PlainFile) -> Void
  ) -> Misconception {
    Misconception(id, lives: "02.9", sentence: sentence) {
      $0.bind(BPE.save) { tokenizer in
        var file = PlainFile(tokenizer)
        change(&file)
        return file.text
      }
    }
  }

  private static let escapes: [Unicode.Scalar: String] = ["\"": "\\\"", "\\": "\\\\", "\n": "\\n"]

  /// The text between the quotation marks of a JSON string.
  fileprivate static func json(_ text: String) -> String {
    let encoded = (try? JSONEncoder().encode(text)) ?? Data()
    return String(decoding: encoded.dropFirst().dropLast(), as: UTF8.self)
  }

  /// 02.10
  static let loading: [Misconception] = [
    load(
      .splitsAtAnyNewline,
      "You split at everything that Swift calls a new line, and U+2028 inside a name is one. Lines end "
        + "at a line feed."
    ),
    load(
      .keepsEscapes,
      "You cut off the quotation marks and keep the escapes: \\n in a file is a line break in the name."
    ),
    load(
      .cutsNamesAtSpaces,
      "You split a special token's line at every space, and a name that holds one is cut off."),
    load(
      .joinsNamesByOneSpace, "You split at spaces and join by one; a name with two spaces in a row loses one."
    ),
    load(
      .ignoresHeader, "You do not look at the first line. A file of another kind must be refused, not read."),
    load(
      .ignoresVersion, "You read a file of version 9 as if it were version 2. Compare the whole first line."),
    load(
      .acceptsLongHeader,
      "You look at the beginning of the first line only. What stands behind `own` is not a header."),
    load(
      .splitsAtRunsOfSpaces,
      "You pass over spaces that are too many: `split` leaves out what is empty, unless told otherwise."),
    load(
      .splitsLinesAtRunsOfSpaces,
      "You compare the first line and pass over spaces that are too many in the others: `split` leaves out what is "
        + "empty, unless told otherwise."),
    load(
      .trimsLines,
      "You trim the file or its lines before you read them. A line with a space too many is not as it must be."
    ),
    load(
      .toleratesCarriageReturns,
      "You pass over a carriage return at the end of a line. Lines end with a line feed, and nothing stands before it."
    ),
    load(
      .sortsLinesByKind,
      "You pick out the lines that begin with `special`, wherever they stand. The N lines behind the first are "
        + "merges: another among them is invalid."),
    load(
      .countsLinesFirst,
      "You count the lines before you read them. The first line at fault says why: a broken merge comes before the "
        + "end of the file."),
    load(.acceptsNegativeCount, "A header of −1 merges is no header."),
    load(
      .ignoresCount,
      "You read merges until there are no more, and a file that was cut off passes for a whole one. "
        + "Count them: truncated."
    ),
    load(
      .callsTruncatedInvalid,
      "A file that ends too early is `truncated`; `invalidLine` is for a line that is there."),
    load(
      .allowsLaterTokens,
      "You do not check that a merge's tokens are there. One that no line before makes: missingToken."),
    load(
      .allowsOwnToken,
      "You let merge i use token 256 + i, which is the one that it makes. It may use those below."),
    load(
      .allowsNegativeTokens, "You check that a token is not too large, and forget that it may be below 0."),
    load(.checksLeftOnly, "You check the left token of a merge and not the right one."),
    load(
      .allowsRepeatedMerges,
      "The same merge twice makes two tokens of the same bytes. Refuse it: invalidLine."),
    load(.allowsExtraNumbers, "A merge is two numbers; with a third one the line is invalid."),
    load(.skipsBlankLines, "You pass over empty lines. A line without anything is no merge: invalidLine."),
    load(
      .skipsUnknownLines, "You pass over lines that you do not know. What they meant is lost: invalidLine."),
    load(
      .skipsBadLines,
      "You pass over merges that you cannot read, and all later tokens move down by one. Refuse the file."),
    load(
      .ignoresKeyword, "You do not look at the word before a special token's number: it must be `special`."),
    load(.allowsUnquotedNames, "You take a name without quotation marks. It is a JSON string: invalidLine."),
    load(
      .allowsTakenIDs,
      "You let a special token take a number that another token has. One of them could never be told."),
    load(
      .allowsIDsOfMerges, "You check special tokens against the bytes and forget the tokens that merges make."
    ),
    load(.allowsIDsOfSpecials, "Two special tokens have the same number: tokenTaken."),
    load(.allowsTakenNames, "Two special tokens have the same name: tokenTaken."),
    load(
      .comparesNamesAsCharacters,
      "You compare names with ==, to which é and e with an accent behind it are equal. Compare their bytes."
    ),
    load(
      .needsLastLineFeed,
      "You drop the last line without looking at it. It may be a line that lacks its line feed."),
    load(.dropsSpecials, "You read the merges and leave out the special tokens."),
  ]

  private static func load(_ mistake: PlainReader.Mistake, _ sentence: String) -> Misconception {
    let id = mistake.rawValue.reduce(into: "") {
      $0 += $1.isUppercase ? "-\($1.lowercased())" : String($1)
    }
    return Misconception(id, lives: "02.10", sentence: sentence) {
      $0.bind(BPE.load) { try PlainReader(file: $0, mistake: mistake).tokenizer() }
    }
  }
}

/// The file of 02.9 with its parts laid open; as it stands it is right.
struct PlainFile {
  var merges: [BPE.Pair]
  var specials: [BPE.SpecialToken]
  var count: Int
  var escape: (String) -> String = Misconceptions.json
  var separator = " "
  var lineEnd = "\n"
  var end = "\n"
  var specialsFirst = false
  var namesProducts = false

  init(_ tokenizer: BPE.Tokenizer) {
    (merges, specials, count) = (tokenizer.merges, tokenizer.specials, tokenizer.merges.count)
  }

  var text: String {
    let mergeLines = merges.enumerated().map { index, pair in
      "\(pair.left)\(separator)\(pair.right)" + (namesProducts ? " \(256 + index)" : "")
    }
    let specialLines = specials.map { "special \($0.id) \"\(escape($0.name))\"" }
    let lines = specialsFirst ? specialLines + mergeLines : mergeLines + specialLines
    return (["bpe 2 gpt2 \(count) own"] + lines).joined(separator: lineEnd) + (end.isEmpty ? end : lineEnd)
  }
}
