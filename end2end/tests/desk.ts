// What the organizers' desk says.

import { expect, type Locator, type Page } from "@playwright/test";

/** How many associations stand at each step. */
export type Standing = Record<string, number>;

/** Reads them at the desk, in the table that says the same as the map. */
export async function standing(page: Page): Promise<Standing> {
  await page.getByText("Le même plan en tableau").click();
  const table = page.getByRole("table").filter({ has: page.getByRole("columnheader", { name: "Étape" }) });
  const counts: Standing = {};
  for (const row of await table.locator("tbody tr").all()) {
    counts[await row.getByRole("rowheader").innerText()] = Number(await row.getByRole("cell").innerText());
  }
  expect(Object.keys(counts)).toHaveLength(9);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  await expect(page.getByRole("heading", { name: `Où en sont les ${total} associations` })).toBeVisible();
  return counts;
}

/** Who waits for whom: what comes next for an association, whose turn it is, since when, for how long. */
export async function waits(page: Page, association: string, told: [string | RegExp, string, string, string | RegExp]): Promise<void> {
  const row = page.getByRole("table", { name: "Qui attend qui" }).getByRole("row", { name: association });
  await expect(row.getByRole("cell")).toHaveText(told);
}

/** The buttons of the filter, by whom they show. */
export const FILTERS = ["Tout le monde", "Les associations", "Les bénévoles", "Les équipes organisatrices"] as const;

/** What each filter leaves in the column "À qui de jouer". */
const LEFT: Record<(typeof FILTERS)[number], RegExp> = {
  "Tout le monde": /./,
  "Les associations": /^l’association$/,
  "Les bénévoles": /^les bénévoles du diagnostic$/,
  "Les équipes organisatrices": /, chez /,
};

/** The button of a filter. */
export function filter(page: Page, name: string): Locator {
  return page.getByRole("form", { name: "Voir seulement ce qui dépend de" }).getByRole("button", { name, exact: true });
}

/** What holds when one filter is pressed: its own lines are shown, all of them, and counted. Gives their associations. */
export async function filtered(page: Page, pressed: (typeof FILTERS)[number]): Promise<string[]> {
  for (const name of FILTERS) await expect(filter(page, name)).toHaveAttribute("aria-pressed", String(name === pressed));
  const lines = page.getByRole("table", { name: "Qui attend qui", includeHidden: true }).locator("tbody tr");
  const associations: string[] = [];
  for (const line of await lines.all()) {
    const turn = (await line.locator("td").nth(1).textContent())!.trim();
    if (await line.isVisible()) associations.push((await line.getByRole("rowheader").innerText()).trim());
    expect(await line.isVisible(), turn).toBe(LEFT[pressed].test(turn));
  }
  const count = associations.length;
  const shown = count === 1 ? "1 ligne affichée" : `${count} lignes affichées`;
  await expect(page.getByRole("status").filter({ visible: true }).last()).toContainText(count === 0 ? "Rien n’attend de ce côté" : shown);
  return associations;
}
