// A key for every act of rating, so that a request which arrives twice counts once.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.closest("[data-criterion]")) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  event.detail.parameters.key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
});

// Answers may cross on their way: how far the card is never goes back to an earlier state.
document.body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (detail.target.id !== "progress") return;
  const turn = (node) => Number(node.querySelector("[data-turn]").dataset.turn);
  if (turn(detail.fragment) < turn(detail.target)) detail.shouldSwap = false;
});

// With scripts every click is saved on its own; the button is for browsers without.
document.getElementById("save-sheet")?.setAttribute("hidden", "");

// Keys, while the focus is in a criterion and not in a field where one types.
const VALUES = { 1: "1", 2: "2", 3: "3", 4: "4", 0: "na" };
const criteria = [...document.querySelectorAll("[data-criterion]")];

function choose(criterion, value) {
  const radio = criterion.querySelector(`input[type=radio][value="${value}"]`);
  radio.focus();
  if (radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function enter(criterion) {
  const radio = criterion?.querySelector("input[type=radio]:checked") ?? criterion?.querySelector("input[type=radio]");
  radio?.focus();
}

document.addEventListener("keydown", (event) => {
  // From nowhere in particular, J leads in.
  if (event.key.toLowerCase() === "j" && event.target === document.body && !event.ctrlKey && !event.metaKey && !event.altKey) {
    enter(criteria[0]);
  }
});

for (const criterion of criteria) {
  criterion.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      document.querySelector("#sheet [formaction]").click();
      return;
    }
    if (event.key === "Escape" && event.target.matches("textarea")) enter(criterion);
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, select")) return;
    const key = event.key.toLowerCase();
    const place = criteria.indexOf(criterion);
    if (key in VALUES) choose(criterion, VALUES[key]);
    else if (key === "j") enter(criteria[place + 1]);
    else if (key === "k") enter(criteria[place - 1]);
    else if (key === "e") criterion.querySelector("textarea").focus();
    else return;
    event.preventDefault();
  });
}

// A click on Submit while a choice is on its way waits for the answer: the sheet it posts would otherwise
// meet its own mark as somebody else's. What got no answer, or met the sign-in, is first sent again; until
// that is saved the page stays, since leaving it would lose what was typed.
const sheet = document.getElementById("sheet");
const unsaved = new Set(); // criteria
let waiting = null; // the button that was clicked

const isUnderWay = () => document.querySelector(".crits .htmx-request") !== null;

function csrfToken() {
  const name = document.querySelector("meta[name=csrf-cookie]").content;
  return document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

sheet?.addEventListener("submit", (event) => {
  if (!isUnderWay()) for (const criterion of unsaved) htmx.trigger(criterion, "change");
  if (isUnderWay()) {
    event.preventDefault();
    waiting = event.submitter;
    return;
  }
  // From the cookie: signing in elsewhere changes the token while this page stays open.
  const field = sheet.elements.namedItem("csrfmiddlewaretoken");
  field.value = csrfToken() ?? field.value;
});

document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  const criterion = detail.target.closest("[data-criterion]");
  if (!criterion) return;
  detail.target.classList.toggle("is-failed", !detail.successful);
  if (detail.xhr.status === 0 || detail.xhr.status === 401) {
    unsaved.add(criterion);
    waiting = null;
  } else unsaved.delete(criterion);
  // What is queued behind this request begins in the same moment.
  setTimeout(() => {
    if (!waiting || isUnderWay()) return;
    const button = waiting;
    waiting = null;
    sheet.requestSubmit(button);
  });
});
