// The programme's own story, from a newcomer's first page to a published testimony: the five paragraphs of the text that
// it wrote about itself. It spans a year; at each step the right person sits at the keyboard.

import type { Locator, Page } from "@playwright/test";
import { LEARNING, SMALL_DEVELOPMENT } from "./answers";
import { form, House, MISSING, PASSWORD, said } from "./people";
import { expect, hydrated, test } from "./server";

const ASSOCIATION = "Les Amis du Grand Pressoir";
const LAURE = "laure@example.org";
const LAURE_PASSWORD = "pressoir cidre octobre";
const NEED = "On prête nos tables et nos chapiteaux à tout le quartier.\nLe cahier des prêts est <illisible> & toujours ailleurs.";

test("the whole journey, from a first page to a published testimony", async ({ browser, server, javaScriptEnabled }) => {
  test.setTimeout(240_000);
  const live = javaScriptEnabled !== false;
  const house = new House(browser, server.url, live);
  /** The association's own page. */
  const journey = async () => {
    const page = await house.person(LAURE, LAURE_PASSWORD);
    await page.goto("/parcours");
    return page;
  };
  const next = (page: Page, title: string) =>
    expect(page.getByRole("region", { name: title }).getByText("Prochaine étape")).toBeVisible();
  /** Notes at each date that the association came. */
  const came = async (host: string, dates: string[]) => {
    const page = await house.person(host);
    for (const date of dates) {
      await page.goto(date);
      const present = page.getByRole("radiogroup", { name: ASSOCIATION }).getByLabel("présente");
      await present.check();
      await page.getByRole("button", { name: "Noter les présences" }).click();
      await said(page, "Les présences sont notées");
      await expect(present).toBeChecked();
    }
  };
  /** The dates of the association, soonest first. */
  const dates = async (page: Page): Promise<string[]> => {
    await page.goto("/parcours");
    const links = page.getByRole("region", { name: "Vos dates" }).locator('a[href^="/agenda/"]');
    return hrefs(links);
  };
  let meeting: string;

  await test.step("1. They hear of the programme, come to an information meeting, and tell their need", async () => {
    let page = await house.visitor();
    await page.goto("/");
    await expect(page).toHaveTitle(/Savoirs Communs/);
    const actions = page.getByRole("region", { name: "Trois actions" });
    for (const action of ["Ateliers", "Hackathon citoyen", "Wiki"]) await expect(actions.getByText(action, { exact: true })).toBeVisible();
    await expect(page.locator(".map-wide")).toBeVisible();
    const table = page.getByRole("table", { name: "Prochaines dates" });
    for (const kind of ["Réunion d’information", "Atelier", "Rencontre", "Week-end du hackathon"]) {
      await expect(table.getByText(kind, { exact: true }).first()).toBeVisible();
    }

    await page.goto("/wiki/dispositif_savoirs_communs");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Savoirs Communs/);
    const text = page.locator("article");
    await expect(text.getByRole("heading", { level: 2 }).first()).toBeVisible();
    for (const mark of ["strong", "em", "ul li", 'a[href^="/wiki/"]', 'a[href^="http"]']) await expect(text.locator(mark).first()).toBeVisible();
    await page.locator(".toc a").first().click();
    await expect(page).toHaveURL(/#./);

    await page.goto("/");
    await page.getByRole("link", { name: "Dire notre besoin" }).first().click();
    await page.getByLabel("Qu’est-ce qui vous prend du temps").fill(NEED);
    await page.getByLabel("Nom de l’association").fill(ASSOCIATION);
    await page.getByLabel("Ville").fill("Fondettes");
    await page.getByRole("radiogroup", { name: "réunion d’information" }).getByRole("radio").first().check();
    await page.getByLabel("Prénom et nom").fill("Laure Tanneau");
    await page.getByLabel("Adresse électronique").fill(LAURE);
    await page.getByLabel("mot de passe").fill(LAURE_PASSWORD);
    // Something is forgotten: it is said beside the field, and nothing typed is lost.
    await page.getByRole("button", { name: "Commencer notre parcours" }).click();
    await expect(page.getByText("Cochez la case pour continuer").first()).toBeVisible();
    await expect(page.getByLabel("Qu’est-ce qui vous prend du temps")).toHaveValue(NEED);
    await page.getByLabel("mot de passe").fill(LAURE_PASSWORD);
    await page.getByLabel("J’accepte").check();
    await page.getByRole("button", { name: "Commencer notre parcours" }).click();
    await said(page, "Bienvenue");
    await next(page, "Venir à la réunion d’information");
    await expect(page.getByRole("region", { name: "Ce que vous avez demandé" })).toContainText("toujours ailleurs");
    [meeting] = await dates(page);

    await house.later(10);
    await came("paul@example.org", [meeting]);
    page = await journey();
    await next(page, "Faire le point avec des bénévoles");
  });

  await test.step("2. Volunteers make the diagnosis: it needs to learn, and is oriented to a workshop", async () => {
    let page = await house.person("denis@example.org");
    await page.goto("/diagnostics");
    await page.getByRole("row", { name: ASSOCIATION }).getByRole("button", { name: "Commencer l’entretien" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(ASSOCIATION);
    await expect(page.getByText("toujours ailleurs")).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Les thèmes" }).getByRole("listitem")).toHaveCount(8);
    await interview(page, LEARNING, live);
    await expect(page.locator(".verdict .word")).toHaveText("D’abord apprendre");
    await form(page, "give_back").getByRole("button").click();
    await said(page, "Le diagnostic est rendu");
    await expect(page.locator(".verdict .word")).toHaveText("D’abord apprendre");
    expect(await page.locator(".verdict .why li").count()).toBeGreaterThan(0);

    page = await journey();
    await next(page, "Répondre à la proposition");
    await page.getByRole("link", { name: "Voir la proposition" }).click();
    await expect(page.getByText("Travailler à plusieurs sur un document")).toBeVisible();
    await page.getByRole("button", { name: "Oui, nous viendrons" }).click();
    await said(page, "votre place est confirmée");
    await next(page, "Venir à l’atelier");
  });

  await test.step("3. It takes part in several workshops, grows, and begins to help others", async () => {
    let page = await journey();
    for (const workshop of ["Donner des nouvelles", "Une seule liste d’adhérents"]) {
      await page.goto("/agenda?genre=workshop_session");
      // The first one with a seat.
      const open = page.getByRole("row", { name: workshop }).filter({ hasNotText: "complet" });
      await open.first().getByRole("link").click();
      await page.getByRole("button", { name: `Prendre une place pour ${ASSOCIATION}` }).click();
      await said(page, "Votre place est prise");
    }
    const sessions = await dates(page);
    expect(sessions).toHaveLength(3);
    await house.later(25);
    await came("vera@example.org", sessions);

    page = await journey();
    const themes = page.getByRole("region", { name: "Ateliers suivis" });
    await expect(themes.getByRole("listitem").filter({ hasText: "1 séance" })).toHaveCount(3);
    await next(page, "Aider une autre association ?");
    await page.getByRole("button", { name: "Oui, je veux bien aider" }).click();
    await said(page, "Vous pouvez maintenant accompagner");
    await form(page, "propose_mentoring").filter({ visible: true }).first().waitFor();
    const helped = page.locator("li, tr").filter({ hasText: "Le Ciné-Guinguette" });
    await helped.locator('form:has(input[value="propose_mentoring"])').getByRole("button").click();
    await said(page, "Votre proposition est faite");

    page = await house.person("gaspard@example.org");
    await page.goto("/parcours");
    await page.getByRole("button", { name: "Accepter cet accompagnement" }).click();
    await said(page, "vous êtes accompagnés");

    page = await house.person(LAURE, LAURE_PASSWORD);
    await page.goto("/mentorat");
    const followed = page.locator("body").filter({ hasText: "Le Ciné-Guinguette" });
    await expect(followed).toBeVisible();
    const note = form(page, "note_meeting").first();
    await note.locator('[name="met_at"]').fill(await today(page));
    await note.locator('[name="note"]').fill("Premier dossier partagé, à quatre mains.");
    await note.getByRole("button").click();
    await said(page, "La rencontre est notée");
    await page.goto("/parcours");
    await next(page, "Continuer d’accompagner");
  });

  await test.step("4. Its project is selected at the hackathon, and it leaves with a tool", async () => {
    await house.later(65);
    let page = await journey();
    await next(page, "Refaire le point avec des bénévoles");
    page = await house.person("denis@example.org");
    await page.goto("/diagnostics");
    await page.getByRole("row", { name: ASSOCIATION }).getByRole("button", { name: "Refaire le point" }).click();
    await interview(page, SMALL_DEVELOPMENT, live);
    await expect(page.locator(".verdict .word")).toHaveText("Un petit développement");
    await form(page, "give_back").getByRole("button").click();
    await said(page, "Le diagnostic est rendu");
    const progress = page.getByRole("region", { name: "depuis le premier diagnostic" });
    await expect(progress.getByText(/de \S+ à \S+ sur 3/).first()).toBeVisible();

    page = await journey();
    await next(page, "Proposer votre projet au hackathon");
    await expect(page.getByRole("region", { name: "Depuis le premier diagnostic" })).toBeVisible();
    await page.getByRole("link", { name: "Relire le projet déjà préparé" }).click();
    // Nothing is typed again: the need is there, in the association's own words.
    await expect(form(page, "submit_project").locator('[name="summary"]')).toHaveValue(/toujours ailleurs/);
    await form(page, "submit_project").locator('[name="title"]').fill("Le carnet des prêts");
    await form(page, "submit_project").getByRole("button").click();
    await said(page, "Votre projet est proposé");
    await next(page, "Les organisateurs lisent votre projet");

    page = await house.person("etienne@example.org");
    await page.goto("/projet");
    await form(page, "submit_project").locator('[name="title"]').fill("La réserve des costumes");
    await form(page, "submit_project").getByRole("button").click();
    await said(page, "Votre projet est proposé");

    page = await house.person("victor@example.org");
    await page.goto("/hackathon");
    const offer = form(page, "offer_weekend");
    await offer.locator('input[name="skill"][value="developer"]').check();
    await offer.getByRole("button").click();
    await said(page, "Votre week-end est noté");

    page = await house.person("paul@example.org");
    const advance = async () => {
      await page.goto("/hackathon");
      await form(page, "advance_edition").getByRole("button").click();
      await said(page, "passe à l’étape suivante");
    };
    await advance();
    await page.getByRole("link", { name: "Le carnet des prêts" }).first().click();
    const project = new URL(page.url()).pathname;
    await form(page, "select_project").getByRole("button").click();
    await said(page, "Le projet est retenu");
    await page.goto("/hackathon");
    await page.getByRole("link", { name: "La réserve des costumes" }).first().click();
    await form(page, "orient_project").getByRole("button").click();
    await said(page, "avec une prochaine étape");
    await advance();
    await page.goto(project);
    for (const box of await form(page, "form_team").getByRole("checkbox").all()) await box.check();
    await form(page, "form_team").getByRole("button").click();
    await said(page, "L’équipe est formée");
    for (const member of ["Denis Caron", "Diane Petit", "Victor Lemaire"]) await expect(page.getByText(member)).toBeVisible();
    await advance();

    // Who was not selected is not left with a bare "no".
    page = await house.person("etienne@example.org");
    await page.goto("/parcours");
    await next(page, "Répondre à la proposition");

    await house.later(235);
    page = await house.person("paul@example.org");
    await page.goto(project);
    await form(page, "deliver_tool").getByRole("button").click();
    await said(page, "L’outil est livré");

    page = await journey();
    await next(page, "Signer la prise en main de votre outil");
    await page.getByRole("button", { name: "Signer la prise en main" }).click();
    await said(page, "La prise en main est signée");
  });

  let story: string;
  await test.step("5. It uses its tool, testifies, and makes others start", async () => {
    let page = await journey();
    await next(page, "Réserver un atelier de prise en main");
    await page.getByRole("link", { name: "Voir les ateliers de prise en main" }).click();
    await page.getByRole("row", { name: "Prise en main de votre outil" }).first().getByRole("link").click();
    await page.getByRole("button", { name: `Prendre une place pour ${ASSOCIATION}` }).click();
    await said(page, "Votre place est prise");
    const sessions = await dates(page);
    await house.later(60);
    await came("vera@example.org", sessions);

    page = await journey();
    await next(page, "L’outil vous sert-il ?");
    await page.getByRole("button", { name: "Oui, nous nous en servons" }).click();
    await said(page, "l’outil sert");
    await next(page, "Raconter votre histoire");
    await page.getByRole("button", { name: "Commencer notre témoignage" }).click();
    // The draft is made of facts.
    const draft = page.getByLabel("Votre récit");
    await expect(draft).toHaveValue(/toujours ailleurs/);
    await expect(draft).toHaveValue(/Une seule liste d’adhérents/);
    await expect(draft).toHaveValue(/Le carnet des prêts/);
    const words = await draft.inputValue();
    await draft.fill(`${words}\n\nMaintenant, **chacun voit** ce qui est libre.`);
    await page.getByLabel("Titre").fill("Nos chapiteaux ne se perdent plus");
    await page.getByRole("button", { name: "Publier" }).click();
    await said(page, "Votre témoignage est publié");
    story = new URL(page.url()).pathname;

    page = await house.visitor();
    await page.goto("/temoignages");
    await page.getByRole("link", { name: /Nos chapiteaux ne se perdent plus/ }).first().click();
    await expect(page).toHaveURL(new RegExp(story));
    await expect(page.locator("strong", { hasText: "chacun voit" })).toBeVisible();
    await page.getByRole("link", { name: "Nous aussi" }).first().click();
    await expect(page.getByText("Nos chapiteaux ne se perdent plus")).toBeVisible();
    await page.getByLabel("Qu’est-ce qui vous prend du temps").fill("Nous aussi, nous prêtons du matériel.");
    await page.getByLabel("Nom de l’association").fill("La Fanfare du Cher");
    await page.getByLabel("Je choisirai plus tard").check();
    await page.getByLabel("Prénom et nom").fill("Bilal Roux");
    await page.getByLabel("Adresse électronique").fill("bilal@example.org");
    await page.getByLabel("mot de passe").fill(PASSWORD);
    await page.getByLabel("J’accepte").check();
    await page.getByRole("button", { name: "Commencer notre parcours" }).click();
    await said(page, "Bienvenue");
    await expect(page.getByRole("link", { name: /né du témoignage « Nos chapiteaux ne se perdent plus »/ })).toBeVisible();
    await next(page, "Choisir une réunion d’information");
  });

  await test.step("Throughout, organizers see who stands where and who waits for whom", async () => {
    const page = await house.person("camille@example.org");
    await page.goto("/bureau");
    await hydrated(page, live);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("La Fanfare du Cher").first()).toBeVisible();
    expect(await page.content()).not.toContain(MISSING);
    await house.empty();
  });
});

/** Answers what is asked, theme after theme. */
async function interview(page: Page, answers: [string, string][], live: boolean): Promise<void> {
  const verdict = page.locator(".verdict .word");
  const seen = new Set<string>();
  const themes = page.getByRole("navigation", { name: "Les thèmes" }).getByRole("link");
  const pages = await hrefs(themes);
  for (const theme of pages) {
    // An answer may open a question: without scripts, it is asked once the page is saved.
    for (let pass = 0; pass < 3; pass++) {
      await page.goto(theme);
      await hydrated(page, live);
      seen.add((await verdict.textContent()) ?? "");
      let answered = 0;
      for (const [question, choice] of answers) {
        const box = page.locator(`input[name="answers[${question}]"][value="${choice}"]`);
        if ((await box.count()) === 0 || !(await box.isVisible()) || (await box.isChecked())) continue;
        await box.check();
        answered++;
        if (live) seen.add((await verdict.textContent()) ?? "");
      }
      if (answered === 0) break;
      if (live) await expect(page.locator(".saving")).toHaveText("Enregistré");
      else await form(page, "save_answers").getByRole("button").first().click();
    }
  }
  // It moved while answers changed.
  expect(seen.size).toBeGreaterThan(1);
}

/** Where links lead; without scripts in the page too. */
async function hrefs(links: Locator): Promise<string[]> {
  const all: string[] = [];
  for (const link of await links.all()) all.push((await link.getAttribute("href"))!);
  return all;
}

/** The demo's today, as a date field takes it: the administrator's page says it to nobody else, so the field's limit does. */
async function today(page: Page): Promise<string> {
  const limit = await form(page, "note_meeting").first().locator('[name="met_at"]').getAttribute("max");
  return limit ?? new Date().toISOString().slice(0, 10);
}
