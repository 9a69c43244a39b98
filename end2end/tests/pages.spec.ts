// Every page, as different people see it: accessible before and after its islands live, no wider than the screen, in both
// languages, without a text that misses. `cargo xtask test <capability>` also takes pictures, for people to look at.

import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { look } from "./look";
import { House } from "./people";
import { expect, test } from "./server";

/** An address, or one that the pages themselves lead to. */
type Address = string | Led;

interface Led {
  /** Where one starts. */
  on: string;
  /** The link that one follows, by its selector; then that of the page which it leads to. */
  follow: string[];
  /** The route that one reaches. */
  is: string;
  /** What its pictures are called. */
  name: string;
  /** An address that no link holds, made of one. */
  turned?: (href: string) => string;
}

interface Look {
  who: string;
  /** The capabilities that are shown: `cargo xtask test <capability>` finds them in the title. */
  shows: string[];
  pages: Address[];
}

const DATE = 'main a[href*="/agenda/"]';
const WORKSHOP = 'main a[href*="/atelier/"]';
const RECORD = 'main a[href*="/association/"]';

/** The draft of the questionnaire, and the ways to its parts. */
const DRAFT = "/questionnaire/brouillon";
const CIRCLE = 'main a[href*="/espaces/espaces:fetes"]';
const QUESTION = 'main .parts a[href*="/question/"]';
const ADVICE = 'main .parts a[href*="/conseil/"]';

/** Who looks, and at what. */
const LOOKS: Look[] = [
  // "/bureau" asks a visitor to sign in.
  { who: "visitor", shows: ["home"], pages: ["/", "/aider", "/a-propos", "/nulle-part", "/bureau"] },
  {
    who: "visitor",
    shows: ["workshops"],
    pages: [
      "/ateliers",
      { on: "/ateliers", follow: [WORKSHOP], is: "/atelier/{workshop}", name: "workshop" },
      "/agenda",
      "/agenda?genre=follow_up",
      { on: "/agenda", follow: [DATE], is: "/agenda/{entry}", name: "date" },
    ],
  },
  {
    who: "visitor",
    shows: ["accounts"],
    pages: [
      "/rejoindre",
      { on: "/temoignages", follow: ['main a[href*="/rejoindre?inspire="]'], is: "/rejoindre", name: "rejoindre-inspire" },
      "/connexion",
      "/connexion/lien",
      "/connexion/oubli",
    ],
  },
  {
    who: "visitor",
    shows: ["wiki"],
    pages: [
      "/recherche",
      "/recherche?q=dispositiff",
      "/recherche?q=association",
      "/temoignages",
      "/temoignages?besoin=planing&theme=members",
      "/temoignages?lieu=Nantes",
      "/rencontres",
      "/wiki",
      "/wiki/dispositif_savoirs_communs",
      { on: "/temoignages", follow: ['main a[href*="/wiki/"]'], is: "/wiki/{slug}", name: "testimony" },
      "/wiki/dispositif_savoirs_communs/historique",
      "/wiki/dispositif_savoirs_communs/version/1",
      "/wiki/dispositif_savoirs_communs/liens",
      "/wiki/ateliers_savoirs_communs/questions",
      "/wiki/dispositif_savoirs_communs/signaler",
      "/wiki/dispositif_savoirs_communs/comparer",
      "/pages/recentes",
      "/pages/a-relier",
    ],
  },
  { who: "visitor", shows: ["hackathon"], pages: ["/hackathon"] },
  // Told of a date: an orientation to answer.
  {
    who: "amina",
    shows: ["journey", "orientation", "diagnosis", "workshops", "accounts"],
    pages: [
      "/parcours",
      { on: "/parcours", follow: ['main a[href*="/orientation/"]'], is: "/orientation/{orientation}", name: "orientation" },
      { on: "/parcours", follow: ['main a[href*="/resultat"]'], is: "/diagnostic/{diagnosis}/resultat", name: "result" },
      { on: "/parcours", follow: [DATE], is: "/agenda/{entry}", name: "held-date" },
      "/presence",
      "/rejoindre",
      "/deconnexion",
    ],
  },
  // Its second diagnosis said a small development.
  {
    who: "etienne",
    shows: ["journey", "hackathon", "diagnosis"],
    pages: [
      "/parcours",
      "/projet",
      { on: "/parcours", follow: ['main a[href*="/resultat"]'], is: "/diagnostic/{diagnosis}/resultat", name: "second-result" },
    ],
  },
  // Its tool is delivered, and waits to be signed.
  {
    who: "bruno",
    shows: ["journey", "hackathon", "wiki"],
    pages: [
      "/parcours",
      { on: "/agenda?genre=encounter", follow: [DATE], is: "/agenda/{entry}", name: "encounter-asked" },
      { on: "/parcours", follow: ['main a[href*="/projet/"]'], is: "/projet/{project}", name: "project" },
    ],
  },
  // Its story is published.
  {
    who: "nadia",
    shows: ["journey", "wiki"],
    pages: [
      "/parcours",
      {
        on: "/temoignages",
        follow: ['main a[href*="/rejoindre?inspire="]'],
        turned: (href) => href.replace(/.*inspire=/, "/temoignage/"),
        is: "/temoignage/{testimony}",
        name: "testimony-written",
      },
    ],
  },
  {
    who: "lucie",
    shows: ["journey", "accounts", "wiki"],
    pages: [
      "/parcours",
      "/parcours/preparation",
      "/compte",
      { on: "/temoignages", follow: ['main a[href*="/rejoindre?inspire="]'], is: "/rejoindre", name: "nous-aussi" },
    ],
  },
  // Several people, one who asks to come in, and a twin.
  {
    who: "gaspard",
    shows: ["associations"],
    pages: [
      { on: "/parcours", follow: [RECORD], is: "/association/{association}", name: "record" },
      { on: "/parcours", follow: [RECORD, 'main a[href$="/modifier"]'], is: "/association/{association}/modifier", name: "record-form" },
      { on: "/parcours", follow: [RECORD, 'main a[href$="/echanges"]'], is: "/association/{association}/echanges", name: "exchanges" },
      "/annuaire",
      { on: "/parcours", follow: [RECORD, 'main a[href$="/membres"]'], is: "/association/{association}/membres", name: "people" },
      {
        on: "/parcours",
        follow: [RECORD, 'main a[href$="/membres"]', 'main a[href$="/passation"]'],
        is: "/association/{association}/passation",
        name: "hand-over",
      },
    ],
  },
  { who: "mona", shows: ["mentoring", "accounts"], pages: ["/mentorat", "/roles"] },
  {
    who: "denis",
    shows: ["diagnosis", "journey", "orientation", "hackathon"],
    pages: [
      "/diagnostics",
      { on: "/diagnostics", follow: ['main a[href*="/diagnostic/"]'], is: "/diagnostic/{diagnosis}", name: "interview" },
      { on: "/diagnostics", follow: ['main a[href*="/parcours/"]'], is: "/parcours/{journey}", name: "journey-followed" },
      {
        on: "/diagnostics",
        follow: ['main a:has-text("L’Amicale des Rives")', 'main a[href*="/resultat"]'],
        is: "/diagnostic/{diagnosis}/resultat",
        name: "result-given",
      },
      {
        on: "/diagnostics",
        follow: ['main a:has-text("L’Amicale des Rives")', 'main a[href*="/resultat"]', "main a.token"],
        is: "/lien/{token}",
        name: "link",
      },
      "/hackathon",
    ],
  },
  {
    who: "vera",
    shows: ["workshops"],
    pages: [
      { on: "/agenda?genre=workshop_session", follow: [DATE], is: "/agenda/{entry}", name: "hosted" },
      { on: "/agenda?genre=workshop_session", follow: [DATE, 'main a[href*="/presences/"]'], is: "/presences/{entry}", name: "presences" },
      {
        on: "/agenda?genre=workshop_session",
        follow: [DATE, 'main a[href*="/presences/"]', 'main a[href$="/feuille"]'],
        is: "/presences/{entry}/feuille",
        name: "sheet",
      },
    ],
  },
  { who: "camille", shows: ["dashboard"], pages: ["/bureau"] },
  {
    who: "camille",
    shows: ["workshops"],
    pages: [
      "/ateliers/nouveau",
      "/ateliers/demande",
      { on: "/ateliers", follow: [WORKSHOP], is: "/atelier/{workshop}", name: "workshop-prepared" },
      { on: "/ateliers", follow: [WORKSHOP, 'main a[href$="/modifier"]'], is: "/atelier/{workshop}/modifier", name: "workshop-form" },
      { on: "/ateliers", follow: [WORKSHOP, 'main a[href*="?copie="]'], is: "/atelier/{workshop}/seance", name: "session-copied" },
      {
        on: "/ateliers",
        follow: [WORKSHOP, 'main a[href*="/agenda/"][href$="/modifier"]'],
        is: "/agenda/{entry}/modifier",
        name: "session-form",
      },
    ],
  },
  { who: "camille", shows: ["orientation"], pages: ["/orientations", "/partenaires"] },
  {
    who: "camille",
    shows: ["associations"],
    pages: [
      "/associations/doublons",
      {
        on: "/associations/doublons",
        follow: ['main a[href*="/doublons/"]'],
        is: "/associations/doublons/{kept}/{gone}",
        name: "twins",
      },
    ],
  },
  {
    who: "paul",
    shows: ["hackathon", "dashboard"],
    pages: [
      "/hackathon",
      "/hackathon/passages",
      "/bureau",
      {
        on: "/hackathon/passages",
        follow: ['main a[href$="/prise-en-main"]'],
        is: "/projet/{project}/prise-en-main",
        name: "follow-up-form",
      },
      {
        on: "/bureau",
        follow: ['main a:has-text("La Ressourcerie de la Gloriette")', 'main a[href*="/projet/"]'],
        is: "/projet/{project}",
        name: "project",
      },
    ],
  },
  { who: "ada", shows: ["accounts"], pages: ["/administration", "/administration/porteurs", "/aider/demandes"] },
  {
    who: "camille",
    shows: ["questionnaire"],
    pages: [
      "/questionnaire",
      "/questionnaire/brouillon",
      "/questionnaire/brouillon/verifier",
      "/questionnaire/brouillon/essayer",
      "/questionnaire/brouillon/texte",
      { on: DRAFT, follow: ['main details a[href*="/theme/"]'], is: `${DRAFT}/theme/{theme}`, name: "draft-theme" },
      { on: DRAFT, follow: [QUESTION], is: `${DRAFT}/question/{question}`, name: "draft-question" },
      { on: DRAFT, follow: [QUESTION, QUESTION], is: `${DRAFT}/question/{question}/{choice}`, name: "draft-choice" },
      { on: DRAFT, follow: [ADVICE], is: `${DRAFT}/conseil/{recommendation}`, name: "draft-advice" },
      { on: DRAFT, follow: [ADVICE, ADVICE], is: `${DRAFT}/conseil/{recommendation}/{rung}`, name: "draft-rung" },
      { on: DRAFT, follow: ['main .numbered a[href*="/regle/"]'], is: `${DRAFT}/regle/{rule}`, name: "draft-rule" },
    ],
  },
  // Slots to choose, one of which is hers.
  { who: "ines", shows: ["reception", "journey"], pages: [{ on: "/parcours", follow: [DATE], is: "/agenda/{entry}", name: "slots" }] },
  { who: "odile", shows: ["reception"], pages: ["/visite"] },
  { who: "sami", shows: ["reception", "diagnosis"], pages: ["/diagnostics", "/visites"] },
  {
    who: "camille",
    shows: ["reception"],
    pages: [
      "/accueils",
      { on: "/accueils", follow: ['main a[href*="/accueil/"]'], is: "/accueil/{entry}", name: "reception-day" },
      "/visites",
    ],
  },
  { who: "ada", shows: ["mail"], pages: ["/administration/courrier"] },
  { who: "ada", shows: ["privacy"], pages: ["/administration/journal"] },
  {
    who: "lucie",
    shows: ["wiki"],
    pages: [
      "/pages/a-soigner",
      "/pages/nouvelle",
      "/wiki/dispositif_savoirs_communs/modifier",
      // A draft of hers, and what its link shows.
      { on: "/wiki", follow: ["#brouillons a"], is: "/wiki/{slug}", name: "draft" },
      { on: "/wiki", follow: ["#brouillons a", 'main a[href*="/brouillon/"]'], is: "/brouillon/{token}", name: "draft-shown" },
    ],
  },
  // A circle of associations, and what it takes to open another space.
  {
    who: "gaspard",
    shows: ["wiki"],
    pages: [
      "/espaces",
      { on: "/espaces", follow: [CIRCLE], is: "/espaces/{space}", name: "space" },
      { on: "/espaces", follow: [CIRCLE, 'main a[href$="/modifier"]'], is: "/espaces/{space}/modifier", name: "space-rights" },
      { on: "/espaces", follow: [CIRCLE, 'main a[href$="/personnes"]'], is: "/espaces/{space}/personnes", name: "space-people" },
      { on: "/espaces", follow: [CIRCLE, 'main a[href$="/fichiers"]'], is: "/espaces/{space}/fichiers", name: "space-files" },
      { on: "/espaces", follow: [CIRCLE, 'main a[href$="/fichiers"]', 'main a[href$=".png/versions"]'], is: "/fichiers/{file}/versions", name: "file" },
      { on: "/espaces", follow: [CIRCLE, 'main a[href$="qui_apporte_quoi"]'], is: "/wiki/{slug}", name: "page-with-picture" },
      { on: "/espaces", follow: ['main a[href*="/espaces/ouvrir/"]'], is: "/espaces/ouvrir/{kind}/{of}", name: "space-opened" },
    ],
  },
  {
    who: "camille",
    shows: ["wiki"],
    pages: [
      "/espaces/nouveau",
      "/pages/a-soigner",
      "/rencontres/nouvelle",
      "/rencontres",
      { on: "/agenda?genre=encounter", follow: [DATE], is: "/agenda/{entry}", name: "encounter" },
      { on: "/rencontres", follow: ['main section:last-of-type a[href*="/agenda/"]'], is: "/agenda/{entry}", name: "encounter-past" },
    ],
  },
  { who: "lucie", shows: ["mail", "calendar"], pages: ["/compte/courrier", "/compte/calendriers"] },
  {
    who: "fatou",
    shows: ["calendar"],
    pages: [
      "/parcours/attestations",
      { on: "/parcours/attestations", follow: ['main a[href*="/attestation/"]'], is: "/attestation/{token}", name: "attestation" },
    ],
  },
  { who: "visitor", shows: ["privacy"], pages: ["/vie-privee"] },
  {
    who: "amina",
    shows: ["privacy"],
    pages: [
      "/compte/donnees",
      "/compte/supprimer",
      { on: "/compte/donnees", follow: ['main a[href*="/parcours/"]'], is: "/parcours/{journey}/donnees", name: "journey-data" },
    ],
  },
];

/** What no page of the demo leads to: letters do, which `accounts.spec.ts` opens; and `first.spec.ts` makes the first
 * administrator, where there is no demo. */
const ELSEWHERE = ["/debut/{token}", "/debut/{token}/preparation", "/entrer/{token}", "/supprimer/{token}", "/apres/{registration}", "/invitation/{token}", "/visite/{token}", "/place/{token}", "/temoigner/{token}", "/bilan/{token}", "/desabonnement/{token}", "/premier-compte/{token}"];

test("every route is looked at", () => {
  const table = readFileSync(join(import.meta.dirname, "../../app/src/routes.rs"), "utf8");
  const routes = [...table.matchAll(/\bpage\(\s*"(\/[^"]*)"/g)].map(([, route]) => route);
  expect(routes.length).toBeGreaterThan(20);
  const addresses = LOOKS.flatMap((look) => look.pages);
  const seen = (route: string) => addresses.some((at) => (typeof at === "string" ? leads(at, route) : at.is === route));
  expect(routes.filter((route) => !seen(route))).toEqual(ELSEWHERE);
  // Pictures do not overwrite each other.
  const pictures = LOOKS.flatMap(({ who, pages }) => pages.map((at) => `${who}-${picture(at)}`));
  expect(pictures).toEqual([...new Set(pictures)]);
});

for (const { who, shows, pages } of LOOKS) {
  test(`pages for ${who} (${shows.join(", ")})`, async ({ browser, server }) => {
    test.setTimeout(240_000);
    const house = new House(browser, server.url, true);
    const page = who === "visitor" ? await house.visitor() : await house.person(`${who}@example.org`);
    for (const at of pages) await look(page, await find(page, at), `${who}-${picture(at)}`);
    await house.empty();
  });
}

/** Whether an address is of a route. */
function leads(address: string, route: string): boolean {
  const path = address.split("?")[0];
  return new RegExp(`^${route.replaceAll(/\{[a-z]+\}/g, "[^/]+")}$`).test(path);
}

/** Where somebody looks; a link is followed to where it leads. */
async function find(page: Page, at: Address): Promise<string> {
  if (typeof at === "string") return at;
  let path = at.on;
  for (const link of at.follow) {
    await page.goto(path);
    path = (await page.locator(link).first().getAttribute("href"))!;
  }
  if (at.turned) path = at.turned(path);
  expect(leads(path, at.is), `${path} is not ${at.is}`).toBe(true);
  return path;
}

function picture(at: Address): string {
  if (typeof at !== "string") return at.name;
  return at === "/" ? "home" : at.slice(1).replaceAll(/[^a-z-]+/g, "-");
}
