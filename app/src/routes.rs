//! Every URL of the product on one page, and which bundle it needs.
//!
//! Pages are rendered by the server. A form posts to the URL of its page and names its server function; that same
//! function answers an island. English is the same under `/en`.

use crate::error::{AppError, Done, Download};
pub use crate::href::href;
use crate::request::Request;
use crate::{
    accounts, associations, calendar, dashboard, diagnosis, exchange, finding, hackathon, home,
    journey, mentoring, orientation, outbox, privacy, questionnaire, reception, volunteering, wiki,
    workshops,
};
use domain::text::Lang;
use domain::wiki::files::Given;
use leptos::prelude::{AnyView, IntoAny, IntoView};
use leptos::server_fn::ServerFn;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

/// The table. `{…}` is a parameter.
pub fn routes() -> Vec<Route> {
    vec![
        // Everybody
        page("/", home::pages::home),
        page("/agenda", workshops::agenda::agenda).shared(),
        file("/agenda.ics", calendar::files::agenda),
        file("/agenda.atom", calendar::files::news),
        page("/agenda/{entry}", workshops::pages::entry)
            .form::<workshops::api::Register>()
            .form::<workshops::api::AcceptSeat>()
            .form::<workshops::api::CancelSeat>()
            .form::<workshops::api::NameSeat>()
            .form::<exchange::api::SayWithSeat>()
            .form::<exchange::api::TakeBackExchange>()
            .form::<reception::api::BookSlot>()
            .form::<orientation::api::OrientFromDate>()
            .form::<wiki::encounter::api::AskTalk>()
            .form::<wiki::encounter::api::ArrangeTalk>()
            .form::<wiki::encounter::api::AnswerTalk>()
            .form::<wiki::encounter::api::GiveNotes>(),
        page("/agenda/{entry}/modifier", workshops::opening::pages::edit_session)
            .form::<workshops::opening::api::EditSession>()
            .form::<workshops::opening::api::CallOffSession>(),
        page("/ateliers", workshops::opening::pages::workshops),
        page("/ateliers/nouveau", workshops::opening::pages::new_workshop)
            .form::<workshops::opening::api::SaveWorkshop>(),
        page("/ateliers/demande", workshops::demand::pages::demand)
            .form::<workshops::demand::api::TellWishing>()
            .form::<wiki::care::api::SetQuestionAside>(),
        page("/atelier/{workshop}", workshops::opening::pages::workshop),
        page("/atelier/{workshop}/modifier", workshops::opening::pages::edit_workshop)
            .form::<workshops::opening::api::SaveWorkshop>(),
        page("/atelier/{workshop}/seance", workshops::opening::pages::open_sessions)
            .form::<workshops::opening::api::OpenSessions>(),
        page("/rejoindre", accounts::pages::join)
            .form::<accounts::api::Join>()
            .form::<journey::api::StateNeed>()
            .bundle(Bundle::Associations),
        page("/connexion", accounts::pages::sign_in)
            .form::<accounts::api::AskLink>()
            .form::<accounts::api::SignIn>(),
        page("/connexion/lien", accounts::pages::link_sent),
        page("/connexion/oubli", accounts::pages::forgot).form::<accounts::api::AskReset>(),
        page("/debut/{token}", accounts::begun::page)
            .signed_link()
            .form::<accounts::api::SendClaimAgain>()
            .form::<accounts::api::AnswerBegunSeat>()
            .form::<reception::api::BookSlot>(),
        page("/debut/{token}/preparation", diagnosis::pages::preparation)
            .signed_link()
            .form::<diagnosis::api::PrepareAnswers>()
            .bundle(Bundle::Diagnosis)
            .kept(),
        page("/entrer/{token}", accounts::pages::enter)
            .form::<accounts::api::Enter>()
            .form::<accounts::api::ResetPassword>(),
        page("/compte", accounts::account::page)
            .form::<accounts::api::ChangeDetails>()
            .form::<accounts::api::AskAddress>()
            .form::<accounts::api::ChangePassword>()
            .form::<accounts::api::EndSession>()
            .form::<accounts::api::SignOutEverywhere>(),
        page("/compte/calendriers", calendar::pages::own)
            .form::<calendar::api::RenewFeed>()
            .form::<calendar::api::CloseFeed>(),
        page("/deconnexion", accounts::pages::sign_out).form::<accounts::api::SignOut>(),
        page("/roles", accounts::hats::page).form::<accounts::api::WearHat>(),
        page("/recherche", finding::pages::search).script("suggest.js"),
        file("/recherche/propositions", finding::suggestions::suggestions),
        page("/temoignages", wiki::gallery::page).shared(),
        page("/wiki", wiki::pages::index),
        page("/wiki/{slug}", wiki::pages::page)
            .shared()
            .form::<wiki::care::api::CheckPage>()
            .form::<wiki::drafts::api::PublishPage>()
            .form::<wiki::drafts::api::SharePage>()
            .form::<wiki::drafts::api::UnsharePage>()
            .form::<wiki::drafts::api::DiscardPage>(),
        page("/wiki/{slug}/modifier", wiki::edit::pages::edit)
            .form::<wiki::edit::api::SavePage>()
            .form::<wiki::edit::api::ApprovePage>()
            .form::<wiki::edit::api::GivePageBack>()
            .form::<wiki::edit::api::RenamePage>()
            .form::<wiki::edit::api::ArchivePage>()
            .bundle(Bundle::Wiki),
        page("/wiki/{slug}/historique", wiki::edit::history::history),
        page("/wiki/{slug}/comparer", wiki::edit::compare::compare),
        page("/wiki/{slug}/version/{number}", wiki::edit::history::version)
            .form::<wiki::edit::api::RestorePage>()
            .form::<wiki::edit::api::ForgetText>(),
        page("/wiki/{slug}/liens", wiki::lists::leading),
        page("/wiki/{slug}/questions", wiki::care::pages::questions)
            .form::<wiki::care::api::AskPage>()
            .form::<wiki::care::api::AnswerQuestion>()
            .form::<wiki::care::api::TakeQuestionAway>(),
        page("/wiki/{slug}/signaler", wiki::care::pages::report)
            .form::<wiki::care::api::ReportPage>()
            .form::<wiki::care::api::TakeStoryDown>(),
        page("/pages/nouvelle", wiki::edit::pages::new)
            .files()
            .form::<wiki::edit::api::CreatePage>()
            .form::<wiki::edit::api::BringPage>()
            .form::<wiki::templates::api::BeginPage>()
            .bundle(Bundle::Wiki),
        page("/pages/recentes", wiki::edit::history::recent),
        file("/pages/recentes.atom", wiki::edit::history::news),
        page("/pages/a-relier", wiki::lists::loose),
        page("/espaces", wiki::spaces::pages::spaces),
        page("/espaces/nouveau", wiki::spaces::forms::new).form::<wiki::spaces::api::MakeSpace>(),
        page("/espaces/ouvrir/{kind}/{of}", wiki::spaces::forms::open)
            .form::<wiki::spaces::api::OpenSpace>(),
        page("/espaces/{space}", wiki::spaces::pages::space).form::<wiki::spaces::api::JoinSpace>(),
        page("/espaces/{space}/modifier", wiki::spaces::forms::change)
            .form::<wiki::spaces::api::ChangeSpace>(),
        page("/espaces/{space}/personnes", wiki::spaces::people::people)
            .form::<wiki::spaces::api::InviteToSpace>()
            .form::<wiki::spaces::api::UninviteFromSpace>()
            .form::<wiki::spaces::api::PartFromSpace>(),
        page("/espaces/{space}/fichiers", wiki::files::pages::all)
            .uploads()
            .form::<wiki::files::api::SendFile>(),
        file("/espaces/{space}/fichiers/propositions", wiki::files::suggestions::suggestions),
        stored("/fichiers/{file}", wiki::files::load::shown),
        stored("/fichiers/{file}/version/{version}", wiki::files::load::version),
        page("/fichiers/{file}/versions", wiki::files::pages::one)
            .uploads()
            .form::<wiki::files::api::ChangeFile>()
            .form::<wiki::files::api::DeleteFile>()
            .form::<wiki::files::api::RestoreFile>()
            .form::<wiki::files::api::ForgetVersion>(),
        page("/rencontres", wiki::encounter::pages::all),
        page("/rencontres/nouvelle", wiki::encounter::pages::new)
            .form::<wiki::encounter::api::OpenEncounter>(),
        page("/pages/a-soigner", wiki::care::pages::to_look_after)
            .form::<wiki::care::api::CheckPage>()
            .form::<wiki::care::api::CloseReport>(),
        page("/hackathon", hackathon::pages::edition)
            .form::<hackathon::api::OfferWeekend>()
            .form::<hackathon::api::AdvanceEdition>(),
        page("/hackathon/passages", hackathon::bridge::pages::bridges)
            .form::<hackathon::bridge::api::ProposeEdition>(),
        page("/aider", volunteering::pages::help)
            .form::<volunteering::api::BeginHelp>()
            .form::<volunteering::api::OfferHelp>()
            .form::<volunteering::api::PauseHelp>()
            .form::<volunteering::api::StopHelp>(),
        page("/aider/demandes", volunteering::pages::requests)
            .form::<volunteering::api::AcceptHelp>()
            .form::<volunteering::api::AnswerHelp>(),
        page("/a-propos", home::pages::about),
        page("/vie-privee", privacy::pages::public),
        // What one does with one's own data
        page("/compte/donnees", privacy::pages::own).form::<privacy::api::ExportOwn>(),
        page("/compte/supprimer", privacy::pages::erase)
            .form::<privacy::api::EraseAccount>()
            .form::<privacy::api::AskErasure>(),
        page("/supprimer/{token}", privacy::pages::erase_by_link)
            .form::<privacy::api::EraseByLink>(),
        // Associations
        page("/parcours", journey::pages::own)
            .form::<workshops::api::AcceptSeat>()
            .form::<workshops::api::CancelSeat>()
            .form::<mentoring::api::AcceptInvitation>()
            .form::<mentoring::api::AcceptMentoring>()
            .form::<hackathon::api::SignHandover>()
            .form::<hackathon::api::SayInUse>()
            .form::<wiki::testimony::api::BeginTestimony>()
            .form::<journey::api::StateNeed>(),
        page("/parcours/{journey}", journey::pages::other)
            .form::<orientation::api::OrientAssociation>(),
        page("/parcours/preparation", diagnosis::pages::preparation)
            .form::<diagnosis::api::PrepareAnswers>()
            .bundle(Bundle::Diagnosis)
            .kept(),
        page("/presence", workshops::presence::pages::claim)
            .form::<workshops::presence::api::ClaimPresence>(),
        page("/apres/{registration}", workshops::presence::pages::own_after)
            .form::<workshops::presence::api::SayAfter>(),
        page("/parcours/attestations", calendar::attestation::own)
            .form::<calendar::api::WithdrawAttestation>()
            .form::<calendar::api::RenewAttestation>(),
        page("/association/{association}", associations::pages::record)
            .form::<associations::api::AskToJoin>(),
        page("/association/{association}/modifier", associations::pages::edit)
            .form::<associations::api::SaveRecord>()
            .bundle(Bundle::Associations),
        page("/association/{association}/membres", associations::pages::people)
            .form::<associations::api::InviteMember>()
            .form::<associations::api::WithdrawInvitation>()
            .form::<associations::api::AnswerRequest>()
            .form::<associations::api::LeaveAssociation>()
            .form::<associations::api::RemoveMember>()
            .form::<associations::api::OfferRole>()
            .form::<associations::api::AnswerOffer>()
            .form::<associations::api::AskTakeover>()
            .form::<associations::api::TakeOver>(),
        page("/association/{association}/echanges", exchange::pages::own)
            .form::<exchange::api::SayExchange>()
            .form::<exchange::api::TakeBackExchange>()
            .form::<exchange::api::EnterDirectory>()
            .form::<exchange::api::LeaveDirectory>(),
        page("/annuaire", exchange::directory::page).form::<exchange::api::AskAssociation>(),
        page("/association/{association}/passation", associations::pages::handover),
        page("/invitation/{token}", associations::pages::invitation)
            .form::<associations::api::AcceptPlace>(),
        page("/parcours/{journey}/donnees", privacy::pages::journey)
            .form::<privacy::api::ExportJourney>(),
        page("/visite", reception::pages::visits::own)
            .form::<reception::api::AskVisit>()
            .form::<reception::api::WithdrawVisit>(),
        page("/orientation/{orientation}", orientation::pages::orientation)
            .form::<orientation::api::AcceptOrientation>()
            .form::<orientation::api::DeclineOrientation>()
            .form::<orientation::api::ReceiveOrientation>(),
        page("/projet", hackathon::pages::propose).form::<hackathon::api::SubmitProject>(),
        page("/projet/{project}", hackathon::pages::project)
            .form::<hackathon::api::SelectProject>()
            .form::<hackathon::api::OrientProject>()
            .form::<hackathon::api::FormTeam>()
            .form::<hackathon::api::DeliverTool>()
            .form::<hackathon::api::SignHandover>()
            .form::<orientation::api::OrientToLearn>(),
        page("/projet/{project}/prise-en-main", hackathon::bridge::pages::follow_up)
            .form::<hackathon::bridge::api::OpenFollowUp>(),
        page("/temoignage/{testimony}", wiki::testimony::pages::write)
            .form::<wiki::testimony::api::WriteTestimony>()
            .form::<wiki::testimony::api::WithdrawTestimony>()
            .form::<wiki::testimony::api::EndStoryLink>(),
        // Who holds a signed link
        page("/attestation/{token}", calendar::attestation::shown).signed_link(),
        file("/calendrier/{token}/places.ics", calendar::files::followed).signed_link(),
        file("/place/{token}/place.ics", calendar::files::seat).signed_link(),
        page("/lien/{token}", orientation::pages::by_link)
            .signed_link()
            .form::<orientation::api::AcceptOrientation>()
            .form::<orientation::api::DeclineOrientation>()
            .form::<orientation::api::ReceiveOrientation>(),
        page("/visite/{token}", reception::pages::visits::by_link)
            .signed_link()
            .form::<reception::api::AcceptVisit>()
            .form::<reception::api::DeclineVisit>(),
        page("/place/{token}", workshops::seats::by_link)
            .signed_link()
            .form::<workshops::api::AcceptSeat>()
            .form::<workshops::api::CancelSeat>()
            .form::<exchange::api::SayWithSeat>()
            .form::<exchange::api::TakeBackExchange>(),
        page("/temoigner/{token}", wiki::testimony::pages::by_link)
            .signed_link()
            .form::<wiki::testimony::api::BeginTestimony>()
            .form::<wiki::testimony::api::DeclineStory>()
            .form::<wiki::testimony::api::WriteTestimony>()
            .form::<wiki::testimony::api::WithdrawTestimony>()
            .form::<wiki::testimony::api::EndStoryLink>(),
        page("/brouillon/{token}", wiki::drafts::pages::by_link).signed_link(),
        page("/bilan/{token}", workshops::presence::pages::after_by_link)
            .signed_link()
            .form::<workshops::presence::api::SayAfter>(),
        page("/desabonnement/{token}", outbox::pages::unsubscribe)
            .signed_link()
            .one_click()
            .form::<outbox::api::Unsubscribe>(),
        // Everybody who has an account
        page("/compte/courrier", outbox::pages::preferences).form::<outbox::api::ChooseMail>(),
        // Volunteers
        page("/diagnostics", diagnosis::pages::desk).form::<diagnosis::api::OpenDiagnosis>(),
        page("/diagnostic/{diagnosis}", diagnosis::pages::interview)
            .form::<diagnosis::api::SaveAnswers>()
            .form::<diagnosis::result::api::GiveBack>()
            .bundle(Bundle::Diagnosis)
            .kept(),
        page("/diagnostic/{diagnosis}/resultat", diagnosis::result::pages::result)
            .form::<diagnosis::result::api::FinishAdvice>()
            .form::<diagnosis::result::api::RefuseAdvice>()
            .form::<diagnosis::result::api::TakeBackAdvice>()
            .form::<diagnosis::result::api::NoteReview>(),
        // Volunteers and organizers
        page("/accueils", reception::pages::days).form::<reception::api::OpenReception>(),
        page("/accueil/{entry}", reception::pages::day)
            .form::<reception::api::WelcomeWalkIn>()
            .form::<reception::api::NoteArrival>()
            .form::<reception::api::StaffReception>()
            .form::<reception::api::CallOffReception>()
            .form::<diagnosis::api::OpenDiagnosis>(),
        page("/visites", reception::pages::visits::all)
            .form::<reception::api::AcceptVisit>()
            .form::<reception::api::DeclineVisit>()
            .form::<reception::api::GiveUpVisit>()
            .form::<reception::api::GiveVisit>()
            .form::<diagnosis::api::OpenDiagnosis>(),
        // Hosts, and organizers of the action
        page("/presences/{entry}", workshops::presence::pages::attendance)
            .form::<workshops::presence::api::NotePresence>()
            .form::<workshops::presence::api::NoteWalkIn>()
            .form::<workshops::presence::api::CountUnnamed>()
            .form::<workshops::presence::api::TakeBackUnnamed>()
            .form::<workshops::presence::api::PublishNotes>()
            .bundle(Bundle::Presence)
            .kept(),
        page("/presences/{entry}/feuille", workshops::presence::pages::sheet),
        // Mentors
        page("/mentorat", mentoring::pages::desk)
            .form::<mentoring::api::ProposeMentoring>()
            .form::<mentoring::api::NoteMeeting>(),
        // Organizers
        page("/bureau", dashboard::pages::desk).bundle(Bundle::Desk),
        page("/orientations", orientation::flows::page),
        page("/partenaires", orientation::partners::page)
            .form::<orientation::api::SavePartner>()
            .form::<orientation::api::KeepPartner>(),
        page("/questionnaire", questionnaire::pages::front)
            .form::<questionnaire::api::OpenDraft>()
            .form::<questionnaire::api::DiscardDraft>()
            .form::<questionnaire::api::ExportQuestionnaire>(),
        page("/questionnaire/brouillon", questionnaire::pages::draft),
        page("/questionnaire/brouillon/verifier", questionnaire::pages::check),
        page("/questionnaire/brouillon/essayer", questionnaire::pages::trial)
            .form::<questionnaire::api::PublishDraft>(),
        page("/questionnaire/brouillon/texte", questionnaire::pages::text)
            .files()
            .form::<questionnaire::api::SaveText>()
            .form::<questionnaire::api::ExportQuestionnaire>(),
        page("/questionnaire/brouillon/theme/{theme}", questionnaire::pages::theme)
            .form::<questionnaire::api::SaveTheme>()
            .form::<questionnaire::api::ArrangeDraft>(),
        page("/questionnaire/brouillon/question/{question}", questionnaire::pages::question)
            .form::<questionnaire::api::SaveQuestion>()
            .form::<questionnaire::api::ArrangeDraft>(),
        page("/questionnaire/brouillon/question/{question}/{choice}", questionnaire::pages::choice)
            .form::<questionnaire::api::SaveChoice>()
            .form::<questionnaire::api::ArrangeDraft>(),
        page(
            "/questionnaire/brouillon/conseil/{recommendation}",
            questionnaire::pages::recommendation,
        )
        .form::<questionnaire::api::SaveRecommendation>()
        .form::<questionnaire::api::ArrangeDraft>(),
        page(
            "/questionnaire/brouillon/conseil/{recommendation}/{rung}",
            questionnaire::pages::rung,
        )
        .form::<questionnaire::api::SaveRung>()
        .form::<questionnaire::api::ArrangeDraft>(),
        page("/questionnaire/brouillon/regle/{rule}", questionnaire::pages::rule)
            .form::<questionnaire::api::SaveRule>()
            .form::<questionnaire::api::ArrangeDraft>(),
        page("/associations/doublons", associations::pages::twins),
        page("/associations/doublons/{kept}/{gone}", associations::pages::compare)
            .form::<associations::api::MergeAssociations>(),
        // Administrators
        page("/administration", accounts::pages::administration)
            .form::<accounts::api::GiveHat>()
            .form::<accounts::api::TakeHat>()
            .form::<accounts::api::MoveTime>(),
        page("/administration/courrier", outbox::pages::post).form::<outbox::api::RetryMail>(),
        page("/administration/porteurs", accounts::hats::carriers)
            .form::<accounts::api::NameCarrier>()
            .form::<accounts::api::SayCarrying>(),
        page("/administration/journal", privacy::log::page),
        page("/premier-compte/{token}", accounts::pages::first_administrator)
            .form::<accounts::api::MakeFirstAdministrator>(),
    ]
}

/// A family of islands, shipped together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    Diagnosis,
    Desk,
    Associations,
    Presence,
    Wiki,
}

impl Bundle {
    /// The name of its files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Diagnosis => "diagnosis",
            Self::Desk => "desk",
            Self::Associations => "associations",
            Self::Presence => "presence",
            Self::Wiki => "wiki",
        }
    }
}

/// One URL.
pub struct Route {
    pub path: &'static str,
    pub get: Get,
    pub forms: Vec<Form>,
    pub bundle: Option<Bundle>,
    /// A script of its own, where one needs so little that no bundle would be smaller.
    pub script: Option<&'static str>,
    /// Browsers keep it for whom it is shown to, and open it without network.
    pub kept: bool,
    /// What visitors see of it depends on its address alone: it is kept as bytes until what it shows changes. It holds no
    /// form that writes, for each is shown with a command of its own.
    pub shared: bool,
    /// Its `{token}` says who asks; the cookie is not read.
    pub signed_link: bool,
    /// Posting to it is the whole of its one act.
    pub one_click: bool,
    /// Its forms may hold files of text.
    pub files: bool,
    /// Its forms may hold a file of any kind, which the function is given beside its fields: see `request::Upload`.
    pub uploads: bool,
}

/// What a page is asked.
#[derive(Clone)]
pub struct Ask {
    pub request: Request,
    pub params: BTreeMap<String, String>,
    pub query: BTreeMap<String, String>,
    /// The path asked, without its language.
    pub path: String,
}

/// What a page answers.
pub struct View {
    pub title: String,
    /// For search engines. Empty: a page that is for nobody else to find.
    pub description: String,
    pub body: AnyView,
}

impl View {
    /// A page without a description.
    pub fn new(title: impl Into<String>, body: impl IntoView + 'static) -> Self {
        Self { title: title.into(), description: String::new(), body: body.into_any() }
    }
}

/// What a page or a form will answer. Boxed, so that one table holds them all.
pub type Answering<T> = Pin<Box<dyn Future<Output = Result<T, AppError>> + Send>>;
/// The function that loads and draws a page.
pub type PageFn = Box<dyn Fn(Ask) -> Answering<View> + Send + Sync>;
/// The function that loads and writes a file.
pub type FileFn = Box<dyn Fn(Ask) -> Answering<Download> + Send + Sync>;

/// The function that finds a file that somebody sent.
pub type StoredFn = Box<dyn Fn(Ask) -> Answering<Stored> + Send + Sync>;

/// A file that somebody sent, found for who asks.
pub struct Stored {
    /// Its name, without folders.
    pub name: String,
    /// Another one as soon as it is another file.
    pub tag: String,
    /// This address never gives another.
    pub fixed: bool,
    /// Asked only by who does not have it yet.
    pub given: Answering<Given>,
}

/// What asking for a URL gives.
pub enum Get {
    Page(PageFn),
    /// For other programs than browsers. Its errors are pages.
    File(FileFn),
    Stored(StoredFn),
}

/// A form that a page takes: the server function of that name.
pub struct Form {
    pub name: &'static str,
    pub run: fn(&str) -> Answering<Done>,
}

fn page<F>(path: &'static str, page: fn(Ask) -> F) -> Route
where
    F: Future<Output = Result<View, AppError>> + Send + 'static,
{
    route(path, Get::Page(Box::new(move |ask| Box::pin(page(ask)))))
}

fn file<F>(path: &'static str, file: fn(Ask) -> F) -> Route
where
    F: Future<Output = Result<Download, AppError>> + Send + 'static,
{
    route(path, Get::File(Box::new(move |ask| Box::pin(file(ask)))))
}

fn stored<F>(path: &'static str, stored: fn(Ask) -> F) -> Route
where
    F: Future<Output = Result<Stored, AppError>> + Send + 'static,
{
    route(path, Get::Stored(Box::new(move |ask| Box::pin(stored(ask)))))
}

fn route(path: &'static str, get: Get) -> Route {
    Route {
        path,
        get,
        forms: Vec::new(),
        bundle: None,
        script: None,
        kept: false,
        shared: false,
        signed_link: false,
        one_click: false,
        files: false,
        uploads: false,
    }
}

impl Route {
    /// Whether it answers something else than a page.
    pub fn is_file(&self) -> bool {
        !matches!(self.get, Get::Page(_))
    }

    /// Whether it answers a file that somebody sent.
    pub fn is_stored(&self) -> bool {
        matches!(self.get, Get::Stored(_))
    }

    fn form<S>(mut self) -> Self
    where
        S: ServerFn<Output = Done, Error = AppError> + DeserializeOwned + Send + 'static,
    {
        self.forms.push(Form { name: form_name::<S>(), run: run::<S> });
        self
    }

    fn bundle(self, bundle: Bundle) -> Self {
        Self { bundle: Some(bundle), ..self }
    }

    fn script(self, script: &'static str) -> Self {
        Self { script: Some(script), ..self }
    }

    fn kept(self) -> Self {
        Self { kept: true, ..self }
    }

    fn shared(self) -> Self {
        Self { shared: true, ..self }
    }

    fn signed_link(self) -> Self {
        Self { signed_link: true, ..self }
    }

    fn files(self) -> Self {
        Self { files: true, ..self }
    }

    fn uploads(self) -> Self {
        Self { uploads: true, ..self }
    }

    fn one_click(self) -> Self {
        Self { one_click: true, ..self }
    }
}

/// The name that a page's form gives to its server function: the last part of its URL.
pub fn form_name<S: ServerFn>() -> &'static str {
    S::PATH.rsplit('/').next().unwrap_or(S::PATH)
}

/// Decodes the fields as the function's arguments, and runs it.
fn run<S>(body: &str) -> Answering<Done>
where
    S: ServerFn<Output = Done, Error = AppError> + DeserializeOwned + Send + 'static,
{
    // Browsers write the brackets of `answers[…]` percent-encoded.
    let decode = serde_qs::Config::new().use_form_encoding(true);
    match decode.deserialize_str::<S>(body) {
        Ok(function) => Box::pin(async move { function.run_body().await }),
        Err(error) => {
            tracing::debug!(%error, "a form could not be read");
            Box::pin(async { Err(AppError::Malformed) })
        }
    }
}

impl Ask {
    /// The language of the URL.
    pub fn lang(&self) -> Lang {
        self.request.lang
    }

    /// The id in the path; anything else does not exist.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T, AppError> {
        self.params.get(name).and_then(|p| p.parse().ok()).ok_or(AppError::NotFound)
    }

    /// A part of the path, by its name in the route. Empty: the route has none of this name.
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// A value of the query, as typed. Empty: not asked.
    pub fn query(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    /// A path of the product in the language of this request.
    pub fn href(&self, path: &str) -> String {
        href(self.request.lang, path)
    }

    /// This page in a language, with all that it was asked.
    pub fn here(&self, lang: Lang) -> String {
        format!("{}{}", href(lang, &self.path), asking(&self.query))
    }
}

/// What an address ends with that asks this. Empty: it asks nothing.
pub fn asking<N: Serialize + Ord>(asked: &BTreeMap<N, String>) -> String {
    match serde_qs::to_string(asked) {
        // Of nothing, it makes a sign that stands for nothing.
        Ok(query) if !asked.is_empty() => format!("?{query}"),
        _ => String::new(),
    }
}
