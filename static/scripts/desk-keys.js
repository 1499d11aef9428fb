/**
 * Keyboard shortcuts for pages that name them in their markup; each can be switched off at once.
 *
 * - `data-key="r"` on a link, button or field: the key follows, presses or focuses it. What it says
 *   on the sheet is `data-key-label`, or else its own words.
 * - `data-key-row` on what j and k go through; Enter follows its `data-key-row-link`, on which the
 *   focus rests; x ticks the checkbox in it.
 * - `data-key-sheet` is the dialog that "?" opens (`data-key-sheet-open` opens it too), with
 *   `data-key-list` for the keys and `data-key-switch` for the checkbox that turns them off.
 *
 * A single key never changes anything by itself: it moves, opens, or starts what still has to be
 * sent (WCAG 2.1.4 asks for the switch).
 */
const SWITCH = "ohc-keys-off";
const sheet = document.querySelector("[data-key-sheet]");

function isOn() {
  return window.localStorage.getItem(SWITCH) === null;
}

function isTyping(element) {
  if (element.isContentEditable || ["SELECT", "TEXTAREA"].includes(element.tagName)) return true;
  return element.tagName === "INPUT" && !["checkbox", "radio", "button"].includes(element.type);
}

function isShown(element) {
  return element.checkVisibility();
}

function rows() {
  return [...document.querySelectorAll("[data-key-row]")].filter(isShown);
}

function rowInFocus() {
  return document.activeElement?.closest("[data-key-row]") ?? null;
}

function goTo(row) {
  const link = row?.querySelector("[data-key-row-link]");
  if (!link) return;
  link.focus();
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const here = all.indexOf(rowInFocus());
  if (here === -1) goTo(by > 0 ? all[0] : all.at(-1));
  else goTo(all[here + by]);
}

function tick() {
  const box = rowInFocus()?.querySelector("input[type=checkbox]");
  if (!box) return false;
  box.click();
  return true;
}

/** Keys of lists; each says whether it did anything. */
const ofLists = {
  j: () => (rows().length > 0 ? (step(1), true) : false),
  k: () => (rows().length > 0 ? (step(-1), true) : false),
  x: tick,
};

function use(element) {
  if (element.matches("input:not([type=checkbox]), textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function targetOf(key) {
  const named = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return [...named].find((element) => isShown(element) && !element.disabled);
}

function handle(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const isSheet = event.key === "?";
  if (!isOn() && !isSheet) return;
  if (ofLists[event.key]?.()) {
    event.preventDefault();
    return;
  }
  const target = targetOf(event.key);
  if (!target) return;
  event.preventDefault();
  use(target);
}

function describe(key, words) {
  const group = document.createElement("div");
  const term = document.createElement("dt");
  const keyboard = document.createElement("kbd");
  const meaning = document.createElement("dd");
  keyboard.textContent = key;
  meaning.textContent = words;
  term.append(keyboard);
  group.append(term, meaning);
  return group;
}

function fillSheet() {
  const known = [];
  if (rows().length > 0) {
    known.push(["j", "Next in the list"], ["k", "One back"], ["Enter", "Open it"]);
    if (document.querySelector("[data-key-row] input[type=checkbox]")) {
      known.push(["x", "Tick it, or not"]);
    }
  }
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-key]")) {
    const { key, keyLabel } = element.dataset;
    if (seen.has(key) || !isShown(element)) continue;
    seen.add(key);
    known.push([key, keyLabel ?? element.textContent.trim()]);
  }
  sheet.querySelector("[data-key-list]").replaceChildren(
    ...known.map(([key, words]) => describe(key, words)),
  );
}

function openSheet() {
  fillSheet();
  sheet.querySelector("[data-key-switch]").checked = isOn();
  sheet.showModal();
}

document.addEventListener("keydown", handle);

if (sheet) {
  for (const opener of document.querySelectorAll("[data-key-sheet-open]")) {
    opener.hidden = false;
    opener.addEventListener("click", openSheet);
  }
  sheet.querySelector("[data-key-switch]").addEventListener("change", (event) => {
    if (event.target.checked) window.localStorage.removeItem(SWITCH);
    else window.localStorage.setItem(SWITCH, "1");
  });
}
