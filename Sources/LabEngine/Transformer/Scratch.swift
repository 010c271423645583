/// The arrays that one pass over `rows` tokens fills, layer after layer, and the next pass fills again.
struct Scratch: Sendable {
  let rows: Int
  var x: [Float]  // [rows, dModel], the residual stream
  var normed: [Float]  // [rows, dModel]
  var statistics: [Float]  // [rows, 2]
  var packed: [Float]  // [rows, (nHeads + 2 · nKVHeads) · dHead]
  var query: [Float]  // [rows, nHeads · dHead]
  var mixed: [Float]  // [rows, dModel]
  var logSumExp: [Float]  // [nHeads, rows]
  var projected: [Float]  // [rows, dModel]
  var up: [Float]  // [rows, hidden], or 2 · hidden for SwiGLU
  var activated: [Float]  // [rows, hidden]
  var logits: [Float]  // [logitRows, vocabulary]

  init(_ configuration: TransformerConfiguration, rows: Int, logitRows: Int? = nil) {
    func array(_ width: Int) -> [Float] { [Float](repeating: 0, count: rows * width) }
    let (d, hidden) = (configuration.dModel, configuration.hidden)
    self.rows = rows
    x = array(d)
    normed = array(d)
    statistics = array(2)
    packed = array(configuration.packedWidth)
    query = array(d)
    mixed = array(d)
    logSumExp = array(configuration.nHeads)
    projected = array(d)
    up = array(configuration.mlp == .swiGLU ? 2 * hidden : hidden)
    activated = array(hidden)
    logits = [Float](repeating: 0, count: (logitRows ?? rows) * configuration.vocabulary)
  }
}
