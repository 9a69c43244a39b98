// The live half of likely twins: told while the name is typed, politely, and never in the way.

import { House } from "./people";
import { expect, hydrated, test } from "./server";

test("associations: in the browser a likely twin is told while it is typed", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const page = await house.visitor();
  await page.goto("/rejoindre");
  await hydrated(page);
  const told = page.locator("[aria-live=polite]").filter({ hasText: "peut-être déjà là" });
  await expect(told).toBeHidden();
  const name = page.getByLabel("Nom de l’association");
  await name.pressSequentially("repas du quartier");
  await expect(told).toBeVisible();
  await expect(told.getByRole("link", { name: /^Les Repas du Quartier/ })).toBeVisible();
  // Nothing private is told but that it may be there.
  await name.fill("Potager des Deux Lions");
  await expect(told).toContainText("Une association qui n’est pas publique");
  await expect(told).not.toContainText("Potager");
  await name.fill("Un nom tout neuf");
  await expect(told).toBeHidden();
  await house.empty();
});
