// Presences are noted in a basement: what the host presses is kept in the browser, whatever becomes of it, and reaches the
// server once. It is of who noted it, and of nobody else.

import type { Page } from "@playwright/test";
import { Cable } from "./cable";
import { Chromium, browserFolder, dropBrowserFolder, enter, kept, left, signIn, who } from "./offline";
import { House, form } from "./people";
import { expect, hydrated, test } from "./server";

const TEN = 10;

test("workshops: ten presences without network, a browser killed, and all are noted, once", async ({ browser, server }) => {
  test.setTimeout(90_000);
  const house = new House(browser, server.url, true, false);
  const cable = await Cable.to(server.url, "mark_presence");
  const folder = browserFolder();
  let chromium = await Chromium.open(folder);
  try {
    // A session that Vera hosts, once it has begun, to which ten came without a seat.
    let page = await chromium.page();
    await signIn(page, cable.url, "vera@example.org");
    await page.goto(`${cable.url}/agenda?genre=workshop_session`);
    await page.locator('main a[href*="/agenda/"]:not([href*="?"])').first().click();
    const presences = `/presences/${new URL(page.url()).pathname.split("/").at(-1)}`;
    await house.later(13);
    for (let n = 0; n < TEN; n++) await walksIn(page, cable.url, presences, `Troupe ${n}`);
    // A browser writes its cookies down from time to time, and when it is closed.
    await chromium.close();
    chromium = await Chromium.open(folder);
    page = await chromium.page();
    await page.goto(cable.url + presences);
    await hydrated(page);
    await kept(page);

    await cable.unplug();
    for (let n = 0; n < TEN; n++) await mark(page, `Troupe ${n}`).check();
    await form(page, "count_unnamed").getByRole("button").click();
    await expect(page.locator(".codes li")).toHaveCount(1);
    const code = await page.locator(".codes .code").innerText();
    await expect(page.locator(".saving")).toContainText(`Présences qui attendent : ${TEN + 1}`);

    // Nothing is said to it: it is gone at once.
    await chromium.kill();
    chromium = await Chromium.open(folder);
    page = await chromium.page();
    await page.goto(cable.url + presences);
    await hydrated(page);
    for (let n = 0; n < TEN; n++) await expect(mark(page, `Troupe ${n}`)).toBeChecked();
    await expect(page.locator(".codes .code")).toHaveText(code);
    await expect(page.locator(".saving")).toContainText(`Présences qui attendent : ${TEN + 1}`);

    // Elsewhere, the same person ends all their sessions: what waits stays here until they are back.
    const other = await house.person("vera@example.org");
    await other.goto("/compte");
    await form(other, "sign_out_everywhere").getByRole("button").click();
    await house.empty();
    await cable.plug();
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect(page.locator(".saving")).toContainText("Reconnectez-vous");
    const vera = await who(page);
    expect((await left(page)).writes).toEqual({ [vera]: TEN + 1 });

    // Back, the first reaches the server, but its answer gets lost: it is sent again as it was.
    const before = cable.passed;
    cable.loseAnswer();
    await page.locator("[data-sign-in] a").click();
    await enter(page, "vera@example.org");
    await expect(page).toHaveURL(/\/presences\//);
    await hydrated(page);
    await expect(page.locator(".saving")).toHaveText("Enregistré", { timeout: 30_000 });
    expect(cable.passed - before).toBe(TEN + 1);

    // The server has them, once: so says its page, made anew.
    await page.reload();
    await hydrated(page);
    for (let n = 0; n < TEN; n++) {
      await expect(mark(page, `Troupe ${n}`)).toBeChecked();
      await expect(page.locator("details li", { hasText: `Troupe ${n} : absente` })).toHaveCount(1);
    }
    await expect(page.locator(".codes .code")).toHaveText(code);

    // Who signs out leaves nothing behind.
    await cable.unplug();
    await mark(page, "Troupe 0", "excusée").check();
    await expect(page.locator(".saving")).toContainText("Présences qui attendent : 1");
    await cable.plug();
    await page.getByRole("button", { name: "Se déconnecter" }).click();
    await expect(page.getByRole("link", { name: "Se connecter" })).toBeVisible();
    expect(await left(page)).toEqual({ writes: {}, pages: [] });
  } finally {
    await chromium.kill();
    await dropBrowserFolder(folder);
    await house.empty();
    await cable.unplug().catch(() => {});
  }
});

function mark(page: Page, name: string, presence = "absente") {
  return page.getByRole("radiogroup", { name, exact: true }).getByLabel(presence);
}

/** As the form of the page does, for somebody who came without a seat. */
async function walksIn(page: Page, url: string, path: string, association: string): Promise<void> {
  const entry = path.split("/").at(-1)!;
  const noted = await page.request.post(url + path, {
    form: { form: "note_walk_in", command: crypto.randomUUID(), entry, association, other: "yes" },
    headers: { origin: url },
    maxRedirects: 0,
  });
  expect(noted.status()).toBe(303);
}
