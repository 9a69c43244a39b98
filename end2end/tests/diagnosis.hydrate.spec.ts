// The live half of the interview: the verdict moves while answers change, each answer is stored as it is given, and a
// question that an answer opens is shown at once.

import type { Page } from "@playwright/test";
import { House } from "./people";
import { expect, hydrated, test } from "./server";

test("diagnosis: the verdict moves in the browser, by the code that the server stores with", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const page = await house.person("denis@example.org");
  await page.goto("/diagnostics");
  await page.getByRole("row", { name: "Vélo Cher et Loire" }).getByRole("button", { name: "Commencer l’entretien" }).click();
  await hydrated(page);
  const verdict = page.locator(".verdict .word:visible");
  const answer = (question: string, choice: string) => page.locator(`input[name="answers[${question}]"][value="${choice}"]`);
  const before = await verdict.textContent();

  await answer("need_nature", "organisation").check();
  await answer("need_words", "several").check();
  await answer("need_shared", "some").check();
  await answer("carrier", "one").check();
  await answer("moment", "some_hours").check();
  await expect(page.locator(".saving")).toHaveText("Enregistré");
  const after = await verdict.textContent();
  expect(after).not.toBe(before);

  // What moved in the browser is what the server says too.
  await page.reload();
  await expect(answer("carrier", "one")).toBeChecked();
  await expect(verdict).toHaveText(after!);
  await hydrated(page);
  await expect(verdict).toHaveText(after!);

  // "Je ne sais pas" counts for nothing: with every answer taken back, the verdict is that of the beginning.
  for (const question of ["need_nature", "need_words", "need_shared", "carrier", "moment"]) await answer(question, "?").check();
  await expect(verdict).toHaveText(before!);

  // A question that another opens.
  await page.goto(page.url().split("?")[0] + "?theme=communication");
  await hydrated(page);
  await expect(answer("site_access", "one")).toBeHidden();
  await answer("web_presence", "old_site").check();
  await expect(answer("site_access", "one")).toBeVisible();
  await house.empty();
});

test("diagnosis: an answer that could not be stored is told, and stored with the next", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const page = await house.person("diane@example.org");
  await page.goto("/diagnostics");
  await page.locator('main a[href^="/diagnostic/"]').first().click();
  await hydrated(page);
  const answer = (question: string, choice: string) => page.locator(`input[name="answers[${question}]"][value="${choice}"]`);
  await page.route("**/api/save_answer", (route) => route.abort());
  await answer("need_shared", "widely").check();
  await expect(page.locator(".saving")).toContainText("Enregistré sur cet appareil, sans réseau");
  await page.unroute("**/api/save_answer");
  await answer("carrier", "two").check();
  await expect(page.locator(".saving")).toHaveText("Enregistré");
  await page.reload();
  await expect(answer("need_shared", "widely")).toBeChecked();
  await expect(answer("carrier", "two")).toBeChecked();
  await house.empty();
});

test("diagnosis: what is known is proposed, two voices are kept, and « Et si ? » touches nothing", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const known = (page: Page, question: string) => page.locator(`[data-question="${question}"] .known:visible`);
  const answer = (page: Page, question: string, choice: string) => page.locator(`input[name="answers[${question}]"][value="${choice}"]`);
  // The association prepares alone.
  let page = await house.person("gaspard@example.org");
  await page.goto("/parcours/preparation");
  await hydrated(page);
  await known(page, "carrier").getByRole("button", { name: "Oui, c’est bien cela" }).click();
  await expect(answer(page, "carrier", "two")).toBeChecked();
  await expect(known(page, "carrier")).toBeHidden();
  await answer(page, "need_words", "vague").check();
  await answer(page, "need_nature", "organisation").check();
  await answer(page, "moment", "calm").check();
  await expect(page.locator(".saving")).toHaveText("Enregistré");

  // A volunteer asks it.
  page = await house.person("denis@example.org");
  await page.goto("/diagnostics");
  await page.getByRole("row", { name: "Le Ciné-Guinguette" }).getByRole("button").click();
  await hydrated(page);
  await expect(known(page, "carrier")).toContainText("L’association avait répondu : « Deux personnes ou plus »");
  await known(page, "carrier").getByRole("button", { name: "Garder cette réponse" }).click();
  await expect(answer(page, "carrier", "two")).toBeChecked();
  await expect(known(page, "carrier")).toBeHidden();
  const topics = page.locator("[data-contested] li");
  await expect(topics).toHaveCount(0);
  await answer(page, "need_words", "clear").check();
  await expect(topics).toContainText(["Pas encore, c’est une impression générale"]);
  await expect(known(page, "need_words")).toBeVisible();
  await expect(page.locator(".saving")).toHaveText("Enregistré");

  const told = (which: string) => page.locator(`[data-${which}="title"], [data-${which}="reasons"], [data-${which}="steps"]`).allInnerTexts();
  const before = await told("told");
  let sent = 0;
  page.on("request", (request) => (sent += Number(request.method() === "POST")));
  await page.getByRole("button", { name: "Et si ?" }).click();
  await answer(page, "need_nature", "not_digital").check();
  await answer(page, "need_words", "vague").check();
  const tried = await told("told");
  for (const [i, text] of before.entries()) expect(tried[i]).not.toBe(text);
  expect(await told("was")).toEqual(before);
  await expect(topics).toHaveCount(1);
  await house.seen(page);
  await page.reload();
  await hydrated(page);
  expect(sent).toBe(0);
  await expect(answer(page, "need_words", "clear")).toBeChecked();
  await expect(answer(page, "need_nature", "not_digital")).not.toBeChecked();
  expect(await told("told")).toEqual(before);
  await house.empty();
});
