// What the page does beyond forms and links: keys, the focus after a decision, dropping files, keeping what one typed.
// All of it can be done by buttons too.
"use strict";

const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select") !== null;
const rows = () => [...document.querySelectorAll(".row")];

// A key acts only while a passage has the focus (WCAG 2.1.4), and never while one types.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || typing(event.target)) return;
  if (event.ctrlKey) {
    if (!event.shiftKey && event.key.toLowerCase() === "z") press(event, document.querySelector("#undo button"));
    return;
  }
  const row = event.target.closest(".row");
  if (!row || document.body.dataset.keys === "off") return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    const next = rows()[rows().indexOf(row) + (key === "j" ? 1 : -1)];
    if (next) next.focus();
  } else if (key === "o" || key === "t") {
    open(event, row.querySelector(`summary[data-key="${key}"]`));
  } else if (["a", "r", "n"].includes(key)) {
    press(event, row.querySelector(`button[data-key="${key}"]`), row);
  }
});

let goOn = "";

function press(event, button, row = null) {
  if (!button) return;
  event.preventDefault();
  goOn = row ? row.id : "";
  button.click();
}

function open(event, summary) {
  if (!summary) return;
  event.preventDefault();
  summary.parentElement.open = true;
  summary.parentElement.querySelector("input, textarea").focus();
}

// What somebody typed and did not send outlives the replacing of the part of the page that it stands in.
const kept = new Map();
let sent = "";

document.addEventListener("htmx:beforeRequest", (event) => {
  const button = event.detail.requestConfig.triggeringEvent && event.detail.requestConfig.triggeringEvent.submitter;
  sent = button && button.value === "note" ? button.form.querySelector("textarea").id : "";
});
document.addEventListener("htmx:beforeSwap", (event) => {
  for (const field of event.detail.target.querySelectorAll("textarea, input[type=search]")) {
    if (field.value && field.id !== sent) kept.set(field.id, field.value);
  }
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [id, value] of kept) {
    const field = document.getElementById(id);
    if (!field) continue;
    field.value = value;
    field.closest("details").open = true;
  }
  kept.clear();
});

// After a decision by key the next undecided passage has the focus; after one by mouse the same passage has it.
document.addEventListener("htmx:afterSettle", (event) => {
  const row = event.target.closest && event.target.closest(".row");
  if (!row || !event.detail.requestConfig || event.detail.requestConfig.verb !== "post") return;
  const all = rows();
  const here = document.getElementById(goOn || row.id);
  const next = goOn && all.slice(all.indexOf(here) + 1).find((other) => !other.classList.contains("decided"));
  goOn = "";
  (next || here || row).focus({ preventScroll: !next });
});

// Files can be dropped where they can be chosen.
for (const form of document.querySelectorAll(".drop")) {
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    const field = form.querySelector("input[type=file]");
    field.files = event.dataTransfer.files;
    field.focus();
  });
}
