/** Opens every entry's detail for printing, and closes afterwards those that were closed. */
let opened = [];

window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const detail of opened) detail.open = true;
});

window.addEventListener("afterprint", () => {
  for (const detail of opened) detail.open = false;
  opened = [];
});
