extension Curriculum {
  /// Refuses duplicate names and names that point nowhere.
  func checkNames() throws {
    try refuseDuplicates(of: labs.map(\.number), at: { "labs[\($0)].number" })
    try refuseDuplicates(of: labs.map(\.slug), at: { "labs[\($0)].slug" })
    try refuseDuplicates(of: dataSets.map(\.id), at: { "dataSets[\($0)].id" })
    for (index, lab) in labs.enumerated() {
      try checkPrerequisites(of: lab, at: index)
      try lab.checkNames(at: "labs[\(index)]")
    }
  }

  private func checkPrerequisites(of lab: Lab, at index: Int) throws {
    let earlier = Set(labs[..<index].map(\.number))
    let all = Set(labs.map(\.number))
    for (place, number) in lab.prerequisites.enumerated() where !earlier.contains(number) {
      let problem = all.contains(number) ? "lab \"\(number)\" does not come earlier" : "no lab \"\(number)\""
      throw CurriculumError(path: "labs[\(index)].prerequisites[\(place)]", problem: problem)
    }
  }
}

extension Lab {
  fileprivate func checkNames(at path: String) throws {
    try refuseDuplicates(of: exercises.map(\.id), at: { "\(path).exercises[\($0)].id" })
    try refuseDuplicates(of: exercises.map(\.function), at: { "\(path).exercises[\($0)].function" })
    try refuseDuplicates(of: checkpoints.map(\.id), at: { "\(path).checkpoints[\($0)].id" })
    try refuseDuplicates(of: checkpoints.map(\.test), at: { "\(path).checkpoints[\($0)].test" })
    for (index, exercise) in exercises.enumerated() {
      try checkNumber(of: exercise.id, at: "\(path).exercises[\(index)].id")
      try checkExercises(exercise.uses, at: "\(path).exercises[\(index)].uses")
    }
    for (index, checkpoint) in checkpoints.enumerated() {
      try checkNumber(of: checkpoint.id, at: "\(path).checkpoints[\(index)].id")
      try checkExercises(checkpoint.exercises, at: "\(path).checkpoints[\(index)].exercises")
    }
  }

  private func checkNumber(of id: String, at path: String) throws {
    guard id.hasPrefix("\(number)."), let place = Int(id.dropFirst(number.count + 1)), place > 0 else {
      throw CurriculumError(
        path: path, problem: "expected \"\(number).\" and a whole number, found \"\(id)\"")
    }
  }

  private func checkExercises(_ ids: [String], at path: String) throws {
    let known = Set(exercises.map(\.id))
    for (index, id) in ids.enumerated() where !known.contains(id) {
      throw CurriculumError(path: "\(path)[\(index)]", problem: "no exercise \"\(id)\"")
    }
  }
}

private func refuseDuplicates(of names: [String], at path: (Int) -> String) throws {
  var first: [String: Int] = [:]
  for (index, name) in names.enumerated() {
    if let earlier = first[name] {
      throw CurriculumError(
        path: path(index), problem: "\"\(name)\" stands already at \(path(earlier))")
    }
    first[name] = index
  }
}
