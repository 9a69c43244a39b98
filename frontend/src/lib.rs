//! Hydration: what a browser loads to bring the islands of a page to life. One feature a bundle.

// Named so that it is linked: its islands are exports of the bundle, called by the loader and by nobody here.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Makes ready for islands; the loader calls it once, before it hydrates them.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
