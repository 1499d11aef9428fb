/** Starts the NHS.UK frontend behaviours that pages use, also in parts that htmx brings in. */
import {
  Button,
  Checkboxes,
  createAll,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
} from "./nhsuk-frontend.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");

function start(scope) {
  createAll(Button, { preventDoubleClick: true }, scope);
  for (const Component of [Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios]) {
    createAll(Component, undefined, scope);
  }
}

/** Elements that htmx keeps are already started: the library would refuse them with an error. */
function startNew(event) {
  const scope = event.target;
  if (!scope.querySelector?.("[data-module]")) return;
  start({ scope, onError: () => undefined });
}

start(document);
document.addEventListener("htmx:after:process", startNew);
