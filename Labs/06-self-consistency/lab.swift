#!/usr/bin/env -S swift run -q labs run
// %% [markdown]
// # Self-consistency and test-time compute
// Five chains for one problem, and one answer in five spellings. What do they say together?
//
// **Before you run the cell, write down which answer wins.**
// %% Five chains, one answer {#first .demo}
let chains = ["answer: $29.00", "answer: 31", "so answer: 29 euros.", "I give up", "answer: 31\nanswer: +29"]
let answers = chains.map { extractAnswer($0).map(normalizedAnswer) }
print(answers.map { $0 ?? "none" }, "->", majorityVote(answers) ?? "none")
// %% [markdown]
// Three chains say 29, each in its own way. One says 31, and one says nothing, which is no vote.
