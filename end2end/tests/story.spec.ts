// The programme's own story, from a newcomer's first page to a published testimony: the five paragraphs of the text that
// it wrote about itself. It spans a year; at each step the right person sits at the keyboard.

import type { Locator, Page } from "@playwright/test";
import { LEARNING, SMALL_DEVELOPMENT } from "./answers";
import { standing, waits, type Standing } from "./desk";
import { beginJourney, form, House, said, told, typed } from "./people";
import { expect, hydrated, letter, test } from "./server";

const ASSOCIATION = "Les Amis du Grand Pressoir";
const LAURE = "laure@example.org";
const LAURE_PASSWORD = "pressoir cidre octobre";
const NEED = "On prête nos tables et nos chapiteaux à tout le quartier.\nLe cahier des prêts est <illisible> & toujours ailleurs.";

test("story: from a first page to a published testimony", async ({ browser, server, database, javaScriptEnabled }) => {
  test.setTimeout(240_000);
  const live = javaScriptEnabled !== false;
  // Pages are the same on each database: one of them is enough for the script that examines.
  const house = new House(browser, server.url, live, live && database === "sqlite");
  /** Each page of the story is examined at the moment when it is shown. */
  const seen = (page: Page) => house.seen(page);
  /** The association's own page. */
  const journey = async () => {
    const page = await house.person(LAURE, LAURE_PASSWORD);
    await page.goto("/parcours");
    return page;
  };
  /** What comes next, and why. */
  const next = async (page: Page, title: string, why: string) => {
    const step = page.getByRole("region", { name: title });
    await expect(step.getByText("Prochaine étape")).toBeVisible();
    await expect(step).toContainText(why);
  };
  /** What is done so far, in order. */
  const done = (page: Page, stops: string[]) =>
    expect(page.getByRole("region", { name: "Le chemin parcouru" }).locator("li:not(.next) .title > b:first-child")).toHaveText(stops);
  /** Notes at each date that the association came. */
  const came = async (host: string, dates: Dated[]) => {
    const page = await house.person(host);
    for (const { href } of dates) {
      await page.goto(href);
      await page.getByRole("link", { name: "Noter les présences" }).click();
      const present = page.getByRole("radiogroup", { name: ASSOCIATION }).getByLabel("présente");
      await seen(page);
      await present.check();
      await page.getByRole("button", { name: "Noter les présences" }).click();
      await said(page, "Les présences sont notées");
      await expect(present).toBeChecked();
    }
    await seen(page);
  };
  /** The dates of the association, soonest first. */
  const dates = async (page: Page): Promise<Dated[]> => {
    await page.goto("/parcours");
    const all: Dated[] = [];
    for (const date of await page.getByRole("region", { name: "Vos dates" }).getByRole("listitem").all()) {
      const link = date.getByRole("link");
      const [on] = (await date.locator("b").innerText()).match(/\d.* \d{4}/)!;
      all.push({ href: (await link.getAttribute("href"))!, title: await link.innerText(), on });
    }
    return all;
  };
  /** The organizers' desk. */
  const desk = async () => {
    const page = await house.person("camille@example.org");
    await page.goto("/bureau");
    await seen(page);
    return page;
  };
  let meeting: Dated;
  let learnt: Dated[];
  let before: Standing;
  /** How many stand at each step, once some have moved since the first look. */
  const moved = (by: Standing): Standing => {
    const after = { ...before };
    for (const [step, more] of Object.entries(by)) after[step] += more;
    return after;
  };

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
    await seen(page);

    await page.goto("/wiki/dispositif_savoirs_communs");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Savoirs Communs/);
    const text = page.locator("article");
    await expect(text.getByRole("heading", { level: 2 }).first()).toBeVisible();
    for (const mark of ["strong", "em", "ul li", 'a[href^="/wiki/"]', 'a[href^="http"]']) await expect(text.locator(mark).first()).toBeVisible();
    await page.locator(".toc a").first().click();
    await expect(page).toHaveURL(/#./);
    await seen(page);

    await page.goto("/");
    await page.getByRole("link", { name: "Dire notre besoin" }).first().click();
    await seen(page);
    await page.getByLabel("Qu’est-ce qui vous prend du temps").fill(NEED);
    await page.getByLabel("Nom de l’association").fill(ASSOCIATION);
    await page.getByLabel("Ville").fill("Fondettes");
    await page.getByRole("radiogroup", { name: "réunion d’information" }).getByRole("radio").first().check();
    await page.getByLabel("Prénom et nom").fill("Laure Tanneau");
    await page.getByLabel("Adresse électronique").fill(LAURE);
    // Something is forgotten: it is said beside the field, and nothing typed is lost.
    await page.getByRole("button", { name: "Commencer notre parcours" }).click();
    await expect(page.getByText("Cochez la case pour continuer").first()).toBeVisible();
    await expect(page.getByLabel("Qu’est-ce qui vous prend du temps")).toHaveValue(NEED);
    await seen(page);
    await page.getByLabel("J’accepte").check();
    await page.getByRole("button", { name: "Commencer notre parcours" }).click();
    // No account yet: the page says what to do, and the letter opens the journey.
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("C’est noté");
    await next(page, "Ouvrez le courriel que nous venons de vous envoyer", LAURE);
    await expect(page.getByText("toujours ailleurs")).toBeVisible();
    await seen(page);
    await page.goto(await letter(server, LAURE, "Votre parcours est commencé"));
    await seen(page);
    await page.getByRole("button", { name: "Ouvrir mon parcours" }).click();
    await said(page, "Bienvenue");
    // She chooses a password, and has her journey back.
    await page.getByRole("link", { name: "Mon compte" }).click();
    await form(page, "change_password").getByLabel("Nouveau mot de passe").fill(LAURE_PASSWORD);
    await page.getByRole("button", { name: "Changer de mot de passe" }).click();
    await said(page, "Votre mot de passe est changé");
    await seen(page);
    await page.goto("/parcours");
    await next(page, "Venir à la réunion d’information", "Votre place est prise");
    await done(page, ["Besoin dit", "Place prise à une réunion d’information"]);
    await expect(page.getByRole("region", { name: "Ce que vous avez demandé" })).toContainText("toujours ailleurs");
    await seen(page);
    [meeting] = await dates(page);

    await house.later(10);
    await came("paul@example.org", [meeting]);
    page = await journey();
    await next(page, "Faire le point avec des bénévoles", "Nous nous sommes rencontrés");
    await done(page, ["Besoin dit", "Réunion d’information"]);

    page = await desk();
    await waits(page, ASSOCIATION, ["attend un diagnostic", "les bénévoles du diagnostic", told(house.day(-1)), /^(aujourd’hui|1 jour)$/]);
    before = await standing(page);
  });

  await test.step("2. Volunteers make the diagnosis: it needs to learn, and is oriented to a workshop", async () => {
    let page = await house.person("denis@example.org");
    await page.goto("/diagnostics");
    await seen(page);
    await page.getByRole("row", { name: ASSOCIATION }).getByRole("button", { name: "Commencer l’entretien" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(ASSOCIATION);
    await expect(page.getByText("toujours ailleurs")).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Les thèmes" }).getByRole("listitem")).toHaveCount(8);
    await interview(page, LEARNING, house);
    await expect(page.locator(".verdict .word:visible")).toHaveText("D’abord apprendre");
    const reasons = page.locator(".verdict .why:visible li");
    const shown = await reasons.allInnerTexts();
    expect(shown.length).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Rendre le diagnostic" }).click();
    await said(page, "Le diagnostic est rendu");
    // What moved during the interview is what is stored.
    await expect(page.locator(".verdict .word:visible")).toHaveText("D’abord apprendre");
    await expect(reasons).toHaveText(shown);
    // As the volunteer sees it, with the link to give.
    await expect(page.locator('a[href^="/lien/"]')).toBeVisible();
    await seen(page);

    page = await journey();
    await next(page, "Répondre à la proposition", "une place est gardée pour vous");
    await page.getByRole("link", { name: "Voir la proposition" }).click();
    await expect(page.getByText("Travailler à plusieurs sur un document")).toBeVisible();
    await seen(page);
    await page.getByRole("button", { name: "Oui, nous viendrons" }).click();
    await said(page, "votre place est confirmée");
    await next(page, "Venir à l’atelier", "Venez avec vos questions");
    await done(page, ["Besoin dit", "Réunion d’information", "Diagnostic : d’abord apprendre", "Orientation acceptée vers : Ateliers", "Place prise en atelier"]);
  });

  await test.step("3. It takes part in several workshops, grows, and begins to help others", async () => {
    let page = await journey();
    for (const workshop of ["Donner des nouvelles", "Une seule liste d’adhérents"]) {
      await page.goto("/agenda?genre=workshop_session");
      // The first one with a seat.
      const open = page.getByRole("row", { name: workshop }).filter({ hasNotText: "complet" });
      if (workshop === "Donner des nouvelles") await seen(page);
      await open.first().getByRole("link").click();
      if (workshop === "Donner des nouvelles") await seen(page);
      await page.getByRole("button", { name: `Prendre une place pour ${ASSOCIATION}` }).click();
      await said(page, "Votre place est prise");
    }
    await seen(page);
    learnt = await dates(page);
    expect(learnt).toHaveLength(3);
    await house.later(25);

    // What it takes to help others is said before it is met.
    await came("vera@example.org", learnt.slice(0, 1));
    page = await journey();
    const criteria = page.getByRole("region", { name: "Ateliers suivis" }).getByRole("listitem");
    await expect(criteria.filter({ hasText: /^1 séances? sur 3/ })).toBeVisible();
    await expect(criteria.filter({ hasText: /^1 thèmes? différents? sur 2$/ })).toBeVisible();
    await seen(page);
    await came("vera@example.org", learnt.slice(1));

    page = await journey();
    const themes = page.getByRole("region", { name: "Ateliers suivis" });
    await expect(themes.getByRole("listitem").filter({ hasText: "1 séance" })).toHaveCount(3);
    await next(page, "Aider une autre association ?", "Vous avez suivi plusieurs ateliers sur plusieurs thèmes");
    await seen(page);
    await page.getByRole("button", { name: "Oui, je veux bien aider" }).click();
    await said(page, "Vous pouvez maintenant accompagner");
    await form(page, "propose_mentoring").filter({ visible: true }).first().waitFor();
    await seen(page);
    const helped = page.locator("li, tr").filter({ hasText: "Le Ciné-Guinguette" });
    await helped.locator('form:has(input[value="propose_mentoring"])').getByRole("button").click();
    await said(page, "Votre proposition est faite");
    await seen(page);

    page = await house.person("gaspard@example.org");
    await page.goto("/parcours");
    await seen(page);
    await page.getByRole("button", { name: "Accepter cet accompagnement" }).click();
    await said(page, "vous êtes accompagnés");
    await seen(page);

    page = await house.person(LAURE, LAURE_PASSWORD);
    await page.goto("/mentorat");
    const followed = page.getByRole("region", { name: "Celles que vous accompagnez" }).getByRole("row", { name: "Le Ciné-Guinguette" });
    await expect(followed.getByRole("cell")).toHaveText(["en cours", "pas encore", "à fixer", "0"]);
    const note = form(page, "note_meeting").first();
    await note.locator('[name="met_at"]').fill(typed(house.day(-2)));
    await note.locator('[name="note"]').fill("Premier dossier partagé, à quatre mains.");
    await note.locator('[name="next"]').fill(typed(house.day(12)));
    await note.getByRole("button").click();
    await said(page, "La rencontre est notée");
    // The last contact and the next date.
    await expect(followed.getByRole("cell")).toHaveText(["en cours", told(house.day(-2)), told(house.day(12)), "1"]);
    await seen(page);
    await page.goto("/parcours");
    await next(page, "Continuer d’accompagner", "vous apprenez en aidant");
  });

  await test.step("4. Its project is selected at the hackathon, and it leaves with a tool", async () => {
    await house.later(65);
    let page = await journey();
    await next(page, "Refaire le point avec des bénévoles", "Vous avez avancé depuis le premier diagnostic");
    await seen(page);
    page = await desk();
    await waits(page, ASSOCIATION, ["attend un deuxième diagnostic", "les bénévoles du diagnostic", told(house.day(-30)), /^30 jours/]);
    page = await house.person("denis@example.org");
    await page.goto("/diagnostics");
    await page.getByRole("row", { name: ASSOCIATION }).getByRole("button", { name: "Refaire le point" }).click();
    await interview(page, SMALL_DEVELOPMENT, house);
    await expect(page.locator(".verdict .word:visible")).toHaveText("Un petit développement");
    await page.getByRole("button", { name: "Rendre le diagnostic" }).click();
    await said(page, "Le diagnostic est rendu");
    await expect(page.getByText(/réponses? comparées?/).first()).toBeVisible();
    await seen(page);

    page = await journey();
    await next(page, "Proposer votre projet au hackathon", "Votre besoin est mûr");
    await expect(page.getByRole("region", { name: "Depuis le premier diagnostic" })).toBeVisible();
    await seen(page);
    await page.getByRole("link", { name: "Relire le projet déjà préparé" }).click();
    // Nothing is typed again: the need is there, in the association's own words.
    await expect(form(page, "submit_project").locator('[name="summary"]')).toHaveValue(/toujours ailleurs/);
    await seen(page);
    await form(page, "submit_project").locator('[name="title"]').fill("Le carnet des prêts");
    await form(page, "submit_project").getByRole("button").click();
    await said(page, "Votre projet est proposé");
    await next(page, "Les organisateurs lisent votre projet", "S’il n’est pas retenu, une place vous sera gardée");
    page = await desk();
    await waits(page, ASSOCIATION, [/^attend la lecture de son projet/, "Hackathon citoyen, chez PALO ALTOURS", told(house.day()), "aujourd’hui"]);
    expect(await standing(page)).toEqual(moved({ "Réunion d’information": -1, "Projet au hackathon": 1 }));

    page = await house.person("etienne@example.org");
    await page.goto("/projet");
    await form(page, "submit_project").locator('[name="title"]').fill("La réserve des costumes");
    await form(page, "submit_project").getByRole("button").click();
    await said(page, "Votre projet est proposé");

    page = await house.person("victor@example.org");
    await page.goto("/hackathon");
    await seen(page);
    const offer = form(page, "offer_weekend");
    await offer.locator('input[name="skill"][value="developer"]').check();
    await offer.getByRole("button").click();
    await said(page, "Votre week-end est noté");
    await seen(page);

    page = await house.person("paul@example.org");
    const advance = async () => {
      await page.goto("/hackathon");
      await seen(page);
      await form(page, "advance_edition").getByRole("button").click();
      await said(page, "passe à l’étape suivante");
    };
    await advance();
    await page.getByRole("link", { name: "Le carnet des prêts" }).first().click();
    const project = new URL(page.url()).pathname;
    await seen(page);
    await form(page, "select_project").getByRole("button").click();
    await said(page, "Le projet est retenu");
    await seen(page);
    await page.goto("/hackathon");
    await page.getByRole("link", { name: "La réserve des costumes" }).first().click();
    await form(page, "orient_project").getByRole("button").click();
    await said(page, "avec une prochaine étape");
    await seen(page);
    await advance();
    await page.goto(project);
    await seen(page);
    for (const box of await form(page, "form_team").getByRole("checkbox").all()) await box.check();
    await form(page, "form_team").getByRole("button").click();
    await said(page, "L’équipe est formée");
    for (const member of ["Denis Caron", "Diane Petit", "Victor Lemaire"]) await expect(page.getByText(member)).toBeVisible();
    await seen(page);
    await advance();

    // Who was not selected is not left with a bare "no".
    page = await house.person("etienne@example.org");
    await page.goto("/parcours");
    await next(page, "Répondre à la proposition", "une place est gardée pour vous");
    await seen(page);

    await house.later(235);
    page = await house.person("paul@example.org");
    await page.goto(project);
    await seen(page);
    await form(page, "deliver_tool").getByRole("button").click();
    await said(page, "L’outil est livré");
    await seen(page);

    page = await journey();
    await next(page, "Signer la prise en main de votre outil", "Signez quand vous savez vous en servir sans nous");
    await seen(page);
    await page.getByRole("button", { name: "Signer la prise en main" }).click();
    await said(page, "La prise en main est signée");
  });

  let story: string;
  await test.step("5. It uses its tool, testifies, and makes others start", async () => {
    let page = await journey();
    await next(page, "Réserver un atelier de prise en main", "aide à prendre l’outil en main");
    await seen(page);
    await page.getByRole("link", { name: "Voir les ateliers de prise en main" }).click();
    await seen(page);
    await page.getByRole("row", { name: "Prise en main de votre outil" }).first().getByRole("link").click();
    await page.getByRole("button", { name: `Prendre une place pour ${ASSOCIATION}` }).click();
    await said(page, "Votre place est prise");
    const followUp = await dates(page);
    await house.later(60);
    await came("vera@example.org", followUp);

    page = await journey();
    await next(page, "L’outil vous sert-il ?", "si le week-end a servi");
    await seen(page);
    await page.getByRole("button", { name: "Oui, nous nous en servons" }).click();
    await said(page, "l’outil sert");
    await next(page, "Raconter votre histoire", "Un brouillon est prêt");
    await seen(page);
    await page.getByRole("button", { name: "Commencer notre témoignage" }).click();
    // Its journey knows the facts; each is told with its consent.
    await seen(page);
    const facts = [
      "Le cahier des prêts est <illisible> & toujours ailleurs.",
      ...[...learnt, ...followUp].map(({ on, title }) => `${title}, ${on}`),
      "Le carnet des prêts",
      `Depuis le ${told(house.day())}.`,
    ];
    const known = (await page.locator("#facts").innerText()).replace(/\s+/g, " ");
    for (const fact of facts) expect(known).toContain(fact);
    await page.getByRole("radiogroup", { name: /Notre premier besoin/ }).getByLabel("Oui, tel quel").check();
    await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
    await page.getByLabel("Qu’est-ce qui a changé ?").fill("Maintenant, **chacun voit** ce qui est libre.");
    await page.getByLabel("Titre").fill("Nos chapiteaux ne se perdent plus");
    await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
    await seen(page);
    await page.getByRole("button", { name: "Publier" }).click();
    await said(page, "Votre témoignage est publié");
    await seen(page);
    story = new URL(page.url()).pathname;

    page = await house.visitor();
    await page.goto("/temoignages");
    await seen(page);
    await page.getByRole("link", { name: /Nos chapiteaux ne se perdent plus/ }).first().click();
    await expect(page).toHaveURL(new RegExp(story));
    await expect(page.locator("strong", { hasText: "chacun voit" })).toBeVisible();
    await expect(page.locator("figure.fact")).toHaveCount(1);
    await seen(page);
    await page.getByRole("link", { name: "Nous aussi" }).first().click();
    await expect(page).toHaveURL(/\/rejoindre\?inspire=/);
    await expect(page.getByText("Nos chapiteaux ne se perdent plus")).toBeVisible();
    await seen(page);
    await page.getByLabel("Je choisirai plus tard").check();
    await beginJourney(page, { need: "Nous aussi, nous prêtons du matériel.", association: "La Fanfare du Cher", name: "Bilal Roux", email: "bilal@example.org" });
    await page.goto(await letter(server, "bilal@example.org", "Votre parcours est commencé"));
    await page.getByRole("button", { name: "Ouvrir mon parcours" }).click();
    await said(page, "Bienvenue");
    await expect(page.getByRole("link", { name: /né du témoignage « Nos chapiteaux ne se perdent plus »/ })).toBeVisible();
    await next(page, "Choisir une réunion d’information", "on voit ensemble par où commencer");
    await seen(page);

    page = await journey();
    await next(page, "Et maintenant ?", "Votre récit est publié");
    await done(page, [
      "Besoin dit",
      "Réunion d’information",
      "Diagnostic : d’abord apprendre",
      "Orientation acceptée vers : Ateliers",
      "Atelier suivi : Travailler ensemble",
      "Atelier suivi : Communication et présence sur le web",
      "Atelier suivi : Adhérents, dons et comptes",
      "Invitation à aider d’autres associations",
      "Prête à aider",
      "Accompagne une autre association",
      "Rencontre d’accompagnement",
      "Diagnostic : un petit développement",
      "Projet proposé au hackathon",
      "Projet retenu",
      "Équipe formée",
      "Outil livré",
      "Prise en main signée",
      "Atelier suivi : L’outil souhaité",
      "L’outil sert",
      "Témoignage publié",
    ]);
    await expect(page.getByRole("region", { name: "Votre témoignage" })).toContainText("Il a fait naître 1 parcours");
    await seen(page);
  });

  await test.step("Throughout, organizers see who stands where and who waits for whom", async () => {
    const page = await desk();
    await waits(page, "La Fanfare du Cher", ["a une réunion d’information à choisir", "l’association", told(house.day()), "aujourd’hui"]);
    // It went from the first meeting to a published story, and another began.
    expect(await standing(page)).toEqual(moved({ "Réunion d’information": -1, "Récit publié": 1, "Besoin dit": 1 }));
    await house.empty();
  });
});

/** A date of the agenda where the association has a seat. */
interface Dated {
  href: string;
  title: string;
  /** "3 décembre 2026" */
  on: string;
}

/** Answers what is asked, theme after theme. */
async function interview(page: Page, answers: [string, string][], house: House): Promise<void> {
  const live = house.javaScriptEnabled;
  const verdict = page.locator(".verdict .word:visible");
  const reasons = page.locator(".verdict .why:visible");
  const verdicts = new Set<string>();
  const whys = new Set<string>();
  const read = async () => {
    verdicts.add(await verdict.innerText());
    whys.add(await reasons.innerText());
  };
  const pages = await hrefs(page.getByRole("navigation", { name: "Les thèmes" }).getByRole("link"));
  const wanted = new Set(answers.map(([question, choice]) => `answers[${question}]=${choice}`));
  for (const theme of pages) {
    await page.goto(theme);
    if (answers === LEARNING) await house.seen(page);
    await hydrated(page, live);
    for (;;) {
      await read();
      const boxes = (await asked(page)).filter((box) => wanted.has(box));
      if (boxes.length === 0) break;
      for (const box of boxes) {
        const [name, value] = box.split("=");
        await page.locator(`input[name="${name}"][value="${value}"]`).check();
        wanted.delete(box);
        if (live) await read();
      }
      // An answer may open a question: without scripts, it is asked once the page is saved.
      if (!live) await Promise.all([page.waitForEvent("load"), page.locator("[data-steps] button:visible").first().click()]);
    }
    if (live) await expect(page.locator(".saving")).toHaveText("Enregistré");
  }
  // They moved while answers changed, in the browser or from one page to the next.
  expect(verdicts.size).toBeGreaterThan(1);
  expect(whys.size).toBeGreaterThan(2);
}

/** The choices that are asked now and not made yet: "answers[carrier]=one". */
function asked(page: Page): Promise<string[]> {
  const open = page.locator('input[name^="answers["]:not(:checked):visible');
  return open.evaluateAll((boxes) => (boxes as HTMLInputElement[]).map(({ name, value }) => `${name}=${value}`));
}

/** Where links lead; without scripts in the page too. */
async function hrefs(links: Locator): Promise<string[]> {
  const all: string[] = [];
  for (const link of await links.all()) all.push((await link.getAttribute("href"))!);
  return all;
}
