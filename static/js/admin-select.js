// The box that select2 draws has no name of its own while nothing is chosen in it.
const nameBoxes = () => {
  for (const box of document.querySelectorAll(".select2-selection__rendered:not([title], [aria-label])")) {
    const select = box.closest("td, .form-row")?.querySelector("select");
    box.setAttribute("aria-label", select?.getAttribute("aria-label") || "Choice");
  }
};

document.addEventListener("DOMContentLoaded", () => {
  nameBoxes();
  new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
});
