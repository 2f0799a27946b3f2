// The editors of drafts and job descriptions work by plain posts. This sends them without leaving the page, one
// after the other, and adds dragging, the focus after an act, and care for what people have typed and nobody has
// stored yet.

const byAction = (selector, address) =>
  [...document.querySelectorAll(selector)].find((form) => form.getAttribute("action") === address);
const openForm = (address) => byAction("[data-editing]", address);
const fieldsOf = (form) => [...form.elements].filter((one) => one.name && !["hidden", "submit"].includes(one.type));

// Every act is sent by the one form that is never replaced: a line may be gone before its answer comes.
function send(address, values, target = "#status") {
  htmx.ajax("POST", address, { source: "#act", target, swap: "innerHTML", values });
}
// htmx breaks its promise, for no reason, where something could not be sent: site.js has said so by then.
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason === undefined) event.preventDefault();
});

function post(form, submitter = null) {
  const values = Object.fromEntries(new FormData(form, submitter));
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  send(address, values, form.querySelector(".form-status") ?? "#status");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("#act, .adding, [data-editing], [data-act]")) return;
  event.preventDefault();
  if (form.matches(".adding")) {
    if (form.dataset.sent === form.elements.line.value) return; // pressed twice
    form.dataset.sent = form.elements.line.value;
  }
  const { submitter } = event;
  post(form, submitter);
  if (submitter?.name === "done") form.inert = true; // nothing is typed into what is about to close
});

// An open line is saved as one goes. What it has seen is told at the moment of sending: the answer to the
// request before may have brought a newer state.
document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-editing]");
  if (form && !form.inert) post(form);
});
document.addEventListener("input", ({ target }) => {
  target.closest("[data-editing]")?.setAttribute("data-unsaved", "");
});
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "post") return;
  for (const kept of openForm(detail.path)?.querySelectorAll(".form-status [type=hidden]") ?? []) {
    detail.parameters[kept.name] = kept.value;
  }
});

// Dragging: a list says by data-sortable what stands in it; things go to any list of the same kind.
const dragged = new Map(); // what was dragged and is not stored yet, by the address of its act

function enableDragging() {
  for (const list of document.querySelectorAll("[data-sortable]:not([data-ready])")) {
    list.dataset.ready = "";
    Sortable.create(list, {
      group: list.dataset.sortable,
      handle: ".handle",
      draggable: "[data-item]",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onEnd: dropped,
    });
  }
}

const nameOf = (item) => item?.id.replace(/^(group|row)-/, "") ?? ""; // "requirement-12"

function dropped({ item, from, to, oldIndex, newIndex }) {
  if (from === to && oldIndex === newIndex) return;
  const address = `${location.pathname}${nameOf(item).replace("-", "/")}/place/`;
  dragged.set(address, { item, from, oldIndex });
  send(address, { into: to.dataset.holder, before: nameOf(item.nextElementSibling) });
}

function backToItsPlace({ item, from, oldIndex }) {
  const others = [...from.children].filter((one) => one !== item);
  from.insertBefore(item, others[oldIndex] ?? null);
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const address = detail.requestConfig.path;
  if (!detail.successful) {
    if (dragged.has(address)) backToItsPlace(dragged.get(address));
    const form = openForm(address);
    if (form?.inert) {
      form.inert = false;
      (form.querySelector(".form-status a, .form-status button") ?? fieldsOf(form)[0]).focus();
    }
  }
  dragged.delete(address);
  delete byAction(".adding", address)?.dataset.sent;
});

// What is on the page and not stored stays where it is when an act elsewhere brings its list anew.
let answered = null; // the open line whose own answer this is
let typing = ""; // the field that somebody is in, of another line

document.addEventListener("htmx:beforeSwap", ({ detail: { xhr, requestConfig } }) => {
  const form = openForm(requestConfig.path);
  answered = xhr.status < 400 ? form : null;
  const isStored = (one) => requestConfig.parameters[one.name] === (one.type === "checkbox" && !one.checked ? undefined : one.value);
  if (answered && fieldsOf(form).every(isStored)) {
    form.removeAttribute("data-unsaved");
  }
  const field = document.activeElement?.closest("[data-editing], .adding") ? document.activeElement : null;
  typing = field && field.form?.getAttribute("action") !== requestConfig.path ? field.id : "";
});

function keepWhatIsTyped(target, fragment) {
  const placeOf = (one) => fragment.querySelector(`#${CSS.escape(one.id)}`);
  const rows = [...document.querySelectorAll(".open-row")].filter((row) => !row.contains(answered));
  const homes = new Map(rows.map((row) => [row, placeOf(row)]));
  for (const row of rows) {
    if (homes.get(row) || !target.contains(row)) continue;
    // It was given to another list, which has not come anew: it stays open where it was.
    const list = fragment.querySelector(`.leaves[data-holder="${row.parentElement.dataset.holder}"]`);
    if (list) homes.set(row, list.appendChild(document.createElement("li")));
    else if (row.querySelector("[data-unsaved]")) return row;
  }
  for (const [row, home] of homes) home?.replaceWith(row);
  for (const old of target.querySelectorAll(".adding [name=line]")) {
    const field = placeOf(old);
    if (field && old.value && old.value !== old.form.dataset.sent) field.value = old.value;
  }
  for (const old of target.querySelectorAll("details[id]")) {
    if (old.open) placeOf(old)?.setAttribute("open", "");
  }
  return null;
}

document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const unsaved = keepWhatIsTyped(detail.target, detail.fragment);
  if (!unsaved) return;
  detail.shouldSwap = false;
  fieldsOf(unsaved.querySelector("form"))[0].focus();
});

document.addEventListener("htmx:oobErrorNoTarget", ({ detail }) => {
  if (!detail.target.startsWith("#group-")) return;
  const link = Object.assign(document.createElement("a"), { href: "", textContent: "Show it as it is now" });
  const words = "Somebody else has added to this: what you changed is stored in a part that this page lacks. ";
  const told = Object.assign(document.createElement("p"), { className: "msg warning", role: "alert" });
  told.append(words, link);
  setTimeout(() => document.getElementById("refusal").replaceChildren(told)); // after this answer has emptied it
});

window.addEventListener("beforeunload", (event) => {
  const lines = [...document.querySelectorAll(".adding [name=line]")];
  const isTyped = lines.some((line) => line.value !== line.defaultValue);
  if (isTyped || document.querySelector("[data-unsaved]")) event.preventDefault();
});

// After an act the server names what should have the focus, unless somebody is typing elsewhere by now.
document.addEventListener("rolecard:focus", ({ detail }) => {
  document.getElementById(typing || detail.id)?.focus();
  typing = "";
});

// Escape closes an open line: what it holds is saved as by Done.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  event.target.closest?.("[data-editing]")?.querySelector("[name=done]").click();
});

document.addEventListener("htmx:afterSettle", enableDragging);
enableDragging();
