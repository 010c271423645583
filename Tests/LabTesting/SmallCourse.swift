import Foundation
import LabKit
import XCTest

/// A course of two small labs in a folder of its own, for tests of what learners do to files.
public struct SmallCourse: Sendable {
  /// The course's folder.
  public let folder: TemporaryFolder

  /// Lays the course out; `test` removes it when it ends.
  public init(for test: XCTestCase) throws {
    folder = try TemporaryFolder(for: test)
    try folder.write(
      "// swift-tools-version: 6.2\nlet labNumbers = [\"01\", \"02\"]\n", to: "Package.swift")
    try folder.write(Self.curriculum, to: "curriculum.json")
    for lab in ["01-adding", "02-doubling"] {
      try folder.write(Self.stubs, to: "Labs/\(lab)/Exercise.swift")
      try folder.write("// %% [markdown]\n// # A lesson\n", to: "Labs/\(lab)/lab.swift")
      try folder.write(Self.answers, to: "Solutions/\(lab)/Exercise.swift")
    }
  }

  /// The course as LabKit reads it.
  public func course() throws -> Course { try Course(root: folder.url) }

  /// What the stubs say.
  public static let stubs = """
    import LabContracts

    /// Adds.
    public func add(_ a: Int, _ b: Int) -> Int { todo("01.1") }

    """

  /// What the answers say.
  public static let answers = """
    import LabContracts

    /// Adds.
    public func add(_ a: Int, _ b: Int) -> Int {
      a + b
    }

    public func double(_ a: Int) -> Int { a + a }

    """

  /// Two labs; the first has two exercises, three checkpoints and a quiz of four questions.
  public static let curriculum = """
    {
      "title": "A small course", "version": "1.2.3",
      "labs": [
        {
          "number": "01", "slug": "adding", "title": "Adding", "summary": "Numbers together.", "minutes": 10,
          "objectives": ["Add."], "prerequisites": [],
          "exercises": [
            {"id": "01.1", "function": "add", "title": "Add two numbers",
             "hints": ["What is a sum?", "There is an operator.", "a + b"]},
            {"id": "01.2", "function": "double", "title": "Double a number",
             "hints": ["What is twice?", "Use what you have.", "add(a, a)"]}
          ],
          "checkpoints": [
            {"id": "01.1", "test": "test01_adds", "title": "adds", "points": 2, "exercises": ["01.1"]},
            {"id": "01.2", "test": "test02_addsNegatives", "title": "adds below zero", "points": 1,
             "exercises": ["01.1"]},
            {"id": "01.3", "test": "test03_doubles", "title": "doubles", "points": 3, "exercises": ["01.2"]}
          ],
          "pitfalls": [],
          "quiz": [\(Array(repeating: question, count: 4).joined(separator: ", "))],
          "rubric": [{"points": 1, "text": "It adds."}],
          "references": [{"title": "Elements", "citation": "Euclid"}]
        },
        {
          "number": "02", "slug": "doubling", "title": "Doubling", "summary": "Twice.", "minutes": 20,
          "objectives": [], "prerequisites": ["01"], "exercises": [], "checkpoints": [], "pitfalls": [],
          "quiz": [], "rubric": [], "references": []
        }
      ],
      "dataSets": [
        {"id": "abc", "title": "Three letters", "source": "the alphabet", "license": "public domain", "bytes": 3,
         "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "path": "text/abc.txt"}
      ]
    }
    """

  private static let question = """
    {"question": "How much is 1 + 1?", "choices": [
      {"text": "two", "correct": true, "explanation": "One and one."},
      {"text": "three", "correct": false, "explanation": "One too many."}]}
    """
}
