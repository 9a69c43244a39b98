//! The product's stories, told through its public door: a real server, real requests, and the demo cast.
//!
//! A module bears the name of its capability, so that `cargo xtask test workshops` finds its stories.

mod dom;
mod forms;
mod house;
mod html;

mod accounts;
mod associations;
mod associations_people;
mod bad_input;
mod calendar;
mod cross_site;
mod dashboard;
mod demo;
mod diagnosis;
mod diagnosis_preparation;
mod diagnosis_result;
mod exchange;
mod finding;
mod hackathon;
mod hats;
mod headers;
mod history;
mod home;
mod journey;
mod limits;
mod mail;
mod mentoring;
mod orientation;
mod pages;
mod payloads;
mod privacy;
mod questionnaire;
mod reception;
mod reception_days;
mod reception_visits;
mod rights;
mod running;
mod shelf;
mod signing_in;
mod stopping;
mod walls;
mod wiki;
mod wiki_care;
mod wiki_editor;
mod wiki_moving;
mod wiki_sought;
mod wiki_spaces;
mod workshops;
mod workshops_changed;
mod workshops_opening;
mod workshops_presence;
mod workshops_pressed;
mod workshops_statements;
mod workshops_waiting;
