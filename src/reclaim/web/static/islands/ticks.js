// One box ticks all that can be ticked on the page.

const all = document.getElementById("all");
const boxes = [...document.querySelectorAll("#judging input[name=finding]")];
if (all && boxes.length > 1) {
  all.parentElement.hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
}
