// A browser that goes on without network: what it keeps, for whom, and how it is killed and opened again.

import { chromium, expect, test, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PASSWORD, form } from "./people";

export async function signIn(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/connexion`);
  await enter(page, email);
  await expect(page.getByRole("button", { name: "Se déconnecter" })).toBeVisible();
}

export async function enter(page: Page, email: string): Promise<void> {
  const door = form(page, "sign_in");
  await door.getByLabel("Adresse électronique").fill(email);
  await door.getByLabel("Mot de passe", { exact: true }).fill(PASSWORD);
  await door.getByRole("button", { name: "Se connecter" }).click();
}

/** Waits until the page would open without network. */
export async function kept(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-kept", "true");
}

/** Whose page this is. */
export async function who(page: Page): Promise<string> {
  return (await page.locator("script[data-owner]").getAttribute("data-owner"))!;
}

/** What this browser keeps: how many writes of whom, and whose pages. */
export async function left(page: Page): Promise<{ writes: Record<string, number>; pages: string[] }> {
  return page.evaluate(async () => {
    const pages = (await caches.keys()).map((name) => name.replace("kept:", ""));
    const writes: Record<string, number> = {};
    for (const { name } of await indexedDB.databases()) {
      const count = await new Promise<number>((done, fail) => {
        const opening = indexedDB.open(name!);
        opening.onerror = fail;
        opening.onsuccess = () => {
          const counting = opening.result.transaction("writes").objectStore("writes").count();
          counting.onsuccess = () => done(counting.result);
          opening.result.close();
        };
      });
      if (count > 0) writes[name!.replace("kept:", "")] = count;
    }
    return { writes, pages };
  });
}

/** A folder for a browser. */
export function browserFolder(): string {
  return mkdtempSync(join(tmpdir(), "savoirs-communs-browser-"));
}

/** Drops it. Of a browser that was killed, some processes write a little longer. */
export function dropBrowserFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** A browser with a folder of its own, that can be killed. */
export class Chromium {
  private constructor(
    private process: ChildProcess,
    private browser: Browser,
  ) {}

  static async open(folder: string): Promise<Chromium> {
    const { executablePath, args } = test.info().project.use.launchOptions!;
    const own = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${folder}`, "--lang=fr-FR", "about:blank"];
    const process = spawn(executablePath!, [...args!, ...own], { stdio: ["ignore", "ignore", "pipe"] });
    const address = await new Promise<string>((done, fail) => {
      process.once("exit", () => fail(new Error("the browser ended")));
      createInterface({ input: process.stderr! }).on("line", (line) => {
        const told = line.match(/^DevTools listening on (ws:\S+)$/);
        if (told) done(told[1]);
      });
    });
    return new Chromium(process, await chromium.connectOverCDP(address));
  }

  async page(): Promise<Page> {
    const context: BrowserContext = this.browser.contexts()[0];
    return context.newPage();
  }

  async close(): Promise<void> {
    const gone = once(this.process, "exit");
    await (await this.browser.newBrowserCDPSession()).send("Browser.close");
    await gone;
  }

  /** At once: it is told nothing. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await gone;
    await this.browser.close();
  }
}
