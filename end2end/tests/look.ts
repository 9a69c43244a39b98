// A page looked at from all sides, with pictures of it for people to look at.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { examine } from "./people";
import { expect, hydrated } from "./server";

const SCREENS = join(import.meta.dirname, "../../target/screens");
const WIDTHS = [320, 1280];
const SCHEMES = ["light", "dark"] as const;

/** Examines a page as the server sends it, then alive, in both languages; and takes its pictures. */
export async function look(page: Page, path: string, name: string): Promise<void> {
  // As the server sent it, before any island lives.
  await page.route(/\.js$/, (route) => route.abort());
  await page.goto(path);
  await examine(page, `${path} as sent`);
  await page.unroute(/\.js$/);
  for (const prefix of ["/en", ""]) {
    const url = prefix + (path === "/" && prefix ? "" : path);
    await page.goto(url);
    await expect(page.locator("html")).toHaveAttribute("lang", prefix ? "en" : "fr");
    // A page without islands is the same as it was sent.
    const islands = (await page.locator("leptos-island").count()) > 0;
    await hydrated(page, islands);
    if (islands || prefix) await examine(page, url);
  }
  await photograph(page, name);
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
        const contrast = await new AxeBuilder({ page }).setLegacyMode().withRules(["color-contrast"]).analyze();
        expect(contrast.violations.flatMap((v) => v.nodes.map((n) => n.target)), `${name} in the dark`).toEqual([]);
      }
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, `${name} is wider than ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 720 });
}
