// The page of a plan works by plain posts: every button gives the form back, arranged, with nothing stored.
// This sends them without leaving the page, one after the other; adds dragging; and keeps what was typed or
// ticked while an answer was on its way.

const plan = () => document.getElementById("plan");
const isText = (one) => one.matches("input:not([type]), textarea");
const WHOLE = ["generate", "copy"]; // these bring texts of their own

let sent = ""; // the act whose answer is on its way
let waiting = ""; // what was done meanwhile
let ticked = new Map(); // boxes that were, by id
let putBack = null;
let focus = "";

function send(act, { undo = null, next = "" } = {}) {
  if (sent) {
    waiting = act;
    return;
  }
  [sent, putBack, focus] = [act, undo, next];
  ticked.clear();
  const values = { act };
  htmx.ajax("POST", plan().getAttribute("action"), { source: plan(), target: "#plan", select: "#plan", swap: "outerHTML", values });
}
// htmx breaks its promise, for no reason, where something could not be sent: site.js has said so by then.
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason === undefined) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const { submitter } = event;
  if (event.target !== plan()) return;
  if (submitter?.name !== "act" || submitter.value === "save") {
    leaving = true;
    return;
  }
  event.preventDefault();
  send(submitter.value, { next: submitter.dataset.focus });
});

document.addEventListener("change", ({ target }) => {
  // Sortable has an event of this name too, for lists.
  if (!plan()?.contains(target) || !target.matches("input, textarea") || target.id === "id_reason") return;
  if (sent && target.type === "checkbox") ticked.set(target.id, target.checked);
  send("preview");
});

// What was typed since the form was sent is newer than what the answer has.
let typed = new Map();
let caret = null; // where it stands, or what is selected: htmx forgets that where it begins at the first letter
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target !== plan()) return;
  const kept = [...plan().elements].filter((one) => isText(one) && (!WHOLE.includes(sent) || one.id === "id_reason"));
  typed = new Map(kept.map((one) => [one.id, one.value]));
  const { activeElement: active } = document;
  caret = isText(active) ? { id: active.id, from: active.selectionStart, to: active.selectionEnd } : null;
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "plan") return;
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (field && field.value !== value) field.value = value;
  }
  if (caret && document.activeElement.id === caret.id) document.activeElement.setSelectionRange(caret.from, caret.to);
  for (const [id, isTicked] of ticked) {
    const box = document.getElementById(id);
    if (box) box.checked = isTicked;
  }
  const { said, focus: named } = plan().dataset;
  document.getElementById("status").textContent = said;
  if (sent !== "preview") document.getElementById(focus || named)?.focus();
  enableDragging();
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!sent || detail.requestConfig.path !== plan().getAttribute("action")) return;
  if (!detail.successful) putBack?.();
  [sent, putBack] = ["", null];
  const act = waiting;
  waiting = "";
  if (act && detail.successful) send(act);
});

let leaving = false;
window.addEventListener("beforeunload", (event) => {
  if (!leaving && plan()?.hasAttribute("data-unsaved")) event.preventDefault();
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("#plan a[href*='/plan/']")) leaving = true; // discards, and says so
});

// Dragging: to another round, or to another place in the order that all rounds share.
function enableDragging() {
  for (const list of document.querySelectorAll("[data-slot]:not([data-ready])")) {
    list.dataset.ready = "";
    Sortable.create(list, {
      group: "criteria",
      handle: ".handle",
      draggable: "[data-number]",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onEnd: dropped,
    });
  }
}

function dropped({ item, from, to, oldIndex, newIndex }) {
  const isSame = from.dataset.slot === to.dataset.slot;
  if (isSame && oldIndex === newIndex) return;
  const { number } = item.dataset;
  const place = isSame ? ` ${inOrderAfter(item)}` : "";
  const undo = () => {
    const others = [...from.children].filter((one) => one !== item);
    from.insertBefore(item, others[oldIndex] ?? null);
  };
  send(`move ${number} ${from.dataset.slot} ${to.dataset.slot}${place}`, { undo });
}

// The criterion that it goes before: the next in its round or, where it is the last there, in the plan.
function inOrderAfter(item) {
  if (item.nextElementSibling) return item.nextElementSibling.dataset.number;
  const last = document.getElementById(`criterion-${item.previousElementSibling.dataset.number}`);
  return last.nextElementSibling?.id.replace("criterion-", "") ?? "end";
}

enableDragging();
