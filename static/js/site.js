// What every page needs: the CSRF token at the moment of sending, a visible word when something was not saved,
// and a second try for what was not.
// Other modules report through events on document:
//   rolecard:not-saved {key, text, signIn}   and   rolecard:saved {key}

// The token for a request, from the cookie at the moment of sending: signing in changes it while a page stays open.
export function token() {
  const name = `${document.querySelector("meta[name=csrf-cookie]")?.content || "csrftoken"}=`;
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(name));
  return found ? decodeURIComponent(found.slice(name.length)) : "";
}

// Every page with a form brings the cookie; the sign-in page is open to everybody.
export async function renew() {
  await fetch(document.querySelector("#unsaved a[data-sign-in]").href).catch(() => {});
}

const bar = document.getElementById("unsaved");
const said = bar?.querySelector("[role=alert]");
const signIn = bar?.querySelector("a[data-sign-in]");
const goThere = bar?.querySelector("a[data-there]");
const open = new Map(); // what is not saved yet: key → {text, signIn, there}

function show() {
  const last = [...open.values()].at(-1);
  bar.hidden = !last;
  said.textContent = last ? last.text : "";
  signIn.hidden = !last?.signIn;
  goThere.hidden = !last?.there;
  if (last?.there) goThere.href = last.there;
}

function notSaved(key, text, needsSignIn = false, there = "") {
  if (!bar) return;
  open.delete(key); // the newest stands last
  open.set(key, { text, signIn: needsSignIn, there });
  show();
}

function saved(key) {
  if (bar && open.delete(key)) show();
}

const keyOf = ({ requestConfig }) => `${requestConfig.verb} ${requestConfig.path}`;
const lead = ({ requestConfig }) => (requestConfig.verb === "get" ? "Not loaded" : "Not saved");
const stays = "What you entered is still on this page.";
const signedOut = "You are signed out. Sign in again in a new tab, then come back: nothing on this page is lost.";

// From the cookie, not from the page: signing in elsewhere changes the token while this page stays open.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb === "get") return;
  const now = token();
  if (!now) return;
  detail.headers["X-CSRFToken"] = now;
  // The server believes the form before the header.
  if (detail.parameters.csrfmiddlewaretoken) detail.parameters.csrfmiddlewaretoken = now;
});

document.addEventListener("htmx:sendError", ({ detail }) =>
  notSaved(keyOf(detail), `${lead(detail)}: there is no connection to the server. ${stays} Try again.`));

document.addEventListener("htmx:timeout", ({ detail }) =>
  notSaved(keyOf(detail), `${lead(detail)}: the server did not answer in time. ${stays} Try again.`));

document.addEventListener("htmx:responseError", ({ detail }) => {
  const { status } = detail.xhr;
  if (status === 409 || status === 422) return saved(keyOf(detail)); // the answer on the page says what is wrong
  if (status === 401) return notSaved(keyOf(detail), signedOut, true);
  const why = {
    403: "you may not do this, or the page has grown old; reload it",
    404: "it is no longer there, or no longer open to you",
    413: "it is too large",
    429: "too many requests; wait a moment",
  }[status] ?? `the server could not do it (${status})`;
  notSaved(keyOf(detail), `${lead(detail)}: ${why}. ${stays}`);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful) saved(keyOf(detail));
});

document.addEventListener("rolecard:not-saved", ({ detail }) =>
  notSaved(detail.key, detail.signIn ? signedOut : `Not saved: ${detail.text}`, detail.signIn));
document.addEventListener("rolecard:saved", ({ detail }) => saved(detail.key));
bar?.querySelector("button").addEventListener("click", () => { bar.hidden = true; });

// Menus are <details>: close them as menus close.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}
document.addEventListener("click", ({ target }) => closeMenus(target.closest("details.menu")));
document.addEventListener("keydown", ({ key, target }) => {
  const menu = key === "Escape" && target.closest("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

// What a scorecard has kept in this browser (outbox.js). It goes out from any page, for the person it belongs to;
// texts, which are in this tab only, go when the person signs out or another one has come.
const person = document.body.dataset.person ?? "";

function keptIn(area) {
  try {
    return Object.keys(window[area]).filter((key) => key.startsWith("rolecard:"));
  } catch {
    return [];
  }
}

function forgetTexts(isTheirs) {
  for (const key of keptIn("sessionStorage").filter(isTheirs)) sessionStorage.removeItem(key);
}

const isOwn = (key) => key.startsWith(`rolecard:${person}:`);
if (person) forgetTexts((key) => !isOwn(key));

let isSigningOut = false; // the page may still ask whether to stay
document.addEventListener("submit", ({ target }) => { isSigningOut = target.matches("[data-sign-out]"); });
window.addEventListener("pagehide", () => { if (isSigningOut) forgetTexts(() => true); });

async function sendKept() {
  const kept = await import(document.body.dataset.outbox);
  const look = () => {
    const left = kept.waiting();
    const stuck = left.find(({ problem }) => problem);
    if (kept.halted) notSaved("outbox", signedOut, true);
    else if (stuck) {
      const card = stuck.slot.match(/^\/scorecards\/\d+\//)?.[0];
      notSaved("outbox", "Something on a scorecard is not saved.", false, card);
    } else if (!left.length) saved("outbox");
  };
  for (const type of ["change", "saved", "state"]) kept.outbox.addEventListener(type, look);
  look();
  kept.send();
}

if (person) {
  try {
    const channel = new BroadcastChannel("rolecard");
    channel.postMessage({ here: person }); // to pages of before: somebody is signed in again
    channel.close();
  } catch {
    // The browser refuses to store anything.
  }
  const hasKept = [...keptIn("localStorage"), ...keptIn("sessionStorage")].some(isOwn);
  if (hasKept && !document.querySelector("[data-scorecard]")) sendKept();
}

// A form that came back with errors: begin at the summary.
document.querySelector(".error-summary")?.focus();

// The other scripts of a page come when it is painted: on a slow line they would take turns with what it looks
// like. htmx, when it comes this late, asks for a document that is loaded.
const later = document.getElementById("later");
const htmxConfig = {
  selfRequestsOnly: true,
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  attributesToSettle: [],
  defaultSettleDelay: 0, // what has come can be used at once: nothing is animated
  historyCacheSize: 0,
  historyRestoreAsHxRequest: false,
  refreshOnHistoryMiss: false,
  timeout: 10_000, // ms
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|422", swap: true, error: true },
    { code: "[45]..", swap: false, error: true },
  ],
};

function addScripts() {
  const meta = { name: "htmx-config", content: JSON.stringify(htmxConfig) }; // where htmx looks for it
  document.head.append(Object.assign(document.createElement("meta"), meta));
  const scripts = [...document.importNode(later.content, true).querySelectorAll("script")];
  for (const script of scripts) script.async = false; // one after the other
  document.head.append(...scripts);
  for (const end of ["load", "error"]) scripts.at(-1)?.addEventListener(end, () => later.remove());
  if (!scripts.length) later.remove();
}

window.addEventListener("load", () => {
  const isPainted = !document.hidden && PerformanceObserver.supportedEntryTypes?.includes("paint");
  if (!isPainted) return addScripts();
  const painted = new PerformanceObserver(() => {
    painted.disconnect();
    addScripts();
  });
  painted.observe({ type: "paint", buffered: true });
});
