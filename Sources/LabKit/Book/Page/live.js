"use strict";
// The live page: reads state.js again and again, which works from a file, without a server.

let shownState = 0;

function showState(number, html) {
  if (number === shownState) return;
  shownState = number;
  document.getElementById("live").innerHTML = html;
}

function readState() {
  const script = element("script", { src: `state.js?${Date.now()}` });
  script.onload = script.onerror = () => script.remove();
  document.head.append(script);
}

readState();
setInterval(readState, 1000);
