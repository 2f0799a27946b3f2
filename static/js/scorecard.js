// A scorecard that is being filled in: every change goes into the outbox, and the page says what became of it.

import "./keys.js";
import * as outbox from "./outbox.js";
import { token } from "./site.js";
import { slots, unfold } from "./slots.js";
import { showProgress } from "./strip.js";

const sheet = document.getElementById("sheet");
const status = document.getElementById("status");
const words = (name, number = "") => status.dataset[name].replace("{}", number);

// What became of each

function line(slot, name, number) {
  if (slot.problem) return;
  slot.line.textContent = words(name, number);
  slot.line.classList.toggle("is-saving", name !== "saved");
  slot.line.classList.remove("is-failed");
}

function button(box, name, act) {
  box.querySelector(`[data-${name}]`).addEventListener("click", () => {
    act();
    showProgress();
    showStatus();
  });
}

// Whether the focus was in it.
function clearProblem(slot) {
  const hadFocus = slot.problem?.contains(document.activeElement);
  slot.problem?.remove();
  slot.problem = slot.goBack = null;
  return hadFocus;
}

function showProblem(slot, kind, fill) {
  const hadFocus = clearProblem(slot);
  slot.problem = document.getElementById(kind).content.firstElementChild.cloneNode(true);
  const put = (name, text) => { slot.problem.querySelector(`[data-${name}]`).textContent = text; };
  fill(put);
  (slot.line.closest(".below") ?? slot.line).before(slot.problem);
  unfold(slot.box);
  slot.line.textContent = "";
  if (hadFocus) slot.problem.querySelector("button").focus();
}

function settle(slot) {
  if (clearProblem(slot)) (slot.field ?? slot.radios.find((radio) => radio.checked) ?? slot.radios[0]).focus();
}

// Both return how to go back to what is stored.
function showConflict(slot, theirs) {
  showProblem(slot, "conflict", (put) => {
    put("at", theirs.at);
    put("mine", slot.tell(slot.read()) || slot.problem.dataset.nothing);
    put("theirs", slot.tell(theirs.said) || slot.problem.dataset.nothing);
  });
  button(slot.problem, "keep", () => {
    settle(slot);
    outbox.insist(slot.address, slot.read(), theirs.version);
  });
  const take = () => {
    slot.show(theirs.said);
    settle(slot);
    know(slot, theirs);
  };
  // Where nothing of it is kept, what another tab keeps was not seen.
  button(slot.problem, "take", () => (slot.goBack ? outbox.drop(slot.address) : take()));
  return take;
}

function showRefusal(slot, { locked, errors, status: code }) {
  showProblem(slot, "refusal", (put) => {
    const { dataset } = slot.problem;
    put("why", locked ?? (errors.join(" ") || dataset[`why${code}`] || dataset.why));
  });
  button(slot.problem, "discard", () => outbox.drop(slot.address));
  return () => {
    slot.show(slot.stored);
    settle(slot);
  };
}

// Something else was entered here than is stored.
const isOpen = (slot) => slot.isTouched && !slot.holds(slot.stored);

function learn(slot, { said, version }) {
  slot.version.value = version;
  slot.stored = said;
}

function know(slot, news) {
  learn(slot, news);
  if (news.at) line(slot, "saved", news.at);
}

function showSlot(slot, entry) {
  if (entry.problem) {
    if (!entry.isOwn && !isOpen(slot)) slot.show(entry.said); // in another tab
    const { theirs } = entry.problem;
    slot.goBack = theirs ? showConflict(slot, theirs) : showRefusal(slot, entry.problem);
  } else if (entry.isOwn) {
    settle(slot);
    line(slot, isWaitingLong ? "waitingOne" : "savingOne");
  } else if (slot.goBack) {
    slot.show(entry.said); // mended there
    settle(slot);
  }
}

// What became of all, in one place that is read out: what lasts, and not every key stroke

let isWaitingLong = false;
let newest = status.dataset.at; // when something was saved
let timer = 0;
let shown = "";
let lastAsked = "";

const LAG = 1000; // ms until a tab sees for certain what another has kept
const mine = () => outbox.waiting().filter(({ slot }) => slots.has(slot));

function state() {
  const all = mine();
  const waiting = all.filter(({ problem }) => !problem);
  const open = waiting.length;
  const late = waiting.filter(({ slot }) => !outbox.isTyping(slot)).length;
  const stuck = all.filter(({ slot }) => slots.get(slot).problem).length; // the rest is shown in another tab
  if (outbox.halted === "another-person") return ["another", open];
  if (outbox.halted) return ["signedOut", open];
  if (open && (outbox.isOffline || !navigator.onLine)) return ["offline", open];
  if (late) return ["waiting", late];
  if (stuck) return ["stuck", stuck];
  if (outbox.isOffline || !navigator.onLine) return ["away", 0];
  return newest ? ["saved", newest] : ["", 0];
}

function showStatus(wait = 700) {
  timer ||= setTimeout(() => {
    timer = 0;
    const [name, number] = state();
    isWaitingLong = !["saved", "stuck", ""].includes(name);
    for (const { slot, problem, isOwn } of mine())
      if (isWaitingLong && isOwn && !problem) line(slots.get(slot), "waitingOne");
    const text = name && words(name, number) + (outbox.isForgetful && isWaitingLong ? ` ${words("forgetful")}` : "");
    if (text === shown || (!name && !shown)) return;
    shown = text;
    status.firstElementChild.textContent = text;
    status.dataset.state = name;
    status.querySelector("[data-sign-in]").hidden = !outbox.halted;
    status.querySelector("[data-show]").hidden = name !== "stuck";
  }, wait);
}

async function signIn({ isAsked = false } = {}) {
  const { ask, enter, leave } = await import("./sign-in.js");
  if (!outbox.halted) return leave();
  if (isAsked || lastAsked !== outbox.halted) ask(outbox.halted);
  lastAsked = outbox.halted; // closed by hand, it stays closed
  if (isAsked) enter();
}

status.querySelector("[data-sign-in]").addEventListener("click", () => signIn({ isAsked: true }));
status.querySelector("[data-show]").addEventListener("click", showFirstProblem);

function showFirstProblem() {
  const button = document.querySelector(".problem button");
  if (button) unfold(button);
  (button ?? status).focus();
}

outbox.outbox.addEventListener("state", () => {
  if (outbox.halted) signIn();
  showStatus();
});

outbox.outbox.addEventListener("change", ({ detail }) => {
  const slot = slots.get(detail.slot);
  const entry = slot && keptOf(slot);
  if (entry) showSlot(slot, entry);
  else if (slot?.goBack) {
    if (detail.isGone) slot.goBack();
    else settle(slot); // mended in another tab, and saved already
  } else if (slot && detail.isElsewhere) setTimeout(recover, LAG, slot);
  if (entry?.problem || (outbox.isOffline && !detail.isElsewhere)) waitingToSubmit = null;
  showProgress();
  showStatus();
});

const keptOf = (slot) => mine().find((one) => one.slot === slot.address);

// What is neither stored nor kept nor asked about was swept away by a tab that had not seen it yet.
function recover(slot) {
  if (isOpen(slot) && !keptOf(slot) && !slot.problem) enter(slot);
}

function hear(slot, news) {
  slot.heard = news.version;
  if (news.isOwn) learn(slot, news);
  if (keptOf(slot)) return; // it knows what was said here, and meets anything else
  if (slot.holds(news.said)) {
    settle(slot);
    know(slot, news);
  } else if (news.isOwn && !slot.problem) enter(slot); // swept away, too
  else if (slot.isTouched) showConflict(slot, news); // another tab was faster
  else line(slot, "elsewhere", news.at);
}

outbox.outbox.addEventListener("saved", ({ detail }) => {
  if (lastAsked) {
    lastAsked = "";
    signIn();
  }
  const slot = slots.get(detail.slot);
  if (!slot) return;
  newest = detail.at || newest;
  if (detail.version >= slot.heard) hear(slot, detail); // of two tabs, the older may come later
  showProgress();
  showStatus();
  submitNow();
});

// What somebody does

function enter(slot) {
  if (!slot) return;
  slot.isTouched = true;
  outbox.put(slot.address, slot.read(), Number(slot.version.value));
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-criterion] :is(input[type=radio], select)"))
    enter(slots.get(target.closest("[data-criterion]").dataset.slot));
});
document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-note] textarea")) enter(slots.get(target.closest("[data-note]").dataset.slot));
});
document.addEventListener("focusout", ({ target }) => {
  if (target.matches("[data-note] textarea")) outbox.hurry();
});

// Submitting waits for what is on its way: the sheet would otherwise meet its own marks as somebody else's.
let waitingToSubmit = null; // the button that was clicked

sheet.addEventListener("submit", (event) => {
  const open = mine();
  if (open.length) {
    event.preventDefault();
    waitingToSubmit = open.some(({ problem }) => problem) || outbox.halted ? null : event.submitter;
    if (waitingToSubmit) outbox.hurry();
    else if (outbox.halted) signIn({ isAsked: true });
    else showFirstProblem();
    return;
  }
  const field = sheet.elements.namedItem("csrfmiddlewaretoken");
  field.value = token() || field.value;
});

function submitNow() {
  if (!waitingToSubmit || mine().length) return;
  const submitter = waitingToSubmit;
  waitingToSubmit = null;
  sheet.requestSubmit(submitter);
}

// What a closed tab would take along: texts, and all where the browser refuses to store. Other pages of the site
// send it too.
let isStayingHere = false;

document.addEventListener("click", ({ target }) => {
  const link = target.closest("a[href]");
  isStayingHere = Boolean(link && link.origin === location.origin && !link.target);
});
window.addEventListener("beforeunload", (event) => {
  const wouldBeLost = mine().some(({ said, isStored }) => !isStored && !("text" in said && isStayingHere && !outbox.isForgetful));
  if (wouldBeLost) event.preventDefault();
});

// With scripts everything is saved as it is entered; only a sheet that came back with conflicts is saved again.
document.getElementById("save-sheet").hidden = !document.querySelector("[data-conflict]");

// What was entered before this script came, and before this page was opened

for (const slot of slots.values()) if (!slot.holds(slot.stored)) enter(slot);
for (const entry of mine()) {
  const slot = slots.get(entry.slot);
  slot.show(entry.said);
  unfold(slot.box);
  slot.isTouched = true;
  showSlot(slot, entry);
}
showProgress();
showStatus(0);
outbox.send();
