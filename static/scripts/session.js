/**
 * Tells people before their session ends, and lets them stay signed in.
 *
 * The server says how many seconds are left in `data-session-seconds`; requests that htmx makes
 * for the person start the time again, automatic ones (`data-polls`) do not.
 */
const dialog = document.querySelector("[data-session-dialog]");
const clocks = document.querySelectorAll("[data-session-left]");
const WARN_SECONDS = 120;
const otherTabs = new BroadcastChannel("session");

let endsAt = 0;
let length = 0;

function secondsLeft() {
  return Math.max(0, Math.round((endsAt - Date.now()) / 1000));
}

function inWords(seconds) {
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

function show() {
  const left = secondsLeft();
  for (const clock of clocks) clock.textContent = `${Math.ceil(left / 60)} min`;
  dialog.querySelector("[data-session-words]").textContent = inWords(left);
  if (left === 0) {
    window.location.assign(dialog.dataset.sessionEndedUrl);
    return;
  }
  if (left <= WARN_SECONDS && !dialog.open) dialog.showModal();
}

function restart(seconds) {
  length = seconds;
  endsAt = Date.now() + length * 1000;
  if (dialog.open) dialog.close();
  show();
}

/** Every tab shares one session: work in one of them keeps them all. */
function restartEverywhere(seconds) {
  restart(seconds);
  otherTabs.postMessage(seconds);
}

async function stay(event) {
  event.preventDefault();
  const form = event.target;
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    redirect: "manual",
  });
  if (answer.ok) {
    restartEverywhere((await answer.json()).seconds_left);
  } else {
    window.location.reload();
  }
}

if (dialog) {
  restartEverywhere(Number(dialog.dataset.sessionSeconds));
  otherTabs.addEventListener("message", (event) => restart(event.data));
  window.setInterval(show, 1000);
  document.addEventListener("visibilitychange", show);
  dialog.querySelector("[data-session-stay]").addEventListener("submit", stay);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.addEventListener("htmx:after:request", (event) => {
    if (!event.target.closest?.("[data-polls]")) restartEverywhere(length);
  });
}
