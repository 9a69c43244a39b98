// The editor with scripts: what is typed is drawn as it will be read, buttons write the marks, and a closed tab loses
// nothing.

import type { Page } from "@playwright/test";
import { House } from "./people";
import { expect, hydrated, test } from "./server";

test("wiki: a link is looked for by its title, and the preview knows which pages are there", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const page = await house.person("victor@example.org");
  await page.goto("/pages/nouvelle");
  await hydrated(page);
  const area = page.locator(".editor textarea");
  const drawn = page.locator("[data-drawn]");
  await area.fill("[[accueil|Ici]] et [[nulle_part|Là]].");
  await expect(drawn.getByRole("link", { name: "Ici" })).toBeVisible();
  await expect(drawn.locator(".missing")).toHaveText("Là");
  await area.fill("Voir le programme");
  // What is selected is looked for, and stays as the words of the link.
  await area.evaluate((text: HTMLTextAreaElement) => text.setSelectionRange(5, 17));
  await area.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Lien vers une page du wiki" });
  const field = dialog.getByRole("searchbox");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("le programme");
  await field.fill("disposit");
  await expect(dialog.getByRole("status")).toContainText("proposition");
  await house.seen(page);
  await field.press("Enter");
  await expect(dialog).toBeVisible();
  await field.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(field).toBeFocused();
  await field.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(area).toHaveValue("Voir [[:dispositif_savoirs_communs|le programme]]");
  await expect(drawn.getByRole("link", { name: "le programme" })).toBeVisible();
  // Left without choosing, nothing is written, and the focus is where it was. Leaving by the keyboard empties no field first.
  await page.getByRole("button", { name: "Lien", exact: true }).click();
  await field.fill("disposit");
  await field.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Lien", exact: true }).click();
  await dialog.getByRole("button", { name: "Ne pas mettre de lien" }).click();
  await expect(page.getByRole("button", { name: "Lien", exact: true })).toBeFocused();
  await expect(area).toHaveValue("Voir [[:dispositif_savoirs_communs|le programme]]");
  await house.empty();
});

test("wiki: a file of the space is chosen, and a picture is told for who does not see it", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const page = await house.person("gaspard@example.org");
  await page.goto("/pages/nouvelle?espace=espaces:fetes_de_quartier");
  await hydrated(page);
  const area = page.locator(".editor textarea");
  await area.fill("La place : ");
  const button = page.getByRole("button", { name: "Fichier", exact: true });
  const dialog = page.getByRole("dialog", { name: "Mettre une image ou un fichier" });
  const field = dialog.getByRole("searchbox");
  await button.click();
  await expect(field).toBeFocused();
  await expect(dialog.getByRole("status")).toHaveText("2 fichiers");
  await expect(dialog.getByRole("link", { name: "Envoyer un fichier (nouvel onglet)" })).toHaveAttribute("target", "_blank");
  await expect(dialog.getByRole("button", { name: /plan\.png/ }).locator("img")).toBeVisible();
  await house.seen(page);
  await field.fill("rien");
  await expect(dialog.getByRole("status")).toContainText("Aucun fichier");
  await field.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();

  // By what it shows, by keyboard alone.
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("");
  await field.fill("Écran");
  await expect(dialog.getByRole("status")).toHaveText("1 fichier");
  await field.press("ArrowDown");
  await page.keyboard.press("Enter");
  const shows = dialog.getByRole("textbox", { name: "Ce que montre l’image" });
  await expect(shows).toBeFocused();
  await expect(shows).toHaveValue(/^La place vue d’en haut/);
  await house.seen(page);
  await shows.fill("La place, l’écran au nord");
  await shows.press("Enter");
  await expect(dialog).toBeHidden();
  const plan = "{{:espaces:fetes_de_quartier:plan.png|La place, l’écran au nord}}";
  await expect(area).toHaveValue(`La place : ${plan}`);

  // What is no picture is put at once, under the words that were selected.
  await area.evaluate((text: HTMLTextAreaElement) => text.setSelectionRange(0, 8));
  await button.click();
  await dialog.getByRole("button", { name: /materiel\.csv/ }).click();
  await expect(area).toHaveValue(`{{:espaces:fetes_de_quartier:materiel.csv|La place}} : ${plan}`);
  await house.empty();
});

test("wiki: who has a page open is told to who opens it too, until they leave", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const [lucie, victor] = [await house.person("lucie@example.org"), await house.person("victor@example.org")];
  const edit = "/wiki/ateliers_savoirs_communs/modifier";
  await lucie.goto(edit);
  await hydrated(lucie);
  await expect(lucie.locator("[data-at-work]")).toBeHidden();
  await victor.goto(edit);
  await hydrated(victor);
  await expect(victor.locator("[data-at-work]")).toContainText(/Lucie .*modifie aussi cette page/);
  await house.seen(victor);
  await lucie.goto("/wiki");
  // The page itself says it, and then no more.
  await expect(async () => {
    await victor.goto(edit);
    await expect(victor.locator("[data-at-work]")).toBeHidden({ timeout: 500 });
  }).toPass();
  await house.empty();
});

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

test("wiki: what somebody else saves meanwhile is told, and brought together in the browser", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const [lucie, victor] = [await house.person("lucie@example.org"), await house.person("victor@example.org")];
  const edit = "/wiki/ateliers_savoirs_communs/modifier";
  const open = async (page: Page) => {
    await page.goto(edit);
    await hydrated(page);
  };
  const area = (page: Page) => page.locator(".editor textarea");
  const told = victor.locator("[data-meanwhile]");
  const together = victor.getByRole("button", { name: "Les réunir maintenant" });
  const saves = async (page: Page) => {
    await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await expect(page).toHaveURL(/\/wiki\/ateliers_savoirs_communs(\?.*)?$/);
  };
  // Who comes back to their tab is told at once.
  const comesBack = () => victor.evaluate(() => dispatchEvent(new Event("focus")));

  await open(victor);
  const found = await area(victor).inputValue();
  await area(victor).fill(`${found.trimEnd()}\n\nVictor ajoute cette phrase à la fin.`);
  await expect(told).toBeHidden();
  await open(lucie);
  const [heading, ...rest] = (await area(lucie).inputValue()).split("\n");
  await area(lucie).fill([heading, "", "Lucie commence par ceci.", ...rest].join("\n"));
  await saves(lucie);
  await comesBack();
  await expect(told).toContainText(/^Lucie .*vient d’enregistrer cette page/);
  await house.seen(victor);
  await together.click();
  await expect(told).toContainText("C’est fait");
  await expect(together).toBeHidden();
  await expect(area(victor)).toHaveValue(/Lucie commence par ceci\.[^]*Victor ajoute cette phrase à la fin\./);
  await expect(victor.locator("[data-drawn]")).toContainText("Lucie commence par ceci.");
  await saves(victor);
  await expect(victor.locator("article")).toContainText("Lucie commence par ceci.");
  // The server had nothing to merge: it was done.
  await victor.goto("/wiki/ateliers_savoirs_communs/historique");
  await expect(victor.locator("main li").first()).not.toContainText("réuni");

  // Where both change the same words, the browser says so, and the server lets one choose.
  await open(victor);
  await open(lucie);
  for (const [page, words] of [[lucie, "Lucie commence autrement."], [victor, "Victor commence autrement."]] as const) {
    await area(page).fill((await area(page).inputValue()).replace("Lucie commence par ceci.", words));
  }
  await saves(lucie);
  await comesBack();
  await expect(told).toContainText("ce que vous changez aussi");
  await expect(together).toBeHidden();
  await house.seen(victor);
  await victor.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(victor.getByRole("heading", { name: "Enregistré entre-temps" })).toBeVisible();
  await house.empty();
});
