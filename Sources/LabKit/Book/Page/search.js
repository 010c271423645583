"use strict";
// Searching the index that lies beside this page: every word must be found, titles count most.

const field = document.getElementById("query");
const found = document.getElementById("found");
const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
const pages = searchIndex.map((entry) => ({ ...entry, head: plain(entry.title), body: plain(entry.text) }));

function score(page, words) {
  let sum = 0;
  for (const word of words) {
    const inTitle = page.head.includes(word) ? 10 : 0;
    const inText = page.body.split(word).length - 1;
    if (!inTitle && !inText) return 0;
    sum += inTitle + Math.min(inText, 5);
  }
  return sum;
}

// The words around the first hit, with the hits marked.
function excerpt(page, words) {
  const at = Math.max(0, Math.min(...words.map((word) => page.body.indexOf(word)).filter((place) => place >= 0), page.body.length) - 60);
  const piece = page.text.slice(at, at + 180);
  const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "gi");
  const line = element("p");
  piece.split(pattern).forEach((part, index) => line.append(index % 2 ? element("mark", {}, part) : part));
  return line;
}

function search() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  const hits = words.length
    ? pages.map((page) => [score(page, words), page]).filter(([points]) => points > 0).sort((a, b) => b[0] - a[0])
    : [];
  const count = hits.length === 1 ? "1 place" : `${hits.length} places`;
  document.getElementById("count").textContent = words.length ? count : "";
  found.replaceChildren(...hits.slice(0, 40).map(([, page]) => {
    const link = element("a", { href: `${page.page}#${page.place}` }, page.title);
    return element("li", {}, link, " ", element("span", { class: "where" }, page.within), excerpt(page, words));
  }));
}

field.addEventListener("input", search);
document.getElementById("search").addEventListener("submit", (event) => event.preventDefault());
field.value = new URLSearchParams(location.search).get("q") ?? "";
field.focus();
search();
