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

// A table grows in a place that keeps its size when its font arrives or a row is added: both are watched.
const sizes = new ResizeObserver((entries) => {
  const regions = new Set(entries.map(({ target }) => target.closest("[data-scroll-region]")));
  regions.delete(null);
  for (const region of regions) mark(region, region.scrollWidth > region.clientWidth);
});

function watch(scope) {
  for (const region of scope.querySelectorAll("[data-scroll-region]")) {
    sizes.observe(region);
    for (const content of region.children) sizes.observe(content);
  }
}

watch(document);
document.addEventListener("htmx:after:process", (event) => watch(event.target));
