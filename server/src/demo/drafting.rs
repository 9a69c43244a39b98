//! A page that Lucie has not published yet, and shows to a friend.

use super::LUCIE;
use super::stage::{Stage, text};
use app::wiki::edit::load::free_place;
use domain::text::{Source, Title};
use domain::wiki::Edit;
use store::WriteError;

/// Where it stands.
pub const DRAFT: &str = "composter_a_plusieurs";

const TITLE: &str = "Composter à plusieurs";
const PAGE: &str = "====== Composter à plusieurs ======\n\nCe que nous avons appris au potager, en deux saisons. À relire avec Marc avant de le montrer.\n\n\
===== Le bac =====\n\n  * trois bacs, un par saison\n  * un panneau qui dit ce qui va où\n\n===== Qui passe, et quand =====\n\n\
Un tour de passage de dix minutes, deux fois par semaine.\n";

/// She begins it, and makes a link that shows it.
pub async fn tell(stage: &Stage) -> anyhow::Result<()> {
    let lucie = stage.known(LUCIE).await?;
    let edit = Edit {
        title: text(Title::parse(TITLE))?,
        source: text(Source::parse(PAGE))?,
        summary: None,
        minor: false,
    };
    let begins = stage.on(-2, lucie).play(edit, |tx, edit| {
        Box::pin(async move {
            let (space, writer) = free_place(tx, DRAFT, None).await?;
            Ok(space.draft(tx.act(), &writer, DRAFT.to_owned(), edit)?.map(drop))
        })
    });
    begins.await?;
    let shares = stage.on(-1, lucie).play((), |tx, ()| {
        Box::pin(async move {
            let page = tx.page_by_slug(DRAFT).await?.ok_or(WriteError::Missing)?;
            let hat = page.draft_seen(tx.actor(), None, tx.act().at)?;
            Ok(page.share(&tx.act().wearing(&hat), &hat)?)
        })
    });
    shares.await
}
