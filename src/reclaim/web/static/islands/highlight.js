// Words highlighted in the text of a source go into the form below it, with their place in the text.

const passage = document.querySelector(".passage[data-source]");
const form = document.getElementById("highlight");

// Browsers count UTF-16 units, the case counts characters: beyond the basic plane two units are one character.
const characters = (text) => [...text].length;

function place(node, offset) {
  const piece = (node instanceof Element ? node : node.parentElement)?.closest("[data-at]");
  if (!piece) return null;
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, offset);
  return Number(piece.dataset.at) + characters(range.toString());
}

function field(name) {
  let input = form.elements.namedItem(name);
  if (!input) {
    input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    form.append(input);
  }
  return input;
}

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  if (!passage || !form || chosen.isCollapsed || !passage.contains(chosen.anchorNode)) return;
  const range = chosen.getRangeAt(0);
  const [start, end] = [place(range.startContainer, range.startOffset), place(range.endContainer, range.endOffset)];
  if (start === null || end === null || end <= start) return;
  field("start").value = start;
  field("end").value = end;
  form.elements.namedItem("words").value = range.toString().replace(/\s+/g, " ").trim();
});

// Words that were written over what was highlighted are looked for again.
form?.elements.namedItem("words").addEventListener("input", () => {
  for (const name of ["start", "end"]) form.elements.namedItem(name)?.remove();
});
