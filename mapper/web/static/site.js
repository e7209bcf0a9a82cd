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

let byKey = null;

function press(event, button, row = null) {
  if (!button) return;
  event.preventDefault();
  byKey = { row: row ? row.id : "" };
  button.click();
  byKey = null;
}

function open(event, summary) {
  if (!summary) return;
  event.preventDefault();
  summary.parentElement.open = true;
  summary.parentElement.querySelector("input, textarea").focus();
}

// The server answers with those passages that are on the page: equal texts are decided, and undone, together.
document.addEventListener("htmx:configRequest", (event) => {
  const { verb, triggeringEvent: cause } = event.detail;
  // Several may be under way at once: each knows by itself what it sent, and whether a key was its cause.
  const button = cause && cause.submitter;
  const note = button && button.form && button.form.querySelector("textarea");
  const search = button && button.closest(".found") && button.form.querySelector("input[type=search]");
  event.detail.sent = new Map([note, search].filter(Boolean).map((field) => [field.id, field.value]));
  event.detail.byKey = byKey;
  if (verb === "post") event.detail.headers["X-Shown"] = rows().map((row) => row.id.slice(1)).join(",");
});

// What somebody typed and did not send outlives the replacing of the part of the page that it stands in, and so does
// the typing itself.
const fields = () => [...document.querySelectorAll(".row textarea, .row input[type=search]")];
const kept = new Map();
let writing = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  // How far the jobs are is asked again in a second, where it cannot be told just now or somebody presses a button there.
  const { target, serverResponse } = event.detail;
  const told = target.id !== "jobs" || (serverResponse.includes('id="jobs"') && !target.matches(":active"));
  if (!told) event.detail.shouldSwap = false;
  const { sent } = event.detail.requestConfig;
  for (const field of fields()) if (field.value && field.value !== sent.get(field.id)) kept.set(field.id, field.value);
  const { id, selectionStart, selectionEnd } = document.activeElement;
  writing = fields().includes(document.activeElement) ? { id, at: [selectionStart, selectionEnd] } : null;
});

function restore() {
  for (const [id, value] of kept) {
    const field = document.getElementById(id);
    if (!field || field.value) continue;
    field.value = value;
    field.closest("details").open = true;
  }
  kept.clear();
  const field = writing && document.getElementById(writing.id);
  if (field && field !== document.activeElement) {
    field.closest("details").open = true;
    field.focus({ preventScroll: true });
    field.setSelectionRange(...writing.at);
  }
  writing = null;
}

// After a decision by key the next undecided passage has the focus; after one by mouse the same passage has it; after an
// undo by key the passage that it was about. Who has gone on before the answer came, to another passage or to typing,
// stays there: the next key would act elsewhere than they look. What did not reach the server is said where one clicked.
document.addEventListener("htmx:afterRequest", (event) => {
  restore();
  const { verb, path, byKey: key } = event.detail.requestConfig;
  if (verb !== "post") return;
  if (!event.detail.successful) return failed(event.detail);
  const all = rows();
  const at = document.getElementById(document.querySelector("#said [data-at]").dataset.at);
  const from = key ? key.row : at && at.id;
  const here = document.activeElement.closest(".row");
  if (typing(document.activeElement) || (from && here && here.id !== from)) return;
  if (key && key.row) {
    const next = all.slice(all.findIndex((row) => row.id === key.row) + 1).find((row) => !row.matches(".decided"));
    (next || at).focus({ preventScroll: !next });
  } else if (at && (key || !path.includes("/undo"))) {
    at.focus({ preventScroll: !key });
  }
});

function failed(detail) {
  const form = detail.elt.closest("form");
  const former = [...form.querySelectorAll(":scope > .failed")];
  // Of two of the server's messages the later one stands first.
  for (const message of detail.xhr.status ? former.slice(1) : former) message.remove();
  if (detail.xhr.status) return;
  const said = document.createElement("p");
  said.className = "failed";
  said.setAttribute("role", "alert");
  said.textContent = document.body.dataset.offline;
  form.prepend(said);
}

// What is too much is said before it is sent, also where it was chosen before this ran or brought back by the browser.
for (const field of document.querySelectorAll("input[type=file][data-largest]")) {
  const check = () => {
    const files = [...field.files];
    const large = files.find((file) => file.size > Number(field.dataset.largest));
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const many = files.length > Number(field.dataset.most) || total > Number(field.dataset.total);
    field.setCustomValidity(large ? `${large.name}: ${field.dataset.said}` : many ? field.dataset.said : "");
    field.reportValidity();
  };
  field.addEventListener("change", check);
  if (field.files.length) check();
}

// Files can be dropped where they can be chosen.
for (const form of document.querySelectorAll(".drop")) {
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    const field = form.querySelector("input[type=file]");
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change"));
    field.focus();
  });
}
