// The browser's half of the proof that both halves read answers alike:
//   node readings.mjs <script> <wasm> <questionnaire> <readings to print> <sets to time>
// prints the readings, a line each, then the median time of one conclusion in microseconds.
import { chromium } from "@playwright/test";
import { readFile } from "node:fs/promises";

const [script, wasm, questionnaire, count, timed] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});
const page = await browser.newPage();
const files = { script: await readFile(script, "utf8"), wasm: (await readFile(wasm)).toString("base64") };
const asked = { ...files, questionnaire: await readFile(questionnaire, "utf8"), count: Number(count), timed: Number(timed) };
const { lines, microseconds } = await page.evaluate(async (asked) => {
  const url = URL.createObjectURL(new Blob([asked.script], { type: "text/javascript" }));
  const bundle = await import(url);
  await bundle.default({ module_or_path: Uint8Array.from(atob(asked.wasm), (c) => c.charCodeAt(0)) });
  const proof = new bundle.Proof(asked.questionnaire, asked.timed);
  const rounds = [];
  for (let round = 0; round < 9 && asked.timed > 0; round++) {
    const started = performance.now();
    proof.conclude();
    rounds.push(((performance.now() - started) * 1000) / asked.timed);
  }
  rounds.sort((a, b) => a - b);
  return { lines: proof.readings(asked.count), microseconds: rounds[4] ?? 0 };
}, asked);
await browser.close();
await new Promise((written) => process.stdout.write(`${lines}${microseconds.toFixed(1)}\n`, written));
