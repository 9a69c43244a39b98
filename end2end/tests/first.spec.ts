// A new instance, where nobody and nothing is yet: its pages, and its first administrator.

import { look } from "./look";
import { House, said } from "./people";
import { expect, test } from "./server";

test.use({ cast: false });

test("pages of a new instance (home, workshops, accounts, wiki, hackathon)", async ({ browser, server, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  test.skip(javaScriptEnabled === false, "the examination itself is a script");
  const house = new House(browser, server.url, true);
  const page = await house.visitor();
  for (const path of ["/", "/agenda", "/rejoindre", "/temoignages", "/wiki", "/hackathon", server.first!]) {
    await look(page, path, `new-${path.split("/")[1] || "home"}`);
  }
  await house.empty();
});

test("accounts: a link makes the first administrator, once; an instance without a cast has no door in time", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  let page = await house.visitor();
  await page.goto(server.first!);
  await page.getByLabel("Prénom et nom").fill("Ada Morel");
  await page.getByLabel("Adresse électronique").fill("ada@example.org");
  await page.getByLabel("mot de passe").fill("trop court");
  await page.getByRole("button", { name: "Créer ce compte" }).click();
  await expect(page.getByLabel("Prénom et nom")).toHaveValue("Ada Morel");
  await house.seen(page);
  await page.getByLabel("mot de passe").fill("une longue phrase secrète");
  await page.getByRole("button", { name: "Créer ce compte" }).click();
  await said(page, "Votre compte d’administration est prêt");
  await expect(page).toHaveURL(/\/administration\b/);
  await expect(page.getByRole("button", { name: "Donner ce rôle" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Avancer le temps" })).toHaveCount(0);
  await house.seen(page);

  page = await house.visitor();
  expect((await page.goto(server.first!))!.status()).toBe(404);
  await house.seen(page);
  await house.empty();
});
