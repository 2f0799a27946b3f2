// The editor of a draft works by plain posts. This sends them without leaving the page, one after the other, and
// adds dragging, the focus after an act, and care for a line that is open and not saved.

document.documentElement.classList.add("can-drag");

// Every act is sent by the one form that is never replaced: a line may be gone before its answer comes.
function send(address, values, target = "#status") {
  htmx.ajax("POST", address, { source: "#act", target, swap: "innerHTML", values });
}

function post(form, submitter = null) {
  const values = Object.fromEntries(new FormData(form, submitter));
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  send(address, values, form.querySelector(".form-status") ?? "#status");
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#act, .adding, [data-editing]")) return;
  event.preventDefault();
  post(event.target, event.submitter);
});

// An open line is saved as one goes. What it has seen is told at the moment of sending: the answer to the
// request before may have brought a newer state.
const openForm = (address) =>
  [...document.querySelectorAll("[data-editing]")].find((form) => form.getAttribute("action") === address);

document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-editing]");
  if (form) post(form);
});
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const seen = openForm(detail.path)?.querySelector("[name=seen]");
  if (seen && detail.verb === "post") detail.parameters.seen = seen.value;
});

// Dragging: a list says by data-sortable what stands in it; things go to any list of the same kind.
function enableDragging() {
  for (const list of document.querySelectorAll("[data-sortable]:not([data-ready])")) {
    list.dataset.ready = "";
    const kind = list.dataset.sortable;
    Sortable.create(list, {
      group: kind,
      handle: ".handle",
      draggable: "[data-pk]",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onEnd: dropped,
    });
  }
}

const kindOf = (item) => item.id.replace(/^(group|row)-/, "").replace(/-\d+$/, "");

function dropped({ item, from, to, oldIndex, newIndex }) {
  if (from === to && oldIndex === newIndex) return;
  const kind = kindOf(item);
  const pk = item.dataset.pk;
  let next = item.nextElementSibling;
  while (next && kindOf(next) !== kind) next = next.nextElementSibling; // lists and questions share an order
  const values = { into: to.dataset.holder, before: next?.dataset.pk ?? "" };
  const address = `${location.pathname}${kind}/${pk}/place/`;
  send(address, values);
}

// After an act the server names what should have the focus.
document.addEventListener("rolecard:focus", ({ detail }) => {
  const wanted = document.getElementById(detail.id);
  wanted?.focus();
});

// A line that is open and holds something unsaved is not swept away by an act elsewhere in its list.
document.addEventListener("input", ({ target }) => {
  target.closest("[data-editing]")?.setAttribute("data-unsaved", "");
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status < 400) openForm(detail.requestConfig.path)?.removeAttribute("data-unsaved");
});
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const unsaved = detail.target.querySelector("[data-unsaved]");
  if (!unsaved) return;
  detail.shouldSwap = false;
  const refusal = unsaved.querySelector(".refusal, .conflict");
  (refusal?.querySelector("a, button") ?? unsaved.querySelector("input:not([type=hidden])")).focus();
});

// Escape closes an open line: what it holds is saved as by Done.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.target.closest?.("[data-editing]")?.querySelector("[name=done]").click();
});

document.addEventListener("htmx:afterSettle", enableDragging);
enableDragging();
