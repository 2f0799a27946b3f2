// The strip: how far the card is, and what time it is.

import { criteria, ofTheLevel, slots } from "./slots.js";

// How far, from what stands on the page: it holds without a connection too. The rules are those of Rating.gap on
// the server, which renders the same words first and has the last word when the card is submitted.

const panel = document.getElementById("progress");
const NEED_EVIDENCE = ["1", "2", "4"];

function gapOf(box) {
  if (!ofTheLevel.includes(box)) return "";
  const { value, reason } = slots.get(box.dataset.slot).read();
  if (!value) return "rating";
  if (value === "na") return reason ? "" : "reason";
  const isNeeded = "mustHave" in box.dataset && NEED_EVIDENCE.includes(value);
  return isNeeded && !box.querySelector("textarea").value.trim() ? "evidence" : "";
}

function show(name, number) {
  const part = panel.querySelector(`[data-${name}]`);
  part.hidden = !number;
  const figure = part.querySelector("b");
  if (figure) figure.textContent = number;
}

export function showProgress() {
  const gaps = ofTheLevel.map(gapOf);
  const count = (gap) => gaps.filter((one) => one === gap).length;
  const done = gaps.length - count("rating");
  panel.querySelector("[data-done]").textContent = done;
  show("missing", count("evidence") + count("reason"));
  show("evidence", count("evidence"));
  show("reason", count("reason"));
  show("both", count("evidence") && count("reason"));
  show("complete", gaps.every((gap) => !gap));
  show("begin", done < gaps.length && !count("evidence") && !count("reason"));
  const cells = panel.querySelectorAll(".meter i");
  ofTheLevel.forEach((box, place) => {
    const { value } = slots.get(box.dataset.slot).read();
    cells[place].className = value && (value === "na" ? "na" : `r${value}`);
  });
  for (const box of criteria)
    if (box.classList.contains("missing") && !gapOf(box) && !box.querySelector(".problem")) mend(box);
}

// What the summary on top asked for is there now.
function mend(box) {
  box.classList.remove("missing");
  box.removeAttribute("aria-describedby");
  box.querySelector(".saved").classList.remove("is-failed");
}

// Time left of the round, by the minute. Before it begins, and long after its end, only the time of day stands there.

const clock = document.getElementById("clock");
const LONG_OVER = 180; // minutes

function tick() {
  const gone = Math.floor((Date.now() - Date.parse(clock.dataset.starts)) / 60_000);
  const left = Number(clock.dataset.minutes) - gone;
  const isOn = gone >= 0 && left > -LONG_OVER;
  const say = (name, is, number) => {
    const part = clock.querySelector(`[data-${name}]`);
    part.hidden = !is;
    if (number !== undefined) part.querySelector("b").textContent = number;
  };
  say("time", !isOn);
  say("left", isOn && left >= 0, left);
  say("over", isOn && left < 0, -left);
  const toNext = 60_000 - ((Date.now() - Date.parse(clock.dataset.starts)) % 60_000);
  setTimeout(tick, Math.max(1_000, toNext));
}

if (clock) tick();
