import Foundation

extension FuzzTarget {
  /// A course's `curriculum.json`: whatever is taken is the same when written and read again.
  static let curriculum = FuzzTarget(
    "curricula", samples: [Array(smallCurriculum.utf8)],
    fragments: [
      "null", "true", "-1", "1e999", "0.5", "\"\"", "\"\\ud800\"", "[", "{", "]", "}", ",", "[[[[[[[[",
    ].map {
      Array($0.utf8)
    }
  ) { bytes in
    do {
      let curriculum = try Curriculum(json: Data(bytes))
      let written = try JSONEncoder().encode(curriculum)
      return try Curriculum(json: written) == curriculum ? .taken : .broken("taken, but not written again")
    } catch {
      return error is CurriculumError ? .refused : .broken("refused by \(error)")
    }
  }

  /// One lab with one of each thing.
  private static let smallCurriculum = """
    {"title": "A course", "version": "1.0", "labs": [{"number": "01", "slug": "adding", "title": "Adding",
    "summary": "Sums.", "minutes": 10, "objectives": ["Add."], "prerequisites": [], "exercises": [{"id": "01.1",
    "function": "add", "title": "Add", "hints": ["What?", "How?", "a + b"]}], "checkpoints": [{"id": "01.1",
    "test": "test01_adds", "title": "Adds", "points": 1, "exercises": ["01.1"]}], "pitfalls": [], "quiz": [],
    "rubric": [{"points": 1, "text": "It adds."}], "references": [{"title": "Elements", "citation": "Euclid"}]}],
    "dataSets": []}
    """
}
