// The editor with scripts: what is typed is drawn as it will be read, buttons write the marks, and a closed tab loses
// nothing.

import { House } from "./people";
import { expect, hydrated, test } from "./server";

test("wiki: the editor draws what is typed, by keyboard too, and gives a closed tab back", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  let page = await house.person("lucie@example.org");
  const edit = `${server.url}/wiki/accueil/modifier`;
  await page.goto(edit, { waitUntil: "commit" });
  const area = () => page.locator(".editor textarea");
  // What was typed before the scripts came stays.
  await area().pressSequentially("Vite ");
  const early = await area().inputValue();
  expect(early).toContain("Vite ");
  await hydrated(page);
  expect(await area().inputValue()).toBe(early);

  await area().evaluate((text: HTMLTextAreaElement) => text.setSelectionRange(0, 0));
  await page.keyboard.press("Control+b");
  await page.keyboard.type("gras");
  expect(await area().inputValue()).toMatch(/^\*\*gras\*\*/);
  await expect(page.locator("[data-drawn] strong").first()).toHaveText("gras");
  // One stop of the keyboard, then arrows; a button gives the focus back to the text.
  await page.keyboard.press("Shift+Tab");
  await expect(page.getByRole("button", { name: "Gras" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("button", { name: "Italique" })).toBeFocused();
  await area().evaluate((text: HTMLTextAreaElement) => text.setSelectionRange(2, 6));
  await page.keyboard.press("Enter");
  expect(await area().inputValue()).toMatch(/^\*\*\/\/gras\/\/\*\*/);
  await page.keyboard.press("Control+z");
  expect(await area().inputValue()).toMatch(/^\*\*gras\*\*/);

  // The tab is closed before anything was saved.
  await expect(page.locator("[data-kept]")).toContainText("Gardé sur cet appareil");
  const context = page.context();
  await page.close();
  page = await context.newPage();
  await page.goto(edit);
  await expect(page.locator("[data-begun]")).toContainText("Vous aviez commencé");
  await page.getByRole("button", { name: "Reprendre" }).click();
  expect(await area().inputValue()).toMatch(/^\*\*gras\*\*/);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page).toHaveURL(/dit=page_saved/);
  await page.goto(edit);
  await hydrated(page);
  await expect(page.locator("[data-draft]")).toBeHidden();
  expect(await area().inputValue()).toMatch(/^\*\*gras\*\*/);
  await house.empty();
});
