import Foundation

/// A JSON value together with the place where it stands, so that whatever reads it can say exactly what is
/// wrong and where.
///
/// `Codable` is not used here because it ignores unknown keys, and a misspelt key in a curriculum would
/// otherwise go unnoticed for ever.
struct JSONNode {
  let value: JSONValue
  let path: String

  init(_ value: JSONValue, at path: String) {
    self.value = value
    self.path = path
  }

  init(parsing json: Data) throws {
    do {
      self.init(try JSONDecoder().decode(JSONValue.self, from: json), at: "")
    } catch let error as DecodingError {
      throw CurriculumError(path: "", problem: error.jsonProblem)
    }
  }

  func error(_ problem: String) -> CurriculumError { CurriculumError(path: path, problem: problem) }

  private func expected(_ kind: String) -> CurriculumError {
    error("expected \(kind), found \(value.kind)")
  }
}

extension JSONNode {
  func text() throws -> String {
    guard case .string(let text) = value else { throw expected("a string") }
    guard text.contains(where: { !$0.isWhitespace }) else { throw error("expected some text, found none") }
    return text
  }

  func text(_ kind: String, matching pattern: Regex<Substring>) throws -> String {
    let text = try text()
    guard text.wholeMatch(of: pattern) != nil else { throw error("expected \(kind), found \"\(text)\"") }
    return text
  }

  func wholeNumber(atLeast least: Int) throws -> Int {
    guard case .integer(let number) = value else { throw expected("a whole number") }
    guard number >= least else { throw error("expected at least \(least), found \(number)") }
    return number
  }

  func bool() throws -> Bool {
    guard case .bool(let answer) = value else { throw expected("true or false") }
    return answer
  }

  func list<Element>(of read: (JSONNode) throws -> Element) throws -> [Element] {
    guard case .array(let values) = value else { throw expected("a list") }
    return try values.enumerated().map { try read(JSONNode($1, at: "\(path)[\($0)]")) }
  }

  /// The fields of an object that has every required key and no key besides the ones named.
  func object(_ required: [String], optional: [String] = []) throws -> Fields {
    guard case .object(let values) = value else { throw expected("an object") }
    let known = required + optional
    if let unknown = values.keys.filter({ !known.contains($0) }).min() {
      let nearest = nearestName(to: unknown, in: known).map { ", did you mean \"\($0)\"?" } ?? ""
      throw error("unknown key \"\(unknown)\"\(nearest)")
    }
    if let missing = required.first(where: { values[$0] == nil }) {
      throw error("the key \"\(missing)\" is missing")
    }
    return Fields(values: values, path: path)
  }

  /// The fields of one object whose keys have been checked.
  struct Fields {
    fileprivate let values: [String: JSONValue]
    fileprivate let path: String

    subscript(key: String) -> JSONNode {
      JSONNode(values[key] ?? .null, at: path.isEmpty ? key : "\(path).\(key)")
    }

    func optional(_ key: String) -> JSONNode? { values[key] == nil ? nil : self[key] }
  }
}

extension DecodingError {
  /// The parser's own words, which carry the line and the column.
  fileprivate var jsonProblem: String {
    guard case .dataCorrupted(let context) = self else { return "this is not JSON" }
    let detail = (context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey] as? String
    return "this is not JSON: \(detail ?? context.debugDescription)"
  }
}
