//! Dates where seats are few: one with a line, one that offers a seat, one that keeps some, one that is called off, one
//! that nobody sees yet; and one that was held, with what came of it.

use super::stage::{Joining, Scene, Stage, text};
use super::stories::Team;
use super::{AGNES, BEATRICE, BRUNO, FATOU, MARIUS, MIREILLE, NADIA, ODILE, SOLENE};
use anyhow::Context;
use app::workshops::load::claim;
use app::workshops::opening::load::{instead_of, reseated, runs};
use app::workshops::presence::load::credited;
use chrono::{Datelike, Days, NaiveTime, Weekday};
use domain::accounts::{Action, AssociationKind};
use domain::act::Refusal;
use domain::ids::{EntryId, PersonId, RegistrationId};
use domain::paris;
use domain::text::{Lang, Name, Source, Title, Words};
use domain::workshops::{
    Asked, Entry, Hours, Kept, Knows, Level, Rhythm, Role, Seated, Seats, Series, Told,
};
use store::WriteError;

/// Fills them.
pub async fn fill(stage: &Stage, team: &Team) -> anyhow::Result<()> {
    let [nadia, bruno, odile] =
        [stage.known(NADIA).await?, stage.known(BRUNO).await?, stage.known(ODILE).await?];
    let camille = || stage.on(-20, team.camille);
    let few = |total, offer_hours| Seats { offer_hours, ..Seats::plain(total) };
    let room = ("Bibliothèque du Sanitas, Tours", Some("De plain-pied, bus 3"));

    // Three seats, taken; a helper beside them; four wait, each for a reason of its own.
    let told = told(room, few(3, 48), Some(team.vera))?;
    let line = camille().opens("collaboration", 26, told.clone()).await?;
    stage.on(-8, bruno).asks(line, &["Bruno Delaunay", "Aïda Keller"], Role::Learns).await?;
    stage.on(-8, odile).asks(line, &["Odile Marchand"], Role::Learns).await?;
    stage.on(-8, nadia).asks(line, &["Nadia Ferrand"], Role::Helps).await?;
    for (day, who) in [(-7, BRUNO), (-6, MIREILLE), (-3, BEATRICE), (-2, SOLENE)] {
        stage.on(day, stage.known(who).await?).asks(line, &[], Role::Learns).await?;
    }

    // Two seats: one was given back yesterday, and is offered to who waits.
    let agnes = Joining {
        email: AGNES,
        person: "Agnès Tournier",
        association: "Les Jardins de la Bergeonnerie",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "Quatre-vingts parcelles, une liste d’attente sur papier, et des nouvelles que personne ne reçoit.",
    };
    let agnes = stage.join(-40, agnes, None).await?;
    let marius = Joining {
        email: MARIUS,
        person: "Marius Lefort",
        association: "La Grainothèque des Prébendes",
        kind: AssociationKind::Informal,
        city: "Tours",
        need: "Savoir qui a emprunté quelles graines, et qui en rapporte.",
    };
    let marius = stage.join(-13, marius, None).await?.person;
    let offers = Told { seats: few(2, 96), ..told.clone() };
    let offers = camille().opens("communication", 24, offers).await?;
    stage.on(-9, odile).asks(offers, &["Odile Marchand"], Role::Learns).await?;
    let given_back = stage.on(-9, marius).asks(offers, &[], Role::Learns).await?;
    stage.on(-5, agnes.person).asks(offers, &[], Role::Learns).await?;
    stage.on(-1, marius).gives_back(offers, given_back).await?;

    // Online, with seats that wait for associations that are oriented there.
    let kept = Some(Kept { seats: 4, until: stage.hour(25, 10) });
    let online = Told {
        place: text(Name::parse("En ligne"))?,
        access: Some("Sous-titres en direct".to_owned()),
        link: Some("https://visio.example/donnees".to_owned()),
        bring: Some(text(Words::parse("Un casque, et la liste de vos comptes en ligne."))?),
        seats: Seats { kept, ..Seats::plain(10) },
        ..told.clone()
    };
    let online = camille().opens("data", 30, online).await?;
    stage.on(-8, nadia).asks(online, &["Nadia Ferrand", "Ismaël Roy"], Role::Learns).await?;

    // Called off: a seat is held at the next one.
    let off = Told { host: None, ..told.clone() };
    let off = camille().opens("skills", 15, off).await?;
    stage.on(-12, marius).asks(off, &["Marius Lefort"], Role::Learns).await?;
    stage.on(-1, team.camille).calls_off(off).await?;

    // Opened, and not published yet.
    let later = Told { published_at: Some(stage.hour(10, 7)), ..told };
    camille().opens("tool", 75, later).await?;

    // Held four weeks ago: who came, who said no name, what they know now, what was noted.
    let held = stage.session("skills", -28)?;
    stage.on(-35, agnes.person).asks(held.id, &["Agnès Tournier"], Role::Learns).await?;
    stage.came(held, agnes, team.camille).await?;
    stage.on(-26, team.vera).counts_unnamed(held).await?;
    let fatou = stage.known(FATOU).await?;
    for (who, knows) in
        [(agnes.person, [Knows::Yes, Knows::Almost]), (fatou, [Knows::Yes, Knows::Yes])]
    {
        stage.on(-26, who).says_after(held.id, knows).await?;
    }
    let notes = "On a commencé par retrouver les fichiers perdus de la semaine. Le plus utile : donner à chaque fichier une \
                 date et un nom que les autres comprennent.\n\n  * Un message qui presse est un message qui se vérifie.\n  \
                 * Dire « je ne retrouve pas » suffit pour être aidé·e.";
    stage.on(-26, team.vera).publishes_notes(held.id, "Se lancer : ce que l’on a noté", notes).await
}

fn told(
    (place, access): (&str, Option<&str>),
    seats: Seats,
    host: Option<PersonId>,
) -> anyhow::Result<Told> {
    Ok(Told {
        // That of its workshop, once it is opened.
        title: text(Title::parse("Séance"))?,
        place: text(Name::parse(place))?,
        access: access.map(str::to_owned),
        link: None,
        bring: Some(text(Words::parse("De quoi noter, et votre téléphone chargé."))?),
        words: None,
        host,
        co_hosts: Vec::new(),
        seats,
        published_at: None,
    })
}

impl Scene<'_> {
    /// Opens a session of the workshop on a theme, at six in the evening, on a day counted from today.
    async fn opens(self, theme: &'static str, day: i64, told: Told) -> anyhow::Result<EntryId> {
        let day = paris::day(self.stage().day(day));
        let day = match day.weekday() {
            Weekday::Sun => day.checked_add_days(Days::new(1)).context("a day after")?,
            _ => day,
        };
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).context("an hour");
        let hours = Hours { day, from: hour(18)?, to: hour(20)? };
        let series = Series { told, hours, rhythm: Rhythm::Once, times: 1 };
        self.play((theme.to_owned(), series), |tx, (theme, mut series)| {
            Box::pin(async move {
                let organizer = tx.actor().organizer_of(Action::Workshops)?;
                let mut workshops = tx.workshops().await?.into_iter();
                let own = workshops.find(|w| w.theme == theme && w.level != Level::FollowUp);
                let own = own.ok_or(WriteError::Missing)?;
                series.told.title = own.title.clone();
                let opened = series.open(&tx.act().wearing(&organizer), &organizer, &own)?;
                let one = opened.answer.first().copied().ok_or(WriteError::Missing)?;
                Ok(opened.map(|_| one))
            })
        })
        .await
    }

    /// Asks for seats, besides those that the association has, and waits for them where none is free. The first of them.
    async fn asks(
        self,
        at: EntryId,
        people: &[&str],
        role: Role,
    ) -> anyhow::Result<RegistrationId> {
        let named: Result<Vec<_>, _> = people.iter().map(|name| Name::parse(name)).collect();
        let mut named: Vec<_> = text(named)?.into_iter().map(Some).collect();
        if named.is_empty() {
            named.push(None);
        }
        let asked: Result<Seated, Refusal> = self
            .play((at, named, role), |tx, (at, people, role)| {
                Box::pin(async move {
                    let member = tx.actor().member()?;
                    let seating = tx.seating(at).await?.ok_or(WriteError::Missing)?;
                    let journey = tx.journey_of(member.association()).await?;
                    let journey = journey.ok_or(WriteError::Missing)?;
                    let claim = claim(tx, &journey, &seating.entry, tx.act().at).await?;
                    let one = Asked::one(member.association(), journey.head.id);
                    let asked = Asked { claim, role, people, more: true, wait: true, ..one };
                    Ok(seating.register(&tx.act().wearing(&member), &asked, &[])?)
                })
            })
            .await?;
        let asked = asked.map_err(|_| anyhow::anyhow!("who waits is not refused"))?;
        asked.registered.into_iter().chain(asked.waiting).next().context("a seat, or a place")
    }

    /// Gives a seat back.
    async fn gives_back(self, at: EntryId, seat: RegistrationId) -> anyhow::Result<()> {
        self.play((at, seat), |tx, (at, seat)| {
            Box::pin(async move {
                let member = tx.actor().member()?;
                let seating = tx.seating(at).await?.ok_or(WriteError::Missing)?;
                Ok(seating.cancel(&tx.act().wearing(&member), seat)?)
            })
        })
        .await
    }

    /// Calls a date off.
    async fn calls_off(self, at: EntryId) -> anyhow::Result<()> {
        self.play(at, |tx, at| {
            Box::pin(async move {
                let (seating, organizer) = runs(tx, at).await?;
                let elsewhere = instead_of(tx, &seating.entry).await?;
                let act = tx.act().wearing(&organizer);
                let off = seating.call_off(&act, &organizer, &elsewhere)?;
                Ok(reseated(tx, off).await?.map(drop))
            })
        })
        .await
    }

    /// Counts somebody who said no name.
    async fn counts_unnamed(self, at: &Entry) -> anyhow::Result<()> {
        let then = at.ends_at;
        self.play((at.id, then), |tx, (at, then)| {
            Box::pin(async move {
                let seating = tx.seating(at).await?.ok_or(WriteError::Missing)?;
                let hat = seating.entry.presence_by(tx.actor())?;
                Ok(seating.count_unnamed(&tx.act().wearing(&hat), then)?.map(drop))
            })
        })
        .await
    }

    /// Says what one knows now: the first two questions of a session.
    async fn says_after(self, at: EntryId, knows: [Knows; 2]) -> anyhow::Result<()> {
        self.play((at, knows), |tx, (at, knows)| {
            Box::pin(async move {
                let association = tx.actor().member()?.association();
                let seating = tx.seating(at).await?.ok_or(WriteError::Missing)?;
                let mut seats = seating.registrations.into_iter();
                let seat = seats.find(|seat| seat.association == association);
                let seat = seat.ok_or(WriteError::Missing)?;
                let who = tx.actor().evaluator(seat.id, association, tx.act().at)?;
                let said: Vec<_> = knows.into_iter().enumerate().collect();
                Ok(seat.say_after(&tx.act().wearing(&who), &who, &said)?)
            })
        })
        .await
    }

    /// Publishes what was noted during a session.
    async fn publishes_notes(self, at: EntryId, title: &str, source: &str) -> anyhow::Result<()> {
        let authors = text(Title::parse("Vera Novak, Agnès Tournier"))?;
        let notes = (text(Title::parse(title))?, text(Source::parse(source))?, authors);
        self.play((at, notes), |tx, (at, (title, source, authors))| {
            Box::pin(async move {
                let at = tx.seating(at).await?.ok_or(WriteError::Missing)?.entry;
                let hat = at.presence_by(tx.actor())?;
                let source = credited(Lang::Fr, &at, &source, &authors)?;
                let act = tx.act().wearing(&hat);
                Ok(at.publish_notes(&act, &hat, None, title, source)?.map(drop))
            })
        })
        .await
    }
}
