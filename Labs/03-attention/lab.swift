#!/usr/bin/env -S swift run -q labs run
// %% [markdown]
// # Attention
// Say in two sentences what this lab is about, and why a learner should care.
//
// **Before you run the cell, write down what it prints.**
// %% A first number {#first .demo}
print([1, 2, 3].reduce(0, +))
// %% [markdown]
// Say what came out, and what it means.
