// What the page does beyond forms and links: keys, and the focus after a decision. All of it can be done by buttons too.
"use strict";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const rows = () => [...document.querySelectorAll(".row")];

// A key acts only while a passage has the focus (WCAG 2.1.4), and never while one types.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || typing(event.target)) return;
  if (event.ctrlKey) {
    if (event.key.toLowerCase() === "z") press(event, document.querySelector("#undo button"));
    return;
  }
  const row = event.target.closest(".row");
  if (!row) return;
  if (event.key === "j" || event.key === "k") {
    const next = rows()[rows().indexOf(row) + (event.key === "j" ? 1 : -1)];
    if (next) next.focus();
    return;
  }
  press(event, row.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`), row);
});

let goOn = null;

function press(event, button, row = null) {
  if (!button) return;
  event.preventDefault();
  goOn = row && row.id;
  button.click();
}

// After a decision by key the next undecided passage has the focus; after one by mouse the same passage has it.
document.addEventListener("htmx:afterSettle", (event) => {
  const row = event.target.closest && event.target.closest(".row");
  if (!row || !goOn) return;
  const all = rows();
  const behind = all.slice(all.findIndex((other) => other.id === goOn) + 1);
  goOn = null;
  const next = behind.find((other) => !other.classList.contains("decided")) || document.getElementById(row.id);
  next.focus();
});
