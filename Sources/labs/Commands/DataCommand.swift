import Foundation
import LabKit

extension Command {
  static let data = Command(
    "data", "optional real data: where it comes from, and whether yours is right",
    details: """
      Lists the data sets that some lessons use when they are there. Nothing is downloaded: put the files into a \
      folder and name it in LABS_DATA_DIR. Their sizes and SHA-256 are compared with what the course expects.
      """,
    arguments: [Argument("DATASET", "only this data set", isRequired: false)],
    options: [.json],
    example: Example(
      "LABS_DATA_DIR=~/labs-data labs data", "Says of each file whether it is there and right.")
  ) { invocation in
    let course = try invocation.course()
    let folder = DataFolder()
    let reports = try dataSets(in: course, named: invocation.argument("DATASET")).map {
      DataReport(dataSet: $0, file: folder.file(of: $0), state: try folder.state(of: $0))
    }
    if invocation.wantsJSON {
      try invocation.console.print(json: reports.map(\.answer))
    } else {
      show(reports, in: folder, invocation.console)
    }
    return reports.contains { $0.isWrong } ? .fellShort : .done
  }

  private static func dataSets(in course: Course, named name: String?) throws -> [DataSet] {
    let all = course.curriculum.dataSets
    guard let name else { return all }
    guard let one = all.first(where: { $0.id == name }) else {
      throw UnknownName(kind: "data set", name: name, candidates: all.map(\.id))
    }
    return [one]
  }

  private static func show(_ reports: [DataReport], in folder: DataFolder, _ console: Console) {
    if reports.isEmpty { console.prose("This course uses no data beyond its own.") }
    for report in reports {
      console.print(console.paint(report.dataSet.id, .bold) + "  " + report.dataSet.title)
      console.item("from   ", report.dataSet.source)
      console.item("licence", report.dataSet.license)
      console.item("size   ", "\(report.dataSet.bytes) bytes")
      console.item("sha256 ", report.dataSet.sha256)
      console.item("file   ", report.file.map(console.path) ?? "LABS_DATA_DIR/\(report.dataSet.path)")
      console.item("state  ", report.sentence)
      console.print()
    }
    guard folder.folder == nil else { return }
    console.prose(
      "\(DataFolder.variable) is not set. Make a folder, put the files there, and set it to its path.")
  }
}

/// One data set, and how the learner's file compares.
private struct DataReport {
  let dataSet: DataSet
  let file: URL?
  let state: DataFolder.State

  var isWrong: Bool { state != .present && state != .missing }

  var sentence: String {
    switch state {
    case .missing: "not there"
    case .present: "✓ there, and the right bytes"
    case .wrongSize(let found): "✗ there, but with \(found) bytes instead of \(dataSet.bytes); get it again"
    case .wrongHash(let found): "✗ there, but with other bytes (SHA-256 \(found)); get it again"
    }
  }

  struct Answer: Encodable {
    let dataSet: DataSet
    let file: String?
    let state: String
  }

  var answer: Answer {
    let word =
      switch state {
      case .missing: "missing"
      case .present: "present"
      case .wrongSize: "wrongSize"
      case .wrongHash: "wrongHash"
      }
    return Answer(dataSet: dataSet, file: file?.path, state: word)
  }
}
