// Signing in without leaving the page, since what is on it is not saved yet. The dialog takes no focus by itself:
// somebody may be typing.

import { renew, token } from "./site.js";
import { again, signedIn } from "./outbox.js";

const dialog = document.getElementById("sign-in");
const form = dialog.querySelector("form");
const answer = dialog.querySelector("[role=alert]");

export function ask(reason) {
  answer.textContent = "";
  dialog.querySelector("[data-signed-out]").hidden = reason !== "signed-out";
  dialog.querySelector("[data-another-person]").hidden = reason !== "another-person";
  form.hidden = reason !== "signed-out";
  dialog.setAttribute("open", ""); // show() would move the focus
}

export function enter() {
  (form.hidden ? dialog.querySelector("a") : form.elements.password).focus();
}

export function leave() {
  if (dialog.contains(document.activeElement)) document.getElementById("status").focus();
  dialog.close();
}

async function trySigningIn() {
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { "X-CSRFToken": token() },
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
  });
  if (response.type === "opaqueredirect") return "";
  return { 200: "wrong", 403: "stale", 429: "throttled" }[response.status] ?? "unreachable";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  let problem = "unreachable";
  try {
    if (!token()) await renew();
    problem = await trySigningIn();
    if (problem === "stale") {
      await renew();
      problem = await trySigningIn();
    }
  } catch {
    // No connection, or no answer in time.
  }
  button.disabled = false;
  form.elements.password.value = "";
  answer.textContent = problem ? dialog.dataset[problem] : "";
  if (problem) {
    form.elements.password.focus();
  } else {
    leave();
    signedIn();
  }
});

dialog.querySelector("[data-close]").addEventListener("click", leave);
dialog.querySelector("[data-again]").addEventListener("click", again);
dialog.addEventListener("keydown", ({ key }) => { if (key === "Escape") leave(); });
