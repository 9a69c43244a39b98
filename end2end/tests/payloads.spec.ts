// What people type is text in a browser too: every column that holds their words holds a whole list of hostile texts, as
// the tests in Rust leave the database (server/tests/it/payloads.rs). Nothing runs, nothing leaves, no policy is broken.

import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { House, form } from "./people";
import { expect, hydrated, test } from "./server";

const PAYLOADS: string[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../server/tests/it/payloads.json"), "utf8"),
);

test.use({ left: "payloads" });

/** Where people type, column by column, as the tests in Rust list it. The place in the list is in the marks. */
const COLUMNS = list("TYPED");
/** The columns that were seen on some page. */
const seen = new Set<string>();

/** A list of names in payloads.rs. */
function list(name: string): string[] {
  const source = readFileSync(join(import.meta.dirname, "../../server/tests/it/payloads.rs"), "utf8");
  const [, items] = source.match(new RegExp(`const ${name}: &\\[&str\\] = &\\[([^;]*)\\];`))!;
  return [...items.matchAll(/"([^"]+)"/g)].map(([, item]) => item);
}

/** A page, a link that it holds, and what is made of its address. */
type Led = [on: string, link: string, turned?: (href: string) => string];

/** Who looks at what: between them, every text that people type is on some page. */
const PAGES: [who: string, paths: string[], led: Led[]][] = [
  [
    "visitor",
    ["/", "/agenda", "/rejoindre", "/temoignages", "/wiki", "/recherche?q=dispositif", "/wiki/dispositif_savoirs_communs", "/wiki/dispositif_savoirs_communs/version/1", "/pages/a-relier", "/wiki/ateliers_savoirs_communs/questions", "/hackathon"],
    [
      ["/agenda", 'main a[href*="/agenda/"]'],
      ["/temoignages", 'main a[href*="/wiki/"]'],
      ["/temoignages", 'main a[href*="/rejoindre?inspire="]'],
    ],
  ],
  [
    "nadia",
    ["/parcours", "/pages/recentes", "/wiki/dispositif_savoirs_communs/historique", "/wiki/dispositif_savoirs_communs/modifier"],
    [
      ["/parcours", 'a[href*="/association/"]'],
      ["/parcours", 'a[href*="/association/"]', (href) => `${href}/modifier`],
      ["/parcours", 'a[href*="/association/"]', (href) => `${href}/echanges`],
      ["/temoignages", 'main a[href*="/rejoindre?inspire="]', (href) => href.replace(/.*inspire=/, "/temoignage/")],
      ["/temoignages", 'main a[href*="/wiki/"]'],
    ],
  ],
  ["gaspard", ["/parcours", "/espaces/espaces:fetes_de_quartier/fichiers", "/fichiers/espaces:fetes_de_quartier:plan.png/versions"], [["/parcours", 'a[href*="/association/"]', (href) => `${href}/membres`], ["/parcours", 'main a[href*="/agenda/"]']]],
  ["amina", ["/parcours"], [["/parcours", 'main a[href*="/orientation/"]']]],
  ["fatou", ["/parcours"], [["/parcours", 'main a[href*="/resultat"]']]],
  ["yannick", [], [["/parcours", 'main a[href*="/resultat"]']]],
  ["etienne", ["/projet"], []],
  ["bruno", ["/parcours"], [["/parcours", 'main a[href*="/projet/"]']]],
  ["victor", ["/diagnostics", "/aider"], [["/diagnostics", 'main a[href*="/parcours/"]'], ["/diagnostics", 'main a[href*="/diagnostic/"]']]],
  ["odile", ["/visite"], []],
  ["mona", ["/mentorat"], []],
  [
    "camille",
    ["/pages/a-soigner", "/bureau", "/ateliers/demande", "/orientations", "/partenaires", "/questionnaire/brouillon", "/aider/demandes", "/associations/doublons"],
    [
      ["/ateliers", 'main a[href*="/atelier/"]'],
      ["/ateliers", 'main a[href*="/atelier/"]', (href) => `${href}/modifier`],
      ["/ateliers", 'main a[href*="/agenda/"]', (href) => `${href}/modifier`],
      ["/rencontres", 'main a[href*="/agenda/"]'],
    ],
  ],
  ["paul", ["/hackathon", "/hackathon/passages", "/bureau"], [["/hackathon/passages", 'main a[href$="/prise-en-main"]']]],
  ["ada", ["/administration", "/administration/porteurs"], []],
];

/** What happened on a page that should not have. */
class Watch {
  readonly told: string[] = [];

  static async over(page: Page, origin: string): Promise<Watch> {
    const watch = new Watch();
    const note = (what: string) => watch.told.push(what.slice(0, 300));
    await page.exposeFunction("__noted", note);
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        const { violatedDirective, blockedURI, sample } = event;
        (window as any).__noted(`policy: ${violatedDirective} ${blockedURI} ${sample}`);
      });
    });
    page.on("dialog", (dialog) => {
      note(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== origin) note(`request: ${request.url()}`);
    });
    page.on("popup", () => note("popup"));
    page.on("framenavigated", (frame) => {
      if (frame !== page.mainFrame()) note(`frame: ${frame.url()}`);
    });
    page.on("pageerror", (error) => note(`error: ${error.message}`));
    return watch;
  }
}

test("what watches sees what would happen", async ({ page, server }) => {
  const watch = await Watch.over(page, server.url);
  const body = '<p>x</p><script>self.__xss=1</script><img src="//xss.example/p.gif">';
  const open = { contentType: "text/html", body };
  await page.route("**/open", (route) => route.fulfill(open));
  await page.goto("/open");
  expect(await page.evaluate(() => (window as any).__xss)).toBe(1);
  expect(watch.told.join()).toContain("request: ");
  const policy = (await (await page.request.get("/")).headers())["content-security-policy"];
  await page.route("**/walled", (route) => route.fulfill({ ...open, headers: { "content-security-policy": policy } }));
  await page.goto("/walled");
  expect(await page.evaluate(() => (window as any).__xss)).toBeUndefined();
  await expect.poll(() => watch.told.filter((told) => told.startsWith("policy: ")).length).toBeGreaterThanOrEqual(2);
});

for (const [who, paths, led] of PAGES) {
  test(`hostile texts are text for ${who}`, async ({ browser, server }) => {
    test.setTimeout(120_000);
    const house = new House(browser, server.url, true);
    const page = who === "visitor" ? await house.visitor() : await house.person(`${who}@example.org`);
    const watch = await Watch.over(page, server.url);
    for (const path of paths) await examine(page, path, watch);
    for (const [on, link, turned = (href: string) => href] of led) {
      await page.goto(on);
      const to = await page.locator(link).first().getAttribute("href");
      await examine(page, turned(to!), watch);
    }
    await house.empty();
  });
}

test("every text that people type was on some page", () => {
  const unseen = list("UNSEEN");
  expect(COLUMNS.filter((column) => !seen.has(column) && !unseen.includes(column))).toEqual([]);
});

test("hostile texts come back from a refused form as text", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const page = await house.visitor();
  const watch = await Watch.over(page, server.url);
  await page.goto("/rejoindre");
  // What a field of one line takes.
  const all = PAYLOADS.map((payload) => payload.replaceAll(/[\0\r\n]/g, " ")).join(" ");
  const fields = ["association", "city", "rna", "siret", "name"];
  for (const name of fields) await page.locator(`[name="${name}"]`).fill(all);
  await page.locator('[name="need"]').fill(PAYLOADS.join("\n"));
  const [answer] = await Promise.all([
    // The island asks meanwhile who is alike.
    page.waitForResponse((told) => told.request().method() === "POST" && new URL(told.url()).pathname === "/rejoindre"),
    form(page, "join").getByRole("button").last().click(),
  ]);
  expect(answer.status()).toBe(422);
  for (const name of fields) await expect(page.locator(`[name="${name}"]`)).toHaveValue(all);
  await settle(page, watch, "/rejoindre");
  await house.empty();
});

async function examine(page: Page, path: string, watch: Watch): Promise<void> {
  const answer = await page.goto(path);
  expect(answer!.status(), path).toBe(200);
  await hydrated(page, (await page.locator("leptos-island").count()) > 0);
  for (const [, column] of (await page.content()).matchAll(/⁅(\d+)\.\d+⁆/g)) seen.add(COLUMNS[Number(column)]);
  await settle(page, watch, path);
}

/** Moves about as people do, then asks what happened. */
async function settle(page: Page, watch: Watch, path: string): Promise<void> {
  for (let n = 0; n < 5; n += 1) await page.keyboard.press("Tab");
  await page.mouse.move(300, 300);
  const seen = await page.evaluate(() => ({
    ran: (window as any).__xss,
    held: document.documentElement.outerHTML.includes("self.__xss=1"),
    // Pictures of the wiki's own files alone are ours.
    odd: document.querySelectorAll("iframe, object, embed, base, style, img:not([src^='/fichiers/']), video, audio, [onerror], [onload], [onfocus]").length,
    scripts: [...document.scripts].filter((script) => !script.src.includes("/assets/")).length,
  }));
  expect(seen, path).toEqual({ ran: undefined, held: true, odd: 0, scripts: 0 });
  expect(new URL(page.url()).pathname, path).toBe(new URL(path, page.url()).pathname);
  expect(watch.told, path).toEqual([]);
}
