//! A circle of two associations, which prepare the summer's festivals together.

use super::stage::{Scene, Stage, text};
use super::{FATOU, GASPARD, INES};
use domain::text::{Email, Faults, Lang, Source, Summary, Title};
use domain::wiki::files::SentFile;
use domain::wiki::{Around, Edit, Space};
use store::{Tx, WriteError};

/// Where it stands.
pub const CIRCLE: &str = "espaces:fetes_de_quartier";

const NAME: &str = "Fêtes de quartier";
const PURPOSE: &str =
    "Préparer ensemble les fêtes de l’été : le matériel, les dates, les autorisations.";
const PAGE: &str = "====== Qui apporte quoi ======\n\n  * Le Ciné-Guinguette : l’écran, le projecteur\n  * \
L’Épicerie du Menneton : les tables, les nappes\n\nPlan de la place : {{espaces:fetes_de_quartier:plan.png|Plan de la place}}\n";

/// The square where they meet, as it was first drawn, and once there were tables.
const PLANS: [&[u8]; 2] = [include_bytes!("plan.png"), include_bytes!("plan_tables.png")];
const SHOWS: &str = "La place vue d’en haut : l’écran au nord, quinze chaises devant";
const LISTED: &[u8] =
    "matériel,combien,chez qui\nécran,1,Ciné-Guinguette\ntables,6,Épicerie du Menneton\n"
        .as_bytes();

/// Gaspard opens it, Fatou joins with her association, Ines has not answered.
pub async fn tell(stage: &Stage) -> anyhow::Result<()> {
    let gaspard = stage.known(GASPARD).await?;
    stage.on(-6, gaspard).opens_circle().await?;
    for email in [FATOU, INES] {
        stage.on(-5, gaspard).asks_into_circle(email).await?;
    }
    let fatou = stage.known(FATOU).await?;
    stage.on(-4, fatou).joins_circle().await?;
    stage.on(-4, fatou).sends_to_circle(("plan.png", Some(SHOWS)), PLANS[0]).await?;
    stage.on(-3, fatou).writes_in_circle().await?;
    stage.on(-2, gaspard).sends_to_circle(("materiel.csv", None), LISTED).await?;
    stage.on(-2, gaspard).sends_to_circle(("plan.png", Some(SHOWS)), PLANS[1]).await
}

async fn circle(tx: &Tx<'_>) -> Result<Space, WriteError> {
    let spaces = tx.spaces().await?.into_iter();
    { spaces }.find(|space| space.namespace == CIRCLE).ok_or(WriteError::Missing)
}

impl Scene<'_> {
    async fn opens_circle(self) -> anyhow::Result<()> {
        let told = (text(Title::parse(NAME))?, text(Summary::parse(PURPOSE))?);
        self.play(told, |tx, (title, purpose)| {
            Box::pin(async move {
                let around = Around::Association(tx.actor().member()?.association());
                let opener = around.opener(tx.actor(), &tx.circles().await?)?;
                let told = (title, Some(purpose));
                let place = (CIRCLE.to_owned(), &[][..]);
                Ok(Space::open(tx.act(), &opener, place, around, told)?.map(drop))
            })
        })
        .await
    }

    async fn asks_into_circle(self, email: &str) -> anyhow::Result<()> {
        self.play(text(Email::parse(email))?, |tx, email| {
            Box::pin(async move {
                let space = circle(tx).await?;
                let writer = space.writer(tx.actor(), &tx.circles().await?)?;
                let waiting = tx.invited_to(space.id).await?;
                Ok(space.invite(tx.act(), &writer, (email, Lang::Fr), &waiting)?.map(drop))
            })
        })
        .await
    }

    async fn joins_circle(self) -> anyhow::Result<()> {
        self.play((), |tx, ()| {
            Box::pin(async move {
                let asked = tx.own_invitations().await?.pop().ok_or(WriteError::Missing)?;
                let (who, member) = (tx.actor().signed()?, tx.actor().member()?);
                Ok(circle(tx).await?.join(tx.act(), who, asked, Some(&member)))
            })
        })
        .await
    }

    /// A file of a name that is there already is its next version.
    async fn sends_to_circle(
        self,
        (name, shows): (&'static str, Option<&str>),
        bytes: &'static [u8],
    ) -> anyhow::Result<()> {
        let shows = shows.map(|shows| text(Summary::parse(shows))).transpose()?;
        self.play((name.to_owned(), shows), move |tx, (name, shows)| {
            Box::pin(async move {
                let space = circle(tx).await?;
                let writer = space.writer(tx.actor(), &tx.circles().await?)?;
                let fault = |fault| WriteError::Faults(Faults::one("file", fault));
                let hash = store::sha256(bytes);
                let file = SentFile::read(&name, bytes.to_vec(), hash).map_err(fault)?;
                let address = format!("{CIRCLE}:{name}");
                Ok(match tx.media_by_name(&address).await? {
                    Some(media) => media.replace(tx.act(), &writer, shows, (Some(file), 0))?,
                    None => space.keep(tx.act(), &writer, address, shows, (file, 0))?.map(drop),
                })
            })
        })
        .await
    }

    async fn writes_in_circle(self) -> anyhow::Result<()> {
        let edit = Edit {
            title: text(Title::parse("Qui apporte quoi"))?,
            source: text(Source::parse(PAGE))?,
            summary: None,
            minor: false,
        };
        self.play(edit, |tx, edit| {
            Box::pin(async move {
                let space = circle(tx).await?;
                let writer = space.writer(tx.actor(), &tx.circles().await?)?;
                let slug = format!("{CIRCLE}:qui_apporte_quoi");
                Ok(space.create(tx.act(), &writer, slug, edit).map(drop))
            })
        })
        .await
    }
}
