//! Every code of the domain that reaches a screen has its text, and texts are typeset.

use super::*;
use domain::accounts::{Action, AssociationKind, Browser, System};
use domain::act::Broken;
use domain::associations::{Field, Reason, Size};
use domain::audit::AuditKind;
use domain::diagnosis::{Fact, Part, Stage, Verdict, WhyNot};
use domain::finding::Kind;
use domain::hackathon::{Phase, ProjectState, Skill};
use domain::journey::{EventKind, Step, What};
use domain::mail::Letter;
use domain::orientation::DeclineReason;
use domain::privacy::{Holds, Matter, TABLES, Whose};
use domain::reception::Unfit;
use domain::wiki::Audience;
use domain::wiki::encounter::{Arranging, TalkState};
use domain::wiki::fact::{FactKind, Telling};
use domain::wiki::gallery::Facet;
use domain::wiki::guide::Question;
use domain::workshops::{Came, Claim, EntryKind, Knows, Level, Presence, Rhythm, Why};

/// The codes of `app::error::AppError`, which stands above this crate.
const ERRORS: [&str; 21] = [
    "malformed",
    "sign_in",
    "not_yours",
    "cross_site",
    "link_expired",
    "link_spent",
    "address_gone",
    "link_unknown",
    "moved",
    "not_found",
    "broken",
    "refused",
    "crossed",
    "command_reused",
    "too_slow",
    "too_large",
    "not_a_form",
    "faults",
    "too_often",
    "unexpected",
    "busy",
];

/// The codes of hats in forms and lists, of `app::accounts::session::hat_code`.
const HATS: [&str; 7] = [
    "member",
    "volunteer",
    "mentor",
    "organizer_workshops",
    "organizer_hackathon",
    "organizer_wiki",
    "administrator",
];

/// What can come next on a journey.
const WHATS: [What; 27] = [
    What::ChooseMeeting,
    What::ComeToMeeting,
    What::ComeToReception,
    What::VisitAnswer,
    What::Visit,
    What::Diagnosis,
    What::FinishDiagnosis,
    What::AnswerOrientation,
    What::ReceiverAnswer,
    What::ChooseWorkshop,
    What::ComeToWorkshop,
    What::AnswerInvitation,
    What::FindSomeoneToHelp,
    What::KeepHelping,
    What::SecondDiagnosis,
    What::MeetAgain,
    What::SubmitProject,
    What::Selection,
    What::Team,
    What::Weekend,
    What::SignHandover,
    What::BookFollowUp,
    What::ComeToFollowUp,
    What::SayInUse,
    What::Testify,
    What::FinishTestimony,
    What::NewNeed,
];

/// What comes next by a button that says so.
const DOORS: [What; 19] = [
    What::ComeToReception,
    What::VisitAnswer,
    What::Visit,
    What::ChooseMeeting,
    What::MeetAgain,
    What::SecondDiagnosis,
    What::ComeToMeeting,
    What::ComeToWorkshop,
    What::AnswerOrientation,
    What::ReceiverAnswer,
    What::ChooseWorkshop,
    What::AnswerInvitation,
    What::FindSomeoneToHelp,
    What::KeepHelping,
    What::SubmitProject,
    What::SignHandover,
    What::BookFollowUp,
    What::Testify,
    What::FinishTestimony,
];

/// Facts told by one text each; the others (a verdict, an orientation, a session) have a function of their own.
const FACTS: [EventKind; 34] = [
    EventKind::ReceptionBooked,
    EventKind::ReceptionAttended,
    EventKind::ReceptionMissed,
    EventKind::VisitAsked,
    EventKind::VisitTaken,
    EventKind::VisitGivenBack,
    EventKind::VisitWithdrawn,
    EventKind::Inspired,
    EventKind::NeedStated,
    EventKind::MeetingBooked,
    EventKind::MeetingAttended,
    EventKind::MeetingMissed,
    EventKind::DiagnosisStarted,
    EventKind::SeatTaken,
    EventKind::SeatGivenBack,
    EventKind::DateCalledOff,
    EventKind::SessionMissed,
    EventKind::InvitedToHelp,
    EventKind::BecameMentor,
    EventKind::HelpStarted,
    EventKind::Accompanied,
    EventKind::MentoringMet,
    EventKind::DiagnosisReviewed,
    EventKind::ProjectSubmitted,
    EventKind::ProjectSelected,
    EventKind::ProjectOriented,
    EventKind::TeamFormed,
    EventKind::ToolDelivered,
    EventKind::HandoverSigned,
    EventKind::FollowUpBooked,
    EventKind::ToolInUse,
    EventKind::ToolNotInUse,
    EventKind::TestimonyBegun,
    EventKind::TestimonyPublished,
];

/// Fails with the codes of a section that have no text.
fn all_told<C: AsRef<str>>(
    section: &str,
    of: fn(Lang, &str) -> &'static str,
    codes: impl IntoIterator<Item = C>,
) {
    let mut missing = Vec::new();
    for code in codes {
        for lang in [Lang::Fr, Lang::En] {
            if of(lang, code.as_ref()) == MISSING {
                missing.push(code.as_ref().to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "[{section}] has no text for {missing:?}");
}

#[test]
fn errors_have_their_texts() {
    all_told("error", error::of, ERRORS);
    all_told("error_title", error_title::of, ERRORS);
    all_told("broken", broken::of, Broken::ALL.map(Broken::code));
}

#[test]
fn accounts_have_their_texts() {
    all_told("hat", hat::of, HATS);
    all_told("join", join::of, AssociationKind::ALL.map(AssociationKind::code));
    all_told("action", action::of, Action::ALL.map(Action::code));
}

#[test]
fn accounts_devices_have_their_texts() {
    all_told("browser", browser::of, Browser::ALL.map(Browser::code));
    all_told("system", system::of, System::ALL.map(System::code));
}

#[test]
fn mail_letters_have_their_texts() {
    let token = String::new;
    for letter in [
        Letter::SignIn { token: token() },
        Letter::Reset { token: token() },
        Letter::Claim { token: token() },
        Letter::Address { token: token() },
        Letter::NoAccount,
        Letter::PasswordChanged,
        Letter::AddressLeft,
        Letter::AddressTaken,
        Letter::Erase { token: token() },
    ] {
        let parts = ["", "_subject", "_button"].map(|part| format!("{}{part}", letter.code()));
        all_told("mail", mail::of, parts);
    }
}

#[test]
fn privacy_has_its_texts() {
    all_told("audit_kind", audit_kind::of, AuditKind::ALL.map(AuditKind::code));
    let matters = || Matter::ALL.iter().map(|matter| matter.code());
    all_told("kept_what", kept_what::of, matters());
    all_told("kept_why", kept_why::of, matters());
    all_told("kept_seen", kept_seen::of, matters());
    // What can be read in an export says what it is; ids are told by the name that they lead to.
    let exported = TABLES.iter().filter(|table| {
        table.whose != Whose::Programme || table.holding(&[Holds::By, Holds::ByNow]).count() > 0
    });
    let columns = exported.flat_map(|table| table.columns);
    let read = columns.filter(|column| !matches!(column.holds, Holds::Id | Holds::Secret));
    all_told("field", field::of, read.map(|column| column.name));
}

#[test]
fn workshops_have_their_texts() {
    all_told("entry_kind", entry_kind::of, EntryKind::ALL.map(EntryKind::code));
    all_told("level", level::of, Level::ALL.map(Level::code));
    all_told("presence", presence::of, Presence::ALL.map(Presence::code));
    all_told("presence", presence::of, [Came::ToBeNoted, Came::CalledOff].map(Came::code));
    all_told("knows", knows::of, Knows::ALL.map(Knows::code));
    all_told("unfit", unfit::of, Unfit::ALL.map(Unfit::code));
    all_told("reception_presence", reception_presence::of, Presence::ALL.map(Presence::code));
    let whys = || Claim::ALL.map(Why::Claim).into_iter().chain([Why::SecondSeat, Why::Order]);
    let told = |why: &Why| *why != Why::Claim(Claim::None);
    all_told("seat_why", seat_why::of, whys().filter(told).map(Why::code));
    all_told("seat_reason", seat_reason::of, whys().filter(told).map(Why::code));
}

#[test]
fn diagnosis_and_orientation_have_their_texts() {
    all_told("verdict", verdict::of, Verdict::ALL.map(Verdict::code));
    all_told("questionnaire_part", questionnaire_part::of, Part::ALL.map(Part::code));
    let facts = Fact::ALL.map(|fact| fact.code().replace('.', "_"));
    all_told("questionnaire_fact", questionnaire_fact::of, facts);
    all_told("verdict_title", verdict_title::of, Verdict::ALL.map(Verdict::code));
    all_told("verdict_means", verdict_means::of, Verdict::ALL.map(Verdict::code));
    all_told("refused_because", refused_because::of, WhyNot::ALL.map(WhyNot::code));
    all_told("stage", stage::of, Stage::ALL.map(Stage::code));
    all_told("decline_reason", decline_reason::of, DeclineReason::all().map(DeclineReason::code));
}

#[test]
fn journey_has_its_texts() {
    all_told("found_kind", found_kind::of, Kind::ALL.map(Kind::code));
    all_told("found_kinds", found_kinds::of, Kind::ALL.map(Kind::code));
    all_told("what", what::of, WHATS.map(What::code));
    all_told("why", why::of, WHATS.map(What::code));
    all_told("go", go::of, DOORS.map(What::code));
    all_told("step", step::of, Step::ALL.map(Step::code));
    all_told("stop", stop::of, FACTS.map(|fact| fact.code()));
}

#[test]
fn wiki_testimonies_have_their_texts() {
    let choices = Telling::CODES.into_iter().chain(["renewed"]);
    all_told("telling_choice", telling_choice::of, choices);
    all_told("size", size::of, Size::ALL.map(Size::code));
    all_told("gallery", gallery::of, Facet::ALL.map(Facet::code));
    all_told("talk_state", talk_state::of, TalkState::ALL.map(TalkState::code));
    all_told("arranging", arranging::of, Arranging::ALL.map(Arranging::code));
    all_told("journey_fact", journey_fact::of, FactKind::ALL.map(FactKind::code));
    all_told("asked", asked::of, Question::ALL.map(Question::code));
    all_told("asked_hint", asked_hint::of, Question::ALL.map(Question::code));
    all_told("story", story::of, Question::ALL.map(Question::code));
}

#[test]
fn dashboard_has_its_texts() {
    all_told("waits", waits::of, WHATS.map(What::code));
}

#[test]
fn hackathon_has_its_texts() {
    all_told("phase", phase::of, Phase::ALL.map(Phase::code));
    all_told("project_state", project_state::of, ProjectState::ALL.map(ProjectState::code));
    all_told("report_reason", report_reason::of, domain::wiki::care::Reason::ALL.map(|r| r.code()));
    all_told("likeness", likeness::of, Reason::ALL.map(Reason::code));
    all_told("record_field", record_field::of, Field::ALL.map(Field::code));
    all_told("rhythm", rhythm::of, Rhythm::ALL.map(Rhythm::code));
    let audiences = Audience::ALL.map(Audience::code);
    all_told("audience", audience::of, audiences);
    all_told("audience_reads", audience_reads::of, audiences);
    all_told("audience_writes", audience_writes::of, audiences);
    let around = ["itself", "association", "workshop", "team"];
    all_told("space_around", space_around::of, around);
    all_told("skill", skill::of, Skill::ALL.map(Skill::code));
}

/// The codes of `domain::mail::Letter`, what is said of associations included.
const LETTERS: [&str; 65] = [
    "talk_proposed",
    "talk_changed",
    "notes_given",
    "session_opened",
    "on_duty",
    "duty_tomorrow",
    "duty_called_off",
    "date_called_off",
    "date_moved",
    "visit_proposed",
    "visit_given",
    "visit_withdrawn",
    "visit_taken",
    "visit_unanswered",
    "erase",
    "begun_ends",
    "account_ends",
    "sign_in",
    "no_account",
    "orientation_opened",
    "orientation_waits",
    "orientation_received",
    "reception_waits",
    "orientation_honoured",
    "seat_taken",
    "held_seat_ends",
    "date_tomorrow",
    "how_was_it",
    "page_asked",
    "page_answered",
    "page_reported",
    "page_shown",
    "page_given_back",
    "pages_to_check",
    "story_taken_down",
    "asked",
    "seat_offered",
    "seat_passed",
    "mentoring_offered",
    "project_selected",
    "tool_delivered",
    "tool_used",
    "testimony_asked",
    "space_invitation",
    "diagnoses_wait",
    "associations_wait",
    "digest",
    "reset",
    "password_changed",
    "address",
    "address_left",
    "address_taken",
    "invited",
    "asks",
    "accepted",
    "not_accepted",
    "joined",
    "left",
    "removed",
    "role_offered",
    "role_taken_back",
    "role_accepted",
    "role_declined",
    "taken_over",
    "merged",
];

#[test]
fn mail_has_its_names() {
    all_told("letter", letter::of, LETTERS);
}

#[test]
fn an_unknown_code_is_seen() {
    assert_eq!(action::of(Lang::Fr, "gardening"), MISSING);
}

/// The functions that the catalogues became.
const GENERATED: &str = include_str!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Every text of a language, with the few words of Rust around it.
fn texts_in(lang: &str) -> Vec<&'static str> {
    let begin = format!("Lang::{lang} => {{");
    let texts: Vec<_> =
        GENERATED.lines().map(str::trim).filter(|line| line.starts_with(&begin)).collect();
    assert!(texts.len() > 300, "only {} texts found", texts.len());
    texts
}

#[test]
fn apostrophes_are_curved() {
    for text in [texts_in("Fr"), texts_in("En")].concat() {
        let letters: Vec<char> = text.chars().collect();
        let straight = |three: &[char]| {
            three[0].is_alphabetic() && three[1] == '\'' && three[2].is_alphabetic()
        };
        assert!(!letters.windows(3).any(straight), "a straight apostrophe in {text}");
    }
}

#[test]
fn french_signs_never_begin_a_line() {
    for text in texts_in("Fr") {
        let letters: Vec<char> = text.chars().collect();
        let loose = |two: &[char]| {
            two[0] == ' ' && "?!:;»".contains(two[1]) || two[0] == '«' && two[1] == ' '
        };
        assert!(!letters.windows(2).any(loose), "a no-break space is missing in {text}");
    }
}
