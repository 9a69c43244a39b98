// Letters where no mail server takes them: administrators read them, and their links work.

import { form, House } from "./people";
import { expect, test } from "./server";

test("mail: without a mail server, a letter is read by administrators, and its link works", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  const visitor = await house.visitor();
  await visitor.goto("/connexion");
  await form(visitor, "ask_link").getByLabel("Adresse électronique").fill("lucie@example.org");
  await form(visitor, "ask_link").getByRole("button").click();
  await expect(visitor).toHaveURL(/\/connexion\/lien/);

  const ada = await house.person("ada@example.org");
  const letter = ada.locator("details", { hasText: "lucie@example.org" }).filter({ hasText: "Votre lien pour vous connecter" });
  await expect(async () => {
    await ada.goto("/administration/courrier");
    await expect(letter).toHaveCount(1, { timeout: 100 });
  }).toPass();
  await house.seen(ada);
  await letter.locator("summary").click();
  const link = await letter.getByRole("link", { name: "Me connecter" }).getAttribute("href");
  expect(link).toMatch(`${server.url}/entrer/`);

  // Monday's letter, and the way to stop it.
  const monday = ada.locator("details", { hasText: "victor@example.org" }).filter({ hasText: "Votre semaine à Savoirs Communs" });
  await monday.locator("summary").click();
  await expect(monday).toContainText("attendent un diagnostic");
  const stop = await monday.getByRole("link", { name: "Ne plus recevoir ces lettres" }).getAttribute("href");

  const victor = await house.visitor();
  await victor.goto(stop!);
  await house.seen(victor);
  await form(victor, "unsubscribe").getByRole("button", { name: "Ne plus les recevoir" }).click();
  await expect(victor.getByText("La lettre du lundi : nous ne vous les écrivons plus.")).toBeVisible();
  await house.seen(victor);

  const lucie = await house.visitor();
  await lucie.goto(link!);
  await form(lucie, "enter").getByRole("button").click();
  await expect(lucie.getByRole("button", { name: "Se déconnecter" })).toBeVisible();
  await house.empty();
});
