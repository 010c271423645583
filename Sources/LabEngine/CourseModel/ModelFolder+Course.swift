extension ModelFolder {
  /// The folder with the model that the course ships, for lessons:
  ///
  ///     let (model, tokenizer) = try ModelFolder.course().load()
  ///
  /// Throws `FormatError.inaccessible` when there is none.
  public static func course(in files: CourseFiles = CourseFiles()) throws(FormatError) -> ModelFolder {
    ModelFolder(try files.url(of: "Models/course") { ModelFolder($0).holdsModel })
  }
}
