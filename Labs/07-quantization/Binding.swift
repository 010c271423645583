import LabContracts

/// Names the functions of `Exercise.swift` to the course.
let labBinding = Binding {
  $0.bind(Quantization.absmaxScale, to: absmaxScale)
  $0.bind(Quantization.quantize, to: quantize)
  $0.bind(Quantization.affineParameters, to: affineParameters)
  $0.bind(Quantization.quantizeAffine, to: quantizeAffine)
  $0.bind(Quantization.dequantize, to: dequantize)
  $0.bind(Quantization.quantizeRows, to: quantizeRows)
  $0.bind(Quantization.quantizeGroups, to: quantizeGroups)
  $0.bind(Quantization.dequantizeGroups, to: dequantizeGroups)
  $0.bind(Quantization.packNibbles, to: packNibbles)
  $0.bind(Quantization.unpackNibbles, to: unpackNibbles)
  $0.bind(Quantization.encodeQ40, to: encodeQ40)
  $0.bind(Quantization.decodeQ40, to: decodeQ40)
  $0.bind(Quantization.errorFigures, to: errorFigures)
  $0.bind(Quantization.gptqStep, to: gptqStep)
  $0.bind(Quantization.weightBytes, to: weightBytes)
  $0.bind(Quantization.cacheBytes, to: cacheBytes)
}
