/** Gives a name and a keyboard stop to tables that are wider than their place, and only to those. */
function mark(region, isWider) {
  if (!isWider) {
    for (const name of ["aria-label", "role", "tabindex"]) region.removeAttribute(name);
    return;
  }
  const caption = region.querySelector("caption")?.textContent;
  region.setAttribute("aria-label", region.dataset.label ?? caption ?? "Table");
  region.setAttribute("role", "region");
  region.setAttribute("tabindex", "0");
}

const regions = new ResizeObserver((entries) => {
  for (const { target } of entries) mark(target, target.scrollWidth > target.clientWidth);
});

function watch(scope) {
  for (const region of scope.querySelectorAll("[data-scroll-region]")) regions.observe(region);
}

watch(document);
document.addEventListener("htmx:after:process", (event) => watch(event.target));
