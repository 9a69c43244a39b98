// Who sits at the keyboard, and what people do on every page.

import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";

/** The demo cast's password. */
export const PASSWORD = "savoirs communs demo";

/** What a text without translation looks like. */
export const MISSING = "⟦?⟧";

/** Sits somebody down: a browser of their own, signed in if they have an account. */
export class House {
  private open: BrowserContext[] = [];

  constructor(
    private browser: Browser,
    private url: string,
    private javaScriptEnabled: boolean,
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
    await page.getByLabel("Adresse électronique").fill(email);
    await page.getByLabel("Mot de passe", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Se connecter" }).click();
    await expect(page.getByRole("button", { name: "Se déconnecter" })).toBeVisible();
    return page;
  }

  /** The administrator moves the demo's time. */
  async later(days: number): Promise<void> {
    const page = await this.person("ada@example.org");
    await page.goto("/administration");
    await page.getByLabel("Avancer de combien de jours").fill(String(days));
    await page.getByRole("button", { name: "Avancer le temps" }).click();
    await said(page, "Le temps de la démonstration a avancé");
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
