// The parts of a scorecard that are saved on their own, as they stand on the page.
//
// A slot reads and shows what is said there. `stored` is what the server has, as far as this page knows (first what
// it has sent: somebody may have been faster than this script), and the hidden field `version` which state of it
// that is.

import { isSame } from "./outbox.js";

class Slot {
  isTouched = false; // by the author, on this page
  heard = 0; // the newest version that was told to be saved

  constructor(box, line) {
    this.address = box.dataset.slot;
    this.box = box;
    this.line = line; // says whether it is saved
    this.version = box.querySelector("[data-version]");
    this.problem = null; // the element that tells of one
    this.goBack = null; // from what was refused to what is stored
  }

  holds(said) {
    return isSame(this.read(), said);
  }
}

export class Mark extends Slot {
  constructor(box) {
    super(box, box.querySelector(".saved"));
    this.radios = [...box.querySelectorAll("input[type=radio]")];
    this.reason = box.querySelector("select");
    this.name = box.querySelector(".crit-name").textContent;
    const sent = [...this.reason.options].find((option) => option.defaultSelected)?.value ?? "";
    this.stored = this.said(this.radios.find((radio) => radio.defaultChecked), sent);
  }

  read() {
    return this.said(this.radios.find((radio) => radio.checked), this.reason.value);
  }

  said(radio, reason) {
    const value = radio?.value ?? "";
    return { value, reason: value === "na" ? reason : "" };
  }

  show({ value, reason }) {
    for (const radio of this.radios) radio.checked = radio.value === value;
    this.reason.value = reason;
  }

  // In the words of the page.
  tell({ value, reason }) {
    const radio = this.radios.find((one) => one.value === value);
    const why = [...this.reason.options].find((option) => option.value && option.value === reason);
    return [radio?.ariaLabel ?? this.box.dataset.nothing, why?.text].filter(Boolean).join(": ");
  }
}

export class Note extends Slot {
  constructor(box) {
    super(box, (box.closest("[data-criterion]") ?? box).querySelector(".saved"));
    this.field = box.querySelector("textarea");
    this.name = this.field.labels[0].textContent;
    this.stored = { text: this.field.defaultValue };
  }

  read() {
    return { text: this.field.value };
  }

  show({ text }) {
    this.field.value = text;
  }

  tell({ text }) {
    return text;
  }
}

export const criteria = [...document.querySelectorAll("[data-criterion]")];
// What is of the next level is optional, and offered after a 3 or 4 on the criterion that its <details> follow.
export const ofTheLevel = criteria.filter((box) => !("nextLevel" in box.dataset));
export const isOffered = (box) => {
  const offer = box.closest(".offer");
  return !offer || getComputedStyle(offer).visibility !== "hidden";
};
export const unfold = (box) => {
  const offer = box.closest(".offer");
  if (offer) offer.open = true;
};
const notes = [...document.querySelectorAll("[data-note]")];
const all = [...criteria.map((box) => new Mark(box)), ...notes.map((box) => new Note(box))];
export const slots = new Map(all.map((slot) => [slot.address, slot]));
