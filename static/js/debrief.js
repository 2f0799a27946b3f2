// Notes of a debrief are sent by htmx. What is typed and not stored yet is not left without being asked.

const isTyped = (form) => form.dataset.typed !== undefined;

document.addEventListener("input", ({ target }) => {
  const form = target.closest("[data-note]");
  if (form) form.dataset.typed = "";
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest("[data-note]");
  if (!form || !detail.successful) return;
  const sent = detail.requestConfig.parameters;
  if (["agreed", "text"].every((name) => form.elements[name].value === sent[name])) delete form.dataset.typed;
});

window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("[data-note]")].some(isTyped)) event.preventDefault();
});
