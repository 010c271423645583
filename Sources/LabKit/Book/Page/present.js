"use strict";
// In front of a class: the same steps as `labs demo`, in large type, with the notes in a window of their own.

const presenter = {
  // Everything up to and including the next cell to run live is one step, as in the terminal.
  steps: (() => {
    const units = [...document.querySelectorAll(".unit")];
    const tagged = units.some((unit) => "demo" in unit.dataset);
    const steps = [];
    let step = [];
    for (const unit of units) {
      step.push(unit);
      if (!tagged) unit.dataset.demo = "";
      if ("demo" in unit.dataset) {
        steps.push(step);
        step = [];
      }
    }
    return step.length ? [...steps, step] : steps;
  })(),
  at: 0,
  notes: null,
  began: 0,
  timer: 0,

  get isOn() {
    return document.body.classList.contains("presenting");
  },
  get cell() {
    return presenter.steps[presenter.at].at(-1).querySelector(".cell");
  },

  start() {
    if (presenter.isOn || !presenter.steps.length) return;
    const seen = presenter.steps.findIndex((step) =>
      step.some((unit) => unit.getBoundingClientRect().bottom > 80));
    document.body.classList.add("presenting");
    presenter.began = Date.now();
    presenter.panel = presenter.makePanel();
    document.body.append(presenter.panel);
    presenter.timer = setInterval(presenter.tick, 1000);
    presenter.show(Math.max(0, seen));
  },

  end() {
    if (!presenter.isOn) return;
    document.body.classList.remove("presenting");
    clearInterval(presenter.timer);
    presenter.panel.remove();
    presenter.notes?.close();
    presenter.notes = null;
    mode.apply();
    presenter.steps[presenter.at][0].scrollIntoView();
  },

  show(index, isCovered = true) {
    presenter.at = Math.max(0, Math.min(presenter.steps.length - 1, index));
    for (const unit of document.querySelectorAll(".unit.on")) unit.classList.remove("on");
    for (const unit of presenter.steps[presenter.at]) unit.classList.add("on");
    if (isCovered) outputs.cover(presenter.cell);
    scrollTo(0, 0);
    presenter.tick();
    presenter.writeNotes();
  },

  // The output first, and only then the next step.
  forward() {
    if (outputs.isCovered(presenter.cell)) {
      outputs.uncover(presenter.cell);
      const result = outputs.of(presenter.cell);
      result.scrollIntoView({ block: result.offsetHeight > innerHeight / 2 ? "start" : "center" });
    } else if (presenter.at + 1 < presenter.steps.length) {
      presenter.show(presenter.at + 1);
    }
  },

  back() {
    if (presenter.at > 0) presenter.show(presenter.at - 1, false);
  },

  get clock() {
    const seconds = Math.floor((Date.now() - presenter.began) / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  },

  tick() {
    presenter.panel.querySelector(".place").textContent = `${presenter.at + 1} of ${presenter.steps.length}`;
    presenter.panel.querySelector(".clock").textContent = presenter.clock;
    const clock = presenter.notes && !presenter.notes.closed && presenter.notes.document.getElementById("clock");
    if (clock) clock.textContent = presenter.clock;
  },

  makePanel() {
    const button = (name, action) => {
      const made = element("button", { type: "button" }, name);
      made.addEventListener("click", action);
      return made;
    };
    return element(
      "div", { class: "presenter", role: "toolbar", "aria-label": "Presenter" },
      button("←", presenter.back), button("→", presenter.forward), element("span", { class: "place" }),
      button("Notes", presenter.openNotes), element("span", { class: "clock" }), button("End", presenter.end));
  },

  // A window without an address belongs to this page, so that it can be written from here, also under file://.
  openNotes() {
    presenter.notes = window.open("", "labs-notes", "width=720,height=760");
    if (!presenter.notes) return;
    const page = presenter.notes.document;
    page.title = "Notes";
    page.head.replaceChildren(element("link", { rel: "stylesheet", href: new URL("book.css", location.href).href }));
    page.body.replaceChildren(element("div", { class: "page" }));
    page.onkeydown = (event) => document.dispatchEvent(new KeyboardEvent("keydown", { key: event.key }));
    presenter.writeNotes();
  },

  writeNotes() {
    if (!presenter.notes || presenter.notes.closed) return;
    const heading = (step) => step.at(-1).querySelector("h3, h2")?.firstChild.textContent ?? "";
    const notes = presenter.steps[presenter.at].flatMap((unit) => [...unit.querySelectorAll(".notes")]);
    const next = presenter.steps[presenter.at + 1];
    const main = element(
      "main", {}, element("h1", {}, heading(presenter.steps[presenter.at])),
      element("p", { class: "facts" }, `${presenter.at + 1} of ${presenter.steps.length} · `, element("span", { id: "clock" }, presenter.clock)));
    for (const note of notes) {
      const copy = note.cloneNode(true);
      copy.hidden = false;
      main.append(copy);
    }
    if (next) main.append(element("p", { class: "facts" }, `Next: ${heading(next)}`));
    presenter.notes.document.querySelector(".page").replaceChildren(main);
  },
};

const whilePresenting = (action, otherwise = () => {}) => () => (presenter.isOn ? action() : otherwise());
Object.assign(keys, {
  p: () => (presenter.isOn ? presenter.end() : presenter.start()),
  j: whilePresenting(presenter.forward, keys.j),
  k: whilePresenting(presenter.back, keys.k),
  ArrowRight: whilePresenting(presenter.forward, keys.ArrowRight),
  ArrowLeft: whilePresenting(presenter.back, keys.ArrowLeft),
  PageDown: whilePresenting(presenter.forward, () => scrollBy(0, innerHeight * 0.9)),
  PageUp: whilePresenting(presenter.back, () => scrollBy(0, -innerHeight * 0.9)),
  n: whilePresenting(presenter.openNotes),
  Escape: whilePresenting(presenter.end),
});
const presentButton = element("button", { type: "button", id: "present" }, "Present");
presentButton.addEventListener("click", presenter.start);
document.getElementById("modes").append(presentButton);
