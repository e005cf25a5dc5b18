import "./drop.js";

// What every page does beyond plain forms and links. Without it the desk works as well, only with more loading.

// A refusal shown earlier must not stand beside a later answer.
document.addEventListener("htmx:beforeRequest", () => document.getElementById("said")?.replaceChildren());

// While something is asked, the region that will hold the answer says so to readers of the screen too.
document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));

// `/` leads to the one box, as in most tools for searching; not while somebody types.
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.getElementById("q")?.focus();
});
