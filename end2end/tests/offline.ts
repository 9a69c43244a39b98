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

/** Drops it, whole, again if need be: a process that is ending may write one more file. (`maxRetries` would not list it anew.) */
export async function dropBrowserFolder(folder: string): Promise<void> {
  await expect(() => rmSync(folder, { recursive: true, force: true })).toPass();
}

/** A browser with a folder of its own, that can be killed. */
export class Chromium {
  private constructor(
    private started: ChildProcess,
    private browser: Browser,
  ) {}

  static async open(folder: string): Promise<Chromium> {
    const { executablePath, args } = test.info().project.use.launchOptions!;
    const own = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${folder}`, "--lang=fr-FR", "about:blank"];
    // It leads a group of its own: a browser is several processes, and they are to end together.
    const started = spawn(executablePath!, [...args!, ...own], { stdio: ["ignore", "ignore", "pipe"], detached: true });
    const address = await new Promise<string>((done, fail) => {
      started.once("exit", () => fail(new Error("the browser ended")));
      createInterface({ input: started.stderr! }).on("line", (line) => {
        const told = line.match(/^DevTools listening on (ws:\S+)$/);
        if (told) done(told[1]);
      });
    });
    return new Chromium(started, await chromium.connectOverCDP(address));
  }

  async page(): Promise<Page> {
    const context: BrowserContext = this.browser.contexts()[0];
    return context.newPage();
  }

  async close(): Promise<void> {
    const gone = once(this.started, "exit");
    await (await this.browser.newBrowserCDPSession()).send("Browser.close");
    await gone;
  }

  /** At once, with all its processes: it is told nothing. */
  async kill(): Promise<void> {
    if (this.started.exitCode !== null || this.started.signalCode !== null) return;
    const gone = once(this.started, "exit");
    process.kill(-this.started.pid!, "SIGKILL");
    await gone;
    await this.browser.close();
  }
}
