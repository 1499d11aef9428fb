/**
 * Tells the server once how long this page took until it was there, as the browser saw it.
 *
 * The server names the page in `Server-Timing`; nothing else of it is told. A page that opened
 * behind another one was felt by nobody. The request is kept alive as a beacon is, and unlike a
 * beacon it can say that it is no use of the session.
 */
const teller = document.querySelector("[data-felt-url]");

function tell() {
  const [visit] = performance.getEntriesByType("navigation");
  const page = visit?.serverTiming?.find((entry) => entry.name === "page")?.description;
  const took = Math.round(visit?.loadEventEnd ?? 0);
  if (!page || took <= 0 || document.visibilityState !== "visible") return;
  fetch(teller.dataset.feltUrl, {
    method: "POST",
    body: new URLSearchParams({ page, milliseconds: took }),
    headers: { "X-CSRFToken": teller.dataset.token, "X-Background-Refresh": "1" },
    keepalive: true,
    redirect: "manual",
  }).catch(() => {});
}

if (teller) {
  const later = () => window.setTimeout(tell, 0); // after the load event has ended
  if (document.readyState === "complete") later();
  else window.addEventListener("load", later, { once: true });
}
