import Foundation

/// Bytes that other programs wrote.
enum Fixture {
  /// Three entries of `zipfile`: a deflated exercise, a stored note, a symbolic link.
  static let zip = bytes(
    """
    UEsDBBQAAAAIAABAdF1xr44QKgAAAAgHAAAZAAAAMDEtcm91dGluZy9FeGVyY2lzZS5zd2lmdMtJLVFIzCsuTy1SsFUwMVLQ
    11coyUiFCnHljMqOyo7KjsqOyo7KDmtZAFBLAwQUAAAAAAAAQHRdZXjRWg8AAAAPAAAACQAAAG5vdGVzLnR4dHN0b3JlZCBh
    cyBpdCBpc1BLAwQUAAAAAAAAQHRdCrkfKQsAAAALAAAACgAAAGxpbmsuc3dpZnQvZXRjL3Bhc3N3ZFBLAQIUAxQAAAAIAABA
    dF1xr44QKgAAAAgHAAAZAAAAAAAAAAAAAACkgQAAAAAwMS1yb3V0aW5nL0V4ZXJjaXNlLnN3aWZ0UEsBAhQDFAAAAAAAAEB0
    XWV40VoPAAAADwAAAAkAAAAAAAAAAAAAAKSBYQAAAG5vdGVzLnR4dFBLAQIUAxQAAAAAAABAdF0KuR8pCwAAAAsAAAAKAAAA
    AAAAAAAAAAD/oZcAAABsaW5rLnN3aWZ0UEsFBgAAAAADAAMAtgAAAMoAAAAAAA==
    """)

  /// `tarfile` in pax format, in gzip: an exercise at a long path, a link, a folder, a pipe.
  static let pax = bytes(
    """
    H4sIAAAAAAACA+3XQWoCMRQG4Kw9RU4w7yXOxJXUjeCyVwj6xMHBDpPIzJU8hxfr1IpQimgrsVL/bxYT8i+yCD+8ZJTR5NV3
    M/ELaVQS/Oncn4fGndaHfcPWFEp36g62IfqmP149J8tO1z6uxv4GtN/9zUfTTpp5GSQLbbmMAwU/dNO1v1zno9Quz8/1f5gb
    /tp/60xhlGb0P7lKovab0Eqjxzq3mkjHlRy3BkiRIkWKFOn/Tp91/qvKzTr1GRfmv+9rw27Uz3+WJM6p9iG0C8x/aSzfqv7d
    T491/zw6vP8LzP/J1WUtD9d/ds72/Xe4fwAAAAAAAAAAAIBfewcuoznEACgAAA==
    """)

  /// `tarfile` in GNU format, in gzip: a long name.
  static let gnu = bytes(
    """
    H4sIAAAAAAACA+3TTQrCMBBA4TlKTpCEJrVbN+5yCZVYg6WFpmKPr1IQXHTZ4s/7JpAw2/C00WYburYOqb3IMuxk7raFc6/3
    tK+q0okKsoJrHva9UvKnDuZzZjfG/phy1PmWToPgR/7/GfXG+9n+rS3f+y/844iy9L+4c2yajgwAAAAAAAAAAAAAAAC+1h1T
    e0EmACgAAA==
    """)

  /// Deflated by zlib with the fixed codes.
  static let fixedCodes = bytes(
    """
    S0wqSkxOTEkEUgqJCDYA
    """)

  /// Deflated by zlib with codes of its own: 200 random words.
  static let dynamicCodes = bytes(
    """
    bZNrDoMwDIOv0qt1W7VNMNh4TOL2U21GPgE/qEqa2I6bTn1TutSUJb3zc0iXZSrePUq+Yfnmdi6p7ccxDblrkPMqw3090VKx
    HNOxEFWykVz7uZvWHK7m+MxlWIjqsCD07yOnKRoqETSJtgAISSBwlbMkcJIpDoQjRnTyoU7oytVSe4WiM2OiIXRpZjI57kiY
    TqsgGWyuwA1hu0n8fwcFhJNQF2rrKM5ghlkrJPhFR8XhBEpJuQdHB8GAJPSNJPjAmQkNO50hC2NDWTXB//LcQUwTRkjLufEx
    KkoKUEuJE16FojQK04ktuo9XAS1Kgi/xoIMWVNu7jVv4AQ==
    """)

  private static func bytes(_ base64: String) -> [UInt8] {
    Array(Data(base64Encoded: base64, options: .ignoreUnknownCharacters) ?? Data())
  }
}
