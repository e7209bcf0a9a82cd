// What the page does beyond forms and links: keys, the focus after a decision, dropping files, keeping what one typed.
// All of it can be done by buttons too.
"use strict";

const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select") !== null;
const rows = () => [...document.querySelectorAll(".row")];
const show = (row, options) => { row.open = true; row.querySelector("summary").focus(options); };

// A key acts only while a passage or a criterion has the focus (WCAG 2.1.4), and never while one types.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey) {
    const again = key === "y" || (key === "z" && event.shiftKey);
    return again || key === "z" ? press(event, document.querySelector(`#${again ? "redo" : "undo"} button`)) : undefined;
  }
  // Where a part of a form is folded or unfolded, who goes on to type in it does not decide.
  if (event.target.matches("form summary")) return;
  const at = event.target.closest("#work, .row");
  if (!at) return;
  const number = /^[1-9]$/.test(key) && key - 1;
  if (at.id === "work") {
    if (number === false) return press(event, at.querySelector(`[data-key="${key}"]`));
    const chosen = at.querySelectorAll("[name=about]")[number];
    if (chosen) { unfold(chosen); chosen.click(); }
  } else if (key === "j" || key === "k") {
    const next = rows()[rows().indexOf(at) + (key === "j" ? 1 : -1)];
    if (next) show(next);
  } else if (!at.open) {
    // What is not seen is not decided.
    if (["a", "p", "r", "n", "o", "t"].includes(key)) show(at);
  } else if (key === "o" || key === "t") {
    open(event, at.querySelector(`summary[data-key="${key}"]`));
  } else {
    press(event, at.querySelector(number === false ? `button[data-key="${key}"]` : `button[data-n="${number + 1}"]`), at);
  }
});

document.addEventListener("click", (event) => {
  const folded = event.target.closest(".choices .other:not([open]) > summary");
  if (folded) return open(event, folded);
  const copied = event.target.closest("[data-copy]");
  if (copied) navigator.clipboard.writeText(document.getElementById(copied.dataset.copy).textContent).then(() => { copied.dataset.done = ""; });
});
document.addEventListener("change", ({ target }) => { if (target.matches(".which select")) target.form.submit(); });

let byKey = "";

function press(event, button, row = null) {
  if (!button || button.disabled) return;
  event.preventDefault();
  byKey = row ? row.id : "";
  button.click();
  byKey = "";
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

// After a decision by key the next undecided passage has the focus; after one by mouse the same passage has it. Who has
// gone on before the answer came, to another passage or to typing, stays there: the next key would act elsewhere than
// they look. What did not reach the server is said where one clicked.
document.addEventListener("htmx:afterRequest", (event) => {
  restore();
  const { verb, byKey: key } = event.detail.requestConfig;
  // htmx, told to show what the server says of an error, takes it for a success.
  const { xhr, target } = event.detail;
  if (!event.detail.successful || xhr.status >= 400 || !isOurs(xhr)) return failed(event.detail, verb);
  if (!target || !asksAgain(target)) settled();
  if (target && target.id === "work") return atWork();
  const decided = verb === "post" && document.getElementById(event.detail.requestConfig.path.replace(/.*\/(\d+)$/, "p$1"));
  const here = document.activeElement.closest(".row");
  if (!decided || typing(document.activeElement) || (here && here !== decided)) return;
  const next = key && "decided" in decided.dataset && rows().slice(rows().indexOf(decided) + 1).find((row) => !("decided" in row.dataset));
  show(next || decided, { preventScroll: !next });
});

// A link to a passage opens it.
function arrive() {
  const row = location.hash && document.getElementById(location.hash.slice(1))?.closest(".row");
  if (row) show(row);
}
window.addEventListener("hashchange", arrive);
arrive();

// The criterion that comes next has the focus, at the top of the window.
function atWork() {
  const focus = document.getElementById("focus");
  if (!focus || typing(document.activeElement)) return;
  scrollTo(0, 0);
  focus.focus({ preventScroll: true });
  document.querySelector(".list [aria-current]")?.scrollIntoView({ block: "nearest" });
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
  const button = form.querySelector("button.send");
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
