/** Puts the link of an article into the reply, at its end; without a reply to write, it hides. */
const reply = () => document.querySelector("#reply-text");

function reveal() {
  if (!reply()) return;
  for (const button of document.querySelectorAll("[data-insert][hidden]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const field = reply();
  if (!button || !field) return;
  const cut = button.dataset.insert.lastIndexOf(": /");
  const title = button.dataset.insert.slice(0, cut);
  const address = new URL(button.dataset.insert.slice(cut + 2), window.location.origin).href;
  field.value = `${field.value.trimEnd()}\n\n${title}: ${address}`.trimStart();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

new MutationObserver(reveal).observe(document.body, { childList: true, subtree: true });
reveal();
