// Several roles for one person, and a volunteer's request to help: by keyboard, on a narrow screen, with and without
// scripts.

import type { Page } from "@playwright/test";
import { House, said } from "./people";
import { expect, test } from "./server";

/** Tabs to what has this name, and presses Enter. */
async function press(page: Page, name: string): Promise<void> {
  const target = page.getByRole("button", { name }).or(page.getByRole("link", { name })).first();
  for (let i = 0; i < 60 && !(await target.evaluate((node) => node === document.activeElement)); i++) {
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
  await page.keyboard.press("Enter");
}

test("accounts: one person changes hats by keyboard, at 320 px", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  const page = await house.person("mona@example.org");
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto("/agenda");
  const who = page.locator("header .who");
  await expect(who).toContainText("Mona Girard");
  await expect(who).toContainText("Les Ateliers du Fil");
  await press(page, "Changer de rôle");
  await expect(page.getByRole("heading", { level: 1, name: "Vos rôles" })).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(320);
  await press(page, "bénévole");
  await expect(page).toHaveURL(/\/diagnostics/);
  await said(page, "Vous avez changé de rôle");
  await expect(who).toContainText("bénévole");
  await expect(page.getByRole("navigation", { name: "Principale" })).not.toContainText("Mon parcours");
  await house.empty();
});

test("accounts: somebody asks to help, is welcomed, and pauses", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  let page = await house.person("lucie@example.org");
  await page.goto("/aider");
  await page.getByRole("checkbox").first().check();
  await page.getByLabel("Villes ou quartiers").fill("Tours Nord");
  await page.getByLabel("Heures par mois").fill("3");
  await page.getByLabel("J’accepte la charte").check();
  await page.getByRole("button", { name: "Proposer mon aide" }).click();
  await said(page, "Merci");
  page = await house.person("camille@example.org");
  await page.goto("/aider/demandes");
  const request = page.getByRole("listitem").filter({ hasText: "Lucie" });
  await expect(request).toContainText("Tours Nord");
  await request.getByRole("button", { name: "Accepter son aide" }).click();
  await said(page, "bénévole");
  page = await house.person("lucie@example.org");
  await page.goto("/diagnostics");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto("/aider");
  await page.getByLabel("Jusqu’au").fill("2030-02-01");
  await page.getByRole("button", { name: "Me mettre en pause" }).click();
  await expect(page.getByText("en pause jusqu’au 1er février 2030")).toBeVisible();
  await page.getByRole("button", { name: "Reprendre maintenant" }).click();
  await expect(page.getByText("en pause jusqu’au")).toHaveCount(0);
  await house.empty();
});
