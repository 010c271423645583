import Foundation
import LabContracts

/// The reader of 02.10, with one mistake.
struct PlainReader {
  /// What it gets wrong.
  enum Mistake: String {
    case splitsAtAnyNewline, keepsEscapes, cutsNamesAtSpaces, joinsNamesByOneSpace
    case ignoresHeader, ignoresVersion, acceptsLongHeader, acceptsNegativeCount
    case ignoresCount, callsTruncatedInvalid
    case allowsLaterTokens, allowsOwnToken, allowsNegativeTokens, checksLeftOnly, allowsRepeatedMerges
    case allowsExtraNumbers, skipsBlankLines, skipsUnknownLines, skipsBadLines
    case ignoresKeyword, allowsUnquotedNames
    case allowsTakenIDs, allowsIDsOfMerges, allowsIDsOfSpecials, allowsTakenNames, comparesNamesAsCharacters
    case needsLastLineFeed, dropsSpecials
    case splitsAtRunsOfSpaces, splitsLinesAtRunsOfSpaces, trimsLines, toleratesCarriageReturns
    case sortsLinesByKind, countsLinesFirst
  }

  let file: String
  let mistake: Mistake

  func tokenizer() throws -> BPE.Tokenizer {
    let lines = lines
    let count = try mergeCount(lines.first ?? "")
    if lines.count - 1 < count, mistake == .countsLinesFirst { throw BPE.FileError.truncated }
    var tokenizer = BPE.Tokenizer(merges: [])
    for line in lines.dropFirst().prefix(count) {
      do {
        try readMerge(line, into: &tokenizer)
      } catch BPE.FileError.invalidLine where mistake == .skipsBadLines {
        continue
      }
    }
    if tokenizer.merges.count < min(count, lines.count), mistake == .skipsBadLines { return tokenizer }
    if lines.count - 1 < count, mistake != .ignoresCount {
      throw mistake == .callsTruncatedInvalid ? BPE.FileError.invalidLine : .truncated
    }
    for line in lines.dropFirst(max(count, 0)).dropFirst() {
      do {
        try readSpecial(line, into: &tokenizer)
      } catch BPE.FileError.invalidLine where mistake == .skipsUnknownLines {
        continue
      }
    }
    if mistake == .dropsSpecials { tokenizer.specials = [] }
    return tokenizer
  }

  private var lines: [String] {
    let scalars = file.unicodeScalars
    var lines =
      mistake == .splitsAtAnyNewline
      ? file.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { String($0) }
      : scalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    if lines.last == "" || mistake == .needsLastLineFeed { lines.removeLast() }
    switch mistake {
    case .skipsBlankLines: return lines.filter { !$0.isEmpty }
    case .trimsLines: return lines.map { $0.trimmingCharacters(in: .whitespaces) }
    case .toleratesCarriageReturns: return lines.map { $0.last == "\r" ? String($0.dropLast()) : $0 }
    case .sortsLinesByKind:
      let isSpecial = { (line: String) in line.hasPrefix("special") }
      return lines.filter { !isSpecial($0) } + lines.filter(isSpecial)
    default: return lines
    }
  }

  private func mergeCount(_ header: String) throws -> Int {
    let parts = header.split(separator: " ", omittingEmptySubsequences: mistake == .splitsAtRunsOfSpaces)
    if mistake == .ignoresHeader { return parts.compactMap { Int($0) }.last.map { max(0, $0) } ?? 0 }
    let isLongEnough = parts.count == 5 || (mistake == .acceptsLongHeader && parts.count > 5)
    guard isLongEnough, parts[0] == "bpe", parts[1] == "2" || mistake == .ignoresVersion, parts[2] == "gpt2",
      let count = Int(parts[3]), count >= 0 || mistake == .acceptsNegativeCount, parts[4] == "own"
    else { throw BPE.FileError.invalidHeader }
    return max(0, count)
  }

  private func readMerge(_ line: String, into tokenizer: inout BPE.Tokenizer) throws {
    let numbers = line.split(separator: " ", omittingEmptySubsequences: omitsEmptyParts).map { Int($0) }
    guard numbers.count == 2 || (mistake == .allowsExtraNumbers && numbers.count > 2), let left = numbers[0],
      let right = numbers[1]
    else { throw BPE.FileError.invalidLine }
    let pair = BPE.Pair(left, right)
    if tokenizer.merges.contains(pair), mistake != .allowsRepeatedMerges { throw BPE.FileError.invalidLine }
    let end = 256 + tokenizer.merges.count + (mistake == .allowsOwnToken ? 1 : 0)
    for token in mistake == .checksLeftOnly ? [left] : [left, right] where mistake != .allowsLaterTokens {
      guard token < end, token >= 0 || mistake == .allowsNegativeTokens else {
        throw BPE.FileError.missingToken
      }
    }
    tokenizer.merges.append(pair)
  }

  private func readSpecial(_ line: String, into tokenizer: inout BPE.Tokenizer) throws {
    let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: omitsEmptyParts)
      .map { String($0) }
    guard parts.count == 3, parts[0] == "special" || mistake == .ignoresKeyword, let id = Int(parts[1]) else {
      throw BPE.FileError.invalidLine
    }
    let special = BPE.SpecialToken(try name(parts[2]), id: id)
    if mistake != .allowsTakenIDs { try requireFree(special, tokenizer) }
    tokenizer.specials.append(special)
  }

  private var omitsEmptyParts: Bool {
    mistake == .splitsAtRunsOfSpaces || mistake == .splitsLinesAtRunsOfSpaces
  }

  private func name(_ spelled: String) throws -> String {
    var spelled = spelled
    switch mistake {
    case .cutsNamesAtSpaces:
      let words = spelled.split(separator: " ")
      if words.count > 1 { spelled = "\(words[0])\"" }
    case .joinsNamesByOneSpace: spelled = spelled.split(separator: " ").joined(separator: " ")
    default: break
    }
    if mistake == .keepsEscapes, spelled.utf8.count > 1, spelled.utf8.first == 0x22, spelled.utf8.last == 0x22
    {
      return String(decoding: spelled.utf8.dropFirst().dropLast(), as: UTF8.self)
    }
    if let name = try? JSONDecoder().decode(String.self, from: Data(spelled.utf8)) { return name }
    guard mistake == .allowsUnquotedNames else { throw BPE.FileError.invalidLine }
    return spelled
  }

  private func requireFree(_ special: BPE.SpecialToken, _ tokenizer: BPE.Tokenizer) throws {
    let taken = mistake == .allowsIDsOfMerges ? 256 : 256 + tokenizer.merges.count
    let isTwice = tokenizer.specials.contains { other in
      let hasName =
        mistake == .comparesNamesAsCharacters
        ? other.name == special.name : other.name.utf8.elementsEqual(special.name.utf8)
      return (other.id == special.id && mistake != .allowsIDsOfSpecials)
        || (hasName && mistake != .allowsTakenNames)
    }
    if special.id < taken || isTwice { throw BPE.FileError.tokenTaken }
  }
}
