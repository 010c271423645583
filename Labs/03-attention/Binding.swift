import LabContracts

/// Names the functions of `Exercise.swift` to the course.
let labBinding = Binding {
  $0.bind(Attention.scores, to: scores)
  $0.bind(Attention.softmax, to: softmax)
  $0.bind(Attention.causalMask, to: causalMask)
  $0.bind(Attention.attend, to: attend)
  $0.bind(Attention.splitHeads, to: splitHeads)
  $0.bind(Attention.mergeHeads, to: mergeHeads)
  $0.bind(Attention.groupedAttention, to: groupedAttention)
  $0.bind(Attention.rotaryAngles, to: rotaryAngles)
  $0.bind(Attention.rotate, to: rotate)
  $0.bind(Attention.alibi, to: alibi)
  $0.bind(Attention.append, to: append)
  $0.bind(Attention.decodeStep, to: decodeStep)
  $0.bind(Attention.foldBlock, to: foldBlock)
  $0.bind(Attention.slidingWindowMask, to: slidingWindowMask)
  $0.bind(Attention.multiHeadAttention, to: multiHeadAttention)
}
