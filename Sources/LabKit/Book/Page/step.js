"use strict";
// Going through a lesson: outputs stay covered until they are asked for, and predictions are kept.

const lab = document.body.dataset.lab;

// ---- covered outputs ----

const outputs = {
  all: [...document.querySelectorAll(".cell .result")],
  of(cell) {
    return cell && cell.querySelector(".result");
  },
  isCovered(cell) {
    const result = outputs.of(cell);
    return Boolean(result && result.hidden);
  },
  cover(cell) {
    const result = outputs.of(cell);
    if (!result || result.hidden) return;
    const button = element("button", { type: "button", class: "uncover" }, "Show what it prints");
    button.addEventListener("click", () => {
      outputs.uncover(cell);
      result.setAttribute("tabindex", "-1");
      result.focus({ preventScroll: true });
    });
    result.before(button);
    result.hidden = true;
  },
  uncover(cell) {
    const result = outputs.of(cell);
    if (!result || !result.hidden) return;
    cell.querySelector(".uncover")?.remove();
    result.hidden = false;
    showGuess(cell);
  },
};

// ---- predictions ----

function guessOf(cell) {
  const question = cell.closest(".unit").querySelector(".predict");
  return question ? { name: `guess:${lab}:${question.id}`, question } : null;
}

function showGuess(cell) {
  const guess = guessOf(cell);
  const text = guess ? kept.read(guess.name, "") : "";
  cell.querySelector(".guess")?.remove();
  if (!text) return;
  outputs.of(cell).before(element("p", { class: "guess" }, element("b", {}, "You predicted: "), text));
}

for (const question of document.querySelectorAll(".predict")) {
  const name = `guess:${lab}:${question.id}`;
  const field = element("textarea", { rows: "1", id: `guess-${question.id}` });
  field.value = kept.read(name, "");
  field.addEventListener("input", () => kept.write(name, field.value));
  question.append(element("label", { for: field.id }, "Your prediction, kept in this browser"), field);
}

// ---- the two ways to read ----

const mode = {
  get isStepping() {
    return kept.read("mode", "step") === "step";
  },
  apply() {
    for (const result of outputs.all) {
      const cell = result.closest(".cell");
      if (mode.isStepping) outputs.cover(cell);
      else outputs.uncover(cell);
    }
    mode.button.textContent = mode.isStepping ? "Open everything" : "Step by step";
  },
  toggle() {
    kept.write("mode", mode.isStepping ? "read" : "step");
    mode.apply();
  },
  button: element("button", { type: "button", id: "mode" }),
};
mode.button.addEventListener("click", mode.toggle);
document.getElementById("modes").prepend(mode.button);
mode.apply();

// ---- from one thing to the next with the keyboard ----

const stops = [...document.querySelectorAll(".unit > :is(.prose, .predict, .cell)")];
let current = -1;

function goTo(index) {
  if (index < 0 || index >= stops.length) return;
  current = index;
  stops[index].setAttribute("tabindex", "-1");
  stops[index].focus({ preventScroll: true });
  stops[index].scrollIntoView({ block: "start" });
}

// Whoever scrolls or clicks goes on from there.
function whereTheReaderIs() {
  const focused = stops.findIndex((stop) => stop.contains(document.activeElement));
  if (focused >= 0) return focused;
  const top = stops.findIndex((stop) => stop.getBoundingClientRect().bottom > 80);
  return current >= 0 && top < 0 ? current : top - 1;
}

const goForward = () => goTo(whereTheReaderIs() + 1);
const goBack = () => goTo(whereTheReaderIs() - 1);
Object.assign(keys, {
  j: goForward,
  k: goBack,
  ArrowRight: goForward,
  ArrowLeft: goBack,
  s: mode.toggle,
  o() {
    const place = Math.max(0, whereTheReaderIs());
    const cell = stops.slice(place).find((stop) => outputs.isCovered(stop));
    if (!cell) return;
    outputs.uncover(cell);
    goTo(stops.indexOf(cell));
  },
});

// ---- the table of contents follows ----

const entries = new Map(
  [...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
const watcher = new IntersectionObserver((changes) => {
  for (const change of changes.filter((change) => change.isIntersecting)) {
    for (const link of entries.values()) link.removeAttribute("aria-current");
    entries.get(change.target.id)?.setAttribute("aria-current", "true");
  }
}, { rootMargin: "-10% 0px -70% 0px" });
document.querySelectorAll("main h2[id]").forEach((heading) => watcher.observe(heading));
