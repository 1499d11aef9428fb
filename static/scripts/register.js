/**
 * The register of a session: a tap marks somebody without a reload, and is kept in this browser
 * while it cannot be sent. What is kept are keys of bookings and marks, never names.
 */
const register = () => document.querySelector("[data-register]");
const notice = document.querySelector("[data-register-notice]");
const key = register() ? `ohc-register:${register().dataset.register}` : "";
const TRY_AGAIN = 15_000;
let isSending = false;

function readKept() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

function writeKept(kept) {
  if (Object.keys(kept).length) localStorage.setItem(key, JSON.stringify(kept));
  else localStorage.removeItem(key);
}

function forget(booking, mark) {
  const kept = readKept();
  if (kept[booking] === mark) delete kept[booking];
  writeKept(kept);
}

function lineOf(booking) {
  return register().querySelector(`[data-booking="${CSS.escape(booking)}"]`);
}

/** Shows what was tapped before the server has said so. */
function showKept() {
  for (const [booking, mark] of Object.entries(readKept())) {
    const line = lineOf(booking);
    for (const button of line?.querySelectorAll("[name=mark]") ?? []) {
      button.setAttribute("aria-pressed", String(button.value === mark));
    }
    const words = line?.querySelector("[data-marked]");
    if (words) words.textContent = "Not saved yet";
  }
}

function say(words) {
  notice.hidden = !words;
  notice.textContent = words;
}

function sayUnsaved() {
  const count = Object.keys(readKept()).length;
  if (!count) return say("");
  const marks = count === 1 ? "1 mark is" : `${count} marks are`;
  return say(`Not saved: ${marks} kept on this device, and sent again by themselves.`);
}

function redraw(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-register]");
  if (!fresh) return false;
  const focused = document.activeElement?.closest?.("[data-booking]")?.dataset.booking;
  const value = document.activeElement?.value;
  register().replaceWith(fresh);
  showKept();
  if (focused) lineOf(focused)?.querySelector(`[value="${value}"]`)?.focus();
  return true;
}

/** Sends one mark; answers whether the next one may be tried. */
async function send(booking, mark) {
  const form = lineOf(booking)?.querySelector("[data-mark-form]");
  if (!form) {
    forget(booking, mark);
    return true;
  }
  const body = new FormData(form);
  body.set("mark", mark);
  const response = await fetch(form.action, { method: "POST", body });
  if (response.status >= 500 || response.url.includes("/sign-in/")) return false;
  forget(booking, mark);
  if (response.redirected && new URL(response.url).pathname.endsWith("/decide/")) {
    location.assign(response.url);
    return false;
  }
  if (!redraw(await response.text())) location.reload();
  return true;
}

async function sendAll() {
  if (isSending) return;
  isSending = true;
  try {
    for (const [booking, mark] of Object.entries(readKept())) {
      if (!(await send(booking, mark))) break;
    }
  } catch {
    // No connection: what is kept is sent when there is one.
  }
  isSending = false;
  sayUnsaved();
}

if (key) {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("[data-mark-form]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const booking = form.closest("[data-booking]").dataset.booking;
    writeKept({ ...readKept(), [booking]: event.submitter.value });
    showKept();
    sendAll();
  });
  window.addEventListener("online", sendAll);
  window.setInterval(() => {
    if (Object.keys(readKept()).length) sendAll();
  }, TRY_AGAIN);
  showKept();
  sendAll();
}
