//! The store's promises, each kept on SQLite and, when `TEST_POSTGRES_URL` names a maintenance database, on PostgreSQL.

mod audit;
mod base;
mod commands;
mod finding;
mod letters;
mod merging;
mod moving;
mod opening;
mod orientations;
mod presence;
mod privacy;
mod receptions;
mod round_trip;
mod seats;
mod versions;
mod workshops;
