// What is entered on a scorecard stays here until the server has acknowledged it.
//
// A slot is one thing that is saved on its own, and its address: the mark of a criterion {value, reason}, the
// evidence for it or the note for the next interviewer {text}. Of each slot the newest is kept, with the version it
// is based on and a key of its own: sent twice, it counts once. An answer means saved, refused, or nothing
// (unknown: it is sent again with the same key). Entries belong to a person and are sent for no other.
//
// Marks are in localStorage, for every tab and until the person comes back; texts only in this tab's sessionStorage.

import { renew, token } from "./site.js";

const PATIENCE = 10_000; // ms for an answer
const SHORTEST = 200; // ms before sending again, doubled up to
const LONGEST = 2_000;
const LONGEST_TOLD = 30_000; // of a Retry-After
const TYPING = 700; // ms without a key stroke before a text is sent, or
const LONGEST_TYPING = 4_000; // ms of typing on
const KEEPALIVE = 60_000; // characters; browsers refuse more than 64 kB for a page that is being left
const UNKNOWN = [408, 425, 429];

export const person = document.body.dataset.person ?? "";
const START = `rolecard:${person}:`;
// "change" {slot, isGone?, isElsewhere?}: of what is kept. "saved" {slot, said, version, at, isOwn}: acknowledged.
// "state": halted, isOffline or isForgetful may have changed, or something is sent.
export const outbox = new EventTarget();
export let halted = ""; // "signed-out", "another-person"
export let isOffline = false; // the last request found no server
export let isForgetful = false; // the browser refuses to store; what is kept ends with the page

function tell(type, detail = {}) {
  outbox.dispatchEvent(new CustomEvent(type, { detail }));
}

// What is kept

// Tabs see late what another has changed in what is kept. So each knows some keys itself:
const own = new Set(); // of what was entered on this page, or shown when it was opened
const done = new Set(); // acknowledged, or replaced

class Shelf {
  constructor(area, isEntry) {
    this.memory = new Map(); // of what the browser refuses to store
    this.isEntry = isEntry;
    try {
      this.area = window[area];
    } catch {
      this.area = null;
    }
    isForgetful ||= !this.area;
  }

  get(slot) {
    const entry = this.stored(slot);
    return entry && !done.has(newest(entry).key) ? entry : null;
  }

  stored(slot) {
    if (this.memory.has(slot)) return this.memory.get(slot);
    try {
      const entry = JSON.parse(this.area.getItem(START + slot));
      return entry && this.isEntry(entry) && entry.key && Number.isInteger(entry.version) ? entry : null;
    } catch {
      return null;
    }
  }

  set(slot, entry) {
    try {
      this.area.setItem(START + slot, JSON.stringify(entry));
      this.memory.delete(slot);
    } catch {
      this.delete(slot); // an older one must not outlive this page
      this.memory.set(slot, entry);
      isForgetful = true;
      tell("state");
    }
  }

  delete(slot) {
    this.memory.delete(slot);
    try {
      this.area.removeItem(START + slot);
    } catch {
      // It was in memory only.
    }
  }

  slots() {
    let stored = [];
    try {
      stored = Object.keys(this.area).filter((key) => key.startsWith(START)).map((key) => key.slice(START.length));
    } catch {
      // Nothing but memory.
    }
    return [...new Set([...this.memory.keys(), ...stored])];
  }
}

const marks = new Shelf("localStorage", (entry) => typeof entry.value === "string");
const texts = new Shelf("sessionStorage", (entry) => typeof entry.text === "string");
const shelfOf = (said) => ("text" in said ? texts : marks);
const kept = (slot) => marks.get(slot) ?? texts.get(slot);

const newest = (entry) => entry.next ?? entry;
export const saidBy = (entry) =>
  "text" in entry ? { text: entry.text } : { value: entry.value, reason: entry.reason };
// The server strips texts and knows one kind of line end.
export const isSame = (one, other) =>
  "text" in one ? plain(one.text) === plain(other.text) : one.value === other.value && one.reason === other.reason;
const plain = (text) => text.replace(/\r\n?/g, "\n").trim();

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

for (const shelf of [marks, texts])
  for (const entry of shelf.slots().map((slot) => shelf.get(slot)))
    if (entry) own.add(entry.key).add(newest(entry).key);

// All that waits: {slot, said, problem?, isStored, isOwn}, oldest first. A problem {theirs}, {locked} or {errors}
// waits for its author.
export function waiting() {
  const found = [marks, texts].flatMap((shelf) =>
    shelf.slots().map((slot) => ({ slot, entry: shelf.get(slot), isStored: shelf === marks && !shelf.memory.has(slot) })));
  return found
    .filter(({ entry }) => entry)
    .sort((one, other) => one.entry.since - other.entry.since)
    .map(({ slot, entry, isStored }) => (
      { slot, said: saidBy(newest(entry)), problem: entry.problem, isStored, isOwn: own.has(newest(entry).key) }));
}

const due = new Map(); // slot → when its text may be sent
const begun = new Map(); // slot → since when it is typed

export const isTyping = (slot) => due.get(slot) > Date.now();

export function put(slot, said, version) {
  const shelf = shelfOf(said);
  const old = shelf.get(slot);
  const isUnseen = old && !own.has(old.key); // of another tab
  const entry = { ...said, key: newKey() };
  own.add(entry.key);
  if (old?.tried) {
    // Nobody knows whether that arrived: it is sent again first, so that this one knows its version. If it was not
    // seen here, this one keeps its page's version, and meets it.
    shelf.set(slot, { ...old, next: isUnseen ? { ...entry, version } : entry });
  } else {
    const base = isUnseen ? version : old?.version ?? version;
    const problem = old?.problem?.errors ? undefined : old?.problem; // mended, perhaps
    shelf.set(slot, { ...entry, version: base, since: old?.since ?? Date.now(), problem });
  }
  if ("text" in said) {
    if (!isTyping(slot)) begun.set(slot, Date.now());
    due.set(slot, Math.min(Date.now() + TYPING, begun.get(slot) + LONGEST_TYPING));
  }
  tell("change", { slot });
  send();
}

// The author has seen what is stored, and says this nevertheless.
export function insist(slot, said, version) {
  const old = kept(slot);
  if (old) done.add(newest(old).key);
  put(slot, said, version);
  due.delete(slot);
}

export function drop(slot) {
  marks.delete(slot);
  texts.delete(slot);
  tell("change", { slot, isGone: true });
}

// Sending: one request at a time, and one tab at a time

const tries = new Map(); // slot → how often there was no answer: what hangs does not hold up the others
let failures = 0; // in a row
let notBefore = 0;
let isTold = false; // by a Retry-After
let timer = 0;
let isBusy = false;
let isAsked = false;

// All texts may be sent at once: somebody leaves a field, the page, or wants to submit.
export function hurry() {
  due.clear();
  send();
}

// Something has changed outside: a connection, a session, a person who comes back to the page.
export function again() {
  if (!isTold) notBefore = 0;
  if (halted) {
    halted = "";
    tell("state");
  }
  hurry();
}

export function send() {
  isAsked = true;
  if (!isBusy && person) run();
}

async function run() {
  isBusy = true;
  try {
    while (isAsked) {
      isAsked = false;
      if (await exclusively(step)) isAsked = true;
    }
  } finally {
    isBusy = false;
  }
}

async function exclusively(act) {
  try {
    return await navigator.locks.request(`rolecard:${person}`, act);
  } catch {
    return act(); // an old browser, or one that refuses to store: keys make a repeat harmless
  }
}

function later(moment) {
  clearTimeout(timer);
  timer = setTimeout(send, Math.max(0, moment - Date.now()));
}

// Whether to go on at once.
async function step() {
  if (halted) return false;
  const ready = waiting().filter(({ problem }) => !problem);
  if (!ready.length) return false;
  const now = Date.now();
  if (now < notBefore) {
    later(notBefore);
    return false;
  }
  const dueAt = ({ slot }) => due.get(slot) ?? 0;
  const soon = ready.filter((one) => dueAt(one) <= now);
  if (!soon.length) {
    later(Math.min(...ready.map(dueAt)));
    return false;
  }
  const often = ({ slot }) => tries.get(slot) ?? 0;
  const { slot } = soon.reduce((best, one) => (often(one) < often(best) ? one : best));
  const entry = { ...kept(slot), tried: true };
  shelfOf(entry).set(slot, entry);
  tell("state"); // it is on its way
  return take(slot, entry, await post(slot, entry));
}

async function post(slot, entry) {
  const body = new URLSearchParams({ ...saidBy(entry), version: entry.version, key: entry.key, person }).toString();
  try {
    const answer = await fetch(slot, {
      method: "POST",
      body,
      headers: {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
        "X-CSRFToken": token(),
      },
      keepalive: body.length < KEEPALIVE,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    // Some sign-in in front of the site redirects instead of saying 401.
    if (answer.type === "opaqueredirect") return { status: 401, data: { reason: "signed-out" } };
    const data = await answer.json().catch(() => ({}));
    return { status: answer.status, data, after: Number(answer.headers.get("Retry-After")) || 0 };
  } catch (error) {
    return { status: 0, data: {}, isOffline: error.name === "TypeError" };
  }
}

function take(slot, entry, answer) {
  const { status, data } = answer;
  const wasOffline = isOffline;
  isOffline = Boolean(answer.isOffline);
  if (isOffline !== wasOffline) tell("state");
  // An answer of 200 that is not ours (a hotel's welcome page) acknowledges nothing.
  if (status === 200 && Number.isInteger(data.version)) return saved(slot, entry, data);
  if (status === 409 && data.theirs) return changed(slot, entry, data.theirs);
  if (status === 401) return halt(data.reason === "another-person" ? data.reason : "signed-out");
  const isUnknown = status < 400 || status >= 500 || UNKNOWN.includes(status);
  const isStale = status === 403 && (tries.get(slot) ?? 0) < 2; // the token's cookie is gone, perhaps
  if (isStale) renew();
  if (isUnknown || isStale) return wait(slot, answer.after ?? 0);
  return refused(slot, entry, data.locked ? { locked: data.locked } : { errors: data.errors ?? [], status });
}

function answered(slot) {
  tries.delete(slot);
  failures = notBefore = 0;
  isTold = false;
}

function saved(slot, entry, { version, saved_at: at }) {
  answered(slot);
  const shelf = shelfOf(entry);
  const keys = [entry.key];
  const now = shelf.stored(slot);
  if (now?.key === entry.key) {
    if (now.next && !isSame(now.next, entry)) shelf.set(slot, { version, ...now.next, since: now.since });
    else {
      shelf.delete(slot);
      keys.push(newest(now).key);
    }
  }
  const news = { slot, said: saidBy(entry), version, at, keys };
  heard(news);
  if (shelf === marks) tellTabs({ saved: news }); // no text leaves the tab
  return true;
}

function heard({ keys, ...news }) {
  for (const key of keys) done.add(key);
  tell("saved", { ...news, isOwn: keys.some((key) => own.has(key)) });
}

// It was changed elsewhere, unless that is what was meant here.
function changed(slot, entry, { version, saved_at: at, ...theirs }) {
  const mine = saidBy(newest(kept(slot) ?? entry));
  if (isSame(mine, theirs)) return saved(slot, { ...entry, ...mine }, { version, saved_at: at });
  return refused(slot, entry, { theirs: { said: theirs, version, at } });
}

function refused(slot, entry, problem) {
  answered(slot);
  const shelf = shelfOf(entry);
  const { next, ...now } = shelf.get(slot) ?? entry;
  if (next && problem.errors) shelf.set(slot, { version: now.version, ...next, since: now.since }); // another try
  else shelf.set(slot, { ...now, ...next, tried: false, problem });
  tell("change", { slot });
  return true;
}

function halt(reason) {
  halted = reason;
  tell("state");
  return false;
}

function wait(slot, seconds) {
  tries.set(slot, (tries.get(slot) ?? 0) + 1);
  isTold = seconds > 0;
  const pause = Math.min(LONGEST, SHORTEST * 2 ** failures++) * (0.75 + Math.random() / 4);
  notBefore = Date.now() + Math.max(pause, Math.min(LONGEST_TOLD, seconds * 1000));
  later(notBefore);
  tell("change", { slot });
  return false;
}

// Other tabs

let channel = null;
try {
  channel = new BroadcastChannel("rolecard");
} catch {
  // The browser refuses to store anything; each tab is on its own.
}

function tellTabs(message) {
  channel?.postMessage({ person, ...message });
}

channel?.addEventListener("message", ({ data }) => {
  if (data.here && person && data.here !== person) halt("another-person"); // a page of somebody else was opened
  else if (data.person !== person && data.here !== person) return;
  else if (data.saved) {
    isOffline = false; // for nobody
    heard(data.saved);
  }
  else if (data.here) again();
});

window.addEventListener("storage", ({ key, newValue }) => {
  if (key?.startsWith(START))
    tell("change", { slot: key.slice(START.length), isGone: !newValue, isElsewhere: true });
});

// The page that somebody has just signed in on tells the others.
export function signedIn() {
  tellTabs({ here: person });
  again();
}

for (const type of ["online", "offline"]) {
  window.addEventListener(type, () => {
    isOffline = type === "offline";
    tell("state");
    if (!isOffline) again();
  });
}
for (const type of ["focus", "pageshow"]) window.addEventListener(type, again);
document.addEventListener("visibilitychange", () => (document.hidden ? hurry() : again()));
