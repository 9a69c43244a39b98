// What a first visit weighs, as the server sends it to a browser that takes brotli. Measured on the release assets:
// `cargo xtask test` serves those.

import { get } from "node:http";
import type { Page } from "@playwright/test";
import { House } from "./people";
import { expect, test } from "./server";

/** A public page: HTML and style, in bytes. */
const PUBLIC_MOST = 20_000;
/** JavaScript and WebAssembly of a page with islands; the diagnosis carries the questionnaire's rules. */
const ISLANDS_MOST = 80_000;
const DIAGNOSIS_MOST = 110_000;
/** It carries the reader of pages and the whole of their drawing. */
const WIKI_MOST = 150_000;
/** The script of a search field. */
const SUGGEST_MOST = 2_000;
/** It carries the client of a server function: who is alike is asked while a name is typed. */
const ASSOCIATIONS_MOST = 120_000;

test("sizes: public pages weigh little, and load no script but an island's", async ({ server, page }) => {
  await page.goto("/agenda");
  const date = (await page.locator('main a[href^="/agenda/"]').first().getAttribute("href"))!;
  const wiki = ["/wiki", "/wiki/dispositif_savoirs_communs", "/temoignages"];
  for (const path of ["/", "/en", "/agenda", date, "/rejoindre", "/connexion", "/hackathon", "/a-propos", "/vie-privee", ...wiki]) {
    const html = await fetched(server.url + path);
    // Who is alike is shown while a name is typed, by an island.
    if (path !== "/rejoindre") expect(html.text, path).not.toContain("<script");
    const style = html.text.match(/<link rel="stylesheet" href="([^"]+)"/)![1];
    const bytes = html.bytes + (await fetched(server.url + style)).bytes;
    console.log(`  ${path}: ${(bytes / 1000).toFixed(1)} kB`);
    expect(bytes, path).toBeLessThanOrEqual(PUBLIC_MOST);
  }
});

test("sizes: the page that searches loads a small script of its own", async ({ server }) => {
  const { text } = await fetched(`${server.url}/recherche`);
  const [, ...scripts] = text.split("<script");
  expect(scripts.length).toBe(1);
  const bytes = (await fetched(server.url + scripts[0].match(/src="([^"]+)"/)![1])).bytes;
  console.log(`  /recherche: ${(bytes / 1000).toFixed(1)} kB of scripts`);
  expect(bytes).toBeLessThanOrEqual(SUGGEST_MOST);
});

test("sizes: pages with islands load their own bundle, and no more", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  let page = await house.person("camille@example.org");
  expect(await loaded(page, server.url, "/bureau"), "/bureau").toBeLessThanOrEqual(ISLANDS_MOST);
  page = await house.person("denis@example.org");
  await page.goto("/diagnostics");
  const interview = (await page.locator('main a[href^="/diagnostic/"]').first().getAttribute("href"))!;
  expect(await loaded(page, server.url, interview), interview).toBeLessThanOrEqual(DIAGNOSIS_MOST);
  expect(await loaded(page, server.url, "/pages/nouvelle"), "/pages/nouvelle").toBeLessThanOrEqual(WIKI_MOST);
  page = await house.visitor();
  expect(await loaded(page, server.url, "/rejoindre"), "/rejoindre").toBeLessThanOrEqual(ASSOCIATIONS_MOST);
  await house.empty();
});

/** What the scripts of a page weigh: loader, bundle and WebAssembly. */
async function loaded(page: Page, server: string, path: string): Promise<number> {
  const scripts = new Set<string>();
  page.on("request", (request) => {
    if (/\.(js|wasm)$/.test(request.url())) scripts.add(request.url());
  });
  await page.goto(path);
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", "true");
  expect(scripts.size, path).toBe(3);
  let bytes = 0;
  for (const url of scripts) bytes += (await fetched(url)).bytes;
  console.log(`  ${new URL(path, server).pathname.split("/")[1]}: ${(bytes / 1000).toFixed(1)} kB of scripts`);
  return bytes;
}

/** An answer's size on the wire, and its text if it is not compressed. */
async function fetched(url: string): Promise<{ bytes: number; text: string }> {
  const bytes = await body(url, "br");
  const text = await body(url, "identity");
  return { bytes: bytes.length, text: text.toString("utf8") };
}

function body(url: string, encoding: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": encoding } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => resolve(Buffer.concat(parts)));
    }).on("error", reject);
  });
}
