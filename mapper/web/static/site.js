// What the page does beyond forms and links: keys, the focus after a decision, dropping files, keeping what one typed.
// All of it can be done by buttons too.
"use strict";

const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select") !== null;
const rows = () => [...document.querySelectorAll(".row")];
const show = (row, options) => { row.open = true; row.querySelector("summary").focus(options); };

// A key acts only while a passage or a criterion has the focus (WCAG 2.1.4), and never while one types.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const work = document.getElementById("work");
  if (event.ctrlKey) {
    const again = key === "y" || (key === "z" && event.shiftKey);
    if (!again && key !== "z") return;
    const act = again ? "redo" : "undo";
    return press(event, document.querySelector(`#${act} button, #work [data-key=${act}]`));
  }
  // Where a part of a form is folded or unfolded, who goes on to type in it does not decide.
  if (document.body.dataset.keys === "off" || event.target.matches("form summary")) return;
  if (work && work.contains(event.target)) return ofCriterion(event, key, work);
  const row = event.target.closest(".row");
  if (!row) return;
  if (key === "j" || key === "k") {
    const next = rows()[rows().indexOf(row) + (key === "j" ? 1 : -1)];
    if (next) show(next);
  } else if (!row.open) {
    // What is not seen is not decided.
    if (["a", "p", "r", "n", "o", "t"].includes(key)) show(row);
  } else if (key === "o" || key === "t") {
    open(event, row.querySelector(`summary[data-key="${key}"]`));
  } else if (["a", "p", "r", "n"].includes(key)) {
    press(event, row.querySelector(`button[data-key="${key}"]`), row);
  } else if (/^[1-9]$/.test(key)) {
    press(event, row.querySelector(`button[data-n="${key}"]`), row, true);
  }
});

function ofCriterion(event, key, work) {
  const near = [...work.querySelectorAll(".near li")];
  if (/^[1-9]$/.test(key)) return choose(near[key - 1]);
  const at = work.querySelector(".near li.at");
  if (!["a", "p", "r", "n", "t", "j", "k"].includes(key)) return;
  const within = ["a", "p", "r"].includes(key) ? at : work;
  press(event, within && within.querySelector(`[data-key="${key}"]`));
}

// The passage that a key acts on, and the document beside it, scrolled there.
function choose(chosen) {
  if (!chosen) return;
  for (const one of document.querySelectorAll(".near li.at, .document .at")) one.classList.remove("at");
  chosen.classList.add("at");
  chosen.scrollIntoView({ block: "nearest" });
  scrollDocument(chosen.dataset.n);
}

function scrollDocument(number) {
  const pane = document.getElementById("document");
  const there = document.getElementById(`d${number}`);
  if (!pane || !there) return;
  for (const one of pane.querySelectorAll(".at")) one.classList.remove("at");
  there.classList.add("at");
  pane.scrollTop += there.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}

document.addEventListener("click", (event) => {
  const folded = event.target.closest(".other:not([open]) > summary");
  if (folded) return open(event, folded);
  const chosen = event.target.closest(".near li");
  if (!chosen || event.target.closest("button")) return;
  event.preventDefault();
  choose(chosen);
});

let byKey = null;

function press(event, button, row = null, stays = false) {
  if (!button) return;
  event.preventDefault();
  // An undo is not about the row that has the focus when it is asked for.
  const from = event.target.closest(".row");
  byKey = { row: row ? row.id : "", from: from ? from.id : "", stays };
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
  const note = button && button.form && button.form.querySelector("textarea, input[name=note]");
  const search = button && button.closest(".found") && button.form.querySelector("input[type=search]");
  event.detail.sent = new Map([note, search].filter(Boolean).map((field) => [field.id, field.value]));
  event.detail.byKey = byKey;
  event.detail.open = rows().filter((row) => row.open).map((row) => row.id);
  if (verb === "post") event.detail.headers["X-Shown"] = rows().map((row) => row.id.slice(1)).join(",");
});

// What somebody typed and did not send outlives the replacing of the part of the page that it stands in, and so does
// the typing itself.
const fields = () => [...document.querySelectorAll(".row textarea, .row input[type=search], #work input[name=note]")];
const kept = new Map();
let writing = null;
let unfolded = [];

// Who leaves with something typed or chosen that was not sent is asked first, whichever form it stands in.
let leaving = null;
const unsent = (field) => field.form !== leaving && field.value !== field.defaultValue;
window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("input:not([type=search]), textarea")].some(unsent)) event.preventDefault();
});

// An answer that is not ours, such as the page of a proxy that asks to sign in, is never taken for one of ours.
const isOurs = (xhr) => xhr.getResponseHeader("X-Curmap") === "part";

// What asks by itself how far the jobs are says nothing of what somebody did.
const asksAgain = (element) => element.closest("#jobs, #news") !== null;

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isOurs(event.detail.xhr)) {
    event.detail.shouldSwap = false;
    return;
  }
  // How far the jobs are is asked again soon, where it cannot be told just now or somebody presses a button there.
  const { target, xhr } = event.detail;
  if (asksAgain(target) && (xhr.status >= 400 || target.matches(":active"))) event.detail.shouldSwap = false;
  const { sent } = event.detail.requestConfig;
  for (const field of fields()) if (field.value && field.value !== sent.get(field.id)) kept.set(field.id, field.value);
  const { id, selectionStart, selectionEnd } = document.activeElement;
  writing = fields().includes(document.activeElement) ? { id, at: [selectionStart, selectionEnd] } : null;
  unfolded = [...document.querySelectorAll("#jobs details[open]")].map((one) => one.id);
});

function unfold(field) {
  for (let one = field.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
}

function restore() {
  for (const [id, value] of kept) {
    const field = document.getElementById(id);
    if (!field || field.value) continue;
    field.value = value;
    unfold(field);
  }
  kept.clear();
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  const field = writing && document.getElementById(writing.id);
  if (field && field !== document.activeElement) {
    unfold(field);
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
  const { verb, path, byKey: key, open: were } = event.detail.requestConfig;
  // htmx, told to show what the server says of an error, takes it for a success.
  const { xhr } = event.detail;
  if (!event.detail.successful || xhr.status >= 400 || !isOurs(xhr)) return failed(event.detail, verb);
  if (!event.detail.target || !asksAgain(event.detail.target)) settled();
  if (event.detail.target && event.detail.target.id === "work") return atWork();
  if (verb !== "post") return;
  for (const id of were || []) {
    const row = document.getElementById(id);
    if (row && !document.querySelector(".row[open]")) row.open = true;
  }
  const all = rows();
  const said = document.querySelector("#said [data-at]");
  const at = said && document.getElementById(said.dataset.at);
  const from = key ? key.from : at && at.id;
  const here = document.activeElement.closest(".row");
  if (typing(document.activeElement) || (here && here.id !== from)) return;
  if (key && key.row) {
    const row = document.getElementById(key.row);
    const next = all.slice(all.findIndex((one) => one.id === key.row) + 1).find((one) => !("decided" in one.dataset));
    // Who has more to say of this passage, or chose one of several, stays.
    if (key.stays || !("decided" in row.dataset)) return show(row, { preventScroll: true });
    if (next) return show(next);
    const further = document.querySelector(".pages a:last-child") || row.querySelector("summary");
    further.focus();
  } else if (at && (key || (!here && !/\/(undo|redo)/.test(path)))) {
    show(at, { preventScroll: !key });
  }
});

// A link to a passage opens it.
function arrive() {
  const row = location.hash && document.getElementById(location.hash.slice(1))?.closest(".row");
  if (row) show(row);
}
window.addEventListener("hashchange", arrive);
arrive();

// The criterion that comes next has the focus, and the document shows its passage.
function atWork() {
  const work = document.getElementById("work");
  if (!work) return;
  if (!typing(document.activeElement)) document.getElementById("focus").focus({ preventScroll: true });
  const current = work.querySelector("[aria-current]");
  if (current) current.scrollIntoView({ block: "nearest" });
  scrollDocument(work.dataset.at);
}
atWork();

// What failed is said where one clicked, and stays until something there succeeds.
function settled() {
  for (const message of document.querySelectorAll("form > .failed, #work > .failed, #said > .failed")) message.remove();
}

function failed(detail, verb) {
  if (verb !== "post" && asksAgain(detail.elt)) return;
  const place = detail.elt.closest("form") || document.getElementById("work") || detail.elt;
  const former = [...place.querySelectorAll(":scope > .failed")];
  // Of two of the server's messages the later one stands first.
  const told = detail.xhr.status && isOurs(detail.xhr);
  for (const message of told ? former.slice(1) : former) message.remove();
  if (!told) alarm(place, document.body.dataset[detail.xhr.status ? "signedOut" : "offline"]);
}

function alarm(place, text) {
  const said = document.createElement("p");
  said.className = "failed";
  said.setAttribute("role", "alert");
  said.textContent = text;
  place.prepend(said);
}

// Files are sent with a bar that says how far they are; where they are refused, what was chosen stays.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form.drop");
  if (!form && !event.defaultPrevented) leaving = event.target;
  if (!form) return;
  event.preventDefault();
  for (const former of form.querySelectorAll(":scope > .failed, :scope > progress")) former.remove();
  const bar = document.createElement("progress");
  const button = form.querySelector("button.main");
  bar.setAttribute("aria-label", button.textContent);
  form.append(bar);
  button.disabled = true;
  const sent = new XMLHttpRequest();
  sent.open("POST", form.action);
  sent.setRequestHeader("HX-Request", "true");
  sent.upload.addEventListener("progress", ({ loaded, total }) => { bar.max = total; bar.value = loaded; });
  sent.addEventListener("loadend", () => {
    const ours = sent.status && isOurs(sent);
    if (ours && sent.status < 400) {
      leaving = form;
      return location.assign(sent.responseURL);
    }
    bar.remove();
    button.disabled = false;
    const told = ours && new DOMParser().parseFromString(sent.responseText, "text/html").body.textContent.trim();
    alarm(form, told || document.body.dataset[sent.status ? "signedOut" : "offline"]);
  });
  sent.send(new FormData(form));
});

// What is too much is said before it is sent, also where it was chosen before this ran or brought back by the browser.
function check(field) {
  const files = [...field.files];
  const large = files.find((file) => file.size > Number(field.dataset.largest));
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const many = files.length > Number(field.dataset.most) || total > Number(field.dataset.total);
  field.setCustomValidity(large ? `${large.name}: ${field.dataset.said}` : many ? field.dataset.said : "");
  field.reportValidity();
}
document.addEventListener("change", ({ target }) => { if (target.matches("input[data-largest]")) check(target); });
for (const field of document.querySelectorAll("input[data-largest]")) if (field.files.length) check(field);

// Files can be dropped where they can be chosen.
document.addEventListener("dragover", (event) => { if (event.target.closest(".drop")) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  const field = event.target.closest(".drop")?.querySelector("input[type=file]");
  if (!field) return;
  event.preventDefault();
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});
