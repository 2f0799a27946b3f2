// A locked scorecard: what this browser kept for it and can never arrive. It is shown until its author discards it.

import { drop, outbox, send, waiting } from "./outbox.js";

const list = document.getElementById("leftover");
const item = document.getElementById("leftover-item");

function inWords({ text, value, reason }) {
  if (text !== undefined) return text;
  const words = [value && `value-${value}`, reason && `reason-${reason}`].filter(Boolean);
  return words.map((name) => list.querySelector(`[data-word="${name}"]`).textContent).join(": ");
}

function show() {
  const left = waiting().filter(({ slot, problem }) => problem && slot.startsWith(list.dataset.card));
  list.hidden = !left.length;
  const items = left.map(({ slot, said }) => {
    const row = item.content.firstElementChild.cloneNode(true);
    const place = document.querySelector(`[data-slot="${slot.replace("evidence/", "")}"]`);
    row.querySelector("[data-name]").textContent = place?.dataset.name ?? "";
    row.querySelector("[data-said]").textContent = inWords(said);
    row.querySelector("button").addEventListener("click", () => drop(slot));
    return row;
  });
  list.querySelector("ul").replaceChildren(...items);
}

outbox.addEventListener("change", ({ detail }) => {
  if (detail.slot.startsWith(list.dataset.card)) show();
});
show();
send();
