//! The demo cast: one seeder for trying the product out, for tests and for the browser. And the pages that every
//! instance begins with.
//!
//! Nothing is put in the database that the product could not have done itself: each act is a unit, decided by
//! `domain`, at its own past moment.

mod agenda;
mod answers;
mod asking;
mod drafting;
mod exchange;
mod handing;
mod living;
mod seats;
mod spaces;
mod stage;
mod stories;
mod telling;

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use domain::accounts::Actor;
use domain::act::{Act, Change, Outcome, Setting};
use domain::ids::{CommandId, PageId};
use domain::text::{Password, Source, Title};
use domain::wiki::{Page, ROOT, Revision};
pub use drafting::DRAFT;
pub use spaces::CIRCLE;
use stage::Stage;
use store::Store;
use uuid::Uuid;

/// The password of everybody in the cast.
pub const PASSWORD: &str = "savoirs communs demo";

// --- the team

/// Administrator.
pub const ADA: &str = "ada@example.org";
/// Organizer of the workshops and of the wiki (CoopAxis).
pub const CAMILLE: &str = "camille@example.org";
/// Organizer of the hackathon (PALO ALTOURS).
pub const PAUL: &str = "paul@example.org";
/// Volunteer at the sorting desk.
pub const VICTOR: &str = "victor@example.org";
/// Volunteer at the sorting desk, and host of the workshops.
pub const VERA: &str = "vera@example.org";
/// Volunteer, developer.
pub const DENIS: &str = "denis@example.org";
/// Volunteer, designer.
pub const DIANE: &str = "diane@example.org";
/// Volunteer, digital specialist.
pub const SAMI: &str = "sami@example.org";

/// Has asked to help, and waits for an answer.
pub const NOE: &str = "noe@example.org";

// --- the associations, by their referent, from the first step to the last

/// Le Potager des Deux Lions: has only stated its need.
pub const LUCIE: &str = "lucie@example.org";
/// La Maraude des Halles: inspired by the testimony, has a slot at the next reception day.
pub const INES: &str = "ines@example.org";
/// Le Chœur des Tanneurs: has a seat at the next information meeting.
pub const HENRI: &str = "henri@example.org";
/// Le Café-Repas Velpeau: has the one seat of the one-to-one welcome.
pub const SALOME: &str = "salome@example.org";
/// Vélo Cher et Loire: waits for a diagnosis since 19 days.
pub const KARIM: &str = "karim@example.org";
/// La Ludothèque du Sanitas: its diagnosis runs.
pub const BEATRICE: &str = "beatrice@example.org";
/// L’Amicale des Rives: was oriented to a workshop, with a held seat, and has not answered.
pub const AMINA: &str = "amina@example.org";
/// L’Harmonie des Bords de Loire: declined its orientation, and has another to answer.
pub const SOLENE: &str = "solene@example.org";
/// Le Ciné-Guinguette: accepted its orientation.
pub const GASPARD: &str = "gaspard@example.org";
/// Acts for Le Ciné-Guinguette too.
pub const JEANNE: &str = "jeanne@example.org";
/// Has no association, and asks to act for Le Ciné-Guinguette.
pub const REMI: &str = "remi@example.org";
/// Ciné Guinguette: the same association, which somebody wrote down again without knowing.
pub const ODETTE: &str = "odette@example.org";
/// Le Point d’écoute Beaujardin: needs other help, and was oriented to the wiki.
pub const YANNICK: &str = "yannick@example.org";
/// L’Entraide des Fontaines: was oriented to a partner outside, agreed, and waits for their answer.
pub const RACHEL: &str = "rachel@example.org";
/// La Fanfare des Prébendes: its need outgrew a workshop; the hackathon's organizers have its request.
pub const MIREILLE: &str = "mireille@example.org";
/// Les Jardins de la Bergeonnerie: came to a session without a diagnosis; is offered a seat, until in three days.
pub const AGNES: &str = "agnes@example.org";
/// La Grainothèque des Prébendes: its session is called off, and a seat is held for it at the next one.
pub const MARIUS: &str = "marius@example.org";
/// The partner outside, who helps with what is not digital.
pub const PARTNER: &str = "appui@partenaire.example";
/// L’Épicerie du Menneton: came to two sessions; Les Ateliers du Fil accompany it.
pub const FATOU: &str = "fatou@example.org";
/// Les Ateliers du Fil: helps others. Mentor, and volunteer.
pub const MONA: &str = "mona@example.org";
/// La Médiathèque de Saint-Genouph, public: its project was not selected, it came to a workshop instead, and asks
/// for a visit.
pub const ODILE: &str = "odile@example.org";
/// Le Théâtre de la Passerelle: its second diagnosis said a small development.
pub const ETIENNE: &str = "etienne@example.org";
/// La Ressourcerie de la Gloriette: its tool is delivered, and waits for a signature.
pub const BRUNO: &str = "bruno@example.org";
/// Les Repas du Quartier: the whole way, up to a published testimony.
pub const NADIA: &str = "nadia@example.org";

/// The title of the testimony published in the demo.
pub const TESTIMONY: &str = "Nos bénévoles s’inscrivent enfin tout seuls";

/// What the demo's mark says while the cast is being written, and then.
const FILLING: &str = "filling";
const DONE: &str = "1";

/// Fills an empty database with the demo cast; does nothing if it is there.
///
/// Errors: the database holds real data, or a cast whose writing was interrupted.
pub async fn seed(store: &Store) -> anyhow::Result<()> {
    seed_at(store, Utc::now()).await
}

/// The same, as if it were that moment.
pub async fn seed_at(store: &Store, now: DateTime<Utc>) -> anyhow::Result<()> {
    first_pages(store).await?;
    match store.read(&Actor::Job).setting(Setting::Demo).await?.as_deref() {
        Some(FILLING) => {
            bail!("writing the demo cast was interrupted: delete this database and start again")
        }
        Some(_) => return Ok(()),
        None if store.people().await? > 0 => {
            bail!("this database holds real data: the demo cast is refused")
        }
        None => {}
    }
    mark(store, FILLING).await?;
    pages(store, TEMPLATES).await?;
    let password = Password::parse(PASSWORD).ok().context("the demo's password is too short")?;
    let hashed = app::passwords::hash(password).await;
    let password_hash = hashed.ok().context("cannot hash the demo's password")?;
    let mut stage = Stage::new(store.clone(), now, password_hash);
    let team = stories::team(&stage).await?;
    let editions = agenda::fill(&mut stage, &team).await?;
    stories::tell(&stage, &team, &editions).await?;
    seats::fill(&stage, &team).await?;
    exchange::tell(&stage).await?;
    spaces::tell(&stage).await?;
    asking::tell(&stage).await?;
    drafting::tell(&stage).await?;
    mark(store, DONE).await
}

async fn mark(store: &Store, value: &'static str) -> anyhow::Result<()> {
    let act = Act::new(Actor::Job, Utc::now(), CommandId(Uuid::now_v7()), Uuid::now_v7);
    let marked = store.write(act, value, |_, value| {
        let mark = Change::Setting(Setting::Demo, Some(value.to_owned()));
        Box::pin(async move { Ok(Outcome::of(()).change(mark)) })
    });
    Ok(marked.await?)
}

/// The pages of a new wiki: slug, title, source. The first is the programme's own text, byte for byte.
const FIRST_PAGES: [(&str, &str, &str); 3] = [
    (
        "dispositif_savoirs_communs",
        "Le dispositif Savoirs Communs",
        include_str!("demo/dispositif_savoirs_communs.txt"),
    ),
    ("accueil", "Wiki Savoirs Communs", include_str!("demo/accueil.txt")),
    (
        "ateliers_savoirs_communs",
        "Ateliers Savoirs Communs",
        include_str!("demo/ateliers_savoirs_communs.txt"),
    ),
];

/// What the cast's pages begin as: slug, title, source.
const TEMPLATES: [(&str, &str, &str); 3] = [
    ("modeles:compte_rendu", "Compte rendu", include_str!("demo/modeles/compte_rendu.txt")),
    ("modeles:journee", "Témoignage d’une journée", include_str!("demo/modeles/journee.txt")),
    ("modeles:tutoriel", "Tutoriel", include_str!("demo/modeles/tutoriel.txt")),
];

/// Writes the pages that every instance begins with, where they are missing.
pub async fn first_pages(store: &Store) -> anyhow::Result<()> {
    pages(store, FIRST_PAGES).await
}

async fn pages<const N: usize>(
    store: &Store,
    pages: [(&str, &str, &str); N],
) -> anyhow::Result<()> {
    for (slug, title, source) in pages {
        // One that was renamed is not missing.
        let rows = store.read(&Actor::Job);
        if rows.page_by_slug(slug).await?.is_some() || rows.page_once_at(slug).await?.is_some() {
            continue;
        }
        let act = Act::new(Actor::Job, Utc::now(), CommandId(Uuid::now_v7()), Uuid::now_v7);
        let (title, source) = (Title::stored(title.to_owned()), Source::stored(source.to_owned()));
        let written =
            store.write(act, (slug.to_owned(), title, source), |tx, (slug, title, source)| {
                Box::pin(async move {
                    // Another process may have started at the same time.
                    if tx.page_by_slug(&slug).await?.is_some() {
                        return Ok(Outcome::of(()));
                    }
                    let (id, act) = (PageId(tx.act().id()), tx.act());
                    let revision = Revision::first(act, id, title.clone(), source);
                    let (leads_to, published) = (revision.leads_to(&slug), Some(revision.id));
                    let page = Page { id, space: ROOT, slug, title, published, draft: None };
                    Ok(Outcome::of(())
                        .change(Change::Page(page))
                        .change(Change::Revision(revision))
                        .change(leads_to))
                })
            });
        written.await?;
    }
    Ok(())
}
