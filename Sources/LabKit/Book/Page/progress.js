"use strict";
// The first page: how far somebody has come, from this browser and from the runner's own file.

function showProgress() {
  const passed = kept.read("passed", {});
  for (const stop of document.querySelectorAll(".path li")) {
    const checkpoints = stop.dataset.checkpoints.split(" ").filter(Boolean);
    const done = checkpoints.filter((id) => passed[id]).length;
    const quiz = kept.read(`quiz:${stop.dataset.lab}`, null);
    const quizIsComplete = Boolean(quiz && 4 * quiz.correct > 3 * quiz.count);
    const hasQuiz = Number(stop.dataset.questions) > 0;
    const parts = [];
    if (done) parts.push(`${done} of ${checkpoints.length} checkpoints`);
    if (quiz) parts.push(quizIsComplete ? "quiz complete" : `quiz ${quiz.correct} of ${quiz.count}`);
    stop.querySelector(".state").textContent = parts.length ? "· " + parts.join(", ") : "";
    stop.classList.toggle("begun", parts.length > 0);
    stop.classList.toggle("done", done === checkpoints.length && (quizIsComplete || !hasQuiz));
  }
}

// The file that `labs` keeps: { version: 1, passed: { "01.1": … }, hints: { "01.1": 2 }, quizzes: { "01": … } }.
function importProgress(text) {
  const progress = JSON.parse(text);
  if (progress.version !== 1 || typeof progress.passed !== "object") throw new Error("not a progress file");
  const passed = kept.read("passed", {});
  for (const id of Object.keys(progress.passed)) passed[id] = true;
  kept.write("passed", passed);
  for (const [id, count] of Object.entries(progress.hints ?? {})) {
    kept.write(`hints:${id}`, Math.max(count, kept.read(`hints:${id}`, 0)));
  }
  for (const [number, score] of Object.entries(progress.quizzes ?? {})) {
    const best = kept.read(`quiz:${number}`, null);
    if (!best || score.correct * best.count >= best.correct * score.count) {
      kept.write(`quiz:${number}`, { correct: score.correct, count: score.count });
    }
  }
  showProgress();
  return Object.keys(progress.passed).length;
}

const message = document.getElementById("imported");
document.getElementById("import").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  if (!file) return;
  try {
    const count = importProgress(await file.text());
    message.textContent = `Read ${file.name}: ${count} checkpoints are passed.`;
  } catch {
    message.textContent = `${file.name} is not a progress file of this course.`;
  }
});
document.getElementById("forget").addEventListener("click", () => {
  kept.forget();
  message.textContent = "Forgotten.";
  showProgress();
});
showProgress();
