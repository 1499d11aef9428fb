/** Gives a keyboard stop to tables that are wider than their place, and only to those. */
const regions = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});

function watch(scope) {
  for (const region of scope.querySelectorAll("[data-scroll-region]")) regions.observe(region);
}

watch(document);
document.addEventListener("htmx:after:process", (event) => watch(event.target));
