/**
 * Shows how much time an attempt has left, and sends it when the time is over.
 *
 * The server's clock counts: it says how many seconds are left, and this one only counts down from
 * there. What is seen changes each second; what is read out changes at five minutes and at one.
 */
const clock = document.querySelector("[data-quiz-clock]");
const form = document.querySelector("[data-quiz-form]");
const SAID_AT = [
  [300, "5 minutes left"],
  [60, "1 minute left"],
];

function inWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")} left`;
}

if (clock && form) {
  const seen = clock.querySelector("[data-quiz-left]");
  const said = clock.querySelector("[data-quiz-said]");
  const end = performance.now() + Number(clock.dataset.secondsLeft) * 1000;
  let ticking = 0;
  let before = Number(clock.dataset.secondsLeft) + 1;
  const tick = () => {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    seen.textContent = inWords(left);
    for (const [second, words] of SAID_AT) {
      if (left <= second && before > second) said.textContent = words;
    }
    before = left;
    if (left === 0) {
      clearInterval(ticking);
      // What is left open stays open: there is no time to ask.
      const anyway = document.createElement("input");
      anyway.type = "hidden";
      anyway.name = "anyway";
      form.append(anyway);
      form.requestSubmit();
    }
  };
  ticking = setInterval(tick, 1000);
  tick();
}
