/// Prose as a tree, ready to be set in a terminal or on a page.
///
/// The part of CommonMark and of GitHub's tables that lessons use: headings, paragraphs, lists (nested), block
/// quotes, fenced code, tables and rules; bold, italics, code and links. Left out: HTML, reference links,
/// images, hard line breaks, headings underlined with `===`.
public struct Markdown: Equatable, Sendable {
  /// The blocks from top to bottom.
  public let blocks: [Block]

  /// Reads Markdown; every text is valid, and what is no markup stays text.
  public init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    blocks = BlockParser(lines: lines).blocks()
  }

  /// A block of prose.
  public indirect enum Block: Equatable, Sendable {
    /// A heading of level 1 (largest) to 6.
    case heading(level: Int, [Inline])
    /// Running text.
    case paragraph([Inline])
    /// Items with bullets, or with numbers from `start`.
    case list(start: Int?, items: [[Block]])
    /// Text that someone else said.
    case quote([Block])
    /// Lines to be shown as they are.
    case code(language: String, String)
    /// A table; the alignment of a column is `true` for numbers (flush right).
    case table(headings: [[Inline]], rows: [[[Inline]]], trailing: [Bool])
    /// A line across.
    case rule
  }

  /// A run of text inside a block.
  public indirect enum Inline: Equatable, Sendable {
    /// Plain words.
    case text(String)
    /// `code`.
    case code(String)
    /// *Slanted*.
    case emphasis([Inline])
    /// **Heavy**.
    case strong([Inline])
    /// [Words](address).
    case link([Inline], address: String)
  }
}

extension [Markdown.Inline] {
  /// The words without their markup.
  public var plainText: String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .emphasis(let inner), .strong(let inner), .link(let inner, _): inner.plainText
      }
    }
    .joined()
  }
}
