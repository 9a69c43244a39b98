// Brings the islands of a page to life. A page that has some names this script, with the addresses of its bundle:
// <script type="module" src="/assets/loader.….js" data-bundle="/assets/….js" data-wasm="/assets/…_bg.….wasm"></script>
// A page that is to open without network names the worker that keeps it, and for whom: data-worker, data-owner.
// Without it, or when it fails, the page stays what the server sent: readable, and its forms work.

/** Hydrates an island, then all that it holds, in the order of the document. */
async function hydrateWithin(element, bundle, children) {
  const tag = element.localName;
  if (tag === "leptos-island") await hydrateIsland(element, bundle, children.at(-1));
  // What the server rendered inside an island belongs to that island: islands in there are told so by its callback.
  const inside = tag === "leptos-children" ? [...children, element.$$on_hydrate] : children;
  for (const child of element.children) await hydrateWithin(child, bundle, inside);
}

async function hydrateIsland(island, bundle, enterParent) {
  const hydrate = bundle[island.dataset.component];
  if (!hydrate) throw new Error(`the bundle holds no island ${island.dataset.component}`);
  enterParent?.();
  await hydrate(island);
}

async function start({ bundle: script, wasm }) {
  const [bundle, fetched] = await Promise.all([import(script), fetch(wasm)]);
  await bundle.default({ module_or_path: fetched });
  bundle.hydrate();
  await hydrateWithin(document.body, bundle, []);
  document.documentElement.dataset.hydrated = "true";
}

/** Asks for this page to be kept, for whom it is shown to. */
async function keep({ worker, owner }) {
  const workers = navigator.serviceWorker;
  if (!worker || !workers) return;
  workers.onmessage = ({ data }) => (document.documentElement.dataset.kept = data.kept);
  await workers.register(worker);
  const { active } = await workers.ready;
  active.postMessage({ keep: location.href, owner });
}

const here = document.querySelector("script[data-bundle][data-wasm]");
if (here) {
  start(here.dataset)
    .catch((error) => console.error("The islands of this page could not start.", error))
    .then(() => keep(here.dataset))
    .catch((error) => console.warn("This page will not open without network.", error));
}
