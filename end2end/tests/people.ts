// Who sits at the keyboard, what people do on every page, and what holds of each.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { hydrated } from "./server";

/** The demo cast's password. */
export const PASSWORD = "savoirs communs demo";

/** What a text without translation looks like. */
export const MISSING = "⟦?⟧";

/** Sits somebody down: a browser of their own, signed in if they have an account. */
export class House {
  private open: BrowserContext[] = [];
  /** By how many days the demo's time was moved. */
  private moved = 0;

  constructor(
    private browser: Browser,
    private url: string,
    readonly javaScriptEnabled: boolean,
  ) {}

  /** Somebody without an account. */
  async visitor(): Promise<Page> {
    // One person at a time: whoever sat here before has left.
    await this.empty();
    const { url: baseURL, javaScriptEnabled } = this;
    const context = await this.browser.newContext({ baseURL, javaScriptEnabled, locale: "fr-FR" });
    this.open.push(context);
    return context.newPage();
  }

  /** A person of the demo cast, or one who joined. */
  async person(email: string, password = PASSWORD): Promise<Page> {
    const page = await this.visitor();
    await page.goto("/connexion");
    const door = form(page, "sign_in");
    await door.getByLabel("Adresse électronique").fill(email);
    await door.getByLabel("Mot de passe", { exact: true }).fill(password);
    await door.getByRole("button", { name: "Se connecter" }).click();
    await expect(page.getByRole("button", { name: "Se déconnecter" })).toBeVisible();
    return page;
  }

  /** The administrator moves the demo's time. */
  async later(days: number): Promise<void> {
    const page = await this.person("ada@example.org");
    await page.goto("/administration");
    if (this.moved === 0) await this.seen(page);
    await page.getByLabel("Avancer de combien de jours").fill(String(days));
    await page.getByRole("button", { name: "Avancer le temps" }).click();
    await said(page, "Le temps de la démonstration a avancé");
    this.moved += days;
  }

  /** The demo's today, some days later or earlier. */
  day(days = 0): Date {
    return new Date(Date.now() + (this.moved + days) * 86_400_000);
  }

  /** Looks at a page as it stands, its islands alive. */
  async seen(page: Page): Promise<void> {
    const live = this.javaScriptEnabled;
    if (live && (await page.locator("leptos-island").count()) > 0) await hydrated(page);
    await examine(page, page.url(), live);
  }

  async empty(): Promise<void> {
    for (const context of this.open.splice(0)) await context.close();
  }
}

/** What the page says was just done. */
export async function said(page: Page, text: string): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();
}

/** The form that does something, by the name of its function; on pages with several, the one that `within` holds. */
export function form(page: Page, name: string, text?: string | RegExp) {
  const forms = page.locator(`form:has(input[name="form"][value="${name}"])`);
  return text === undefined ? forms : forms.filter({ hasText: text });
}

/** What holds of every page: one main heading, no text without translation; and nothing that shuts somebody out, which a
 * script in the page looks for. */
export async function examine(page: Page, at: string, javaScriptEnabled = true): Promise<void> {
  expect(await page.content(), at).not.toContain(MISSING);
  await expect(page.locator("h1"), at).toHaveCount(1);
  if (!javaScriptEnabled) return;
  // No page has frames: without looking for them, it takes half the time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(" | ")}`);
  expect(told, at).toEqual([]);
}

/** A date as pages tell it: "3 décembre 2026". */
export function told(date: Date): string {
  const words = date.toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric", timeZone: "Europe/Paris" });
  return words.replace(/^1 /, "1er ");
}

/** A date as a date field takes it: "2026-12-03". */
export function typed(date: Date): string {
  return date.toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" });
}
