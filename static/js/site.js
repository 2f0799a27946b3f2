// What every page needs: the CSRF token at the moment of sending, and a visible word when something was not saved.
// Nothing is stored. Other modules report through events on document:
//   rolecard:not-saved {key, text, signIn}   and   rolecard:saved {key}

const bar = document.getElementById("unsaved");
const said = bar?.querySelector("[role=alert]");
const signIn = bar?.querySelector("a");
const open = new Map(); // what is not saved yet: key → {text, signIn}

function show() {
  const last = [...open.values()].at(-1);
  bar.hidden = !last;
  said.textContent = last ? last.text : "";
  signIn.hidden = !last?.signIn;
}

function notSaved(key, text, needsSignIn = false) {
  if (!bar) return;
  open.delete(key); // the newest stands last
  open.set(key, { text, signIn: needsSignIn });
  show();
}

function saved(key) {
  if (bar && open.delete(key)) show();
}

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

const keyOf = ({ requestConfig }) => `${requestConfig.verb} ${requestConfig.path}`;
const lead = ({ requestConfig }) => (requestConfig.verb === "get" ? "Not loaded" : "Not saved");
const stays = "What you entered is still on this page.";
const signedOut = "You are signed out. Sign in again in a new tab, then come back: nothing on this page is lost.";

// From the cookie, not from the page: signing in elsewhere changes the token while this page stays open.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb === "get") return;
  const token = cookie(document.querySelector("meta[name=csrf-cookie]")?.content || "csrftoken");
  if (!token) return;
  detail.headers["X-CSRFToken"] = token;
  // The server believes the form before the header.
  if (detail.parameters.csrfmiddlewaretoken) detail.parameters.csrfmiddlewaretoken = token;
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

// A form that came back with errors: begin at the summary.
document.querySelector(".error-summary")?.focus();
