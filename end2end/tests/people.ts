// Who sits at the keyboard, what people do on every page, and what holds of each.

import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { shutOut } from "./axe";
import { hydrated } from "./server";

/** The demo cast's password. */
export const PASSWORD = "savoirs communs demo";

/** What a text without translation looks like. */
export const MISSING = "⟦?⟧";

/** For how long a login lasts: domain::accounts::SIGNED_IN_FOR, in days. */
const SIGNED_IN_FOR = 30;

/** Somebody's browser, where they have signed in. */
interface Seat {
  page: Page;
  /** By how many days the demo's time was moved then. */
  since: number;
}

/** The house where people sit, each at a browser of their own, signed in if they have an account. */
export class House {
  private open: BrowserContext[] = [];
  private seats = new Map<string, Seat>();
  /** By how many days the demo's time was moved. */
  private moved = 0;

  /** `examined`: whether what is seen is also looked at by the script that finds what shuts somebody out. */
  constructor(
    private browser: Browser,
    private url: string,
    readonly javaScriptEnabled: boolean,
    private examined = javaScriptEnabled,
  ) {}

  /** Somebody without an account. */
  async visitor(): Promise<Page> {
    const { url: baseURL, javaScriptEnabled } = this;
    const context = await this.browser.newContext({ baseURL, javaScriptEnabled, locale: "fr-FR" });
    this.open.push(context);
    return context.newPage();
  }

  /** A person of the demo cast, or one who joined. Who sat here before finds their browser as they left it. */
  async person(email: string, password = PASSWORD): Promise<Page> {
    const seat = this.seats.get(email);
    if (seat && this.moved - seat.since < SIGNED_IN_FOR) return seat.page;
    const page = await this.visitor();
    // As the form does, without its page: `accounts.spec.ts` fills that in.
    const signed = await page.request.post("/connexion", {
      form: { form: "sign_in", command: randomUUID(), email, password },
      headers: { origin: this.url },
      maxRedirects: 0,
    });
    expect(signed.status(), `${email} signs in`).toBe(303);
    this.seats.set(email, { page, since: this.moved });
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
    await examine(page, page.url(), this.examined);
  }

  async empty(): Promise<void> {
    this.seats.clear();
    for (const context of this.open.splice(0)) await context.close();
  }
}

/** What the page says was just done. */
export async function said(page: Page, text: string): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();
}

/** What an association says when it begins. */
interface Newcomer {
  need: string;
  association: string;
  name: string;
  email: string;
}

/** Begins a journey, on the page where it is begun; what is to be chosen there was chosen before. */
export async function beginJourney(page: Page, { need, association, name, email }: Newcomer): Promise<void> {
  await page.getByLabel("Qu’est-ce qui vous prend du temps").fill(need);
  await page.getByLabel("Nom de l’association").fill(association);
  await page.getByLabel("Prénom et nom").fill(name);
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByLabel("J’accepte").check();
  await page.getByRole("button", { name: "Commencer notre parcours" }).click();
}

/** The form that does something, by the name of its function; on pages with several, the one that `within` holds. */
export function form(page: Page, name: string, text?: string | RegExp) {
  const forms = page.locator(`form:has(input[name="form"][value="${name}"])`);
  return text === undefined ? forms : forms.filter({ hasText: text });
}

/** What holds of every page: one main heading, no text without translation; and nothing that shuts somebody out, which a
 * script in the page looks for. */
export async function examine(page: Page, at: string, examined = true): Promise<void> {
  expect(await page.content(), at).not.toContain(MISSING);
  await expect(page.locator("h1"), at).toHaveCount(1);
  if (examined) expect(await shutOut(page), at).toEqual([]);
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
