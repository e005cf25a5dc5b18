// Below each mark its characters as buttons: one click says doubtful, another not read, a third clear again.
// The cell stays the truth: it holds `8`, `(8?)` or `?`, and can be typed as well.

const PLACE = /\((.)\?\)|[([{](.)\/(.)[)\]}]|./gsu;

function places(text) {
  return [...text.matchAll(PLACE)].map(([whole, doubtful, one, other]) => {
    if (doubtful) return { whole, shown: doubtful, how: "doubtful" };
    if (one) return { whole, shown: `${one}/${other}`, how: "doubtful" };
    return { whole, shown: whole, how: whole === "?" ? "unread" : "clear" };
  });
}

function next(place, memory) {
  if (place.how === "clear") return `(${place.shown}?)`;
  if (place.how === "doubtful") return "?";
  return memory ?? "?";
}

const WORDS = { clear: "clear", doubtful: "doubtful", unread: "not read" };

function row(input) {
  const bar = document.createElement("div");
  bar.className = "chars mono";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "characters of the mark; press one to change how surely it was read");
  input.after(bar);
  const remembered = new Map();
  const draw = () => {
    const held = document.activeElement?.parentElement === bar ? [...bar.children].indexOf(document.activeElement) : -1;
    const now = places(input.value);
    bar.replaceChildren(...now.map((place, at) => {
      if (place.how === "clear" && !/[\p{L}\p{N}]/u.test(place.shown)) {
        const gap = document.createElement("span");
        gap.textContent = place.shown;
        return gap;
      }
      if (place.how === "clear") remembered.set(at, place.shown);
      const button = document.createElement("button");
      button.type = "button";
      button.className = place.how;
      button.textContent = place.shown;
      button.setAttribute("aria-label", `${place.shown}, ${WORDS[place.how]}`);
      button.addEventListener("click", () => {
        now[at].whole = next(place, remembered.get(at));
        input.value = now.map((p) => p.whole).join("");
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return button;
    }));
    if (held >= 0) bar.children[held]?.focus();
  };
  input.addEventListener("input", draw);
  draw();
}

document.querySelectorAll(".mark-cell").forEach(row);

// What was typed before the page was ready, or is put back by the browser on a way back, is kept and traced as well.
addEventListener("load", () => {
  const form = document.getElementById("weapon");
  const typed = [...form.elements].some((e) => e.defaultValue !== undefined && e.type !== "hidden" && e.value !== e.defaultValue);
  if (typed) form.dispatchEvent(new Event("change"));
});
