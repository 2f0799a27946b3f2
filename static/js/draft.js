// The editor of a draft works by plain posts and by htmx; this adds dragging, the focus after an act, and care
// for a line that is open and not saved.

document.documentElement.classList.add("can-drag");

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
  htmx.ajax("POST", address, { source: "#act", target: "#status", swap: "none", values });
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
  if (detail.xhr.status < 400) detail.requestConfig.elt.closest("[data-editing]")?.removeAttribute("data-unsaved");
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
