
"use strict";
// The page reads without this script: it adds the filter, and unfolds everything for the printer.
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

for (const section of document.querySelectorAll(".passages")) {
  const form = section.querySelector("form");
  if (!form) continue;
  const state = form.querySelector("output");
  const toggle = form.querySelector(".fold");
  const groups = [...section.querySelectorAll(".group")].map((node) => ({ node, open: node.open, cards: [] }));
  const cards = [];
  for (const group of groups) {
    for (const node of group.node.querySelectorAll(".card")) {
      const rows = [...node.querySelectorAll("li")];
      group.cards.push({ node, rows, text: null });
    }
    cards.push(...group.cards);
  }

  // The passage and its competencies, without what the document says around it.
  const joined = (nodes, by) => [...nodes].map((node) => node.textContent).join(by);
  const own = (card) => `${joined(card.node.querySelectorAll(".text > :not(span)"), "")} ${joined(card.rows, " ")}`;

  const keeps = (card, wanted) => {
    let left = 0;
    for (const row of card.rows) {
      const kept = (!wanted.framework || row.dataset.f === wanted.framework)
        && (!wanted.probability || Number(row.className.slice(1)) >= Number(wanted.probability));
      row.hidden = !kept;
      left += kept;
    }
    if ((wanted.framework || wanted.probability) && !left) return false;
    if (wanted.show && (wanted.show === "matched") !== card.rows.length > 0) return false;
    if (wanted.role && card.node.dataset.r !== wanted.role) return false;
    if (!wanted.text) return true;
    card.text ??= fold(own(card));
    return card.text.includes(fold(wanted.text));
  };

  const apply = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const filtered = Object.values(wanted).some(Boolean);
    let shown = 0;
    for (const group of groups) {
      let left = 0;
      for (const card of group.cards) {
        const kept = keeps(card, wanted);
        card.node.hidden = !kept;
        left += kept;
      }
      group.node.hidden = !left;
      group.node.open = filtered ? left > 0 : group.open;
      shown += left;
    }
    state.textContent = form.dataset.state.replace("{shown}", shown).replace("{all}", cards.length);
    name();
  };

  const anyClosed = () => groups.some((group) => !group.node.hidden && !group.node.open);
  const name = () => { toggle.textContent = anyClosed() ? form.dataset.open : form.dataset.close; };
  toggle.addEventListener("click", () => {
    const open = anyClosed();
    for (const group of groups) group.node.open = open;
    name();
  });
  section.addEventListener("toggle", name, true);
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
}

let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const node of folded) node.open = true;
});
addEventListener("afterprint", () => { for (const node of folded) node.open = false; });
