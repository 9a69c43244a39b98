// Every page, as different people see it: accessible before and after its islands live, no wider than the screen, in both
// languages, without a text that misses. Pictures go to target/screens, for people to look at.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { examine, House } from "./people";
import { expect, hydrated, test } from "./server";

const SCREENS = join(import.meta.dirname, "../../target/screens");
const WIDTHS = [320, 1280];
const SCHEMES = ["light", "dark"] as const;

/** Who looks, and at what: addresses, or the first link of a page that matches, named for its picture. */
const PEOPLE: Record<string, (string | { on: string; link: string; name: string })[]> = {
  visitor: [
    "/",
    "/agenda",
    "/agenda?genre=follow_up",
    { on: "/agenda", link: 'main a[href*="/agenda/"]', name: "date" },
    "/rejoindre",
    "/connexion",
    "/temoignages",
    "/wiki",
    "/wiki/dispositif_savoirs_communs",
    { on: "/temoignages", link: 'main a[href*="/wiki/"]', name: "testimony" },
    "/hackathon",
    "/a-propos",
    "/vie-privee",
    "/nulle-part",
    "/bureau",
  ],
  // Told of a date: an orientation to answer.
  "amina@example.org": [
    "/parcours",
    { on: "/parcours", link: 'main a[href*="/orientation/"]', name: "orientation" },
    { on: "/parcours", link: 'main a[href*="/resultat"]', name: "result" },
    { on: "/parcours", link: 'main a[href*="/agenda/"]', name: "held-date" },
    "/rejoindre",
    "/deconnexion",
  ],
  // Its second diagnosis said a small development.
  "etienne@example.org": ["/parcours", "/projet", { on: "/parcours", link: 'main a[href*="/resultat"]', name: "second-result" }],
  // Its tool is delivered, and waits to be signed.
  "bruno@example.org": ["/parcours", { on: "/parcours", link: 'main a[href*="/projet/"]', name: "project" }],
  "nadia@example.org": ["/parcours"],
  "lucie@example.org": ["/parcours"],
  "mona@example.org": ["/mentorat"],
  "denis@example.org": [
    "/diagnostics",
    { on: "/diagnostics", link: 'main a[href*="/diagnostic/"]', name: "interview" },
    { on: "/diagnostics", link: 'main a[href*="/parcours/"]', name: "journey-followed" },
    "/hackathon",
  ],
  "vera@example.org": [{ on: "/agenda?genre=workshop_session", link: 'main a[href*="/agenda/"]', name: "hosted" }],
  "camille@example.org": ["/bureau"],
  "paul@example.org": ["/hackathon"],
  "ada@example.org": ["/administration"],
};

for (const [who, pages] of Object.entries(PEOPLE)) {
  test(`pages for ${who}`, async ({ browser, server, javaScriptEnabled }) => {
    test.setTimeout(240_000);
    test.skip(javaScriptEnabled === false, "the examination itself is a script");
    const house = new House(browser, server.url, true);
    const page = who === "visitor" ? await house.visitor() : await house.person(who);
    const name = who.split("@")[0];
    for (const at of pages) {
      const [path, picture] = typeof at === "string" ? [at, pictured(at)] : [await find(page, at), at.name];
      // As the server sent it, before any island lives.
      await page.route(/\.js$/, (route) => route.abort());
      await page.goto(path);
      await examine(page, `${path} as sent`);
      await page.unroute(/\.js$/);
      for (const prefix of ["", "/en"]) {
        const url = prefix + (path === "/" && prefix ? "" : path);
        await page.goto(url);
        await expect(page.locator("html")).toHaveAttribute("lang", prefix ? "en" : "fr");
        await hydrated(page, (await page.locator("leptos-island").count()) > 0);
        await examine(page, url);
      }
      await page.goto(path);
      await hydrated(page, (await page.locator("leptos-island").count()) > 0);
      await photograph(page, `${name}-${picture}`);
    }
    await house.empty();
  });
}

/** A picture at each width, light and dark; nothing is wider than the screen. */
async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(SCREENS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      if (colorScheme === "dark") {
        const contrast = await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze();
        expect(contrast.violations.flatMap((v) => v.nodes.map((n) => n.target)), `${name} in the dark`).toEqual([]);
      }
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, `${name} is wider than ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 720 });
}

async function find(page: Page, { on, link }: { on: string; link: string }): Promise<string> {
  await page.goto(on);
  return (await page.locator(link).first().getAttribute("href"))!;
}

function pictured(path: string): string {
  return path === "/" ? "home" : path.slice(1).replaceAll(/[^a-z-]+/g, "-");
}
