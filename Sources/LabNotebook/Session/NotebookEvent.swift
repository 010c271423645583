import Foundation

/// What a running lesson tells its runner.
///
/// Each event is sent as its length in bytes (four, little-endian) and that many bytes of JSON, over the
/// descriptor named in `EventChannel.variable`; the runner answers each with an empty message, and the lesson waits
/// for it. By then the runner has read everything that was printed before, so that output belongs to the right cell.
public enum NotebookEvent: Codable, Equatable, Sendable {
  /// The code cell of this number (its place among all cells of the script) is about to run.
  case cell(Int)
  /// The cell shows something.
  case display(Display)
  /// A long computation has come this far, 0…1; the label is empty when it has ended.
  case progress(label: String, fraction: Double)
  /// The script has ended.
  case finished

  /// The bytes of one frame: length, then JSON.
  public func frame() throws -> Data {
    let body = try NotebookJSON.encoder().encode(self)
    let length = UInt32(body.count)
    return Data((0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }) + body
  }

  /// Reads the JSON of a frame.
  ///
  /// - Throws: `DecodingError` where the bytes are not an event.
  public init(json: Data) throws {
    self = try NotebookJSON.decoder().decode(NotebookEvent.self, from: json)
  }
}
