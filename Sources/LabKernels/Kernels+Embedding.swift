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
        parallelism.forEachRow(of: ids.count, columns: columns) { i in
          let (row, y) = (table + ids[i] * columns, y + i * columns)
          Lanes.forEach(in: 0..<columns) { lanes in lanes.store(lanes(row), y, adding: accumulating) }
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
        // Divided by columns: two threads never meet at a row that occurs twice.
        parallelism.forEachColumnRange(of: columns, rows: ids.count) { range in
          for (i, id) in ids.enumerated() {
            let (row, x) = (table + id * columns, x + i * columns)
            Lanes.forEach(in: range) { lanes in lanes.store(lanes(x), row, adding: true) }
          }
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
