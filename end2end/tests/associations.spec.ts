// Several people for one association, and two records that become one: by hand, with and without scripts.

import { beginJourney, form, House, said } from "./people";
import { expect, letter, test } from "./server";

test("associations: who is invited comes in by the letter, with a name and no password", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  let page = await house.person("jeanne@example.org");
  await page.goto("/parcours");
  const record = await page.getByRole("link", { name: "Fiche et équipe" }).getAttribute("href");
  await page.goto(`${record}/membres`);
  await page.getByLabel("Son adresse électronique").fill("nour@exemple.fr");
  await page.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await said(page, "L’invitation est partie");

  page = await house.visitor();
  await page.goto(await letter(server, "nour@exemple.fr", "vous invite"));
  await house.seen(page);
  await page.getByLabel("Prénom et nom").fill("Nour Hadj");
  await page.getByRole("button", { name: "Rejoindre l’équipe" }).click();
  await said(page, "Bienvenue dans l’équipe");
  await expect(page).toHaveURL(/\/parcours/);
  await page.goto(`${record}/membres`);
  await expect(page.getByRole("listitem").filter({ hasText: "Nour Hadj" })).toBeVisible();
  await house.empty();
});

test("associations: somebody asks to come in, is let in, and takes the referent's role", async ({ browser, server, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  let page = await house.person("jeanne@example.org");
  await page.goto("/parcours");
  await page.getByRole("link", { name: "Fiche et équipe" }).click();
  await page.getByRole("link", { name: "Voir l’équipe" }).click();
  await expect(page.getByText("Je fais les affiches")).toBeVisible();
  await house.seen(page);
  await form(page, "answer_request", "Accueillir").getByRole("button", { name: "Accueillir dans l’équipe" }).click();
  await said(page, "une personne de plus");
  const people = new URL(page.url()).pathname;

  // The referent cannot leave before somebody else is it.
  page = await house.person("gaspard@example.org");
  await page.goto(people);
  await expect(page.getByRole("button", { name: "Quitter l’équipe" })).toHaveCount(0);
  const remi = page.getByRole("listitem").filter({ hasText: "Rémi Vasseur" });
  await remi.getByRole("button", { name: "Proposer d’être référent·e" }).click();
  await said(page, "La proposition est partie");
  await page.getByRole("link", { name: "La page de passation" }).click();
  await expect(page.getByRole("heading", { name: "Ce qui attend une réponse" })).toBeVisible();
  await house.seen(page);

  page = await house.person("remi@example.org");
  await page.goto(people);
  await page.getByRole("button", { name: "Oui, je prends ce rôle" }).click();
  await said(page, "Vous êtes maintenant référent");

  page = await house.person("gaspard@example.org");
  await page.goto(people);
  await page.getByRole("button", { name: "Quitter l’équipe" }).click();
  await said(page, "Vous avez quitté l’équipe");
  expect((await page.goto(people))!.status()).toBe(404);
  await house.empty();
});

test("associations: two records become one, and what was chosen stays", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  let page = await house.person("odette@example.org");
  await page.goto("/parcours");
  const old = await page.getByRole("link", { name: "Fiche et équipe" }).getAttribute("href");

  page = await house.person("camille@example.org");
  await page.goto("/associations/doublons");
  await page.getByRole("listitem").filter({ hasText: "Guinguette" }).getByRole("link", { name: "Comparer" }).first().click();
  await house.seen(page);
  await page.getByRole("radio", { name: "Le Ciné-Guinguette" }).check();
  await page.getByRole("button", { name: "Réunir les deux fiches" }).click();
  await said(page, "Les deux fiches n’en font plus qu’une");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Le Ciné-Guinguette");
  const kept = new URL(page.url()).pathname;

  page = await house.person("odette@example.org");
  await page.goto(old!);
  expect(new URL(page.url()).pathname).toBe(kept);
  await page.goto("/parcours");
  await expect(page.getByRole("main").getByText(/^Le Ciné-Guinguette · avec/)).toBeVisible();
  await house.empty();
});

test("associations: one that is there already is told once, and nothing typed is lost", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  const page = await house.visitor();
  await page.goto("/rejoindre");
  await beginJourney(page, { need: "On ne sait plus qui vient quand.", association: "Repas du quartier", name: "Aïcha Diallo", email: "aicha@example.org" });
  await expect(page.getByRole("link", { name: /^Les Repas du Quartier/ }).first()).toBeVisible();
  await expect(page.getByLabel("Prénom et nom")).toHaveValue("Aïcha Diallo");
  await house.seen(page);
  await page.getByRole("button", { name: "Demander à la rejoindre" }).click();
  await said(page, "Votre demande est partie");
  await house.empty();
});
