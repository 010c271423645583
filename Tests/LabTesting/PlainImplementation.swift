import LabContracts
import LabKit

/// A plain implementation of an exercise, against which faster ones are timed.
///
/// It is compiled twice: into the test bundle, with the misconceptions, and as a subject of its own, with
/// exactly the options of a learner's file. So whoever is timed, it is beside something that was compiled
/// alike.
public struct PlainImplementation: Sendable {
  /// A folder of the course with an `Exercise.swift` and a `Binding.swift` like those of a lab.
  let folder: String
  /// The same binding as the test bundle has it.
  let binding: LabContracts.Binding

  /// The implementation in `folder`, whose `labBinding` is `binding`.
  public init(folder: String, binding: LabContracts.Binding) {
    (self.folder, self.binding) = (folder, binding)
  }

  /// Compiles it as a learner's file would be.
  func compiled(_ sandbox: Sandbox) throws -> SubjectLibrary {
    let folder = try Course.find().root.appending(path: folder)
    return try SubjectCompiler(sandbox: sandbox).compile(
      exercise: folder.appending(path: "Exercise.swift"), binding: folder.appending(path: "Binding.swift"),
      shownAs: "\(self.folder)/Exercise.swift")
  }
}

/// A plain implementation inside the test bundle.
final class PlainSubject: Subject {
  private let binding: LabContracts.Binding

  init(_ plain: PlainImplementation) {
    binding = plain.binding
  }

  func answer(_ call: SubjectCall) throws -> [UInt8] {
    guard let bytes = try binding.answer(call.name, arguments: call.arguments) else {
      throw SubjectFailure.notBound(call.name)
    }
    return bytes
  }
}
