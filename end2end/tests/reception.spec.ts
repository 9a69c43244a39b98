// A reception day: an organizer opens it, an association takes an hour without an account, who comes without one is
// fitted in, and the volunteer sees them all.

import { beginJourney, form, House, said, typed } from "./people";
import { expect, test } from "./server";

test("reception: a day is opened, an hour is taken without an account, and nobody at the door is turned away", async ({ browser, server, javaScriptEnabled }) => {
  const house = new House(browser, server.url, javaScriptEnabled !== false);
  let page = await house.person("paul@example.org");
  await page.goto("/accueils");
  const opening = form(page, "open_reception");
  await opening.getByLabel("Où").fill("Salle des Tanneurs");
  await opening.getByLabel("Début du premier créneau").fill(`${typed(house.day(1))}T10:00`);
  await opening.getByLabel("Nombre de créneaux").fill("2");
  await opening.getByLabel("Minutes par créneau").fill("15");
  await opening.getByRole("button", { name: "Ouvrir cette journée" }).click();
  await said(page, "La journée est ouverte");
  const day = new URL(page.url()).pathname;
  await form(page, "staff_reception").getByLabel("Victor Lemaire").check();
  await form(page, "staff_reception").getByRole("button", { name: "Enregistrer" }).click();
  await said(page, "C’est noté");

  page = await house.visitor();
  await page.goto("/rejoindre");
  await form(page, "join").locator("[name=kind][value=informal]").check();
  await beginJourney(page, { need: "On ne sait plus qui vient quand.", association: "Les Ombrelles de la Loire", name: "Aïcha Morin", email: "aicha@example.org" });
  const hours = page.getByRole("region", { name: "Un rendez-vous avec une ou un bénévole" });
  await hours.getByRole("button").first().click();
  await said(page, "Votre créneau est réservé");
  await expect(hours.getByText(/à vous$/)).toHaveCount(1);

  // People come to the door on that day.
  await house.later(1);
  page = await house.person("victor@example.org");
  await page.goto(day);
  await expect(page.getByRole("row", { name: "Les Ombrelles de la Loire" })).toBeVisible();
  const door = form(page, "welcome_walk_in");
  await door.getByLabel("Son nom").fill("La Fanfare du Quai");
  await door.getByRole("button", { name: "Accueillir" }).click();
  await said(page, "Bienvenue à elle");
  await expect(page.getByRole("row", { name: "La Fanfare du Quai" })).toBeVisible();
  await house.empty();
});
