/** Says how many tickets are ticked, and keeps the ticks while the rows are read anew. */
const words = document.querySelector("[data-ticked]");
const ticked = new Set();

function boxes() {
  return [...document.querySelectorAll("#tickets input[name=numbers]")];
}

function show() {
  const count = boxes().filter((box) => box.checked).length;
  words.textContent = count === 0 ? "" : `${count} ticked`;
}

function remember(event) {
  if (!event.target.matches?.("#tickets input[name=numbers]")) return;
  if (event.target.checked) ticked.add(event.target.value);
  else ticked.delete(event.target.value);
  show();
}

/** A row that left the list is no longer ticked: only what is seen is changed. */
function restore() {
  for (const box of boxes()) box.checked = ticked.has(box.value);
  show();
}

if (words) {
  for (const box of boxes()) if (box.checked) ticked.add(box.value);
  document.addEventListener("change", remember);
  document.addEventListener("htmx:after:swap", restore);
  show();
}
