// What shuts somebody out of a page, found by axe.

import axe from "axe-core";
import type { Page } from "@playwright/test";

/** What is wrong, and where; by one rule or by all. No page has frames: none is looked for. */
export async function shutOut(page: Page, rule?: string): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (rule) => {
    // What is well is not told: on a long page it is most of the work.
    const options = { resultTypes: ["violations"], ...(rule ? { runOnly: [rule] } : {}) };
    const { violations } = await (window as any).axe.run(document, options);
    return violations.map((v: any) => `${v.id}: ${v.nodes.map((n: any) => `${n.target} ${n.failureSummary}`).join(" | ")}`);
  }, rule);
}
