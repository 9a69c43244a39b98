// Opens, without network, the pages that asked for it: an interview that began goes on. Everything else passes as if
// this were not here. What is kept is one owner's, who signed in or holds a link: pages go when they sign out or when
// somebody else comes; what waits to be sent goes when they sign out, and otherwise waits, unseen, until they are back.

/** Begins the name of a cache, and of where `app/src/offline.rs` keeps what waits to be sent; the id of whose it is ends it. */
const KEPT = "kept:";
/** Where one signs out, of this browser or of all, and the forms that do. */
const DOOR = /\/(deconnexion|compte)$/;
const LEAVE = ["sign_out", "sign_out_everywhere"];
const ASSET = /\/assets\/[\w.-]+/g;
/** The most pages kept: the last ones. */
const PAGES_MAX = 20;
/** After so many milliseconds without an answer, a kept page is shown. */
const PATIENCE = 5_000;
/** What is asked is not there for now, by who stands before the server. */
const AWAY = [502, 503, 504];

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep: url, owner } = event.data;
  event.waitUntil(keep(url, owner).then((kept) => event.source.postMessage({ kept })));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  const page = request.mode === "navigate";
  if (page && request.method === "GET") event.respondWith(open(event));
  else if (page && DOOR.test(pathname)) event.respondWith(leave(request));
  else if (request.method === "GET" && pathname.startsWith("/assets/")) event.respondWith(asset(request));
});

/** The page from the server; as it was kept, when the server cannot be reached. */
async function open(event) {
  const { request } = event;
  const kept = await find(page(request.url));
  try {
    const answer = await (kept ? Promise.race([fetch(request), late()]) : fetch(request));
    const owner = answer.headers.get("owner");
    if (owner) await only(owner);
    if (!kept) return answer;
    if (AWAY.includes(answer.status)) return kept;
    if (owner) event.waitUntil(put(owner, request.url, answer.clone()));
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

const late = () => new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE));

/** Signs out, and leaves nothing behind of who does. Without this, the server has the browser clear all, whosever it is. */
async function leave(request) {
  const body = await request.clone().text();
  const leaving = LEAVE.includes(new URLSearchParams(body).get("form")) ? await owners() : [];
  if (leaving.length === 0) return fetch(request);
  const headers = { "content-type": request.headers.get("content-type"), clears: "own" };
  const answer = await fetch(request.url, { method: "POST", headers, body, redirect: "manual" });
  if (answer.type === "opaqueredirect") await Promise.all(leaving.flatMap((owner) => [caches.delete(KEPT + owner), drop(owner)]));
  return answer;
}

/** A name of an asset always means the same content. */
async function asset(request) {
  return (await find(request.url)) ?? fetch(request);
}

const find = (url) => caches.match(url, { ignoreVary: true });

/** The page of an address: its query chooses among what it holds. */
function page(address) {
  const url = new URL(address);
  return url.origin + url.pathname;
}

/** Keeps a page, unless it is. Answers whether it is. */
async function keep(url, owner) {
  await only(owner);
  if (await find(page(url))) return true;
  return put(owner, url, await fetch(url));
}

async function put(owner, url, answer) {
  const cache = await caches.open(KEPT + owner);
  if (!answer.ok || answer.redirected || answer.headers.get("owner") !== owner) {
    await cache.delete(page(url), { ignoreVary: true });
    return false;
  }
  const assets = new Set((await answer.clone().text()).match(ASSET));
  await Promise.all([...assets].map(async (asset) => (await find(asset)) ?? cache.add(asset)));
  await cache.put(page(url), answer);
  await sweep(cache);
  return true;
}

/** Drops the oldest pages, and assets that no page names. */
async function sweep(cache) {
  const all = await cache.keys();
  const isAsset = ({ url }) => new URL(url).pathname.startsWith("/assets/");
  const pages = all.filter((request) => !isAsset(request));
  for (const old of pages.splice(0, Math.max(0, pages.length - PAGES_MAX))) await cache.delete(old, { ignoreVary: true });
  const texts = await Promise.all(pages.map(async ({ url }) => (await find(url))?.text() ?? ""));
  for (const asset of all.filter(isAsset)) {
    if (!texts.some((text) => text.includes(new URL(asset.url).pathname))) await cache.delete(asset, { ignoreVary: true });
  }
}

/** Whose pages are kept: the last who came, by their cache. */
const owners = async () => (await caches.keys()).filter((name) => name.startsWith(KEPT)).map((name) => name.slice(KEPT.length));

/** Somebody is here: no page of anybody else's stays. */
async function only(owner) {
  const others = (await owners()).filter((other) => other !== owner);
  await Promise.all(others.map((other) => caches.delete(KEPT + other)));
  await caches.open(KEPT + owner);
}

/** Throws away what waits to be sent. */
const drop = (owner) =>
  new Promise((done) => {
    const gone = indexedDB.deleteDatabase(KEPT + owner);
    gone.onsuccess = gone.onerror = gone.onblocked = done;
  });
