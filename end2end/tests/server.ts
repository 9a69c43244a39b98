// The product, started for the tests: each file of tests meets a fresh server, with the demo cast, on a database of
// its own. Tests of one file run in order and share it.

import { test as base, expect, type Page } from "@playwright/test";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export { expect };

/** What a project of the configuration chooses. */
export interface Options {
  database: "sqlite" | "postgres";
  /** With the demo cast; without, a file of tests meets a new instance. */
  cast: boolean;
  /** A database that the tests in Rust have left, by its name, rather than a fresh one. */
  left: string;
}

export interface Server {
  /** Its address, without a slash at the end. */
  url: string;
  /** Of a new instance: the path that makes its first administrator. */
  first?: string;
  /** The folder where its letters are. */
  mail: string;
}

interface Running extends Server {
  stop(): Promise<void>;
}

/** Where a server keeps its data, and how that is removed. */
interface Database {
  url: string;
  /** Where letters are kept. */
  letters: string;
  drop(): void;
}

type Fixtures = { server: Server };
type WorkerFixtures = Options & { servers: { of(file: string): Promise<Server> } };

export const test = base.extend<Fixtures, WorkerFixtures>({
  database: ["sqlite", { option: true, scope: "worker" }],
  cast: [true, { option: true, scope: "worker" }],
  left: ["", { option: true, scope: "worker" }],

  // A worker runs one file after the other: it needs one server at a time.
  servers: [
    async ({ database, cast, left }, use) => {
      let current: { file: string; server: Running } | undefined;
      const of = async (file: string) => {
        if (current?.file !== file) {
          await current?.server.stop();
          current = undefined;
          current = { file, server: await start(database === "sqlite" ? sqlite(left) : postgres(), cast) };
        }
        return current.server;
      };
      await use({ of });
      await current?.server.stop();
    },
    { scope: "worker" },
  ],

  server: async ({ servers }, use, { file }) => use(await servers.of(file)),

  // So that tests write `page.goto("/agenda")`.
  baseURL: async ({ server }, use) => use(server.url),
});

/** Waits until the islands of a page live. Without scripts, there is nothing to wait for. */
export async function hydrated(page: Page, javaScriptEnabled = true): Promise<void> {
  if (javaScriptEnabled) await expect(page.locator("html")).toHaveAttribute("data-hydrated", "true");
}

/** Where the last letter to this address leads, as a path: the letter may still be on its way. `told` is part of its subject. */
export async function letter({ mail }: Server, to: string, told: string): Promise<string> {
  let path: string | undefined;
  await expect(async () => {
    // Ids are sorted by time.
    const files = readdirSync(mail).filter((name) => name.endsWith(".json")).sort();
    const letters = files.map((name) => JSON.parse(readFileSync(join(mail, name), "utf8")));
    const last = letters.filter((letter) => letter.to === to && letter.subject.includes(told)).at(-1);
    expect(last, `a letter to ${to}`).toBeTruthy();
    path = new URL(last.button[1]).pathname;
  }).toPass({ timeout: 10_000 });
  return path!;
}

async function start(database: Database, cast: boolean): Promise<Running> {
  const settings = [...(cast ? ["--demo"] : []), "--database-url", database.url, "--mail-folder", database.letters, "--listen", "127.0.0.1:0"];
  // Without a folder of assets, the executable carries its own, and needs nothing around it.
  const folder = process.env.SAVOIRS_COMMUNS_ASSETS;
  const assets = folder ? ["--assets", folder] : [];
  const server = spawn(given("SAVOIRS_COMMUNS_BIN"), ["serve", ...settings, ...assets], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: tmpdir(),
    env: { ...process.env, RUST_LOG: process.env.RUST_LOG ?? "warn" },
  });
  const stop = async () => {
    await end(server);
    database.drop();
  };
  try {
    return { ...(await told(server)), mail: database.letters, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a server says of itself until it listens. */
function told(server: ChildProcess): Promise<Omit<Server, "mail">> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the server ended before it listened (code ${code})`)));
    let first: string | undefined;
    // Read to the end: a full pipe would block the server.
    createInterface({ input: server.stdout! }).on("line", (line) => {
      first ??= line.match(/make the first one at http:\/\/[^/]+(\/\S+)$/)?.[1];
      const said = line.match(/^listening on (http:\/\/\S+)$/);
      if (said) resolve({ url: said[1], first });
    });
  });
}

/** Stops a server as its host would, and waits for its end. */
async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGTERM");
  const patience = setTimeout(() => server.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(patience);
}

function sqlite(left: string): Database {
  const folder = mkdtempSync(join(tmpdir(), "savoirs-communs-end2end-"));
  // `cargo nextest run -p server browser_is_left` leaves it.
  if (left) copyFileSync(join(import.meta.dirname, "../../target/tmp", left, "test.sqlite"), join(folder, "test.sqlite"));
  const drop = () => rmSync(folder, { recursive: true, force: true });
  return { url: `sqlite:${join(folder, "test.sqlite")}`, letters: join(folder, "letters"), drop };
}

function postgres(): Database {
  const cluster = given("TEST_POSTGRES_URL");
  const name = `end2end_${randomUUID().replaceAll("-", "")}`;
  const run = (sql: string) => execFileSync("psql", ["--quiet", "--no-psqlrc", "--dbname", cluster, "--command", sql]);
  run(`CREATE DATABASE ${name}`);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  const letters = mkdtempSync(join(tmpdir(), "savoirs-communs-end2end-"));
  const drop = () => {
    run(`DROP DATABASE ${name} WITH (FORCE)`);
    rmSync(letters, { recursive: true, force: true });
  };
  return { url: url.href, letters, drop };
}

/** A variable that `cargo xtask test` sets. */
function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests by \`cargo xtask test\``);
  return value;
}
