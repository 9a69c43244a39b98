//! One module a table, as the migrations made it. Entities never leave this crate.

/// A table's entity, without relations: what is loaded together is said where it is loaded.
macro_rules! entities {
    ($($module:ident $table:literal { $id:ident: $id_type:ty, $($field:ident: $kind:ty),+ $(,)? })+) => {$(
        pub mod $module {
            use sea_orm::entity::prelude::*;
            #[allow(unused_imports)]
            use {chrono::{DateTime, Utc}, uuid::Uuid};

            /// One row.
            #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                #[sea_orm(primary_key, auto_increment = false)]
                pub $id: $id_type,
                $(pub $field: $kind,)+
            }

            /// No relations: SeaORM asks for the type all the same.
            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    )+};
}

entities! {
    setting "setting" { key: String, value: String }
    command "command" {
        id: Uuid, digest: String, answer: String, at: DateTime<Utc>, person_id: Option<Uuid>,
    }
    notice "notice" { id: String, about: Uuid, at: DateTime<Utc> }
    person "person" {
        id: Uuid, name: String, email: String, password_hash: Option<String>, lang: String,
        created_at: DateTime<Utc>,
    }
    hat "hat" {
        id: String, person_id: Uuid, code: String, at: DateTime<Utc>, by_id: Option<Uuid>,
    }
    carrier "carrier" { id: Uuid, name: String, created_at: DateTime<Utc> }
    carrying "carrying" {
        id: String, action: String, carrier_id: Uuid, since: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
    }
    volunteer "volunteer" {
        person_id: Uuid, charter: i32, charter_at: DateTime<Utc>, skills: String,
        areas: Option<String>, hours: i32, paused_until: Option<DateTime<Utc>>, state: String,
        answer: Option<String>, since: DateTime<Utc>,
    }
    login_session "login_session" {
        token_hash: String, id: Uuid, person_id: Uuid, device: String, since: DateTime<Utc>,
        until: DateTime<Utc>,
        wearing: Option<String>,
    }
    mail "mail" {
        id: Uuid, dedup_key: String, person_id: Option<Uuid>, address: Option<String>,
        lang: String, kind: String, letter: Option<String>, urgency: String,
        made_at: DateTime<Utc>, due_at: DateTime<Utc>, tries: i32,
        sent_at: Option<DateTime<Utc>>, dead_at: Option<DateTime<Utc>>, error: Option<String>,
        claimed_until: Option<DateTime<Utc>>,
    }
    mail_preference "mail_preference" { person_id: Uuid, reminders: bool, digest: bool }
    job "job" {
        key: String, kind: String, due_at: DateTime<Utc>, tries: i32,
        claimed_until: Option<DateTime<Utc>>, done_at: Option<DateTime<Utc>>,
    }
    one_use_link "one_use_link" {
        token_hash: String, person_id: Option<Uuid>, email: Option<String>, errand: String,
        made_at: DateTime<Utc>, until: DateTime<Utc>, used_at: Option<DateTime<Utc>>,
    }
    sign_in_try "sign_in_try" {
        id: Uuid, from_hash: String, account_hash: String, at: DateTime<Utc>,
    }
    begun "begun" {
        id: Uuid, name: String, email: String, lang: String, journey_id: Uuid, at: DateTime<Utc>,
        claimed_at: Option<DateTime<Utc>>, person_id: Option<Uuid>,
    }
    audit "audit" {
        seq: i64, at: DateTime<Utc>, kind: String, actor_id: Option<Uuid>, hat: String,
        subject: Option<Uuid>, hash: String,
    }
    association "association" {
        id: Uuid, name: String, kind: String, city: Option<String>, rna: Option<String>,
        siret: Option<String>, created_at: DateTime<Utc>, object: Option<String>,
        street: Option<String>, postcode: Option<String>, themes: Option<String>,
        website: Option<String>, contact: Option<String>, mail_domain: Option<String>,
        shown: Option<String>, name_start: Option<String>, people: Option<String>,
    }
    membership "membership" {
        id: String, person_id: Uuid, association_id: Uuid, referent: bool, since: DateTime<Utc>,
    }
    association_alias "association_alias" {
        id: Uuid, kept_id: Uuid, at: DateTime<Utc>, by_id: Option<Uuid>, gone: String,
        before: String,
    }
    journey_alias "journey_alias" { id: Uuid, kept_id: Uuid, at: DateTime<Utc> }
    join_request "join_request" {
        id: String, person_id: Uuid, association_id: Uuid, words: Option<String>,
        at: DateTime<Utc>,
    }
    invitation "invitation" {
        id: Uuid, association_id: Uuid, email: String, by_id: Option<Uuid>, at: DateTime<Utc>,
        until: DateTime<Utc>, token_hash: String,
    }
    referent_offer "referent_offer" {
        association_id: Uuid, to_id: Uuid, by_id: Uuid, at: DateTime<Utc>,
    }
    takeover "takeover" {
        association_id: Uuid, asked_at: DateTime<Utc>, taken_by: Option<Uuid>,
        taken_at: Option<DateTime<Utc>>,
    }
    journey "journey" {
        id: Uuid, association_id: Uuid, inspired_by: Option<Uuid>, opened_at: DateTime<Utc>,
    }
    need "need" { id: Uuid, journey_id: Uuid, words: String, at: DateTime<Utc> }
    event "event" {
        id: Uuid, journey_id: Uuid, seq: i32, kind: String, occurred_at: DateTime<Utc>,
        recorded_at: DateTime<Utc>, actor_id: Option<Uuid>, hat: String, command_id: Uuid,
        subject: Uuid, corrects: Option<Uuid>,
    }
    workshop "workshop" {
        id: Uuid, title: String, theme: String, level: String, summary: String, requires: String,
        leads_to: String, teaches: String, materials: Option<String>,
    }
    partner "partner" {
        id: Uuid, name: String, helps_with: String, area: Option<String>, support: String,
        contact: String, since: DateTime<Utc>, until: Option<DateTime<Utc>>, lang: String,
    }
    edition "edition" {
        id: Uuid, title: String, phase: String, since: DateTime<Utc>, call_until: DateTime<Utc>,
        weekend_from: DateTime<Utc>, weekend_to: DateTime<Utc>,
    }
    entry "entry" {
        id: Uuid, kind: String, workshop_id: Option<Uuid>, edition_id: Option<Uuid>,
        theme: Option<String>, level: Option<String>, title: String, place: String,
        access: Option<String>, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, seats: i32,
        host_id: Option<Uuid>, co_host_id: Option<Uuid>, other_host_id: Option<Uuid>,
        called_off_at: Option<DateTime<Utc>>, link: Option<String>,
        bring: Option<String>, kept_seats: Option<i32>, kept_until: Option<DateTime<Utc>>,
        seats_freely: bool, offer_hours: i32, published_at: Option<DateTime<Utc>>, sequence: i32,
        changed_at: Option<DateTime<Utc>>, words: Option<String>,
    }
    talk "talk" {
        id: Uuid, entry_id: Uuid, association_id: Uuid, title: String, words: Option<String>,
        minutes: i32, rank: i32, state: String, since: DateTime<Utc>, testimony_id: Option<Uuid>,
    }
    registration "registration" {
        id: Uuid, entry_id: Uuid, association_id: Uuid, journey_id: Uuid, state: String,
        held_until: Option<DateTime<Utc>>, since: DateTime<Utc>, presence: Option<String>,
        slot_id: Option<Uuid>, attendee: Option<String>, role: String, claim: String, number: i32,
        cancelled_by: Option<String>, sequence: i32,
    }
    noted "noted" {
        id: Uuid, entry_id: Uuid, registration_id: Uuid, presence: String,
        occurred_at: DateTime<Utc>, noted_at: DateTime<Utc>, recorded_at: DateTime<Utc>,
        by_id: Option<Uuid>, hat: String, command_id: Uuid, corrects: Option<Uuid>,
    }
    unnamed "unnamed" {
        id: Uuid, entry_id: Uuid, code: String, noted_at: DateTime<Utc>,
        recorded_at: DateTime<Utc>, by_id: Option<Uuid>, hat: String,
        registration_id: Option<Uuid>, claimed_at: Option<DateTime<Utc>>,
        taken_back_at: Option<DateTime<Utc>>,
    }
    calendar_feed "calendar_feed" {
        id: String, person_id: Uuid, association_id: Option<Uuid>, address: Uuid,
        since: DateTime<Utc>,
    }
    exchange "exchange" {
        id: Uuid, association_id: Uuid, who: Option<String>, side: String, theme: Option<String>,
        words: String, at: DateTime<Utc>, by_id: Option<Uuid>,
    }
    asking "asking" { id: Uuid, person_id: Uuid, to_id: Uuid, at: DateTime<Utc> }
    listing "listing" { association_id: Uuid, since: DateTime<Utc>, by_id: Option<Uuid> }
    attestation "attestation" {
        registration_id: Uuid, address: Option<Uuid>, since: DateTime<Utc>, by_id: Option<Uuid>,
    }
    session_notes "session_notes" { entry_id: Uuid, page_id: Uuid }
    said_after "said_after" {
        id: String, registration_id: Uuid, question: i32, knows: String, at: DateTime<Utc>,
    }
    slot "slot" {
        id: Uuid, entry_id: Uuid, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>,
        volunteer_id: Option<Uuid>,
    }
    duty "duty" {
        id: String, entry_id: Uuid, person_id: Uuid, at: DateTime<Utc>, by_id: Option<Uuid>,
    }
    visit "visit" {
        id: Uuid, journey_id: Uuid, association_id: Uuid, words: String, area: String,
        asked_at: DateTime<Utc>, state: String, since: DateTime<Utc>, volunteer_id: Option<Uuid>,
    }
    visit_call "visit_call" {
        id: Uuid, visit_id: Uuid, person_id: Uuid, at: DateTime<Utc>,
        declined_at: Option<DateTime<Utc>>,
    }
    diagnosis "diagnosis" {
        id: Uuid, journey_id: Uuid, association_id: Uuid, begun_at: DateTime<Utc>,
        volunteer_id: Option<Uuid>, led_since: Option<DateTime<Utc>>, questionnaire_id: Uuid,
        given_back_at: Option<DateTime<Utc>>, judgement: Option<String>,
        decided_verdict: Option<String>, decided_why: Option<String>, decided_by: Option<Uuid>,
    }
    answer "answer" {
        id: String, diagnosis_id: Uuid, voice: String, question: String, given: Option<String>,
        at: DateTime<Utc>, command_id: Uuid,
    }
    advice_said "advice_said" {
        id: String, diagnosis_id: Uuid, recommendation: String, rung: i32, said: String,
        reason: Option<String>, words: Option<String>, at: DateTime<Utc>, by_id: Uuid, hat: String,
    }
    review "review" {
        id: Uuid, diagnosis_id: Uuid, met_at: DateTime<Utc>, words: String, at: DateTime<Utc>,
        by_id: Uuid, hat: String,
    }
    questionnaire "questionnaire" {
        id: Uuid, number: i32, content: String, published_at: DateTime<Utc>,
        published_by: Option<Uuid>,
    }
    questionnaire_draft "questionnaire_draft" {
        id: String, content: String, base_id: Uuid, revision: i32, begun_at: DateTime<Utc>,
        begun_by: Uuid, saved_at: DateTime<Utc>, saved_by: Uuid,
    }
    orientation "orientation" {
        id: Uuid, journey_id: Uuid, association_id: Uuid, from_place: String, to_place: String,
        theme: Option<String>, entry_id: Option<Uuid>, registration_id: Option<Uuid>,
        cause: String, cause_id: Uuid, opened_at: DateTime<Utc>, state: String,
        state_at: Option<DateTime<Utc>>, decline_reason: Option<String>, next_id: Option<Uuid>,
        reason: Option<String>,
    }
    mentoring "mentoring" {
        id: Uuid, mentor_id: Uuid, helper_id: Uuid, helper_journey_id: Uuid, helped_id: Uuid,
        helped_journey_id: Uuid, state: String, since: DateTime<Utc>,
        next_meeting: Option<DateTime<Utc>>,
    }
    meeting "meeting" {
        id: Uuid, mentoring_id: Uuid, met_at: DateTime<Utc>, note: Option<String>,
    }
    project "project" {
        id: Uuid, edition_id: Uuid, journey_id: Uuid, association_id: Uuid, need_id: Uuid,
        title: String, summary: String, state: String, since: DateTime<Utc>,
    }
    offer "offer" {
        id: Uuid, edition_id: Uuid, person_id: Uuid, skill: String, project_id: Option<Uuid>,
        at: DateTime<Utc>,
    }
    pulse "pulse" { id: Uuid, project_id: Uuid, used: bool, at: DateTime<Utc> }
    wiki_space "wiki_space" {
        id: Uuid, namespace: String, title: String, reads: String, writes: String, reviewed: bool,
        association_id: Option<Uuid>, purpose: Option<String>, workshop_id: Option<Uuid>,
        project_id: Option<Uuid>,
    }
    wiki_space_association "wiki_space_association" {
        id: String, space_id: Uuid, association_id: Uuid, at: DateTime<Utc>, by_id: Option<Uuid>,
    }
    wiki_space_invitation "wiki_space_invitation" {
        id: String, space_id: Uuid, email: String, at: DateTime<Utc>, by_id: Option<Uuid>,
    }
    wiki_space_person "wiki_space_person" {
        id: String, space_id: Uuid, person_id: Uuid, at: DateTime<Utc>, by_id: Option<Uuid>,
    }
    media "media" {
        id: Uuid, name: String, shown: Option<Uuid>, space_id: Uuid, alt: Option<String>,
    }
    media_version "media_version" {
        id: Uuid, media_id: Uuid, author: Option<String>, summary: Option<String>,
        at: DateTime<Utc>, bytes: Option<Vec<u8>>, by_id: Option<Uuid>, size: i64,
        hash: Option<String>,
    }
    moved_file "moved_file" {
        path: String, page_id: Option<Uuid>, media_id: Option<Uuid>, state_id: Option<Uuid>,
        bytes: Option<Vec<u8>>, written: Option<i64>,
    }
    page "page" {
        id: Uuid, slug: String, title: String, published: Option<Uuid>, space_id: Uuid,
        draft_by_id: Option<Uuid>,
    }
    draft_link "draft_link" {
        id: Uuid, page_id: Uuid, by_id: Uuid, at: DateTime<Utc>, until: DateTime<Utc>,
    }
    revision "revision" {
        id: Uuid, page_id: Uuid, title: String, source: String, by_id: Option<Uuid>,
        at: DateTime<Utc>, number: i32, kind: String, summary: Option<String>,
        author: Option<String>, read_id: Option<Uuid>,
    }
    page_link "page_link" { id: String, page_id: Uuid, target: String }
    page_address "page_address" { slug: String, page_id: Uuid }
    page_at_work "page_at_work" {
        id: String, page_id: Uuid, person_id: Uuid, at: DateTime<Utc>,
    }
    page_checked "page_checked" { page_id: Uuid, at: DateTime<Utc>, by_id: Option<Uuid> }
    page_question "page_question" {
        id: Uuid, page_id: Uuid, words: String, by_id: Option<Uuid>, at: DateTime<Utc>,
        answer: Option<String>, answered_by: Option<Uuid>, answered_at: Option<DateTime<Utc>>,
        aside_at: Option<DateTime<Utc>>,
    }
    asked_to_check "asked_to_check" { person_id: Uuid, at: DateTime<Utc> }
    page_report "page_report" {
        id: Uuid, page_id: Uuid, reason: String, words: Option<String>, by_id: Option<Uuid>,
        at: DateTime<Utc>, closed_at: Option<DateTime<Utc>>, closed_by: Option<Uuid>,
    }
    found "found" {
        number: i64, kind: String, subject_id: Uuid, address: String, title: String,
        space_id: Option<Uuid>, association_id: Option<Uuid>,
    }
    found_text "found_text" { number: i64, body: String, title_stems: String, stems: String }
    found_word "found_word" { word: String, plain: String, backward: String, texts: i64 }
    testimony "testimony" {
        id: Uuid, journey_id: Uuid, association_id: Uuid, project_id: Option<Uuid>,
        page_id: Uuid, state: String, since: DateTime<Utc>,
    }
    testimony_sought "testimony_sought" {
        id: Uuid, journey_id: Uuid, association_id: Uuid, asked_at: DateTime<Utc>,
        reminded_at: Option<DateTime<Utc>>, answer: Option<String>,
        answered_at: Option<DateTime<Utc>>, testimony_id: Option<Uuid>,
    }
    testimony_fact "testimony_fact" {
        id: String, testimony_id: Uuid, kind: String, telling: String, value: Option<String>,
        words: Option<String>, at: DateTime<Utc>, by_id: Option<Uuid>,
    }
}
