extension GPTQ {
  /// What all rows share.
  struct Plan {
    /// The order in which columns are rounded.
    let order: [Int]
    /// Row i holds how the error of the i-th column is spread over those after it: U with H⁻¹ = Uᵀ · U,
    /// in that order.
    let upper: [Double]
    /// Inputs that are always 0: their weights count for nothing and become 0.
    let isDead: [Bool]
  }

  func plan(for statistics: InputStatistics, columns: Int) throws(QuantizationError) -> Plan {
    guard statistics.columns == columns else {
      throw .mismatch("the matrix has \(columns) inputs, but those of \(statistics.columns) were seen")
    }
    var products = statistics.products
    let diagonal = (0..<columns).map { products[$0 * columns + $0] }
    let mean = diagonal.reduce(0, +) / Double(max(1, columns))
    let isDead = diagonal.map { $0 == 0 }
    for i in 0..<columns { products[i * columns + i] += isDead[i] ? 1 : damping * mean }
    let order =
      ordersByActivation
      ? (0..<columns).sorted { (diagonal[$1], $0) < (diagonal[$0], $1) } : Array(0..<columns)
    let ordered = order.flatMap { i in order.map { products[i * columns + $0] } }
    let lower = try Cholesky.lowerFactor(Cholesky.inverse(ordered, columns), columns)
    var upper = [Double](repeating: 0, count: columns * columns)
    for i in 0..<columns {
      for j in i..<columns { upper[i * columns + j] = lower[j * columns + i] }
    }
    return Plan(order: order, upper: upper, isDead: isDead)
  }

  /// One row: its codes, its groups, and how it went.
  func quantizeRow(
    _ weights: ArraySlice<Float>, _ plan: Plan
  ) -> (codes: [Int16], groups: [IntegerScheme.Group], steps: [Step]) {
    let (original, n) = (Array(weights), plan.order.count)
    let size = scheme.groupSize(n)
    var free = plan.order.map { plan.isDead[$0] ? 0 : Double(original[$0]) }
    var groups = stride(from: 0, to: n, by: size).map {
      scheme.group(for: original[$0..<min($0 + size, n)])
    }
    var codes = [Int16](repeating: 0, count: n)
    var steps: [Step] = []
    steps.reserveCapacity(n)
    for (i, column) in plan.order.enumerated() {
      if !ordersByActivation && i % size == 0 {
        groups[i / size] = scheme.group(for: free[i..<min(i + size, n)].map(Float.init))
      }
      let group = groups[column / size]
      let code = scheme.code(Float(free[i]), group)
      let value = scheme.value(code, group)
      let error = (free[i] - Double(value)) / plan.upper[i * n + i]
      codes[column] = Int16(code)
      steps.append(
        Step(
          column: column, original: original[column], moved: Float(free[i]), quantized: value,
          cost: error * error))
      for j in i..<n { free[j] -= error * plan.upper[i * n + j] }
    }
    return (codes, groups, steps)
  }
}
