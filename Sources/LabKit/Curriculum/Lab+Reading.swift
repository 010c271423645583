extension Lab {
  init(_ node: JSONNode) throws {
    let fields = try node.object([
      "number", "slug", "title", "summary", "minutes", "objectives", "prerequisites", "exercises",
      "checkpoints", "pitfalls", "quiz", "rubric", "references",
    ])
    number = try fields["number"].text("two digits", matching: /[0-9]{2}/)
    slug = try fields["slug"].text("lowercase letters, digits and dashes", matching: /[a-z][a-z0-9-]*/)
    title = try fields["title"].text()
    summary = try fields["summary"].text()
    minutes = try fields["minutes"].wholeNumber(atLeast: 1)
    objectives = try fields["objectives"].list { try $0.text() }
    prerequisites = try fields["prerequisites"].list { try $0.text() }
    exercises = try fields["exercises"].list(of: Exercise.init)
    checkpoints = try fields["checkpoints"].list(of: Checkpoint.init)
    pitfalls = try fields["pitfalls"].list(of: Pitfall.init)
    quiz = try fields["quiz"].list(of: Question.init)
    rubric = try fields["rubric"].list(of: Criterion.init)
    references = try fields["references"].list(of: Reference.init)
  }
}

extension Lab.Exercise {
  /// A question, a pointer, nearly the answer.
  static let hintCount = 3

  init(_ node: JSONNode) throws {
    let fields = try node.object(["id", "function", "title", "hints"], optional: ["uses"])
    id = try fields["id"].text()
    function = try fields["function"].text("a Swift function's name", matching: /[A-Za-z_][A-Za-z0-9_]*/)
    title = try fields["title"].text()
    hints = try fields["hints"].list { try $0.text() }
    guard hints.count == Self.hintCount else {
      throw fields["hints"].error("expected \(Self.hintCount) hints, found \(hints.count)")
    }
    uses = try fields.optional("uses")?.list { try $0.text() } ?? []
  }
}

extension Lab.Checkpoint {
  init(_ node: JSONNode) throws {
    let fields = try node.object(["id", "test", "title", "points", "exercises"])
    id = try fields["id"].text()
    test = try fields["test"].text("a test method's name", matching: /test[A-Za-z0-9_]+/)
    title = try fields["title"].text()
    points = try fields["points"].wholeNumber(atLeast: 1)
    exercises = try fields["exercises"].list { try $0.text() }
    guard !exercises.isEmpty else { throw fields["exercises"].error("expected at least one exercise") }
  }
}

extension Lab.Pitfall {
  init(_ node: JSONNode) throws {
    let fields = try node.object(["title", "cell"])
    title = try fields["title"].text()
    cell = try fields["cell"].text()
  }
}

extension Lab.Question {
  /// Each choice has a letter.
  private static let choiceCounts = 2...26

  init(_ node: JSONNode) throws {
    let fields = try node.object(["question", "choices"])
    question = try fields["question"].text()
    choices = try fields["choices"].list(of: Lab.Choice.init)
    guard Self.choiceCounts.contains(choices.count) else {
      throw fields["choices"].error("expected 2 to 26 choices, found \(choices.count)")
    }
    let correct = choices.filter(\.correct).count
    guard correct == 1 else {
      throw fields["choices"].error("expected exactly 1 correct choice, found \(correct)")
    }
  }
}

extension Lab.Choice {
  init(_ node: JSONNode) throws {
    let fields = try node.object(["text", "correct", "explanation"])
    text = try fields["text"].text()
    correct = try fields["correct"].bool()
    explanation = try fields["explanation"].text()
  }
}

extension Lab.Criterion {
  init(_ node: JSONNode) throws {
    let fields = try node.object(["points", "text"])
    points = try fields["points"].wholeNumber(atLeast: 1)
    text = try fields["text"].text()
  }
}

extension Lab.Reference {
  init(_ node: JSONNode) throws {
    let fields = try node.object(["title"], optional: ["citation", "url"])
    title = try fields["title"].text()
    citation = try fields.optional("citation")?.text()
    url = try fields.optional("url")?.text("an address", matching: /https?:\/\/\S+/)
    guard citation != nil || url != nil else { throw node.error("expected a \"citation\" or a \"url\"") }
  }
}

extension DataSet {
  init(_ node: JSONNode) throws {
    let fields = try node.object(["id", "title", "source", "license", "bytes", "sha256", "path"])
    id = try fields["id"].text()
    title = try fields["title"].text()
    source = try fields["source"].text()
    license = try fields["license"].text()
    bytes = try fields["bytes"].wholeNumber(atLeast: 1)
    sha256 = try fields["sha256"].text("64 lowercase hexadecimal digits", matching: /[0-9a-f]{64}/)
    path = try fields["path"].text()
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
      throw fields["path"].error("expected a path inside the data folder, found \"\(path)\"")
    }
  }
}
