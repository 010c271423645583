#!/usr/bin/env -S swift run -q labs run
// %% [markdown]
// # Scaling laws, from runs of your own
// What does it cost to train a model, and to serve it?
//
// **Before you run the cell, write down how many operations 7 billion parameters and 2 trillion tokens take.**
// %% What a model costs {#first .demo}
print(try computeCost(7e9, 2e12, 2e12).training)
// %% [markdown]
// Six operations for each parameter and token.
