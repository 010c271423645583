import Foundation
import LabKit
import LabTesting
import XCTest

/// The curriculum and the files agree both ways: nothing it names is missing, nothing is there that it does not
/// name.
final class CurriculumAgreesWithTreeTests: XCTestCase {
  func testTheCourseAgreesWithItsFiles() throws {
    let course = try Course.find()
    XCTAssertEqual(CourseTree(course).strayLabs(), [])
    for lab in course.curriculum.labs {
      XCTAssertEqual(CourseTree(course).problems(of: lab), [], "lab \(lab.number)")
    }
  }

  /// A stub's number, its place in the file and its place in the curriculum are one order.
  func testExercisesStandInTheOrderTheyAreWritten() throws {
    let course = try Course.find()
    for lab in course.curriculum.labs {
      let stubs = FunctionSource(try String(contentsOf: course.stubs(of: lab), encoding: .utf8))
      XCTAssertEqual(stubs.names, lab.exercises.map(\.function), "lab \(lab.number): stubs")
      XCTAssertEqual(lab.exercises.map(\.id), (1...lab.exercises.count).map { "\(lab.number).\($0)" })
      XCTAssertEqual(lab.checkpoints.map(\.id), (1...lab.checkpoints.count).map { "\(lab.number).\($0)" })
    }
  }

  /// What verify asks of a whole lab: a quiz, a rubric and sources, and pitfalls that a cell shows.
  func testEveryLabIsComplete() throws {
    let course = try Course.find()
    for lab in course.curriculum.labs {
      for (part, count) in [
        ("objectives", lab.objectives.count), ("quiz", lab.quiz.count), ("rubric", lab.rubric.count),
        ("references", lab.references.count), ("pitfalls", lab.pitfalls.count),
      ] {
        XCTAssertGreaterThan(count, 0, "lab \(lab.number) has no \(part)")
      }
      for exercise in lab.exercises {
        XCTAssertEqual(Set(exercise.hints).count, 3, "\(exercise.id): three different hints")
      }
      for question in lab.quiz {
        XCTAssertEqual(
          Set(question.choices.map(\.text)).count, question.choices.count,
          "choices differ: \(question.question)")
      }
    }
  }

  /// One disagreement at a time, laid into a lab that agrees, and the words it must be told in.
  func testEachDisagreementIsNamed() throws {
    let breaks: [(change: (TemporaryFolder) throws -> Void, problem: String)] = [
      ({ try $0.remove("Labs/03-tripling/lab.swift") }, "Labs/03-tripling/lab.swift is missing"),
      (
        { try $0.remove("Solutions/03-tripling/Exercise.swift") },
        "Solutions/03-tripling/Exercise.swift is missing"
      ),
      ({ try $0.write("", to: "Labs/03-tripling/notes.txt") }, "Labs/03-tripling/notes.txt is a stray file"),
      (
        { try $0.edit("Labs/03-tripling/Exercise.swift", "todo(\"03.1\")", "0") },
        "the stubs have no `total` with todo(\"03.1\")"
      ),
      (
        { try $0.edit("Solutions/03-tripling/Exercise.swift", "total", "sum") }, "the solution has no `total`"
      ),
      (
        { try $0.edit("Labs/03-tripling/Binding.swift", "to: total", "to: sum") },
        "the binding does not name `total`"
      ),
      (
        { try $0.edit("Tests/Lab03Tests/Lab03Checkpoints.swift", "test01_addsUp", "test01_adds") },
        "no test is named test01_addsUp"
      ),
      (
        {
          try $0.edit(
            "Tests/Lab03Tests/Lab03Checkpoints.swift", "  func test01",
            "  func test02_more() {}\n  func test01")
        },
        "the curriculum does not list test02_more"
      ),
    ]
    for (change, problem) in breaks {
      let (course, folder) = try courseWithANewLab()
      try change(folder)
      let problems = CourseTree(course).problems(of: course.curriculum.labs[2])
      XCTAssertTrue(problems.contains(problem), "expected: \(problem); found: \(problems)")
    }
  }

  func testStrayLabsAreNamed() throws {
    let (course, folder) = try courseWithANewLab()
    try folder.write("", to: "Labs/04-extra/lab.swift")
    try folder.write("", to: "Tests/Lab04Tests/A.swift")
    XCTAssertEqual(
      CourseTree(course).strayLabs(),
      ["Labs/04-extra belongs to no lab", "Tests/Lab04Tests belongs to no lab"])
  }

  /// A new lab agrees with the curriculum as it is laid out.
  func testANewLabAgreesFromTheStart() throws {
    let (course, _) = try courseWithANewLab()
    XCTAssertEqual(CourseTree(course).problems(of: course.curriculum.labs[2]), [])
    XCTAssertEqual(CourseTree(course).strayLabs(), [])
  }

  private func courseWithANewLab() throws -> (Course, TemporaryFolder) {
    let small = try SmallCourse(for: self)
    _ = try NewLab("03-tripling").layOut(in: small.course())
    return (try small.course(), small.folder)
  }
}

extension TemporaryFolder {
  fileprivate func remove(_ path: String) throws { try FileManager.default.removeItem(at: self[path]) }

  fileprivate func edit(_ path: String, _ text: String, _ replacement: String) throws {
    let before = try read(path)
    XCTAssertTrue(before.contains(text), "\(path) holds `\(text)`")
    try write(before.replacing(text, with: replacement), to: path)
  }
}
