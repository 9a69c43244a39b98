// Titles are proposed while one types: with the keyboard alone, told to who does not see them, and never in the way.

import { House } from "./people";
import { expect, test } from "./server";

test("wiki: titles are proposed while one types, and one goes there with the arrows", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const page = await house.visitor();
  await page.goto("/recherche");
  const field = page.getByRole("combobox", { name: "Que cherchez-vous ?" });
  const list = page.getByRole("listbox", { name: "Propositions" });
  await expect(field).toHaveAttribute("aria-expanded", "false");
  await field.pressSequentially("disposit");
  await expect(list).toBeVisible();
  await expect(field).toHaveAttribute("aria-expanded", "true");
  await expect(page.locator(".search [role=status]")).toContainText("proposition");
  await house.seen(page);
  // Around, and back to what was typed.
  const option = list.getByRole("option").first();
  await field.press("ArrowDown");
  await expect(option).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute("aria-activedescendant", (await option.getAttribute("id"))!);
  await field.press("ArrowUp");
  await expect(option).toHaveAttribute("aria-selected", "false");
  await expect(field).toBeFocused();
  await field.press("Escape");
  await expect(list).toBeHidden();
  await expect(field).toHaveValue("disposit");
  // Asked again, one is chosen.
  await field.press("ArrowDown");
  await field.press("Enter");
  await expect(page).toHaveURL(/\/wiki\/dispositif_savoirs_communs$/);
  // Without choosing, the page answers as it always does; a click leads too.
  await page.goto("/recherche");
  await field.fill("disposit");
  await expect(list).toBeVisible();
  await field.press("Enter");
  await expect(page).toHaveURL(/\/recherche\?q=disposit$/);
  await field.fill("ateliers savoirs");
  await list.getByRole("option").first().click();
  await expect(page).toHaveURL(/\/wiki\/ateliers_savoirs_communs$/);
  await house.empty();
});
