import { defineConfig } from "@playwright/test";
import type { Options } from "./tests/server";

// What needs the browser's half is in files of its own; all else works without scripts.
const HYDRATED = /\.hydrate\.spec\.ts$/;
// What looks at pages is itself a script.
const EXAMINERS = /(pages|payloads|sizes)\.spec\.ts$/;
// The story is told on both databases; the rest of the product is the same code on each.
const STORY = /story\.spec\.ts$/;

export default defineConfig<{}, Options>({
  testDir: "tests",
  workers: 2,
  retries: 0,
  // A forgotten `test.only` would silence all others.
  forbidOnly: true,
  reporter: [["list"]],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    actionTimeout: 10_000,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      // As root, as in a container, Chromium starts only without its sandbox. It visits nothing but our server.
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-gpu",
      ],
    },
  },
  projects: [
    { name: "js-sqlite", use: { database: "sqlite" } },
    { name: "nojs-sqlite", use: { database: "sqlite", javaScriptEnabled: false }, testIgnore: [HYDRATED, EXAMINERS] },
    { name: "js-postgres", use: { database: "postgres" }, testMatch: STORY },
    { name: "nojs-postgres", use: { database: "postgres", javaScriptEnabled: false }, testMatch: STORY },
  ],
});
