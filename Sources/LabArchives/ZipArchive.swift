import Foundation

/// Writes a zip archive whose entries are stored as they are (PKWARE APPNOTE 6.3.10, sections 4.3.7–4.3.16).
///
/// Left out: compression, folders, encryption, and archives beyond 4 GB. Equal entries and an equal date give
/// equal bytes.
public struct ZipArchive {
  /// One file: a relative path with slashes, and its bytes.
  public struct Entry {
    /// The path in the archive.
    public let path: String
    /// What the file holds.
    public let data: Data
    /// Whether its owner may run it once it is unpacked.
    public let isExecutable: Bool

    /// A file.
    public init(path: String, data: Data, isExecutable: Bool = false) {
      (self.path, self.data, self.isExecutable) = (path, data, isExecutable)
    }
  }

  /// The files, in the order in which they are written.
  public let entries: [Entry]
  /// The date that every entry carries.
  public let date: Date

  /// An archive of `entries`.
  public init(entries: [Entry], date: Date) {
    (self.entries, self.date) = (entries, date)
  }

  /// The archive as bytes: each entry behind its header, then the directory of all of them.
  public var bytes: Data {
    var archive = Data()
    var directory = Data()
    for entry in entries {
      let offset = UInt32(archive.count)
      let facts = commonFields(of: entry)
      archive.append(number: 0x0403_4b50 as UInt32)  // local file header
      archive.append(facts + entry.path.utf8 + entry.data)
      directory.append(number: 0x0201_4b50 as UInt32)  // central directory header
      directory.append(number: Self.madeByUnix)
      directory.append(facts)
      directory.append(number: 0 as UInt16)  // no comment
      directory.append(number: 0 as UInt16)  // on the first disk
      directory.append(number: 0 as UInt16)  // no internal attributes
      directory.append(number: Self.mode(of: entry))
      directory.append(number: offset)
      directory.append(contentsOf: entry.path.utf8)
    }
    return archive + directory + end(directorySize: directory.count, directoryOffset: archive.count)
  }

  /// The fields from "version needed" to "extra field length", which both headers share.
  private func commonFields(of entry: Entry) -> Data {
    var fields = Data()
    fields.append(number: 20 as UInt16)  // version needed: 2.0
    fields.append(number: 1 << 11 as UInt16)  // the path is UTF-8
    fields.append(number: 0 as UInt16)  // stored
    let (day, time) = dosDate
    fields.append(number: time)
    fields.append(number: day)
    fields.append(number: CRC32.checksum(of: entry.data))
    fields.append(number: UInt32(entry.data.count))  // compressed size
    fields.append(number: UInt32(entry.data.count))  // size
    fields.append(number: UInt16(entry.path.utf8.count))
    fields.append(number: 0 as UInt16)  // no extra field
    return fields
  }

  private func end(directorySize: Int, directoryOffset: Int) -> Data {
    var end = Data()
    end.append(number: 0x0605_4b50 as UInt32)
    end.append(number: 0 as UInt16)  // this disk
    end.append(number: 0 as UInt16)  // the directory's disk
    end.append(number: UInt16(entries.count))
    end.append(number: UInt16(entries.count))
    end.append(number: UInt32(directorySize))
    end.append(number: UInt32(directoryOffset))
    end.append(number: 0 as UInt16)  // no comment
    return end
  }

  /// MS-DOS's date and time, in Greenwich time and steps of two seconds.
  private var dosDate: (day: UInt16, time: UInt16) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    func field(_ value: Int?) -> UInt16 { UInt16(clamping: value ?? 0) }
    let year = min(max(field(parts.year), 1980), 2107) - 1980
    return (
      year << 9 | field(parts.month) << 5 | field(parts.day),
      field(parts.hour) << 11 | field(parts.minute) << 5 | field(parts.second) / 2
    )
  }

  private static let madeByUnix: UInt16 = 3 << 8 | 20

  /// `-rw-r--r--` or `-rwxr-xr-x`, in Unix's place of the external attributes.
  private static func mode(of entry: Entry) -> UInt32 { (entry.isExecutable ? 0o100755 : 0o100644) << 16 }
}

extension Data {
  /// Appends a number with its lowest byte first, as zip wants it.
  fileprivate mutating func append(number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
