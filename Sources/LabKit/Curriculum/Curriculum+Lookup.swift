extension Curriculum {
  /// The lab that a person means: by number (`1`, `01`), slug, folder name or unique beginning of a slug.
  ///
  /// - Throws: `UnknownName` with the nearest right name.
  public func lab(named name: String) throws -> Lab {
    let wanted = name.lowercased()
    if let number = Int(wanted), let lab = labs.first(where: { Int($0.number) == number }) { return lab }
    if let lab = labs.first(where: { $0.slug == wanted || $0.folderName == wanted }) { return lab }
    let fitting = labs.filter { $0.slug.hasPrefix(wanted) || $0.folderName.hasPrefix(wanted) }
    if let only = fitting.first, fitting.count == 1 { return only }
    throw UnknownName(
      kind: "lab", name: name, candidates: labs.map(\.slug), fitting: fitting.map(\.slug),
      numbers: Dictionary(labs.map { ($0.slug, $0.number) }) { first, _ in first })
  }

  /// The exercise with an id such as `01.3`, and its lab.
  ///
  /// - Throws: `UnknownName` with the nearest right id.
  public func exercise(named id: String) throws -> (lab: Lab, exercise: Lab.Exercise) {
    let wanted = Self.padded(id)
    for lab in labs {
      if let exercise = lab.exercises.first(where: { $0.id == wanted }) { return (lab, exercise) }
    }
    throw UnknownName(kind: "exercise", name: id, candidates: labs.flatMap { $0.exercises.map(\.id) })
  }

  /// The checkpoint with an id such as `01.3`, and its lab.
  ///
  /// - Throws: `UnknownName` with the nearest right id.
  public func checkpoint(named id: String) throws -> (lab: Lab, checkpoint: Lab.Checkpoint) {
    let wanted = Self.padded(id)
    for lab in labs {
      if let checkpoint = lab.checkpoints.first(where: { $0.id == wanted }) { return (lab, checkpoint) }
    }
    throw UnknownName(kind: "checkpoint", name: id, candidates: labs.flatMap { $0.checkpoints.map(\.id) })
  }

  /// `1.3` as it is written in the curriculum: `01.3`.
  private static func padded(_ id: String) -> String {
    let parts = id.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == 1 else { return id }
    return "0\(id)"
  }
}
