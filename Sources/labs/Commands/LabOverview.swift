import LabKit

/// One lab in a line: what it is, and how far the learner is.
struct LabOverview: Encodable {
  let number: String
  let slug: String
  let title: String
  let summary: String
  let minutes: Int
  let prerequisites: [String]
  let isStarted: Bool
  let passed: Int
  let checkpoints: Int
  let points: Int
  let pointsPossible: Int
  let quiz: LearnerProgress.QuizScore?
  let isFinished: Bool

  init(_ lab: Lab, in course: Course, _ progress: LearnerProgress) {
    number = lab.number
    slug = lab.slug
    title = lab.title
    summary = lab.summary
    minutes = lab.minutes
    prerequisites = lab.prerequisites
    isStarted = course.isStarted(lab)
    passed = lab.checkpoints.filter(progress.hasPassed).count
    checkpoints = lab.checkpoints.count
    points = progress.points(in: lab)
    pointsPossible = lab.points
    quiz = progress.quizzes[lab.number]
    isFinished = progress.hasFinished(lab)
  }

  static func all(in course: Course, _ progress: LearnerProgress) -> [LabOverview] {
    course.curriculum.labs.map { LabOverview($0, in: course, progress) }
  }

  var quizText: String {
    guard let quiz else { return "–" }
    return "\(quiz.correct) of \(quiz.count)" + (quiz.isComplete ? " ✓" : "")
  }
}
