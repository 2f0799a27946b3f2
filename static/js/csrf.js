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
