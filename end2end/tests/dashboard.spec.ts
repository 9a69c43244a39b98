// The organizers' desk as the server draws it: who waits for whom since when, where associations stand, and the filter,
// which is an address.

import { filter, filtered, FILTERS, standing, waits } from "./desk";
import { House, told } from "./people";
import { expect, test } from "./server";

test("dashboard: who waits for whom since when, and how many stand at each step", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  const page = await house.person("camille@example.org");
  await page.goto("/bureau");
  // Since the evening of the meeting: the twentieth day ends at that hour.
  await waits(page, "Vélo Cher et Loire", ["attend un diagnostic", "les bénévoles du diagnostic", told(house.day(-20)), /^(19|20) jours attente longue$/]);
  await waits(page, "Le Potager des Deux Lions", ["a une réunion d’information à choisir", "l’association", told(house.day(-1)), "1 jour"]);
  const counts = await standing(page);
  expect(counts).toEqual({
    "Besoin dit": 3,
    "Réunion d’information": 4,
    Diagnostic: 5,
    "En atelier": 6,
    "Aider à son tour": 1,
    "Projet au hackathon": 0,
    "Outil livré": 1,
    "Outil utilisé": 0,
    "Récit publié": 1,
  });
  // The map says the same as its table.
  await expect(page.locator("svg.lying .count")).toHaveText(Object.values(counts).map(String));
  await house.empty();
});

test("dashboard: a filter is an address, which the server answers", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  const page = await house.person("camille@example.org");
  // Where the island never lives, its buttons ask the server.
  await page.route(/\.js$/, (route) => route.abort());
  await page.goto("/bureau");
  const everybody = await filtered(page, "Tout le monde");
  expect(everybody.length).toBeGreaterThan(5);
  const some: string[] = [];
  for (const name of FILTERS.slice(1)) {
    await filter(page, name).click();
    await expect(page).toHaveURL(/\/bureau\?balle=[a-z]+$/);
    some.push(...(await filtered(page, name)));
  }
  expect(some.toSorted()).toEqual(everybody.toSorted());

  await page.goto("/bureau?balle=volunteers");
  expect(await filtered(page, "Les bénévoles")).toContain("Vélo Cher et Loire");
  await page.goto("/bureau?balle=nobody-we-know");
  expect(await filtered(page, "Tout le monde")).toEqual(everybody);
  await page.goto("/en/bureau?balle=volunteers");
  await expect(page.getByRole("button", { name: "The volunteers" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("status").filter({ hasText: /\d+ lines? shown/ })).toBeVisible();
  await house.empty();
});
