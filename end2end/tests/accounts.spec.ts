// Coming in by a mailed link, choosing a password again, claiming a journey: with and without scripts.

import { beginJourney, form, House, said } from "./people";
import { expect, letter, test } from "./server";

test("accounts: a mailed link signs in, once", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  const page = await house.visitor();
  await page.goto("/connexion?suite=/agenda");
  const door = form(page, "ask_link");
  await door.getByLabel("Adresse électronique").fill("lucie@example.org");
  await door.getByRole("button", { name: "Recevoir un lien par courriel" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Regardez vos courriels");
  await house.seen(page);
  const path = await letter(server, "lucie@example.org", "Votre lien pour vous connecter");
  await page.goto(path);
  await expect(page.getByText("Bonjour Lucie Moreau")).toBeVisible();
  await house.seen(page);
  await page.getByRole("button", { name: "Me connecter" }).click();
  await expect(page).toHaveURL(/\/agenda$/);
  await expect(page.getByRole("button", { name: "Se déconnecter" })).toBeVisible();
  // It has served.
  expect((await page.goto(path))!.status()).toBe(410);
  await expect(page.getByRole("link", { name: "Recevoir un nouveau lien" })).toBeVisible();
  await house.seen(page);
  await house.empty();
});

test("accounts: a forgotten password is chosen again, and other devices are signed out", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  const page = await house.visitor();
  await page.goto("/connexion");
  await page.getByRole("link", { name: "Mot de passe oublié" }).click();
  await house.seen(page);
  await page.getByLabel("Adresse électronique").fill("ines@example.org");
  await page.getByRole("button", { name: "Recevoir le lien" }).click();
  await page.goto(await letter(server, "ines@example.org", "Choisir un nouveau mot de passe"));
  await page.getByLabel("Choisissez un mot de passe").fill("trop court");
  await page.getByRole("button", { name: "Choisir ce mot de passe" }).click();
  await expect(page.getByText("12 caractères").first()).toBeVisible();
  await house.seen(page);
  await page.getByLabel("Choisissez un mot de passe").fill("une autre longue phrase");
  await page.getByRole("button", { name: "Choisir ce mot de passe" }).click();
  await said(page, "Votre mot de passe est changé");
  await expect(page.getByRole("table", { name: "Vos appareils connectés" }).getByRole("row")).toHaveCount(2);
  await expect(page.getByText("c’est cet appareil-ci")).toBeVisible();
  await house.seen(page);
  await page.getByRole("button", { name: "Me déconnecter partout" }).click();
  await said(page, "de tous vos appareils");
  await house.person("ines@example.org", "une autre longue phrase");
  await house.empty();
});

test("accounts: a journey is begun without an account, and claimed by a mailed link", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  let page = await house.visitor();
  await page.goto("/rejoindre");
  await page.getByRole("radiogroup", { name: "réunion d’information" }).getByRole("radio").first().check();
  await beginJourney(page, { need: "Le prêt des tables se fait de mémoire.", association: "Les Voisins du Quai", name: "Rose Lambert", email: "rose@example.org" });
  await expect(page).toHaveURL(/\/debut\//);
  await expect(page.getByText("Nous avons écrit à rose@example.org")).toBeVisible();
  await expect(page.getByRole("region", { name: "Votre place" }).getByRole("button", { name: "Rendre cette place" })).toBeVisible();
  await page.getByRole("button", { name: "Envoyer un autre courriel" }).click();
  await said(page, "Un autre courriel part");
  await house.seen(page);

  // On another device.
  page = await house.visitor();
  await page.goto(await letter(server, "rose@example.org", "Votre parcours est commencé"));
  await page.getByRole("button", { name: "Ouvrir mon parcours" }).click();
  await said(page, "Bienvenue");
  await expect(page.getByText("Le prêt des tables se fait de mémoire.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Venir à la réunion d’information" })).toBeVisible();
  await page.getByRole("link", { name: "Mon compte" }).click();
  await expect(page.getByText("Vous n’avez pas de mot de passe")).toBeVisible();
  await house.seen(page);
  await house.empty();
});
