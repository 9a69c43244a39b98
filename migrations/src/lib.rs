//! The database's shape: one dated file a change, never edited after landing.

use sea_orm_migration::prelude::*;

mod shape;

mod m20261124_the_journey;
mod m20261125_associations;
mod m20261125_audit_kept;
mod m20261125_begun;
mod m20261125_carriers;
mod m20261125_current_hat;
mod m20261125_letters_leave;
mod m20261125_login_sessions;
mod m20261125_mail_links_audit;
mod m20261125_privacy;
mod m20261125_sign_in_tries;
mod m20261125_volunteers;
mod m20261126_called_off;
mod m20261126_draft;
mod m20261126_orientations;
mod m20261126_partner_language;
mod m20261126_questionnaires;
mod m20261126_reception;
mod m20261126_results_live;
mod m20261126_workshops;
mod m20261127_calendars;
mod m20261127_presence;
mod m20261127_said_after;
mod m20261127_session_notes;
mod m20261128_attestations;
mod m20261128_changed_at;
mod m20261128_co_hosts;
mod m20261128_exchange;
mod m20261128_taken_back;
mod m20261129_moved_in;
mod m20261129_wiki;
mod m20261130_care;
mod m20261130_finding;
mod m20261130_spaces;
mod m20261130_stories_sought;
mod m20261130_testimony_facts;
mod m20261202_stories;
mod m20261203_at_work;
mod m20261204_encounters;
mod m20261205_drafts;
mod m20261207_care;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_the_journey::Migration),
            Box::new(m20261125_mail_links_audit::Migration),
            Box::new(m20261125_audit_kept::Migration),
            Box::new(m20261125_login_sessions::Migration),
            Box::new(m20261125_letters_leave::Migration),
            Box::new(m20261125_sign_in_tries::Migration),
            Box::new(m20261125_privacy::Migration),
            Box::new(m20261125_associations::Migration),
            Box::new(m20261125_current_hat::Migration),
            Box::new(m20261125_carriers::Migration),
            Box::new(m20261125_begun::Migration),
            Box::new(m20261125_volunteers::Migration),
            Box::new(m20261126_questionnaires::Migration),
            Box::new(m20261126_orientations::Migration),
            Box::new(m20261126_reception::Migration),
            Box::new(m20261126_results_live::Migration),
            Box::new(m20261126_draft::Migration),
            Box::new(m20261126_called_off::Migration),
            Box::new(m20261126_partner_language::Migration),
            Box::new(m20261126_workshops::Migration),
            Box::new(m20261127_presence::Migration),
            Box::new(m20261127_calendars::Migration),
            Box::new(m20261127_session_notes::Migration),
            Box::new(m20261127_said_after::Migration),
            Box::new(m20261128_co_hosts::Migration),
            Box::new(m20261128_exchange::Migration),
            Box::new(m20261128_changed_at::Migration),
            Box::new(m20261128_attestations::Migration),
            Box::new(m20261128_taken_back::Migration),
            Box::new(m20261129_wiki::Migration),
            Box::new(m20261129_moved_in::Migration),
            Box::new(m20261130_testimony_facts::Migration),
            Box::new(m20261130_stories_sought::Migration),
            Box::new(m20261130_spaces::Migration),
            Box::new(m20261130_care::Migration),
            Box::new(m20261130_finding::Migration),
            Box::new(m20261202_stories::Migration),
            Box::new(m20261203_at_work::Migration),
            Box::new(m20261204_encounters::Migration),
            Box::new(m20261205_drafts::Migration),
            Box::new(m20261207_care::Migration),
        ]
    }
}
