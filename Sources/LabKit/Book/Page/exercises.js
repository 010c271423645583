"use strict";
// Exercises: hints open one after the other, and what was passed is marked.

for (const exercise of document.querySelectorAll(".exercise")) {
  const hints = [...exercise.querySelectorAll(".hint")];
  const name = `hints:${exercise.id.replace("exercise-", "")}`;
  const show = (taken) => hints.forEach((hint, step) => (hint.hidden = step > taken));
  show(kept.read(name, 0));
  hints.forEach((hint, step) =>
    hint.addEventListener("toggle", () => {
      if (!hint.open) return;
      const taken = Math.max(kept.read(name, 0), step + 1);
      kept.write(name, taken);
      show(taken);
    }));
}

const passed = kept.read("passed", {});
for (const mark of document.querySelectorAll(".passed")) {
  if (passed[mark.dataset.checkpoint]) mark.textContent = "✓ passed";
}

// A link to a checkpoint or an answer opens it.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === "DETAILS") target.open = true;
}
addEventListener("hashchange", openTarget);
openTarget();
