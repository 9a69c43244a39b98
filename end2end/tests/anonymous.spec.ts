// Who only reads leaves nothing and is told to nobody: no cookie, nothing kept in the browser, no request elsewhere.

import type { BrowserContext, Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./server";

/** The routes of the product, as they are written. */
function routes(): string[] {
  const table = readFileSync(join(import.meta.dirname, "../../app/src/routes.rs"), "utf8");
  return [...table.matchAll(/\bpage\(\s*"(\/[^"]*)"/g)].map(([, route]) => route);
}

/** Everything that a visit asked for, elsewhere or with a cookie. */
function overhear(page: Page, origin: string): string[] {
  const told: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin) told.push(`elsewhere: ${url}`);
    if (request.headers()["cookie"]) told.push(`a cookie was sent: ${url}`);
  });
  page.on("response", async (response) => {
    if ((await response.allHeaders())["set-cookie"]) told.push(`a cookie was set: ${response.url()}`);
  });
  page.on("websocket", (socket) => told.push(`a socket: ${socket.url()}`));
  page.context().on("serviceworker", (worker) => told.push(`a worker: ${worker.url()}`));
  return told;
}

/** What a page left in the browser. */
async function left(page: Page, context: BrowserContext): Promise<string[]> {
  const kept = await page.evaluate(async () => [
    ...Object.keys(localStorage).map((key) => `local: ${key}`),
    ...Object.keys(sessionStorage).map((key) => `session: ${key}`),
    ...(await indexedDB.databases()).map((db) => `database: ${db.name}`),
    ...(await caches.keys()).map((key) => `cache: ${key}`),
    ...(await navigator.serviceWorker.getRegistrations()).map((worker) => `worker: ${worker.scope}`),
    ...(document.cookie ? [`cookie: ${document.cookie}`] : []),
  ]);
  return [...kept, ...(await context.cookies()).map((cookie) => `cookie: ${cookie.name}`)];
}

test("reading leaves no cookie, keeps nothing and asks nobody else", async ({ browser, server, javaScriptEnabled }) => {
  test.setTimeout(180_000);
  test.skip(javaScriptEnabled === false, "the examination itself is a script");
  const context = await browser.newContext({ baseURL: server.url, locale: "fr-FR" });
  const page = await context.newPage();
  const told = overhear(page, server.url);

  // What would be seen, if it were there.
  await page.goto("/");
  await page.evaluate(async () => {
    localStorage.setItem("x", "y");
    sessionStorage.setItem("x", "y");
    document.cookie = "x=y";
    await caches.open("x");
  });
  expect((await left(page, context)).length).toBeGreaterThanOrEqual(5);
  await page.evaluate(async () => {
    localStorage.clear();
    sessionStorage.clear();
    await caches.delete("x");
  });
  await context.clearCookies();
  told.length = 0;

  // Every route, though it asks to sign in or does not exist, in both languages; and all that public pages lead to.
  const table = routes();
  expect(table.length).toBeGreaterThan(20);
  const waiting = table.flatMap((route) => {
    const path = route.replaceAll(/\{[a-z_]+\}/g, "x");
    return [path, path === "/" ? "/en" : `/en${path}`];
  });
  waiting.push("/nulle-part");
  const visited = new Map<string, number>();
  // Dates and the wiki's pages are many, and alike.
  const alike = (path: string) => path.replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}/, "/{id}").replace(/\?.*/, "?");
  const seen = new Set<string>();
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (visited.has(path)) continue;
    const answer = await page.goto(path);
    visited.set(path, answer!.status());
    expect(await left(page, context), path).toEqual([]);
    const links = await page.locator('a[href^="/"]:not([download])').evaluateAll((all) => all.map((a) => a.getAttribute("href")!));
    for (const link of links.map((link) => link.split("#")[0])) {
      if (!seen.has(alike(link)) && !visited.has(link)) waiting.push(link);
      seen.add(alike(link));
    }
  }
  const shown = [...visited].filter(([, status]) => status === 200).map(([path]) => path);
  for (const path of ["/", "/en", "/agenda", "/rejoindre", "/connexion", "/temoignages", "/wiki", "/hackathon", "/vie-privee"]) {
    expect(shown, path).toContain(path);
  }
  for (const status of [401, 404]) expect([...visited.values()]).toContain(status);

  // Forms that are refused.
  for (const [path, button] of [["/rejoindre", "join"], ["/connexion", "sign_in"]]) {
    await page.goto(path);
    const [refused] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === "POST"),
      page.locator(`form:has(input[name="form"][value="${button}"]) button`).last().click(),
    ]);
    expect(refused.status()).toBe(422);
    await page.waitForLoadState();
    expect(await left(page, context), `${path} refused`).toEqual([]);
  }
  await page.locator('form:has(input[value="sign_in"]) [name="email"]').fill("lucie@example.org");
  await page.locator('[name="password"]').fill("pas le bon mot de passe");
  await page.locator('form:has(input[value="sign_in"]) button').click();
  await expect(page.locator(".errors")).toBeVisible();
  expect(await left(page, context), "a wrong password").toEqual([]);
  expect(told).toEqual([]);
  await context.close();
});
