// A page looked at from all sides, with pictures of it for people to look at where they are wanted.

import type { Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { shutOut } from "./axe";
import { examine } from "./people";
import { expect, hydrated } from "./server";

/** The folder where pictures go, if they are wanted. */
const PICTURES = process.env.SAVOIRS_COMMUNS_PICTURES;
const WIDTHS = [320, 1280];
const SCHEMES = ["light", "dark"] as const;

/** Examines a page in both languages, in French as the server sends it, then alive; and takes its pictures. */
export async function look(page: Page, path: string, name: string): Promise<void> {
  const english = path === "/" ? "/en" : `/en${path}`;
  await page.goto(english);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  const islands = (await page.locator("leptos-island").count()) > 0;
  await hydrated(page, islands);
  await examine(page, english);
  // As the server sent it, before any island lives. A page without islands is the same alive.
  await page.route(/\.js$/, (route) => route.abort());
  await page.goto(path);
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await examine(page, `${path} as sent`);
  await page.unroute(/\.js$/);
  if (islands) {
    await page.goto(path);
    await hydrated(page);
    await examine(page, path);
  }
  await photograph(page, name);
}

/** A picture at each width, light and dark; nothing is wider than the screen. */
async function photograph(page: Page, name: string): Promise<void> {
  if (PICTURES) mkdirSync(PICTURES, { recursive: true });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const path = PICTURES && join(PICTURES, `${name}-${width}-${colorScheme}.png`);
      if (path) await page.screenshot({ path, fullPage: true });
      if (colorScheme === "dark") {
        expect(await shutOut(page, "color-contrast"), `${name} in the dark`).toEqual([]);
      }
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, `${name} is wider than ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 720 });
}
