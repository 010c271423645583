"use strict";
// The quiz: an answer explains every choice; more than three quarters right complete it.

const quiz = document.getElementById("quiz");
if (quiz) {
  const name = `quiz:${document.body.dataset.lab}`;
  const questions = [...quiz.querySelectorAll(".question")];
  const score = quiz.querySelector(".score");
  const isComplete = (correct, count) => 4 * correct > 3 * count;

  const begin = () => {
    for (const question of questions) {
      question.classList.remove("answered");
      question.querySelectorAll(".why").forEach((why) => (why.hidden = true));
      for (const choice of question.querySelectorAll(".choice")) {
        choice.disabled = false;
        choice.setAttribute("aria-pressed", "false");
      }
    }
    const best = kept.read(name, null);
    score.textContent = best ? `Your best so far: ${best.correct} of ${best.count}.` : "";
  };

  const answer = (question, chosen) => {
    question.classList.add("answered");
    question.querySelectorAll(".why").forEach((why) => (why.hidden = false));
    for (const choice of question.querySelectorAll(".choice")) {
      choice.disabled = true;
      const mark = "correct" in choice.dataset ? "✓ " : choice === chosen ? "✗ " : "";
      choice.querySelector("b").textContent = mark + choice.querySelector("b").textContent.replace(/^[✓✗] /, "");
    }
    chosen.setAttribute("aria-pressed", "true");
    tell();
  };

  const tell = () => {
    const answered = questions.filter((question) => question.classList.contains("answered"));
    const correct = answered.filter((question) =>
      "correct" in question.querySelector("[aria-pressed=true]").dataset).length;
    const count = questions.length;
    if (answered.length < count) {
      score.textContent = `${correct} right of ${answered.length} answered; ${count - answered.length} to go.`;
      return;
    }
    const best = kept.read(name, null);
    if (!best || correct * best.count >= best.correct * count) kept.write(name, { correct, count });
    score.textContent = isComplete(correct, count)
      ? `${correct} of ${count} right. The quiz is complete.`
      : `${correct} of ${count} right. More than three quarters complete it.`;
    again.hidden = false;
  };

  const again = element("button", { type: "button" }, "Begin again");
  again.hidden = true;
  again.addEventListener("click", () => {
    quiz.querySelectorAll(".choice b").forEach((letter) => (letter.textContent = letter.textContent.replace(/^[✓✗] /, "")));
    again.hidden = true;
    begin();
  });
  score.after(again);
  for (const question of questions) {
    for (const choice of question.querySelectorAll(".choice")) {
      choice.addEventListener("click", () => answer(question, choice));
    }
  }
  begin();
}
