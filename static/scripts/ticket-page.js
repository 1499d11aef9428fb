/**
 * The page of one ticket: switches between reply and note without a reload, and tells the server
 * whether somebody writes or only looks.
 */
const composer = document.querySelector("[data-composer]");
const kind = document.querySelector("[data-presence-kind]");
const presence = document.querySelector("[data-presence]");
const WRITING_LASTS = 20_000;

let quietAgain = 0;

function show(mode) {
  for (const form of composer.querySelectorAll("[data-mode]")) {
    form.hidden = form.dataset.mode !== mode;
  }
  for (const link of composer.querySelectorAll("[data-compose]")) {
    if (link.dataset.compose === mode) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  composer.querySelector(`[data-mode="${mode}"] textarea`)?.focus();
}

function setKind(value) {
  if (kind.value === value) return;
  kind.value = value;
  presence.dispatchEvent(new Event("writing"));
}

/** Whoever types is writing, until they have not for a while. */
function noteWriting() {
  setKind("writing");
  window.clearTimeout(quietAgain);
  quietAgain = window.setTimeout(() => setKind("viewing"), WRITING_LASTS);
}

if (composer) {
  for (const link of composer.querySelectorAll("[data-compose]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(link.dataset.compose);
    });
  }
}

if (kind && presence) {
  for (const area of document.querySelectorAll("[data-writes]")) {
    area.addEventListener("input", noteWriting);
  }
}
