//! The agenda of the demo: regular dates, from long ago to more than a year from now, so that a story that spans a
//! year always finds one.

use super::stage::{Stage, text};
use super::stories::Team;
use chrono::{DateTime, Datelike, Duration, Utc};
use domain::act::Change;
use domain::hackathon::{Edition, Phase};
use domain::ids::{EditionId, EntryId, PersonId, WorkshopId};
use domain::reception::Opening;
use domain::text::{Name, Title, Words};
use domain::workshops::{Entry, EntryKind, Level, Mark, Workshop};
use uuid::Uuid;

/// Both editions of the hackathon.
pub struct Editions {
    pub past: EditionId,
    pub open: EditionId,
}

/// Theme, title, level, what is done there, what one can do afterwards.
const WORKSHOPS: [(&str, &str, Level, &str, [&str; 3]); 9] = [
    (
        "collaboration",
        "Travailler à plusieurs sur un document",
        Level::Beginner,
        "Un dossier partagé bien rangé, un texte écrit à plusieurs sans rien perdre, une date trouvée en deux minutes.",
        [
            "ranger un dossier partagé pour que chacun s’y retrouve",
            "écrire un texte à plusieurs sans rien perdre",
            "trouver une date en deux minutes",
        ],
    ),
    (
        "communication",
        "Donner des nouvelles sans y passer ses soirées",
        Level::Beginner,
        "Une lettre à envoyer à tout le monde, des dates publiques à jour, une affiche lisible.",
        [
            "envoyer une lettre à tout le monde, sans montrer les adresses",
            "tenir à jour les dates que le public regarde",
            "faire une affiche que l’on lit de loin",
        ],
    ),
    (
        "members",
        "Une seule liste d’adhérents",
        Level::Beginner,
        "Réunir les listes, recevoir les adhésions en ligne, préparer les reçus de dons.",
        [
            "réunir plusieurs listes en une",
            "recevoir les adhésions en ligne",
            "préparer les reçus de dons",
        ],
    ),
    (
        "data",
        "Protéger les données de l’association",
        Level::Intermediate,
        "Un coffre à mots de passe, une sauvegarde qui marche, et dire clairement ce que l’on garde.",
        [
            "tenir un coffre à mots de passe à plusieurs",
            "vérifier qu’une sauvegarde se relit",
            "dire ce que l’on garde, et pourquoi",
        ],
    ),
    (
        "skills",
        "Se lancer avec le numérique",
        Level::Beginner,
        "Poser ses questions, apprendre les bons gestes, repartir avec une fiche à partager.",
        [
            "retrouver un fichier que l’on a enregistré",
            "reconnaître un message douteux",
            "dire où l’on en est, pour demander de l’aide",
        ],
    ),
    (
        "tool",
        "Choisir un outil qui existe déjà",
        Level::Intermediate,
        "Décrire ce qu’il doit faire, en comparer deux, l’essayer un mois à trois.",
        [
            "décrire ce qu’un outil doit faire",
            "en comparer deux sur la même liste",
            "l’essayer à trois avant de décider",
        ],
    ),
    (
        "equipment",
        "Réemployer et partager du matériel",
        Level::Beginner,
        "Remettre en route un ordinateur, le prêter, et des comptes au nom de l’association.",
        [
            "remettre en route un vieil ordinateur",
            "le prêter sans en perdre la trace",
            "tenir les comptes au nom de l’association",
        ],
    ),
    (
        "project",
        "Dire son besoin avec ses mots",
        Level::Beginner,
        "Raconter ce qui se passe aujourd’hui, ce qui gêne, et à quoi l’on verra que cela va mieux.",
        [
            "raconter ce qui se passe aujourd’hui",
            "dire ce qui gêne, et qui",
            "reconnaître que cela va mieux",
        ],
    ),
    (
        "tool",
        "Prise en main de votre outil",
        Level::FollowUp,
        "Après le week-end : s’installer, former une deuxième personne, noter ce qui manque.",
        [
            "installer l’outil chez vous",
            "former une deuxième personne",
            "noter ce qui manque, et à qui le dire",
        ],
    ),
];

/// What stays with every workshop from one session to the next.
const MATERIALS: &str = "Une fiche à emporter, deux pages, à photocopier autant que l’on veut.\n\
                         Les exercices, sur la clé USB de l’atelier : ils se font sans réseau.";
/// What one brings to every session.
const BRING: &str = "De quoi noter et, si vous en avez un, l’appareil que l’association utilise.";

/// What each level asks for, and what it leads to, of its own theme. A tool that was just made asks for nothing.
const REQUIRES: [(Level, f64); 1] = [(Level::Intermediate, 0.5)];
const LEADS_TO: [(Level, f64); 2] = [(Level::Beginner, 2.0), (Level::Intermediate, 2.5)];

fn marks(of: impl IntoIterator<Item = (Level, f64)>, theme: &str, level: Level) -> Vec<Mark> {
    let own = of.into_iter().filter(|(which, _)| *which == level);
    own.map(|(_, level)| Mark { theme: theme.to_owned(), level }).collect()
}

/// Which theme follows which: working together comes back most often, because it is most often needed.
const ROTATION: [&str; 9] = [
    "collaboration",
    "communication",
    "members",
    "data",
    "collaboration",
    "skills",
    "tool",
    "equipment",
    "project",
];

const PLACES: [(&str, Option<&str>); 3] = [
    ("Maison des associations, Tours", Some("De plain-pied, tram A, boucle magnétique")),
    ("Bibliothèque du Sanitas, Tours", Some("De plain-pied, bus 3")),
    ("Tiers-lieu La Passerelle, Joué-lès-Tours", Some("Ascenseur, tram A, stationnement réservé")),
];

/// Makes the workshops, the dates and both editions.
pub async fn fill(stage: &mut Stage, team: &Team) -> anyhow::Result<Editions> {
    let mut changes = Vec::new();
    let mut agenda = Vec::new();
    let mut workshops = Vec::new();
    for (theme, title, level, summary, teaches) in WORKSHOPS {
        let teaches: Result<_, _> = teaches.into_iter().map(Title::parse).collect();
        workshops.push(Workshop {
            id: WorkshopId(Uuid::now_v7()),
            title: text(Title::parse(title))?,
            theme: theme.to_owned(),
            level,
            summary: text(Words::parse(summary))?,
            requires: marks(REQUIRES, theme, level),
            leads_to: marks(LEADS_TO, theme, level),
            teaches: text(teaches)?,
            materials: Some(text(Words::parse(MATERIALS))?),
        });
    }
    changes.extend(workshops.iter().cloned().map(Change::Workshop));

    // Information meetings: monthly until today, then in 9, 23 and 51 days, then monthly.
    let meetings = (-650..=-20).step_by(30).chain([9, 23, 51]).chain((81..=560).step_by(30));
    for (n, day) in meetings.enumerate() {
        let starts = stage.hour(day, 17);
        let title = "Réunion d’information du Hackathon Citoyen";
        agenda.push(date(EntryKind::InfoMeeting, title, n, starts, 2, 12, None)?);
    }
    let starts = stage.hour(16, 9);
    let title = "Accueil en tête-à-tête";
    agenda.push(date(EntryKind::InfoMeeting, title, 0, starts, 1, 1, None)?);

    // Reception days: every five weeks, the first in six days.
    for day in (6..=220).step_by(35) {
        let opening = Opening {
            title: text(Title::parse("Journée d’accueil"))?,
            place: text(Name::parse(PLACES[0].0))?,
            access: PLACES[0].1.map(str::to_owned),
            starts_at: not_on_sunday(stage.hour(day, 8)),
            slots: 6,
            minutes: 40,
        };
        let paul = stage.on(-15, team.paul);
        agenda.push(paul.opens_reception(opening).await?);
    }

    // Workshop sessions: every ten days. The first to come is about working together.
    for n in -67_i64..=43 {
        let theme = ROTATION[n.rem_euclid(9) as usize];
        let starts = not_on_sunday(stage.hour(12 + 10 * n, 16));
        let seats = [12, 10, 8][n.rem_euclid(3) as usize];
        let Some(workshop) = workshops.iter().find(|w| w.theme == theme) else { continue };
        agenda.push(session(workshop, n.rem_euclid(3) as usize, starts, seats, team.vera)?);
    }
    // One in a small room, which the cast fills.
    if let Some(workshop) = workshops.iter().find(|w| w.theme == "members") {
        let starts = not_on_sunday(stage.hour(18, 16));
        agenda.push(session(workshop, 1, starts, 3, team.vera)?);
    }
    // Follow-up: every two months.
    if let Some(workshop) = workshops.iter().find(|w| w.level == Level::FollowUp) {
        for n in -5..=9 {
            let starts = not_on_sunday(stage.hour(20 + 60 * n, 16));
            agenda.push(session(workshop, 2, starts, 10, team.vera)?);
        }
    }
    // Encounters: every three months, on a Saturday.
    for n in -7..=5 {
        let starts = saturday_before(stage.hour(34 + 91 * n, 8));
        let title = "Journée de témoignage";
        let mut at = date(EntryKind::Encounter, title, 2, starts, 8, 60, None)?;
        let words = "Des associations racontent ce qui a changé chez elles, et comment. On vient écouter, poser des \
                     questions, et repartir avec une idée.";
        at.words = Some(text(Words::parse(words))?);
        agenda.push(at);
    }

    // Two editions: one long delivered, one that calls for projects.
    let weekend = |day| saturday_before(stage.hour(day, 7));
    let past = edition(stage, "Hackathon Citoyen, édition précédente", -430, -340, weekend(-240))?;
    let open = edition(stage, "Hackathon Citoyen, prochaine édition", -30, 300, weekend(330))?;
    for edition in [&past, &open] {
        let title = "Week-end du Hackathon Citoyen";
        let mut at = date(EntryKind::Weekend, title, 2, edition.weekend_from, 33, 0, None)?;
        at.edition = Some(edition.id);
        at.ends_at = edition.weekend_to;
        agenda.push(at);
    }
    let editions = Editions { past: past.id, open: open.id };
    changes.extend([past, open].map(Change::Edition));
    changes.extend(agenda.iter().cloned().map(Change::Entry));
    stage.by_itself(-690).set(changes).await?;
    stage.set_agenda(agenda);
    Ok(editions)
}

fn date(
    kind: EntryKind,
    title: &str,
    place: usize,
    starts_at: DateTime<Utc>,
    hours: i64,
    seats: u32,
    host: Option<PersonId>,
) -> anyhow::Result<Entry> {
    let (place, access) = PLACES[place % PLACES.len()];
    let (title, place) = (text(Title::parse(title))?, text(Name::parse(place))?);
    let hours = (starts_at, starts_at + Duration::hours(hours));
    let entry = Entry::new(EntryId(Uuid::now_v7()), kind, title, place, hours, seats);
    Ok(Entry { access: access.map(str::to_owned), host, ..entry })
}

fn session(
    workshop: &Workshop,
    place: usize,
    starts: DateTime<Utc>,
    seats: u32,
    host: PersonId,
) -> anyhow::Result<Entry> {
    let kind = EntryKind::WorkshopSession;
    let at = date(kind, workshop.title.as_str(), place, starts, 2, seats, Some(host))?;
    Ok(Entry {
        workshop: Some(workshop.id),
        theme: Some(workshop.theme.clone()),
        level: Some(workshop.level),
        bring: Some(text(Words::parse(BRING))?),
        ..at
    })
}

fn edition(
    stage: &Stage,
    title: &str,
    since: i64,
    call_until: i64,
    weekend_from: DateTime<Utc>,
) -> anyhow::Result<Edition> {
    Ok(Edition {
        id: EditionId(Uuid::now_v7()),
        title: text(Title::parse(title))?,
        phase: Phase::Call,
        since: stage.day(since),
        // Until late in the evening.
        call_until: stage.hour(call_until, 21),
        weekend_from,
        weekend_to: weekend_from + Duration::hours(33),
    })
}

fn not_on_sunday(at: DateTime<Utc>) -> DateTime<Utc> {
    if at.weekday() == chrono::Weekday::Sun { at + Duration::days(1) } else { at }
}

fn saturday_before(at: DateTime<Utc>) -> DateTime<Utc> {
    // Saturday is day 6 of a week that begins on Sunday.
    at - Duration::days(i64::from((at.weekday().num_days_from_sunday() + 1) % 7))
}
