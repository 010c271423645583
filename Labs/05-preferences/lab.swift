#!/usr/bin/env -S swift run -q labs run
// ---
// title: Preferences, from pairs to a policy
// ---
import Foundation
import LabContracts
import LabEngine
import LabNotebook

// %% [markdown]
// # Preferences
// ShopFlow's policy has read thousands of return decisions, the careless ones among them. Nobody can write down the
// perfect answer to each customer, but of two answers anyone at the desk can say which one is better. This lab turns such
// judgements into a loss, and the loss into a better policy.
//
// One pair of answers, and what two models think of it: the policy has become surer of the chosen answer than the
// reference was, and less sure of the rejected one.
//
// **Before you run the cell, write down whether the loss is above or below log 2 = 0.693**, which it was when the two
// models were still the same.
// %% One pair {#first .demo}
let pair = Preferences.LogProbabilities(
  policyChosen: -10, policyRejected: -14, referenceChosen: -11, referenceRejected: -13)
print("loss", try dpoLoss(pair, 0.1))
// %% [markdown]
// Below: the policy prefers the chosen answer by 4, the reference by 2, and the loss only knows the difference.
