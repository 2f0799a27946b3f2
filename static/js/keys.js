// Rating by keyboard: 1 to 4, 0, J and K, E, Ctrl or Cmd with Enter, and ? for help. Never while somebody types.

import { criteria, isOffered, unfold } from "./slots.js";

const VALUES = { 1: "1", 2: "2", 3: "3", 4: "4", 0: "na" };
const help = document.getElementById("keys");

function choose(criterion, value) {
  const radio = criterion.querySelector(`input[type=radio][value="${value}"]`);
  radio.focus();
  if (radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function enter(criterion) {
  if (!criterion) return;
  unfold(criterion);
  const radios = [...criterion.querySelectorAll("input[type=radio]")];
  (radios.find((radio) => radio.checked) ?? radios[0])?.focus();
}

let last = null; // the criterion that was entered last
document.addEventListener("focusin", ({ target }) => { last = target.closest("[data-criterion]") ?? last; });

document.addEventListener("keydown", (event) => {
  const { target } = event;
  const criterion = target.closest("[data-criterion]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (target.closest("dialog")) return;
    event.preventDefault();
    document.querySelector("#sheet [name=then]").click();
    return;
  }
  if (event.key === "Escape" && criterion && target.matches("textarea, select")) enter(criterion);
  const isTyping = target.matches("textarea, select, input:not([type=radio])") || target.isContentEditable;
  if (isTyping || target.closest("dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  const offered = criteria.filter((box) => box === criterion || isOffered(box));
  const place = offered.indexOf(criterion);
  if (key === "?") help.showModal();
  else if (key === "j") enter(criterion ? offered[place + 1] : last ?? offered[0]);
  else if (key === "k") enter(criterion ? offered[place - 1] : last ?? offered[0]);
  else if (criterion && key in VALUES) choose(criterion, VALUES[key]);
  else if (criterion && key === "e") criterion.querySelector("textarea").focus();
  else return;
  event.preventDefault();
});

const opener = document.querySelector("[data-opens=keys]");
opener.hidden = false;
opener.addEventListener("click", () => help.showModal());
