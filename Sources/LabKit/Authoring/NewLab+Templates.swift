extension NewLab {
  /// The files of a new lab, by their paths in the course.
  static func files(of lab: NewLab) -> [(path: String, text: String)] {
    [
      ("Labs/\(lab.folderName)/lab.swift", lab.lesson),
      ("Labs/\(lab.folderName)/Exercise.swift", lab.stubs),
      ("Labs/\(lab.folderName)/Binding.swift", lab.binding),
      ("Labs/\(lab.folderName)/Reference.swift", lab.reference),
      ("Solutions/\(lab.folderName)/Exercise.swift", lab.solution),
      ("Sources/LabContracts/\(lab.contractName).swift", lab.contract),
      ("Tests/Lab\(lab.number)Tests/Lab\(lab.number)Checkpoints.swift", lab.checkpoints),
      ("Tests/Lab\(lab.number)Tests/Misconceptions.swift", lab.misconceptions),
    ]
  }

  private var lesson: String {
    """
    #!/usr/bin/env -S swift run -q labs run
    // %% [markdown]
    // # \(title)
    // Say in two sentences what this lab is about, and why a learner should care.
    //
    // **Before you run the cell, write down what it prints.**
    // %% A first number {#first .demo}
    print(total([1, 2, 3]))
    // %% [markdown]
    // Say what came out, and what it means.

    """
  }

  private var stubs: String {
    """
    // Lab \(number): \(title).
    //
    // Replace `todo(…)` with your own code, save, and run `swift run labs check \(number)`.

    import LabContracts

    /// \(number).1 The sum of the numbers; 0 when there are none.
    func total(_ numbers: [Int]) -> Int {
      todo("\(number).1")
    }

    """
  }

  private var binding: String {
    """
    import LabContracts

    /// Names the functions of `Exercise.swift` to the course.
    let labBinding = Binding {
      $0.bind(\(contractName).total, to: total)
    }

    """
  }

  private var reference: String {
    """
    // What the lesson calls unless it is run with --mine: the exercises, answered by the engine.

    import LabContracts

    func total(_ numbers: [Int]) -> Int { numbers.reduce(0, +) }

    """
  }

  private var solution: String {
    """
    import LabContracts

    /// \(number).1 The sum of the numbers; 0 when there are none.
    func total(_ numbers: [Int]) -> Int {
      numbers.reduce(0, +)
    }

    """
  }

  private var contract: String {
    """
    /// The contract of lab \(number).
    public enum \(contractName) {
      /// The sum of the numbers; 0 when there are none.
      public static let total = Endpoint<[Int], /* -> */ Int>("total")
    }

    """
  }

  private var checkpoints: String {
    """
    import LabContracts
    import LabTesting

    /// What the exercises of lab \(number) must do, smallest examples first.
    final class Lab\(number)Checkpoints: CheckpointCase {
      override class var misconceptions: [Misconception] { Misconceptions.all }

      func test01_addsUp() throws {
        try check(\(contractName).total, [5], returns: 5)
        try check(\(contractName).total, [1, 2, 3], returns: 6)
        try check(\(contractName).total, [4, -4], returns: 0)
        try check(\(contractName).total, [], returns: 0)
      }
    }

    """
  }

  private var misconceptions: String {
    """
    import LabContracts
    import LabTesting

    /// The wrong implementations that people really write for this lab.
    enum Misconceptions {
      /// Every misconception of the lab, in the order of the exercises.
      static let all = [
        Misconception(
          "first-number-skipped", lives: "\(number).1",
          sentence: "Your sum begins at the second number; an array's first index is 0."
        ) {
          $0.bind(\(contractName).total) { numbers in numbers.dropFirst().reduce(0, +) }
        }
      ]
    }

    """
  }

  /// The lab's entry in `curriculum.json`.
  var entry: String {
    """
        {
          "number": "\(number)",
          "slug": "\(slug)",
          "title": "\(title)",
          "summary": "Say in one sentence what this lab is about.",
          "minutes": 60,
          "objectives": ["Say what a learner can do afterwards."],
          "prerequisites": [],
          "exercises": [
            {
              "id": "\(number).1",
              "function": "total",
              "title": "Add numbers up",
              "hints": [
                "What is the sum of no numbers at all?",
                "Begin there, and add one number after the other.",
                "`reduce(0, +)` does exactly that."
              ]
            }
          ],
          "checkpoints": [
            {"id": "\(number).1", "test": "test01_addsUp", "title": "adds up", "points": 1, "exercises": ["\(number).1"]}
          ],
          "pitfalls": [{"title": "Say a belief that this lab takes apart.", "cell": "first"}],
          "quiz": [
            {
              "question": "How much is the sum of no numbers?",
              "choices": [
                {"text": "0", "correct": true, "explanation": "Adding nothing changes nothing, and 0 is where adding begins."},
                {"text": "There is none", "correct": false, "explanation": "An empty sum has a value: the one that changes nothing."}
              ]
            }
          ],
          "rubric": [{"points": 1, "text": "Say what earns these points."}],
          "references": [{"title": "Say where the lab's facts come from.", "citation": "Author, year"}]
        }
    """
  }
}
