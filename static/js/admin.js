// The picture beside the box for searching is its only name.
document.getElementById("searchbar")?.setAttribute("aria-label", "Search");

// The arrows that move a row of the admin to the first or last position work by keys too, and keep the focus.

document.addEventListener("keydown", (event) => {
  const arrow = event.target.closest?.(".sort [role=button]");
  if (!arrow || !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  arrow.click();
  arrow.focus();
});
