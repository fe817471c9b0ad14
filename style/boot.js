// Wakes the islands of a page, and only there: fetches the WebAssembly when the browser is idle and hands each
// island to its function. Everything works without it, so whatever goes wrong here is only noted:
// <html data-viche="ready"> when all islands are awake, "failed" when they stay plain HTML.
//
// <script type="module" src="/pkg/boot.HASH.js" data-glue="/pkg/viche.HASH.js" data-wasm="/pkg/viche_bg.HASH.wasm">

const islands = document.querySelectorAll("leptos-island");

// An island can hold server-rendered children (<leptos-children>) with further islands in them. Waking the outer one
// leaves on that element a function, $$on_hydrate, which gives its reactive context to the inner ones: it has to be
// called right before each of them. Hence in document order, one after the other, with the nearest such function at hand.
async function wake(node, glue, context) {
  if (node.localName === "leptos-island") {
    context?.();
    // An island that loads lazily answers with a promise.
    await glue[node.dataset.component](node);
  } else if (node.localName === "leptos-children") {
    context = node.$$on_hydrate;
  }
  for (const child of [...node.children]) await wake(child, glue, context);
}

let started = false;
async function start() {
  if (started) return;
  started = true;
  try {
    const { glue: address, wasm } = document.querySelector("script[data-glue]").dataset;
    const [glue, bytes] = await Promise.all([import(address), fetch(wasm)]);
    await glue.default({ module_or_path: bytes });
    glue.hydrate();
    await wake(document.body, glue);
    document.documentElement.dataset.viche = "ready";
  } catch (problem) {
    document.documentElement.dataset.viche = "failed";
    console.warn("viche: the page stays without its islands.", problem);
  }
}

if (islands.length) {
  if (navigator.connection?.saveData) {
    // Who pays by the megabyte pays only for what they touch.
    for (const island of islands) {
      for (const touch of ["pointerdown", "focusin"]) island.addEventListener(touch, start, { once: true, passive: true });
    }
  } else if (window.requestIdleCallback) {
    requestIdleCallback(start, { timeout: 2000 });
  } else {
    setTimeout(start, 200); // Safari
  }
}
