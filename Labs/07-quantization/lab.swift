#!/usr/bin/env -S swift run -q labs run
// %% [markdown]
// # Quantization, byte for byte
// A weight is a number, and a number takes bits. How few can it do with?
//
// **Before you run the cell, write down which code the number 5 gets.**
// %% Seven numbers, seven codes {#first .demo}
let numbers: [Float] = [-10, -5, -1, 0, 1, 5, 10]
let scale = try absmaxScale(numbers, 4)
print("scale \(scale), codes \(try quantize(numbers, scale, 4))")
// %% [markdown]
// The largest magnitude got the code 7, and every other number the nearest multiple of one seventh of it.
