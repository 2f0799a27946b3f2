// A key for every act of rating, so that a request which arrives twice counts once.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.closest("[data-criterion]")) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  event.detail.parameters.key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
});

// With scripts every click is saved on its own; the button is for browsers without.
document.getElementById("save-sheet")?.setAttribute("hidden", "");
