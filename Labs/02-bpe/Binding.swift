import LabContracts

/// Names the functions of `Exercise.swift` to the course.
let labBinding = Binding {
  $0.bind(BPE.countPairs, to: countPairs)
  $0.bind(BPE.merge, to: merge)
  $0.bind(BPE.nextPair, to: nextPair)
  $0.bind(BPE.train, to: train)
  $0.bind(BPE.encode, to: encode)
  $0.bind(BPE.decode, to: decode)
  $0.bind(BPE.preTokenize, to: preTokenize)
  $0.bind(BPE.tokenize, to: tokenize)
  $0.bind(BPE.save, to: save)
  $0.bind(BPE.load, to: load)
  $0.bind(BPE.trainFast, to: trainFast)
}
