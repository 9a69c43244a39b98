// An interview goes on without network: what is answered is kept in the browser, whatever becomes of it, and reaches the
// server once, in order. It is of who answered, and of nobody else.

import type { Page } from "@playwright/test";
import { Cable } from "./cable";
import { Chromium, browserFolder, dropBrowserFolder, enter, kept, left, signIn, who } from "./offline";
import { House, beginJourney, form } from "./people";
import { expect, hydrated, test } from "./server";

/** Ten answers of two themes, each the first choice of its question. */
const TEN = 10;

test("diagnosis: ten answers without network, a browser killed, and all are stored, in order, once", async ({ server }) => {
  test.setTimeout(120_000);
  const cable = await Cable.to(server.url);
  const folder = browserFolder();
  let chromium = await Chromium.open(folder);
  try {
    let page = await chromium.page();
    await signIn(page, cable.url, "denis@example.org");
    // A browser writes its cookies down from time to time, and when it is closed.
    await chromium.close();
    chromium = await Chromium.open(folder);
    page = await chromium.page();
    const interview = await begin(page, cable.url, "Vélo Cher et Loire");
    await kept(page);

    await cable.unplug();
    const answered: string[] = [];
    for (const theme of ["project", "communication"]) {
      await page.locator(`.themes [data-part="theme=${theme}"]`).click();
      for (const question of await page.locator(`section[data-theme="${theme}"] > [data-question]`).all()) {
        if (answered.length === TEN || !(await question.isVisible())) continue;
        await question.locator("input:not([type=hidden])").first().check();
        answered.push((await question.getAttribute("data-question"))!);
      }
    }
    expect(answered).toHaveLength(TEN);
    await expect(page.locator(".saving")).toContainText(`Réponses qui attendent : ${TEN}`);

    // Nothing is said to it: it is gone at once.
    await chromium.kill();
    chromium = await Chromium.open(folder);
    page = await chromium.page();
    await page.goto(interview);
    await hydrated(page);
    for (const question of answered) await expect(page.locator(`[data-question="${question}"] input:not([type=hidden])`).first(), question).toBeChecked();
    await expect(page.locator(".saving")).toContainText(`Réponses qui attendent : ${TEN}`);

    const sent: URLSearchParams[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/api/save_answer")) sent.push(new URLSearchParams(request.postData()!));
    });
    // The first reaches the server, but its answer gets lost: it is sent again as it was.
    cable.loseAnswer();
    await cable.plug();
    await expect(page.locator(".saving")).toHaveText("Enregistré", { timeout: 30_000 });
    const arrived = sent.slice(-TEN);
    expect(arrived.map((body) => body.get("question"))).toEqual(answered);
    expect(new Set(arrived.map((body) => body.get("command"))).size).toBe(TEN);
    expect(cable.passed).toBe(TEN + 1);
    const first = sent.filter((body) => body.get("question") === answered[0]).map(String);
    expect(new Set(first).size).toBe(1);

    // The server has them: so says its page, made anew.
    await page.reload();
    for (const question of answered) await expect(page.locator(`[data-question="${question}"] input:not([type=hidden])`).first(), question).toBeChecked();
    await hydrated(page);
    await expect(page.locator(".saving")).toHaveText("");
    await expect(page.locator("[data-crossings]")).toBeHidden();
    const html = await (await page.request.get(interview)).text();
    for (const question of answered) expect(html).toContain(`name="seen[${question}]"`);
  } finally {
    await chromium.kill();
    await dropBrowserFolder(folder);
    await cable.unplug();
  }
});

test("diagnosis: a browser keeps the answers for who gave them, whoever comes and goes meanwhile", async ({ browser, server }) => {
  test.setTimeout(90_000);
  const house = new House(browser, server.url, true);
  const context = await browser.newContext({ baseURL: server.url, locale: "fr-FR" });
  const page = await context.newPage();
  await signIn(page, server.url, "denis@example.org");
  const interview = await begin(page, server.url, "Vélo Cher et Loire");
  await kept(page);
  const denis = await who(page);

  // Elsewhere, the same person ends all their sessions.
  await signOutElsewhere(house);
  const box = answer(page, "ease", "few");
  await page.locator('.themes [data-part="theme=skills"]').click();
  await box.check();
  await expect(page.locator(".saving")).toContainText("Reconnectez-vous");

  // Somebody else signs in on this browser, in another tab: the first tab sends nothing in their name.
  const second = await context.newPage();
  await signIn(second, server.url, "diane@example.org");
  const stolen: string[] = [];
  context.on("response", (answer) => {
    if (answer.url().endsWith("/api/save_answer")) stolen.push(String(answer.status()));
  });
  await answer(page, "helper", "one").check();
  await expect.poll(() => new Set(stolen)).toEqual(new Set(["401"]));
  // They find neither the answers nor the page; what they answer themselves is theirs.
  await second.goto(interview + "?theme=skills");
  await kept(second);
  await expect(answer(second, "ease", "few")).not.toBeChecked();
  await expect(answer(second, "helper", "one")).not.toBeChecked();
  const diane = await who(second);
  await answer(second, "how_to", "shown").check();
  await expect(second.locator(".saving")).toHaveText("Enregistré");
  await expect.poll(() => left(second)).toEqual({ writes: { [denis]: 2, [diane]: 1 }, pages: [diane] });
  // As they leave, what is theirs goes, and nothing else.
  await second.goto("/compte");
  await form(second, "sign_out_everywhere").getByRole("button").click();
  await expect(second.getByRole("link", { name: "Se connecter" })).toBeVisible();
  expect(await left(second)).toEqual({ writes: { [denis]: 2 }, pages: [] });

  // Signed in again, whoever gave the answers finds them, and they leave.
  await page.locator("[data-sign-in] a").click();
  await enter(page, "denis@example.org");
  await expect(page).toHaveURL(/\/diagnostic\//);
  await hydrated(page);
  await expect(page.locator(".saving")).toHaveText("Enregistré");
  await page.reload();
  await expect(answer(page, "ease", "few")).toBeChecked();
  await expect(answer(page, "helper", "one")).toBeChecked();
  await context.close();
});

test("diagnosis: signing out leaves nothing in the browser, with scripts and without", async ({ browser, server }) => {
  for (const javaScriptEnabled of [true, false]) {
    const cable = await Cable.to(server.url);
    const context = await browser.newContext({ baseURL: cable.url, locale: "fr-FR" });
    const page = await context.newPage();
    await signIn(page, cable.url, "denis@example.org");
    const interview = await begin(page, cable.url, "Vélo Cher et Loire");
    await kept(page);
    await page.locator('.themes [data-part="theme=tool"]').click();
    await cable.unplug();
    await page.locator('section[data-theme="tool"] [data-question]:not([hidden]) input:not([type=hidden])').first().check();
    await expect(page.locator(".saving")).toContainText("Réponses qui attendent");
    await cable.plug();
    if (javaScriptEnabled) {
      await page.getByRole("button", { name: "Se déconnecter" }).click();
      await expect(page.getByRole("link", { name: "Se connecter" })).toBeVisible();
    } else {
      // As a browser without scripts does it: the header of the answer alone clears.
      const out = await page.request.post("/deconnexion", { form: { form: "sign_out" }, headers: { origin: cable.url }, maxRedirects: 0 });
      expect(out.status()).toBe(303);
      expect(out.headers()["clear-site-data"]).toBe('"storage"');
      await context.clearCookies();
    }
    if (javaScriptEnabled) {
      await page.goto("/agenda");
      expect(await left(page)).toEqual({ writes: {}, pages: [] });
      await cable.unplug();
      await expect(page.goto(interview)).rejects.toThrow();
    }
    await context.close();
    await cable.unplug();
  }
});

test("diagnosis: two answers to one question are shown, and one is chosen", async ({ browser, server }) => {
  const house = new House(browser, server.url, true);
  const context = await browser.newContext({ baseURL: server.url, locale: "fr-FR" });
  const page = await context.newPage();
  await signIn(page, server.url, "diane@example.org");
  const interview = await begin(page, server.url, "Vélo Cher et Loire");
  await page.goto(interview + "?theme=data");
  await hydrated(page);

  const other = await house.person("denis@example.org");
  await other.goto(interview + "?theme=data");
  await hydrated(other);
  await answer(other, "passwords", "vault").check();
  await answer(other, "leavers", "closed").check();
  await expect(other.locator(".saving")).toHaveText("Enregistré");

  await answer(page, "passwords", "written").check();
  await answer(page, "leavers", "sometimes").check();
  const crossings = page.locator("[data-crossings]");
  await expect(crossings).toBeVisible();
  await expect(crossings.locator("li")).toHaveCount(2);
  // Nothing is overwritten.
  await other.reload();
  await expect(answer(other, "passwords", "vault")).toBeChecked();
  await house.seen(page);

  // Ours takes the place of theirs; theirs stays.
  await crossings.locator('li button[data-settle="passwords"][data-mine]').click();
  await expect(crossings.locator("li")).toHaveCount(1);
  await crossings.locator('li button[data-settle="leavers"]:not([data-mine])').click();
  await expect(crossings).toBeHidden();
  await expect(answer(page, "leavers", "closed")).toBeChecked();
  await page.reload();
  await expect(answer(page, "passwords", "written")).toBeChecked();
  await expect(answer(page, "leavers", "closed")).toBeChecked();
  await house.empty();
  await context.close();
});

test("diagnosis: what an association prepares alone goes on without network too, with an account and without", async ({ browser, server }) => {
  const cable = await Cable.to(server.url);
  const context = await browser.newContext({ baseURL: cable.url, locale: "fr-FR" });
  const page = await context.newPage();
  const prepare = async () => {
    await page.getByRole("link", { name: "Répondre aux questions" }).click();
    await kept(page);
    await answer(page, "need_words", "clear").check();
    await expect(page.locator(".saving")).toHaveText("Enregistré");
    await cable.unplug();
    await page.locator('.themes [data-part="theme=skills"]').click();
    await answer(page, "ease", "half").check();
    await expect(page.locator(".saving")).toContainText("Réponses qui attendent : 1");
    // Opened again, it holds what waits.
    await page.reload();
    await hydrated(page);
    await expect(answer(page, "ease", "half")).toBeChecked();
    await cable.plug();
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect(page.locator(".saving")).toHaveText("Enregistré");
    await page.reload();
    await expect(answer(page, "ease", "half")).toBeChecked();
    await expect(answer(page, "need_words", "clear")).toBeChecked();
    return who(page);
  };
  await page.goto(`${cable.url}/rejoindre`);
  await page.getByRole("radiogroup", { name: "réunion d’information" }).getByRole("radio").first().check();
  await beginJourney(page, { need: "Le prêt des tables se fait de mémoire.", association: "Les Voisins du Quai", name: "Rose Lambert", email: "rose@example.org" });
  await expect(page).toHaveURL(/\/debut\//);
  const link = await prepare();
  await signIn(page, cable.url, "lucie@example.org");
  const lucie = await prepare();
  expect(lucie).not.toBe(link);
  expect((await left(page)).pages).toEqual([lucie]);
  await context.close();
  await cable.unplug();
});

function answer(page: Page, question: string, choice: string) {
  return page.locator(`input[name="answers[${question}]"][value="${choice}"]`);
}

/** Ends every session of Denis, from another browser. */
async function signOutElsewhere(house: House): Promise<void> {
  const other = await house.person("denis@example.org");
  await other.goto("/compte");
  await form(other, "sign_out_everywhere").getByRole("button").click();
  await house.empty();
}

/** Begins an association's interview, or goes on with it; its address. */
async function begin(page: Page, url: string, association: string): Promise<string> {
  await page.goto(`${url}/diagnostics`);
  const row = page.getByRole("row", { name: association });
  await row.getByRole("button").or(row.locator('a[href^="/diagnostic/"]')).first().click();
  await hydrated(page);
  return page.url();
}
