// A key for every act of rating, so that a request which arrives twice counts once.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.closest("[data-criterion]")) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  event.detail.parameters.key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
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

for (const criterion of criteria) {
  criterion.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      document.querySelector("#sheet [formaction]").click();
      return;
    }
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
