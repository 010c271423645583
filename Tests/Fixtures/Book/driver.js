"use strict";
// Opens the pages of a small book in frames, uses them as a reader would, and writes what came of it into the page.
//
// It lies beside the book while it runs. `pages` is put in front of it by the test.

const results = [];
const numbers = {};
const check = (name, isTrue, detail = "") => results.push({ name, isTrue: Boolean(isTrue), detail: String(detail) });
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function open(page, width = 1200) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:${width}px;height:800px;border:0`;
  await new Promise((resolve) => {
    frame.onload = resolve;
    frame.src = page;
    document.body.append(frame);
  });
  const [view, text] = [frame.contentWindow, frame.contentDocument];
  await new Promise((resolve) => {
    const script = text.createElement("script");
    script.src = "probe.js";
    script.onload = resolve;
    text.head.append(script);
  });
  const press = (key) => text.dispatchEvent(new view.KeyboardEvent("keydown", { key, bubbles: true }));
  const one = (selector) => text.querySelector(selector);
  const all = (selector) => [...text.querySelectorAll(selector)];
  const isSeen = (element) => element.getClientRects().length > 0;
  return { frame, view, text, press, one, all, isSeen, probe: view.probe };
}

async function everyPage() {
  for (const page of pages) {
    const wide = await open(page);
    const fetched = wide.view.performance.getEntriesByType("resource").map((entry) => entry.name);
    check(`${page}: nothing but files`, fetched.every((name) => name.startsWith("file:")), fetched);
    check(`${page}: one first heading`, wide.all("h1").length === 1, wide.all("h1").length);
    check(`${page}: a language and a title`, wide.text.documentElement.lang && wide.text.title);
    check(`${page}: a way past the bar`, wide.one(".skip").hash === "#text" && wide.one("#text"));
    check(`${page}: names for pictures`, wide.all("svg[role=img]").every((svg) => svg.getAttribute("aria-label")));
    check(`${page}: names for fields`, wide.all("input, textarea").every((field) => field.labels.length > 0));
    wide.frame.remove();
    const narrow = await open(page, 360);
    const root = narrow.text.documentElement;
    check(`${page}: fits a phone`, root.scrollWidth <= 360, root.scrollWidth);
    narrow.frame.remove();
  }
}

async function colours() {
  const page = await open("index.html");
  const paper = () => page.view.getComputedStyle(page.text.body).backgroundColor;
  const before = paper();
  page.press("d");
  check("d changes the colours", paper() !== before, `${before} ${paper()}`);
  page.one("#theme").click();
  check("the button changes them back", paper() === before, paper());
  page.probe.theme.choose("dark");
  page.frame.remove();
  const again = await open("glossary.html");
  check("the choice is remembered", again.probe.theme.isDark);
  again.probe.theme.choose("light");
  again.frame.remove();
}

async function lesson() {
  const page = await open("01-adding.html");
  const [first] = page.all(".cell");
  const result = first.querySelector(".result");
  check("outputs are covered", page.all(".result").every((result) => result.hidden));
  check("notes are hidden", page.all(".notes").every((notes) => !page.isSeen(notes)));
  const guess = page.one(".predict textarea");
  guess.value = "two, surely";
  guess.dispatchEvent(new page.view.Event("input"));
  page.press("j");
  check("j goes to the first step", page.text.activeElement === page.one(".unit .prose"));
  page.press("ArrowRight");
  check("an arrow goes on", page.text.activeElement === page.one(".predict"));
  page.press("k");
  check("k goes back", page.text.activeElement === page.one(".unit .prose"));
  page.press("o");
  check("o shows an output", !result.hidden && page.isSeen(result));
  check("the prediction stands beside it", first.querySelector(".guess")?.textContent.includes("two, surely"));
  page.press("s");
  check("s opens everything", page.all(".result").every((result) => !result.hidden));
  page.press("s");
  check("s covers everything again", page.all(".result").every((result) => result.hidden));
  first.querySelector(".uncover").click();
  check("a click uncovers", !result.hidden);
  check("every piece of code can be copied", page.all(".source").every((source) => source.querySelector(".copy")));
  page.frame.remove();
  const again = await open("01-adding.html");
  check("a prediction is kept", again.one(".predict textarea").value === "two, surely");
  again.frame.remove();
}

async function sliders() {
  const page = await open("01-adding.html");
  for (const figure of page.all(".play")) {
    const slider = figure.querySelector("input");
    const before = figure.textContent;
    slider.value = slider.max;
    slider.dispatchEvent(new page.view.Event("input"));
    check(`${figure.dataset.play} answers to its slider`, figure.textContent !== before);
    check(`${figure.dataset.play} draws`, figure.querySelectorAll("svg rect, svg circle, svg polyline").length > 0);
    check(`${figure.dataset.play} has no gaps`, !/NaN|undefined|Infinity/.test(figure.innerHTML), figure.innerHTML.match(/.{30}(NaN|undefined|Infinity)/));
  }
  const play = page.probe.play;
  numbers.softmax = [0.1, 0.7, 1, 4].map((value) => play["softmax-temperature"].compute(value));
  numbers.root = [1, 64, 1024].map((value) => play["root-d"].compute(value));
  numbers.bits = [2, 3, 4, 8].map((value) => play["quantizer-bits"].compute(value));
  numbers.budget = [18, 21.25, 26].map((value) => play["scaling-budget"].compute(value));
  numbers.beta = [0.05, 0.1, 1].map((value) => play["dpo-beta"].compute(value));
  page.frame.remove();
}

async function quiz() {
  const page = await open("01-adding.html");
  const questions = page.all(".question");
  check("explanations are hidden", page.all(".why").every((why) => !page.isSeen(why)));
  questions[0].querySelector(".choice:not([data-correct])").click();
  check("an answer explains every choice", [...questions[0].querySelectorAll(".why")].every(page.isSeen));
  for (const question of questions.slice(1)) question.querySelector("[data-correct]").click();
  check("three of four do not complete it", page.one(".score").textContent.includes("More than three quarters"), page.one(".score").textContent);
  page.one(".score + button").click();
  for (const question of questions) question.querySelector("[data-correct]").click();
  check("four of four complete it", page.one(".score").textContent.includes("complete."), page.one(".score").textContent);
  page.frame.remove();
  const index = await open("index.html");
  check("the first page knows", index.one(".path li").textContent.includes("quiz complete"));
  index.frame.remove();
}

async function exercises() {
  const page = await open("01-adding-exercises.html#checkpoint-01.1");
  const hints = [...page.one(".exercise").querySelectorAll(".hint")];
  check("only the first hint can be opened", hints.map(page.isSeen).join() === "true,false,false");
  hints[0].open = true;
  await wait(50);
  check("then the second", hints.map(page.isSeen).join() === "true,true,false");
  check("a link opens its checkpoint", page.one("[id='checkpoint-01.1']").open);
  check("the answer stays covered", !page.one(".solution").open);
  page.frame.remove();
}

async function progress() {
  const page = await open("index.html");
  const file = new File(
    [JSON.stringify({ version: 1, passed: { "01.1": { points: 2, date: "x" }, "01.2": { points: 1, date: "x" } }, hints: { "01.2": 2 }, quizzes: {} })],
    ".progress.json");
  const carrier = new page.view.DataTransfer();
  carrier.items.add(file);
  page.one("#import").files = carrier.files;
  page.one("#import").dispatchEvent(new page.view.Event("change"));
  for (let tries = 0; tries < 50 && !page.one("#imported").textContent; tries += 1) await wait(100);
  check("the runner's file is read", page.one(".path li").textContent.includes("2 of 3 checkpoints"), page.one("#imported").textContent);
  page.frame.remove();
  const exercises = await open("01-adding-exercises.html");
  check("what was passed is marked", exercises.one("[data-checkpoint='01.1']").textContent.includes("passed"));
  exercises.frame.remove();
}

async function search() {
  const page = await open("search.html");
  page.one("#query").value = "Rainbows";
  page.one("#query").dispatchEvent(new page.view.Event("input"));
  const link = page.one("#found a");
  check("search finds a section", link && link.getAttribute("href") === "01-adding.html#section-2", link);
  check("search marks the word", page.one("#found mark")?.textContent === "rainbows");
  page.frame.remove();
}

async function presenting() {
  const page = await open("01-adding.html");
  page.press("p");
  const seen = () => page.all(".cell").filter(page.isSeen).map((cell) => cell.id).join();
  check("presenting shows one step", page.text.body.classList.contains("presenting") && seen() === "adding", seen());
  check("its output is held back", page.one("#adding .result").hidden);
  page.press("ArrowRight");
  check("a key shows it", !page.one("#adding .result").hidden);
  page.probe.presenter.openNotes();
  const notes = page.probe.presenter.notes;
  check("notes have a window of their own", notes && notes.document.body.textContent.includes("Only for the speaker."), notes);
  page.press("ArrowRight");
  check("the next step skips what is not for a class", seen() === "last", seen());
  if (notes) check("the notes follow", notes.document.body.textContent.includes("2 of 2"));
  page.press("k");
  check("back shows the step before", seen() === "adding" && !page.one("#adding .result").hidden);
  page.press("Escape");
  check("Escape ends it", !page.text.body.classList.contains("presenting") && page.isSeen(page.one(".bar")));
  page.frame.remove();
}

async function live() {
  const page = await open("page/index.html");
  await wait(1500);
  check("the live page has read its state", page.one("#live").textContent.includes("Checking"), page.one("#live").textContent);
  check("it draws both sides", page.all(".sides svg").length === 2);
  page.frame.remove();
}

(async () => {
  localStorage.clear();
  for (const part of [everyPage, colours, lesson, sliders, quiz, exercises, progress, search, presenting, live]) {
    try {
      await part();
    } catch (error) {
      check(`${part.name} ran`, false, error.stack);
    }
  }
  const text = document.createElement("pre");
  text.id = "results";
  text.textContent = JSON.stringify({ results, numbers });
  document.body.append(text);
})();
