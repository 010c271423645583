// Hands a page's own names to the page that tries it out.
window.probe = {
  kept,
  theme,
  keys,
  play: typeof play === "undefined" ? null : play,
  presenter: typeof presenter === "undefined" ? null : presenter,
};
