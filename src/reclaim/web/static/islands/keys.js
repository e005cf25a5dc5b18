// Keys for pages that are worked through: `data-key="a"` names the keys (one or several, with spaces between them) that
// press a button, follow a link or open what can be opened. Buttons and links work without it.

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape" && typing) { event.target.blur(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const found = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key.split(" ").includes(event.key));
  if (!found) return;
  event.preventDefault();
  if (found instanceof HTMLDetailsElement) {
    found.open = true;
    found.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  } else {
    found.click();
  }
});
