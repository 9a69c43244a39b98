// The live half of the organizers' desk: its filter answers at once, by the rule that the server draws with.

import { filter, filtered, FILTERS } from "./desk";
import { House } from "./people";
import { expect, hydrated, test } from "./server";

test("dashboard: in the browser the filter answers without a request", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const page = await house.person("camille@example.org");
  await page.goto("/bureau");
  await hydrated(page);
  const everybody = await filtered(page, "Tout le monde");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));

  const some: string[] = [];
  for (const name of FILTERS.slice(1)) {
    await filter(page, name).click();
    some.push(...(await filtered(page, name)));
  }
  expect(some.toSorted()).toEqual(everybody.toSorted());
  // By the keyboard too.
  await filter(page, "Tout le monde").press("Enter");
  expect(await filtered(page, "Tout le monde")).toEqual(everybody);
  expect(asked).toEqual([]);
  await expect(page).toHaveURL(/\/bureau$/);
  await house.empty();
});

test("dashboard: the island takes over the filter that the address asks", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const page = await house.person("camille@example.org");
  await page.goto("/bureau?balle=volunteers");
  await hydrated(page);
  expect(await filtered(page, "Les bénévoles")).toContain("Vélo Cher et Loire");
  await filter(page, "Les associations").click();
  expect(await filtered(page, "Les associations")).not.toContain("Vélo Cher et Loire");
  await house.empty();
});
