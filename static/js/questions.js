// The questions of a round are put in order by plain posts, which htmx sends without leaving the page. This adds
// dragging, and gives the focus back to the button that was pressed, or to the one that can still be.

function enable() {
  const list = document.querySelector("[data-sortable]:not([data-ready])");
  if (!list) return;
  list.dataset.ready = "";
  Sortable.create(list, {
    handle: ".handle",
    draggable: "[data-pk]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    onEnd: dropped,
  });
}

let undo = null; // puts what was dragged back where it was, if nobody has stored it

function dropped({ item, from, oldIndex, newIndex }) {
  if (oldIndex === newIndex) return;
  undo = () => {
    const others = [...from.children].filter((one) => one !== item);
    from.insertBefore(item, others[oldIndex] ?? null);
  };
  const values = { before: item.nextElementSibling?.dataset.pk ?? "" };
  htmx.ajax("POST", item.dataset.place, { source: "#asked", target: "#asked", select: "#asked", swap: "outerHTML", values });
}
// htmx breaks its promise, for no reason, where something could not be sent: site.js has said so by then.
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason === undefined) event.preventDefault();
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) undo?.();
  undo = null;
});

let pressed = "";
document.addEventListener("submit", ({ submitter }) => { pressed = submitter?.id ?? ""; });
document.addEventListener("htmx:afterSettle", () => {
  enable();
  const button = pressed && document.getElementById(pressed);
  if (button) (button.disabled ? button.closest(".tools").querySelector(".icon-btn:not(:disabled)") : button).focus();
  else if (pressed === "" && document.activeElement === document.body) document.getElementById("asked").focus();
  pressed = "";
});

enable();
