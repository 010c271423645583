"use strict";
// What every page needs: the remembered colours, what is kept in this browser, buttons to copy, and the keys.

// A browser may refuse to keep anything; the pages then work without a memory.
const kept = {
  read(name, otherwise) {
    try {
      const text = localStorage.getItem("llm-labs:" + name);
      return text === null ? otherwise : JSON.parse(text);
    } catch {
      return otherwise;
    }
  },
  write(name, value) {
    try {
      localStorage.setItem("llm-labs:" + name, JSON.stringify(value));
    } catch {}
  },
  forget() {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith("llm-labs:"));
      for (const name of names) localStorage.removeItem(name);
    } catch {}
  },
};

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// ---- colours: those of the system until somebody chooses ----

const theme = {
  get isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  },
  choose(name) {
    document.documentElement.dataset.theme = name;
    kept.write("theme", name);
    theme.label();
  },
  toggle() {
    theme.choose(theme.isDark ? "light" : "dark");
  },
  label() {
    const button = document.getElementById("theme");
    if (!button) return;
    button.hidden = false;
    button.textContent = theme.isDark ? "Light" : "Dark";
    button.setAttribute("aria-label", theme.isDark ? "Read in light colours" : "Read in dark colours");
  },
};
document.documentElement.dataset.theme = kept.read("theme", "");

// ---- keys: one letter each, never while somebody types ----

const keys = {
  d: () => theme.toggle(),
  "/": () => {
    if (!document.getElementById("query")) location.href = "search.html";
  },
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest && event.target.closest("input, textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = keys[event.key];
  if (!action) return;
  // A pressed button answers to Space and Enter itself.
  if (event.target.closest && event.target.closest("button, a, summary") && [" ", "Enter"].includes(event.key)) return;
  event.preventDefault();
  action();
});

// ---- copying ----

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = element("textarea", { "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

function addCopyButton(source) {
  const button = element("button", { type: "button", class: "copy" }, "Copy");
  button.addEventListener("click", async () => {
    await copyText(source.querySelector("code").textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
  source.append(button);
}

document.addEventListener("DOMContentLoaded", () => {
  theme.label();
  document.getElementById("theme")?.addEventListener("click", theme.toggle);
  document.querySelectorAll(".source").forEach(addCopyButton);
  // A long table of contents in front of the text is in the way on a phone.
  const contents = document.querySelector(".contents details");
  if (contents && innerWidth < 1120) contents.open = false;
});
