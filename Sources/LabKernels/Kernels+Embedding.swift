extension Kernels {
  /// Copies row `ids[i]` of the table to row i of y, or adds it.
  ///
  /// - Parameters:
  ///   - table: `[any number of rows, columns]`.
  ///   - y: receives `[ids.count, columns]`.
  ///   - accumulating: adds, as position embeddings are added to token embeddings.
  public static func gatherRows(
    _ ids: [Int], of table: some FloatSource, into y: inout [Float], at offset: Int = 0, columns: Int,
    accumulating: Bool = false, on parallelism: Parallelism = .allCores
  ) {
    requireIDs(ids, columns, table.count, "the table")
    requireRoom(y.count, from: offset, for: ids.count * columns, "the rows")
    table.withFloats { table in
      y.withFloats(at: offset) { y in
        for (i, id) in ids.enumerated() {
          let (row, y) = (table + id * columns, y + i * columns)
          for j in 0..<columns { y[j] = accumulating ? y[j] + row[j] : row[j] }
        }
      }
    }
  }

  /// Adds row i of x to row `ids[i]` of the table: the gradient of ``gatherRows(_:of:into:at:columns:accumulating:on:)``.
  ///
  /// An id that occurs several times receives all its rows, in order.
  ///
  /// - Parameters:
  ///   - x: `[ids.count, columns]`.
  ///   - table: `[tableRows, columns]` from `offset` on.
  public static func scatterAddRows(
    _ ids: [Int], _ x: some FloatSource, into table: inout [Float], at offset: Int = 0, tableRows: Int,
    columns: Int, on parallelism: Parallelism = .allCores
  ) {
    requireDimensions(tableRows, columns)
    requireIDs(ids, columns, tableRows * columns, "the table")
    requireCount(x.count, ids.count * columns, "the rows")
    requireRoom(table.count, from: offset, for: tableRows * columns, "the table")
    x.withFloats { x in
      table.withFloats(at: offset) { table in
        for (i, id) in ids.enumerated() {
          let (row, x) = (table + id * columns, x + i * columns)
          for j in 0..<columns { row[j] += x[j] }
        }
      }
    }
  }

  private static func requireIDs(_ ids: [Int], _ columns: Int, _ count: Int, _ what: StaticString) {
    requireDimensions(columns)
    for id in ids {
      guard id >= 0, (id + 1) * columns <= count else {
        fatalError("row \(id) is not in \(what) of \(columns == 0 ? 0 : count / columns) rows")
      }
    }
  }
}
