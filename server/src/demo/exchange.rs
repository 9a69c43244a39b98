//! What the cast can show and looks for.

use super::stage::{Scene, Stage, text};
use super::{FATOU, GASPARD, HENRI, MONA, NADIA, ODILE};
use domain::exchange::{Listing, Side, Typed, say};
use domain::text::{Name, Title};

/// Who says it, of whom, which way, on which theme, what.
type Line = (&'static str, Option<&'static str>, Side, Option<&'static str>, &'static str);

const LINES: [Line; 9] = [
    (GASPARD, None, Side::Seeks, Some("collaboration"), "un planning partagé pour les projections"),
    (GASPARD, None, Side::Shows, Some("communication"), "une affiche avec Canva"),
    (NADIA, None, Side::Shows, Some("collaboration"), "des inscriptions en ligne"),
    (NADIA, None, Side::Seeks, None, "des reçus de dons"),
    (ODILE, None, Side::Shows, Some("members"), "un reçu de don en trois clics"),
    (ODILE, None, Side::Seeks, Some("collaboration"), "l’inscription en ligne aux lectures"),
    (
        FATOU,
        Some("Fatou Diallo"),
        Side::Shows,
        Some("members"),
        "une liste d’adhérents sans doublons",
    ),
    (MONA, None, Side::Shows, Some("communication"), "une lettre d’information"),
    (HENRI, None, Side::Seeks, Some("communication"), "prévenir soixante personnes d’un coup"),
];

/// Who is in the directory.
const LISTED: [&str; 3] = [NADIA, MONA, FATOU];

/// Not long ago, each says it.
pub async fn tell(stage: &Stage) -> anyhow::Result<()> {
    for (email, who, side, theme, words) in LINES {
        let listed = LISTED.contains(&email);
        let person = stage.known(email).await?;
        let who = who.map(|who| text(Name::parse(who))).transpose()?;
        let theme = theme.map(str::to_owned);
        let typed = Typed { side, theme, words: text(Title::parse(words))? };
        stage.on(-1, person).says(who, typed).await?;
        if listed {
            stage.on(-1, person).enters_directory().await?;
        }
    }
    Ok(())
}

impl Scene<'_> {
    /// Puts their association in the directory.
    async fn enters_directory(self) -> anyhow::Result<()> {
        self.play((), |tx, ()| {
            Box::pin(async move {
                let member = tx.actor().member()?;
                Ok(Listing::begin(&tx.act().wearing(&member), &member))
            })
        })
        .await
    }

    /// Says what their association, or somebody of it, can show or looks for.
    async fn says(self, who: Option<Name>, typed: Typed) -> anyhow::Result<()> {
        self.play((who, typed), |tx, (who, typed)| {
            Box::pin(async move {
                let member = tx.actor().member()?;
                let known = tx.exchanges_to_change(member.association()).await?;
                let act = tx.act().wearing(&member);
                Ok(say(&act, member.association(), who.as_ref(), vec![typed], &known)?)
            })
        })
        .await
    }
}
