//! Every table and column of the database: whose it is and what it holds. A test fails when the database has one that is
//! not here.

use super::{Matter, Until};
use chrono::{DateTime, Utc};

/// Whose the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The person's whose id or address a row holds ([`Holds::Person`], [`Holds::Address`]): it leaves in their export,
    /// and goes with them.
    Person,
    /// An association's: the rows whose column (the first name) holds what a row of its own (table, column) holds. What
    /// people write in them about others belongs to the association too, and stays with it.
    Association(&'static [(&'static str, &'static str, &'static str)]),
    /// The programme's own, or nobody's.
    Programme,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The key of the row, or the id of another thing.
    Id,
    /// The id of the person whose row it is.
    Person,
    /// The address by which a row is somebody's.
    Address,
    /// The id of a person who did something: it stays, and leads nowhere once they are gone. They find it in their export,
    /// without what others wrote beside it.
    By,
    /// The same; it is taken out when they go.
    ByNow,
    /// The id of who wrote the row: they find all of it in their export; it stays, signed by nobody.
    Author,
    /// A name of the domain: a state, a kind, a language…
    Code,
    Date,
    Number,
    /// Yes or no.
    Flag,
    /// What people typed.
    Words,
    /// A file.
    Bytes,
    /// A fingerprint or a token: it is exported to nobody, for who has it could try it.
    Secret,
}

/// A column of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub holds: Holds,
    /// Why it is kept, until when, who sees it.
    pub matter: Matter,
}

/// A table of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub matter: Matter,
    pub whose: Whose,
    pub columns: &'static [Column],
}

macro_rules! tables {
    (@matter $table:ident) => { Matter::$table };
    (@matter $table:ident $own:ident) => { Matter::$own };
    ($($name:literal $matter:ident $whose:expr => { $($column:ident: $holds:ident $(@ $own:ident)?),+ $(,)? })+) => {
        /// In an order that foreign keys allow: what refers comes after what it refers to.
        pub const TABLES: &[Table] = &[$(Table {
            name: $name,
            matter: Matter::$matter,
            whose: $whose,
            columns: &[$(Column {
                name: stringify!($column),
                holds: Holds::$holds,
                matter: tables!(@matter $matter $($own)?),
            }),+],
        }),+];
    };
}

/// The rows of a journey.
const OF_JOURNEY: Whose = Whose::Association(&[("journey_id", "journey", "id")]);
/// The rows that name their association.
const OF_ASSOCIATION: Whose = Whose::Association(&[("association_id", "association", "id")]);

tables! {
    "seaql_migrations" Machine Whose::Programme => { version: Code, applied_at: Number }
    "setting" Machine Whose::Programme => { key: Code, value: Code }
    "command" Forms Whose::Person => {
        id: Id, digest: Secret, answer: Words, at: Date, person_id: Person,
    }
    "person" Account Whose::Person => {
        id: Person, name: Words, email: Address, password_hash: Secret @ Password, lang: Code,
        created_at: Date,
    }
    "hat" Hats Whose::Person => { id: Code, person_id: Person, code: Code, at: Date, by_id: By }
    "volunteer" Hats Whose::Person => {
        person_id: Person, charter: Number, charter_at: Date, skills: Code, areas: Words,
        hours: Number, paused_until: Date, state: Code, answer: Code, since: Date,
    }
    "login_session" LoginSessions Whose::Person => {
        token_hash: Secret, person_id: Person, since: Date, until: Date, id: Id, device: Code,
        wearing: Code,
    }
    "sign_in_try" Tries Whose::Programme => {
        id: Id, from_hash: Secret, account_hash: Secret, at: Date,
    }
    "job" Machine Whose::Programme => {
        key: Code, kind: Code, due_at: Date, tries: Number, claimed_until: Date, done_at: Date,
    }
    "mail_preference" Account Whose::Person => {
        person_id: Person, reminders: Flag, digest: Flag,
    }
    "mail" Letters Whose::Person => {
        id: Id, dedup_key: Code, person_id: Person, address: Address, lang: Code, kind: Code,
        letter: Secret, urgency: Code, made_at: Date, due_at: Date, tries: Number, sent_at: Date,
        dead_at: Date, error: Words, claimed_until: Date,
    }
    "one_use_link" Links Whose::Person => {
        token_hash: Secret, person_id: Person, email: Address, errand: Words, made_at: Date,
        until: Date, used_at: Date,
    }
    "notice" Notices Whose::Person => { id: Code, about: Person, at: Date }
    "asked_to_check" Account Whose::Person => { person_id: Person, at: Date }
    "audit" Audit Whose::Programme => {
        seq: Number, at: Date, kind: Code, actor_id: By, hat: Code, subject: By, hash: Code,
    }
    "association" Association Whose::Association(&[]) => {
        id: Id, name: Words, kind: Code, city: Words, rna: Code, siret: Code, created_at: Date,
        object: Words, street: Words, postcode: Words, themes: Code, website: Words,
        contact: Words, mail_domain: Words, shown: Code, name_start: Words, people: Code,
    }
    "association_alias" Association
        Whose::Association(&[("kept_id", "association", "id")]) => {
        id: Id, kept_id: Id, at: Date, by_id: By, gone: Words, before: Words,
    }
    "membership" Memberships Whose::Person => {
        id: Code, person_id: Person, association_id: Id, referent: Flag, since: Date,
    }
    "join_request" Memberships Whose::Person => {
        id: Code, person_id: Person, association_id: Id, words: Words, at: Date,
    }
    "invitation" Links Whose::Person => {
        id: Id, association_id: Id, email: Address, by_id: By, at: Date, until: Date,
        token_hash: Secret,
    }
    "referent_offer" Memberships Whose::Person => {
        association_id: Id, to_id: Person, by_id: By, at: Date,
    }
    "takeover" Memberships OF_ASSOCIATION => {
        association_id: Id, asked_at: Date, taken_by: By, taken_at: Date,
    }
    "journey" Journey OF_ASSOCIATION => {
        id: Id, association_id: Id, inspired_by: Id, opened_at: Date,
    }
    "journey_alias" Journey Whose::Association(&[("kept_id", "journey", "id")]) => {
        id: Id, kept_id: Id, at: Date,
    }
    "need" Need OF_JOURNEY => { id: Id, journey_id: Id, words: Words, at: Date }
    "begun" Begun Whose::Person => {
        id: Id, name: Words, email: Address, lang: Code, journey_id: Id, at: Date,
        claimed_at: Date, person_id: Person,
    }
    "event" Journey OF_JOURNEY => {
        id: Id, journey_id: Id, seq: Number, kind: Code, occurred_at: Date, recorded_at: Date,
        actor_id: By, hat: Code, command_id: Id, subject: Id, corrects: Id,
    }
    "carrier" Programme Whose::Programme => { id: Id, name: Words, created_at: Date }
    "carrying" Programme Whose::Programme => {
        id: Code, action: Code, carrier_id: Id, since: Date, until: Date,
    }
    "workshop" Programme Whose::Programme => {
        id: Id, title: Words, theme: Code, level: Code, summary: Words, requires: Code,
        leads_to: Code, teaches: Words, materials: Words,
    }
    "partner" Programme Whose::Programme => {
        id: Id, name: Words, helps_with: Words, area: Words, support: Code, contact: Words,
        since: Date, until: Date, lang: Code,
    }
    "edition" Programme Whose::Programme => {
        id: Id, title: Words, phase: Code, since: Date, call_until: Date, weekend_from: Date,
        weekend_to: Date,
    }
    "entry" Programme Whose::Programme => {
        id: Id, kind: Code, workshop_id: Id, edition_id: Id, theme: Code, level: Code,
        title: Words, place: Words, access: Words, starts_at: Date, ends_at: Date, seats: Number,
        host_id: ByNow, co_host_id: ByNow, other_host_id: ByNow, called_off_at: Date, link: Words, bring: Words, kept_seats: Number,
        kept_until: Date, seats_freely: Flag, offer_hours: Number, published_at: Date,
        sequence: Number, changed_at: Date, words: Words,
    }
    "registration" Journey OF_JOURNEY => {
        id: Id, entry_id: Id, association_id: Id, journey_id: Id, state: Code, held_until: Date,
        since: Date, presence: Code, slot_id: Id, attendee: Words, role: Code, claim: Code,
        number: Number, cancelled_by: Code, sequence: Number,
    }
    "noted" Journey Whose::Association(&[("registration_id", "registration", "id")]) => {
        id: Id, entry_id: Id, registration_id: Id, presence: Code, occurred_at: Date,
        noted_at: Date, recorded_at: Date, by_id: By, hat: Code, command_id: Id, corrects: Id,
    }
    "said_after" Journey Whose::Association(&[("registration_id", "registration", "id")]) => {
        id: Code, registration_id: Id, question: Number, knows: Code, at: Date,
    }
    "attestation" Journey Whose::Association(&[("registration_id", "registration", "id")]) => {
        registration_id: Id, address: Secret, since: Date, by_id: By,
    }
    "unnamed" Programme Whose::Programme => {
        id: Secret, entry_id: Id, code: Secret, noted_at: Date, recorded_at: Date, by_id: By,
        hat: Code, registration_id: Id, claimed_at: Date, taken_back_at: Date,
    }
    "calendar_feed" Account Whose::Person => {
        id: Code, person_id: Person, association_id: Id, address: Secret, since: Date,
    }
    "exchange" Exchange OF_ASSOCIATION => {
        id: Id, association_id: Id, who: Words, side: Code, theme: Code, words: Words, at: Date,
        by_id: Author,
    }
    "asking" Forms Whose::Person => { id: Id, person_id: Person, to_id: Id, at: Date }
    "listing" Exchange OF_ASSOCIATION => { association_id: Id, since: Date, by_id: By }
    "slot" Programme Whose::Programme => {
        id: Id, entry_id: Id, starts_at: Date, ends_at: Date, volunteer_id: ByNow,
    }
    "duty" Hats Whose::Person => {
        id: Code, entry_id: Id, person_id: Person, at: Date, by_id: By,
    }
    "visit" Need OF_JOURNEY => {
        id: Id, journey_id: Id, association_id: Id, words: Words, area: Words, asked_at: Date,
        state: Code, since: Date, volunteer_id: By,
    }
    "visit_call" Hats Whose::Person => {
        id: Id, visit_id: Id, person_id: Person, at: Date, declined_at: Date,
    }
    "questionnaire" Machine Whose::Programme => {
        id: Id, number: Number, content: Words, published_at: Date, published_by: By,
    }
    "questionnaire_draft" Machine Whose::Programme => {
        id: Code, content: Words, base_id: Id, revision: Number, begun_at: Date, begun_by: By,
        saved_at: Date, saved_by: By,
    }
    "diagnosis" Diagnosis OF_JOURNEY => {
        id: Id, journey_id: Id, association_id: Id, begun_at: Date, volunteer_id: By,
        led_since: Date, questionnaire_id: Id, given_back_at: Date, judgement: Words,
        decided_verdict: Code, decided_why: Words, decided_by: By,
    }
    "answer" Diagnosis Whose::Association(&[("diagnosis_id", "diagnosis", "id")]) => {
        id: Code, diagnosis_id: Id, voice: Code, question: Code, given: Code, at: Date,
        command_id: Id,
    }
    "advice_said" Diagnosis Whose::Association(&[("diagnosis_id", "diagnosis", "id")]) => {
        id: Code, diagnosis_id: Id, recommendation: Code, rung: Number, said: Code, reason: Code,
        words: Words, at: Date, by_id: By, hat: Code,
    }
    "review" Diagnosis Whose::Association(&[("diagnosis_id", "diagnosis", "id")]) => {
        id: Id, diagnosis_id: Id, met_at: Date, words: Words, at: Date, by_id: Author, hat: Code,
    }
    "orientation" Journey OF_JOURNEY => {
        id: Id, journey_id: Id, association_id: Id, from_place: Code, to_place: Code,
        theme: Code, entry_id: Id, registration_id: Id, cause: Code, cause_id: Id,
        opened_at: Date, state: Code, state_at: Date, decline_reason: Code, next_id: Id,
        reason: Words,
    }
    "mentoring" Mentoring
        Whose::Association(&[("helper_id", "association", "id"), ("helped_id", "association", "id")]) => {
        id: Id, mentor_id: By, helper_id: Id, helper_journey_id: Id, helped_id: Id,
        helped_journey_id: Id, state: Code, since: Date, next_meeting: Date,
    }
    "meeting" Mentoring Whose::Association(&[("mentoring_id", "mentoring", "id")]) => {
        id: Id, mentoring_id: Id, met_at: Date, note: Words,
    }
    "project" Projects OF_JOURNEY => {
        id: Id, edition_id: Id, journey_id: Id, association_id: Id, need_id: Id, title: Words,
        summary: Words, state: Code, since: Date,
    }
    "offer" Hats Whose::Person => {
        id: Id, edition_id: Id, person_id: Person, skill: Code, project_id: Id, at: Date,
    }
    "pulse" Projects Whose::Association(&[("project_id", "project", "id")]) => {
        id: Id, project_id: Id, used: Flag, at: Date,
    }
    "wiki_space" Programme Whose::Programme => {
        id: Id, namespace: Code, title: Words, reads: Code, writes: Code, reviewed: Flag,
        association_id: Id, purpose: Words, workshop_id: Id, project_id: Id,
    }
    "wiki_space_person" Hats Whose::Person => {
        id: Code, space_id: Id, person_id: Person, at: Date, by_id: By,
    }
    "wiki_space_association" Programme Whose::Programme => {
        id: Code, space_id: Id, association_id: Id, at: Date, by_id: By,
    }
    "wiki_space_invitation" Hats Whose::Person => {
        id: Code, space_id: Id, email: Address, at: Date, by_id: By,
    }
    "page" Testimonies Whose::Association(&[("id", "testimony", "page_id")]) => {
        id: Id, slug: Code, title: Words, published: Id, space_id: Id, draft_by_id: ByNow,
    }
    "draft_link" Testimonies Whose::Person => {
        id: Id, page_id: Id, by_id: Person, at: Date, until: Date,
    }
    "media" Programme Whose::Programme => {
        id: Id, name: Code, shown: Id, space_id: Id, alt: Words,
    }
    "media_version" MovedIn Whose::Programme => {
        id: Id, media_id: Id, author: Words, summary: Words, at: Date, bytes: Bytes, by_id: By,
        size: Number, hash: Code,
    }
    "moved_file" MovedIn Whose::Programme => {
        path: Code, page_id: Id, media_id: Id, state_id: Id, bytes: Bytes, written: Number,
    }
    "page_link" Programme Whose::Programme => { id: Code, page_id: Id, target: Code }
    "page_address" Programme Whose::Programme => { slug: Code, page_id: Id }
    "page_at_work" AtWork Whose::Person => {
        id: Code, page_id: Id, person_id: Person, at: Date,
    }
    "page_checked" Programme Whose::Programme => { page_id: Id, at: Date, by_id: By }
    "page_question" Testimonies Whose::Programme => {
        id: Id, page_id: Id, words: Words, by_id: Author, at: Date, answer: Words,
        answered_by: By, answered_at: Date, aside_at: Date,
    }
    "page_report" Testimonies Whose::Programme => {
        id: Id, page_id: Id, reason: Code, words: Words, by_id: Author, at: Date,
        closed_at: Date, closed_by: By,
    }
    "session_notes" Programme Whose::Programme => { entry_id: Id, page_id: Id }
    "testimony" Testimonies OF_JOURNEY => {
        id: Id, journey_id: Id, association_id: Id, project_id: Id, page_id: Id, state: Code,
        since: Date,
    }
    "testimony_sought" Testimonies OF_JOURNEY => {
        id: Id, journey_id: Id, association_id: Id, asked_at: Date, reminded_at: Date, answer: Code,
        answered_at: Date, testimony_id: Id,
    }
    "talk" Testimonies OF_ASSOCIATION => {
        id: Id, entry_id: Id, association_id: Id, title: Words, words: Words, minutes: Number,
        rank: Number, state: Code, since: Date, testimony_id: Id,
    }
    "testimony_fact" Testimonies Whose::Association(&[("testimony_id", "testimony", "id")]) => {
        id: Code, testimony_id: Id, kind: Code, telling: Code, value: Words, words: Words, at: Date,
        by_id: By,
    }
    "revision" Testimonies Whose::Association(&[("page_id", "testimony", "page_id")]) => {
        id: Id, page_id: Id, title: Words, source: Words, by_id: Author, at: Date, number: Number,
        kind: Code, summary: Words, author: Words, read_id: Id,
    }
    "found" Programme Whose::Programme => {
        number: Id, kind: Code, subject_id: Id, address: Code, title: Words, space_id: Id,
        association_id: Id,
    }
    "found_text" Programme Whose::Programme => {
        number: Id, body: Words, title_stems: Code, stems: Code,
    }
    "found_word" Programme Whose::Programme => {
        word: Code, plain: Code, backward: Code, texts: Number,
    }
}

/// Rows that a nightly job takes out: those whose column tells a moment so long past as their matter says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purge {
    pub table: &'static str,
    pub column: &'static str,
    pub matter: Matter,
    /// Counted in the real time, which the demo's may be ahead of.
    pub real_time: bool,
}

impl Purge {
    /// What was before this moment goes. None: it does not end by itself.
    pub fn before(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.matter.until() {
            Until::Written(span) | Until::Sent(span) | Until::Ended(span) => Some(span.before(now)),
            _ => None,
        }
    }
}

const fn purge(table: &'static str, column: &'static str, matter: Matter) -> Purge {
    Purge { table, column, matter, real_time: false }
}

/// All of them. The audit log has its own way, which keeps where it was cut.
pub const PURGES: &[Purge] = &[
    purge("command", "at", Matter::Forms),
    purge("asking", "at", Matter::Forms),
    purge("mail", "sent_at", Matter::Letters),
    purge("mail", "dead_at", Matter::Letters),
    Purge { real_time: true, ..purge("sign_in_try", "at", Matter::Tries) },
    purge("page_at_work", "at", Matter::AtWork),
    purge("one_use_link", "until", Matter::Links),
    purge("invitation", "until", Matter::Links),
    purge("draft_link", "until", Matter::Links),
    Purge { real_time: true, ..purge("login_session", "until", Matter::LoginSessions) },
];

/// What is kept in the table of this name, and how. None: nobody said.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

impl Table {
    /// Its columns that hold one of these.
    pub fn holding(&self, wanted: &[Holds]) -> impl Iterator<Item = &'static str> {
        let columns = self.columns.iter().filter(move |column| wanted.contains(&column.holds));
        columns.map(|column| column.name)
    }
}
