// Forms with class `drop` take files that are dropped on them. A chosen file is sent by the form itself, so that
// everything works without this too; here the sending shows how far it is.

function listen(form) {
  const input = form.querySelector("input[type=file]");
  if (!input) return;
  for (const name of ["dragover", "dragenter"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (form.dataset.at === "once") form.requestSubmit();
  });
  form.addEventListener("submit", (event) => send(form, event));
}

function send(form, event) {
  if (!form.dataset.progress) return;
  event.preventDefault();
  const bar = document.createElement("progress");
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  told.append("Sending ", bar);
  form.append(told);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (step) => {
    if (step.lengthComputable) { bar.max = step.total; bar.value = step.loaded; }
  });
  request.addEventListener("load", () => {
    // An answer with an address of its own is shown there, be it good or bad.
    if (request.status < 400 || request.responseURL !== form.action) { location.assign(request.responseURL); return; }
    told.remove();
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const error = answer.querySelector(".error");
    const said = document.getElementById("said");
    said.replaceChildren(error ? document.importNode(error, true) : request.responseText.trim());
    said.scrollIntoView({ block: "nearest" });
  });
  request.addEventListener("error", () => { told.textContent = "The desk did not take it: it may be too large, or the desk has ended."; });
  request.send(new FormData(form, event.submitter));
}

document.querySelectorAll("form.drop").forEach(listen);
