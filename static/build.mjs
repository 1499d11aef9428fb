/**
 * Builds the front end into static/build/: one stylesheet, htmx, the NHS.UK frontend behaviours,
 * and our own ES modules. The folder is emptied first, so that what is there is what was built.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileAsync, NodePackageImporter } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "..", "node_modules");
const target = join(here, "build");

/** Compiles the stylesheet; a deprecation in our own Sass fails the build. */
async function buildStyles() {
  const { css } = await compileAsync(join(here, "styles", "app.scss"), {
    style: "compressed",
    importers: [new NodePackageImporter(join(here, ".."))],
    quietDeps: true,
    fatalDeprecations: ["import", "global-builtin", "slash-div"],
  });
  if (/https?:\/\//.test(css.replaceAll("http://www.w3.org/", ""))) {
    throw new Error("app.css names another host: every page must be served from here alone");
  }
  await writeFile(join(target, "app.css"), css);
}

/** Copies a script without its source map comment, because the map itself is not served. */
async function copyScript(from, to) {
  const source = await readFile(from, "utf8");
  await writeFile(join(target, to), source.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, "\n"));
}

async function copyPackages() {
  const nhsuk = join(packages, "nhsuk-frontend");
  const { version } = JSON.parse(await readFile(join(nhsuk, "package.json"), "utf8"));
  const bundle = join(nhsuk, "dist", "nhsuk", `nhsuk-frontend-${version}.min.js`);
  await copyScript(bundle, join("scripts", "nhsuk-frontend.js"));
  const cross = join("images", "nhsuk-icon-cross.svg"); // clears a search field
  await cp(join(nhsuk, "dist", "nhsuk", "assets", cross), join(target, cross));
  await copyScript(join(packages, "htmx.org", "dist", "htmx.min.js"), join("scripts", "htmx.js"));
}

async function copyScripts() {
  for (const name of await readdir(join(here, "scripts"))) {
    await cp(join(here, "scripts", name), join(target, "scripts", name));
  }
}

const started = performance.now();
await rm(target, { recursive: true, force: true });
for (const folder of ["scripts", "images"]) {
  await mkdir(join(target, folder), { recursive: true });
}
await Promise.all([
  buildStyles(),
  copyPackages(),
  copyScripts(),
  cp(join(here, "images"), join(target, "images"), { recursive: true }),
]);
console.log(`front end built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
