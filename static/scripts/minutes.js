/**
 * The box into which the minutes of a meeting are typed: Ctrl and Enter writes down what is typed,
 * Alt and Page Down or Page Up goes to the next or last item, and nothing typed is left by mistake.
 * What is typed is not kept in the browser: it may be confidential.
 */
const box = document.querySelector("[data-entry-box]");
let isSending = false;

function goTo(step) {
  const links = [...document.querySelectorAll(".ohc-run__agenda a")];
  const here = links.findIndex((link) => link.getAttribute("aria-current") === "page");
  links[here + step]?.click();
}

if (box) {
  box.form.addEventListener("submit", () => {
    isSending = true;
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      box.form.requestSubmit();
    }
    if (event.altKey && event.key === "PageDown") goTo(1);
    if (event.altKey && event.key === "PageUp") goTo(-1);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSending && box.value.trim()) event.preventDefault();
  });
}
