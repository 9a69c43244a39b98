//! What readers of the wiki ask and report.

use super::stage::{Stage, text};
use super::{CAMILLE, FATOU, GASPARD, YANNICK};
use app::wiki::care::load::voice_of;
use domain::text::Words;
use domain::wiki::care::Reason;
use store::WriteError;

const PAGE: &str = "ateliers_savoirs_communs";

/// Who asks, how many days ago, what. The first has waited so long that it may be a workshop's matter.
const QUESTIONS: [(&str, i64, &str); 2] = [
    (YANNICK, -20, "Y a-t-il un atelier pour apprendre à trier nos courriels à plusieurs ?"),
    (FATOU, -3, "Faut-il apporter son ordinateur ?"),
];
const ANSWERED: (&str, &str) = (
    "Combien de temps dure un atelier ?",
    "Deux heures, avec une pause. On peut venir à deux de la même association.",
);
const REPORT: (&str, &str) = (GASPARD, "Le lien vers la salle ne mène plus nulle part.");

/// They read the page on workshops, and two ask; another says that it is out of date.
pub async fn tell(stage: &Stage) -> anyhow::Result<()> {
    let (asked, answer) = ANSWERED;
    let asks = text(Words::parse(asked))?;
    let question = stage.on(-40, stage.known(FATOU).await?).play(asks, |tx, words| {
        Box::pin(async move {
            let page = tx.page_by_slug(PAGE).await?.ok_or(WriteError::Missing)?;
            Ok(page.ask(tx.act(), words, 0)?.map(|()| page.id))
        })
    });
    let page = question.await?;
    let words = text(Words::parse(answer))?;
    let answers = stage.on(-38, stage.known(CAMILLE).await?).play((page, words), |tx, asked| {
        Box::pin(async move {
            let (page, words) = asked;
            let page = tx.page(page).await?.ok_or(WriteError::Missing)?;
            let voice = voice_of(tx, &page, &tx.reach().await?).await?;
            let question = tx.questions_on(page.id).await?.pop().ok_or(WriteError::Missing)?;
            Ok(question.answer(&tx.act().wearing(&voice), &voice, words)?)
        })
    });
    answers.await?;
    for (email, day, words) in QUESTIONS {
        let person = stage.known(email).await?;
        let words = text(Words::parse(words))?;
        let asks = stage.on(day, person).play(words, |tx, words| {
            Box::pin(async move {
                let page = tx.page_by_slug(PAGE).await?.ok_or(WriteError::Missing)?;
                Ok(page.ask(tx.act(), words, 0)?)
            })
        });
        asks.await?;
    }
    let (email, words) = REPORT;
    let person = stage.known(email).await?;
    let words = text(Words::parse(words))?;
    let reports = stage.on(-2, person).play(words, |tx, words| {
        Box::pin(async move {
            let page = tx.page_by_slug(PAGE).await?.ok_or(WriteError::Missing)?;
            Ok(page.report(tx.act(), Reason::Obsolete, Some(words), &[]).map(drop))
        })
    });
    reports.await
}
