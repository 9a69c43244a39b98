//! Every form of the route table that asks who is there, as the right person sends it.

use crate::associations;
use crate::house::{Answer, Client, House, fresh};
use domain::accounts::{Device, LoginSession, SIGNED_IN_FOR};
use domain::act::Change;
use domain::diagnosis::{Place, Questionnaire};
use domain::ids::LoginSessionId;
use domain::mail::{Delivery, Stage};
use domain::workshops::EntryKind;
use server::demo::{
    ADA, AMINA, BEATRICE, BRUNO, CAMILLE, CIRCLE, DENIS, DRAFT, ETIENNE, FATOU, GASPARD, HENRI,
    INES, KARIM, LUCIE, MONA, NADIA, ODILE, PAUL, SAMI, VERA, VICTOR,
};
use uuid::Uuid;

/// A form sent by the right person, and what others hear who send the same.
pub struct Sent {
    pub route: &'static str,
    pub path: String,
    pub form: &'static str,
    pub fields: Vec<(String, String)>,
    pub right: &'static str,
    /// The field that names what it is about.
    pub object: Option<&'static str>,
    pub others: Vec<(&'static str, u16)>,
}

impl Sent {
    pub async fn by(&self, client: &Client) -> Answer {
        let fields: Vec<_> = self.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        client.post(&self.path, self.form, &fields).await
    }
}

/// One for each form of the route table that asks who is there.
pub async fn every_form(house: &House) -> Vec<Sent> {
    let rows = house.rows();
    let of = async |email| house.journey(email).await.head.id;
    let meeting = house.meeting().await;
    let henri = house.association(HENRI).await;
    let seats = house.seating(&meeting).await.registrations;
    let henri = seats.iter().find(|r| r.association == henri).expect("his seat").id.to_string();
    let session = house.common_session().await;
    let seats = house.seating(&session).await.registrations;
    let seat = seats.first().expect("Gaspard's seat").id;
    let orientations = rows.orientations(of(AMINA).await).await.expect("it reads");
    let orientation = orientations.last().expect("hers").id.to_string();
    let project = rows.projects_of(of(BRUNO).await).await.expect("it reads")[0].id.to_string();
    let nadias = rows.projects_of(of(NADIA).await).await.expect("it reads")[0].id.to_string();
    let told = rows.testimonies_of(of(NADIA).await).await.expect("it reads").remove(0);
    let read = rows.last_revision(told.page).await.expect("it reads").expect("one").id.to_string();
    let testimony = told.id.to_string();
    let mentoring = rows.mentorings_of(of(FATOU).await).await.expect("it reads")[0].id.to_string();
    let diagnosis = rows.diagnoses(of(BEATRICE).await).await.expect("it reads")[0].0.id.to_string();
    let karim = of(KARIM).await.to_string();
    let edition = rows.current_edition().await.expect("it reads").expect("one").id.to_string();
    let workshop = session.workshop.expect("a session of a workshop").to_string();
    let known = rows.workshop(session.workshop.expect("one")).await.expect("it reads");
    let workshop_seen = known.expect("it is there").mark().to_string();
    let seen = session.mark().to_string();
    let (meeting, session) = (meeting.id.to_string(), session.id.to_string());
    let presence = format!("presence[{seat}]");
    let open = open_session(house, LUCIE).await;

    let mut all = Vec::new();
    let mut add = |route: &'static str,
                   id: &str,
                   form: &'static str,
                   fields: &[(&str, &str)],
                   right: &'static str,
                   object: Option<&'static str>,
                   others: &[(&'static str, u16)]| {
        let path = match route.split_once('{').zip(route.rsplit_once('}')) {
            Some(((before, _), (_, after))) => format!("{before}{id}{after}"),
            None => route.to_owned(),
        };
        let fields = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        all.push(Sent { route, path, form, fields, right, object, others: others.to_vec() });
    };
    // Volunteers and administrators have no association; associations have no such hat.
    let (no_member, no_hat) = ([(VICTOR, 403), (ADA, 403)], [(LUCIE, 403), (ADA, 403)]);
    let entry = "/agenda/{entry}";
    add(entry, &meeting, "register", &[("entry", &meeting)], LUCIE, Some("entry"), &no_member);
    let others = [(VICTOR, 403), (INES, 404)];
    let fields = [("registration", henri.as_str())];
    for (route, id) in [(entry, meeting.as_str()), ("/parcours", "")] {
        add(route, id, "accept_seat", &fields, HENRI, Some("registration"), &others);
        add(route, id, "cancel_seat", &fields, HENRI, Some("registration"), &others);
    }
    let named = [("registration", henri.as_str()), ("name", "Zoé")];
    add(entry, &meeting, "name_seat", &named, HENRI, Some("registration"), &others);
    let mut lines = Vec::new();
    for email in [GASPARD, FATOU] {
        let said = rows.exchanges_of([house.association(email).await]).await;
        lines.push(said.expect("it reads")[0].id.to_string());
    }
    let (sits, fatou) = (seat.to_string(), house.association(FATOU).await.to_string());
    let ours_of_fatou = fatou.clone();
    let said =
        [("registration", sits.as_str()), ("shows", "Une affiche"), ("shows_theme", "skills")];
    add(entry, &session, "say_with_seat", &said, GASPARD, Some("registration"), &others);
    let line = [("exchange", lines[0].as_str()), ("registration", sits.as_str())];
    add(entry, &session, "take_back_exchange", &line, GASPARD, Some("exchange"), &others);
    let exchanges = "/association/{association}/echanges";
    let hidden = [(VICTOR, 404), (INES, 404)];
    let own = [("association", fatou.as_str())];
    for form in ["enter_directory", "leave_directory"] {
        add(exchanges, &fatou, form, &own, FATOU, Some("association"), &hidden);
    }
    let letter = [("association", fatou.as_str()), ("words", "Montrez-nous !")];
    let no_member = [(VICTOR, 403), (ADA, 403)];
    add("/annuaire", "", "ask_association", &letter, LUCIE, Some("association"), &no_member);
    let said = [("association", fatou.as_str()), ("seeks", "Une affiche")];
    add(exchanges, &fatou, "say_exchange", &said, FATOU, Some("association"), &hidden);
    let line = [("exchange", lines[1].as_str())];
    add(exchanges, &fatou, "take_back_exchange", &line, FATOU, Some("exchange"), &others);
    let others = [(VICTOR, 403), (LUCIE, 403), (PAUL, 403)];
    let fields = [("entry", session.as_str()), (presence.as_str(), "present")];
    let noting = "/presences/{entry}";
    add(noting, &session, "note_presence", &fields, VERA, Some("entry"), &others);
    let fields = [("entry", session.as_str()), ("association", "La Chorale du Quai")];
    add(noting, &session, "note_walk_in", &fields, VERA, Some("entry"), &others);
    let fields = [("entry", session.as_str())];
    add(noting, &session, "count_unnamed", &fields, VERA, Some("entry"), &others);
    let mistaken = [("entry", session.as_str()), ("code", "0000-0000")];
    add(noting, &session, "take_back_unnamed", &mistaken, VERA, Some("entry"), &others);
    let notes = [("title", "Notes"), ("source", "Un dossier."), ("authors", "Véra")];
    let fields: Vec<_> = fields.iter().copied().chain(notes).collect();
    add(noting, &session, "publish_notes", &fields, VERA, Some("entry"), &others);
    let came = crate::rights::came(house, FATOU).await.to_string();
    let fields = [("registration", came.as_str()), ("knows[0]", "yes")];
    let others = [(VICTOR, 403), (INES, 404)];
    let attests = [("registration", came.as_str())];
    for form in ["withdraw_attestation", "renew_attestation"] {
        let route = "/parcours/attestations";
        add(route, "", form, &attests, FATOU, Some("registration"), &others);
    }
    let after = "/apres/{registration}";
    add(after, &came, "say_after", &fields, FATOU, Some("registration"), &others);
    let fields = [("code", "0000-0000")];
    add("/presence", "", "claim_presence", &fields, LUCIE, None, &no_member);
    let organizers = [(LUCIE, 403), (ADA, 403), (VICTOR, 403), (PAUL, 403)];
    let programme = [
        ("title", "Faire un budget"),
        ("theme", "members"),
        ("level", "beginner"),
        ("summary", "Prévoir ce qui entre et ce qui sort."),
    ];
    add("/ateliers/nouveau", "", "save_workshop", &programme, CAMILLE, None, &organizers);
    let known = [("workshop", workshop.as_str()), ("seen", workshop_seen.as_str())];
    let known: Vec<_> = programme.into_iter().chain(known).collect();
    let change = "/atelier/{workshop}/modifier";
    add(change, &workshop, "save_workshop", &known, CAMILLE, None, &organizers);
    let told = [
        ("title", "Une seule liste d’adhérents"),
        ("day", "2099-01-05"),
        ("from", "18:00"),
        ("to", "20:00"),
        ("rhythm", "once"),
        ("place", "Tours"),
        ("seats", "12"),
        ("offer_hours", "24"),
    ];
    let fields = [("entry", session.as_str()), ("area", "Tours")];
    add("/ateliers/demande", "", "tell_wishing", &fields, CAMILLE, Some("entry"), &organizers);
    let fields: Vec<_> = told.into_iter().chain([("workshop", workshop.as_str())]).collect();
    let open_one = "/atelier/{workshop}/seance";
    add(open_one, &workshop, "open_sessions", &fields, CAMILLE, Some("workshop"), &organizers);
    let known = [("entry", session.as_str()), ("seen", seen.as_str())];
    let fields: Vec<_> = told.into_iter().chain(known).collect();
    let change = "/agenda/{entry}/modifier";
    add(change, &session, "edit_session", &fields, CAMILLE, Some("entry"), &organizers);
    let fields = [("entry", session.as_str())];
    add(change, &session, "call_off_session", &fields, CAMILLE, Some("entry"), &organizers);
    add("/rencontres/nouvelle", "", "open_encounter", &told, CAMILLE, None, &organizers);
    let encounter = house.date(|e| e.kind == EntryKind::Encounter).await.id;
    let talks = rows.talks(encounter).await.expect("it reads");
    let [asked_of_bruno, told_by_mona] = [0, 1].map(|n: usize| talks[n].id.to_string());
    let (encounter, lucie) = (encounter.to_string(), house.association(LUCIE).await.to_string());
    let date = "/agenda/{entry}";
    let asks = [
        ("entry", encounter.as_str()),
        ("association", lucie.as_str()),
        ("title", "Un récit"),
        ("minutes", "20"),
    ];
    add(date, &encounter, "ask_talk", &asks, CAMILLE, Some("entry"), &organizers);
    let fields = [("talk", asked_of_bruno.as_str()), ("how", "later"), ("minutes", "30")];
    add(date, &encounter, "arrange_talk", &fields, CAMILLE, Some("talk"), &organizers);
    let fields = [("talk", told_by_mona.as_str()), ("notes", "Elle raconte.")];
    add(date, &encounter, "give_notes", &fields, CAMILLE, Some("talk"), &organizers);
    let fields = [("talk", asked_of_bruno.as_str()), ("answer", "yes"), ("title", "Des dépôts")];
    let others = [(VICTOR, 403), (INES, 404), (PAUL, 403)];
    add(date, &encounter, "answer_talk", &fields, BRUNO, Some("talk"), &others);
    let fields = [("edition", edition.as_str()), ("skill", "developer")];
    add("/hackathon", "", "offer_weekend", &fields, VICTOR, Some("edition"), &no_hat);
    let others = [(CAMILLE, 403), (LUCIE, 403), (VICTOR, 403)];
    let fields = [("edition", edition.as_str())];
    add("/hackathon", "", "advance_edition", &fields, PAUL, Some("edition"), &others);
    let reception = house.reception().await;
    let slot = house.free_slot().await.to_string();
    let association = house.association(KARIM).await.to_string();
    let fields = [("slot", slot.as_str())];
    add(entry, &meeting, "book_slot", &fields, LUCIE, Some("slot"), &no_member);
    let seat = &reception.seating.registrations[0].id.to_string();
    let reception = reception.seating.entry.id.to_string();
    let strangers = [(LUCIE, 403), (ADA, 403)];
    let day = "/accueil/{entry}";
    let fields = [("entry", reception.as_str()), ("association", &association)];
    add(day, &reception, "welcome_walk_in", &fields, VICTOR, Some("entry"), &strangers);
    let fields = [("registration", seat.as_str()), ("presence", "present")];
    add(day, &reception, "note_arrival", &fields, VICTOR, Some("registration"), &strangers);
    let organizers = [(LUCIE, 403), (ADA, 403), (VICTOR, 403)];
    let fields = [("entry", reception.as_str())];
    add(day, &reception, "staff_reception", &fields, PAUL, Some("entry"), &organizers);
    add(day, &reception, "call_off_reception", &fields, PAUL, Some("entry"), &organizers);
    let fields = [("journey", karim.as_str())];
    add(day, &reception, "open_diagnosis", &fields, VICTOR, Some("journey"), &no_hat);
    let fields = [
        ("title", "Journée d’accueil"),
        ("place", "Tours"),
        ("starts_at", "2099-01-05T09:00"),
        ("slots", "4"),
        ("minutes", "30"),
    ];
    add("/accueils", "", "open_reception", &fields, PAUL, None, &organizers);
    let lucie = of(LUCIE).await.to_string();
    let prepared = [("journey", lucie.as_str()), ("answers[can_help]", "later")];
    let others = [(VICTOR, 403), (ADA, 403), (INES, 404)];
    let journey = Some("journey");
    add("/parcours/preparation", "", "prepare_answers", &prepared, LUCIE, journey, &others);
    let (visit, call) =
        (house.visit().await.id.to_string(), house.call(VICTOR).await.id.to_string());
    let fields = [("words", "Le soir"), ("area", "Tours")];
    add("/visite", "", "ask_visit", &fields, LUCIE, None, &no_member);
    let others = [(VICTOR, 403), (INES, 404)];
    let fields = [("visit", visit.as_str())];
    add("/visite", "", "withdraw_visit", &fields, ODILE, Some("visit"), &others);
    let others = [(LUCIE, 403), (ADA, 403), (DENIS, 404)];
    let answer = [("call", call.as_str())];
    for form in ["accept_visit", "decline_visit"] {
        add("/visites", "", form, &answer, VICTOR, Some("call"), &others);
    }
    add("/visites", "", "give_up_visit", &fields, VICTOR, Some("visit"), &no_hat);
    let sami = house.person(SAMI).await.id.to_string();
    let fields = [("visit", visit.as_str()), ("person", sami.as_str())];
    add("/visites", "", "give_visit", &fields, PAUL, Some("visit"), &organizers);
    let fields = [("journey", karim.as_str())];
    add("/visites", "", "open_diagnosis", &fields, VICTOR, Some("journey"), &no_hat);
    let own = "/parcours";
    add(own, "", "accept_invitation", &[], MONA, None, &no_member);
    let others = [(VICTOR, 403), (INES, 404)];
    let fields = [("mentoring", mentoring.as_str())];
    add(own, "", "accept_mentoring", &fields, FATOU, Some("mentoring"), &others);
    let others = [(VICTOR, 403), (NADIA, 404), (PAUL, 403)];
    let fields = [("project", project.as_str())];
    add(own, "", "sign_handover", &fields, BRUNO, Some("project"), &others);
    add("/projet/{project}", &project, "sign_handover", &fields, BRUNO, Some("project"), &others);
    let others = [(VICTOR, 403), (BRUNO, 404)];
    let fields = [("project", nadias.as_str()), ("used", "yes")];
    add(own, "", "say_in_use", &fields, NADIA, Some("project"), &others);
    add(own, "", "begin_testimony", &[], NADIA, None, &no_member);
    add(own, "", "state_need", &[("need", "Un besoin")], LUCIE, None, &no_member);
    add("/rejoindre", "", "state_need", &[("need", "Un besoin")], LUCIE, None, &no_member);
    let others = [(VICTOR, 404), (INES, 404), (ADA, 404)];
    let fields = [("orientation", orientation.as_str()), ("reason", "date")];
    for form in ["accept_orientation", "decline_orientation"] {
        let route = "/orientation/{orientation}";
        add(route, &orientation, form, &fields, AMINA, Some("orientation"), &others);
    }
    let others = [(VICTOR, 404), (AMINA, 404), (PAUL, 404)];
    let fields = [("orientation", orientation.as_str()), ("answer", "taken")];
    let route = "/orientation/{orientation}";
    add(route, &orientation, "receive_orientation", &fields, CAMILLE, Some("orientation"), &others);
    let fatou = of(FATOU).await.to_string();
    let fields = [("journey", fatou.as_str()), ("to", "wiki"), ("reason", "Pour lire")];
    let others = [(LUCIE, 403), (VICTOR, 403), (PAUL, 404), (ADA, 403)];
    let route = "/parcours/{journey}";
    add(route, &fatou, "orient_association", &fields, CAMILLE, Some("journey"), &others);
    let cine = house.association(GASPARD).await.to_string();
    let fields = [("entry", session.as_str()), ("association", cine.as_str())];
    let others = [(VICTOR, 403), (LUCIE, 403), (PAUL, 403)];
    add(entry, &session, "orient_from_date", &fields, VERA, Some("entry"), &others);
    let others = [(CAMILLE, 403), (BRUNO, 403), (VICTOR, 403)];
    let fields = [("project", project.as_str())];
    let route = "/projet/{project}";
    add(route, &project, "orient_to_learn", &fields, PAUL, Some("project"), &others);
    let fields: Vec<_> = told.into_iter().chain(fields).collect();
    let route = "/projet/{project}/prise-en-main";
    add(route, &project, "open_follow_up", &fields, PAUL, Some("project"), &others);
    let fields = [("journey", fatou.as_str()), ("reason", "Pour un outil")];
    let route = "/hackathon/passages";
    add(route, "", "propose_edition", &fields, PAUL, Some("journey"), &others);
    let partner = rows.partners().await.expect("it reads").remove(0).id.to_string();
    let others = [(LUCIE, 403), (VICTOR, 403), (ADA, 403)];
    let fields = [
        ("partner", partner.as_str()),
        ("name", "Un partenaire"),
        ("helps_with", "Beaucoup"),
        ("support", "generalist"),
        ("contact", "aide@partenaire.example"),
        ("lang", "fr"),
        ("keep", "no"),
    ];
    add("/partenaires", "", "save_partner", &fields, CAMILLE, None, &others);
    add("/partenaires", "", "keep_partner", &fields, CAMILLE, Some("partner"), &others);
    let ours = house.association(LUCIE).await.to_string();
    let private = [(VICTOR, 404), (INES, 404), (CAMILLE, 404)];
    let route = "/association/{association}/modifier";
    let fields = [("id", ours.as_str()), ("association", "Le Potager"), ("kind", "informal")];
    add(route, &ours, "save_record", &fields, LUCIE, Some("id"), &private);
    associations::forms(house, &mut add).await;
    let fields = [("title", "Un projet"), ("summary", "Ce qu’il fait")];
    add("/projet", "", "submit_project", &fields, ETIENNE, None, &no_member);
    let others = [(CAMILLE, 403), (BRUNO, 403), (VICTOR, 403)];
    let team = format!("team[{}]", fresh());
    for form in ["select_project", "orient_project", "form_team", "deliver_tool"] {
        let fields = [("project", project.as_str()), (team.as_str(), "on")];
        add("/projet/{project}", &project, form, &fields, PAUL, Some("project"), &others);
    }
    let others = [(VICTOR, 403), (BRUNO, 404)];
    let fields = [
        ("testimony", testimony.as_str()),
        ("revision", read.as_str()),
        ("title", "Titre"),
        ("before", "Texte"),
    ];
    let route = "/temoignage/{testimony}";
    add(route, &testimony, "write_testimony", &fields, NADIA, Some("testimony"), &others);
    let fields = [("testimony", testimony.as_str())];
    crate::pages::sought(house).await;
    add(route, &testimony, "end_story_link", &fields, NADIA, Some("testimony"), &others);
    add(route, &testimony, "withdraw_testimony", &fields, NADIA, Some("testimony"), &others);
    let home = rows.page_by_slug("accueil").await.expect("it reads").expect("the first page");
    let read = rows.last_revision(home.id).await.expect("it reads").expect("one").id.to_string();
    let home = home.id.to_string();
    let typed = [("title", "Une page"), ("source", "Un texte.")];
    add("/pages/nouvelle", "", "create_page", &typed, LUCIE, None, &[]);
    let typed = [("written", "markdown"), ("brought", "# Une page")];
    add("/pages/nouvelle", "", "bring_page", &typed, LUCIE, None, &[]);
    let typed = [("title", "Une page"), ("template", "modeles:compte_rendu")];
    add("/pages/nouvelle", "", "begin_page", &typed, LUCIE, None, &[]);
    let typed = [("title", "Une page"), ("source", "Un texte.")];
    let fields: Vec<_> =
        [("page", home.as_str()), ("revision", read.as_str())].into_iter().chain(typed).collect();
    let edit = "/wiki/{slug}/modifier";
    add(edit, "accueil", "save_page", &fields, LUCIE, Some("page"), &[]);
    let fields = [("page", home.as_str()), ("address", "autre_accueil")];
    add(edit, "accueil", "rename_page", &fields, LUCIE, Some("page"), &[]);
    let others = [(LUCIE, 403), (VICTOR, 403), (PAUL, 403)];
    let fields = [("page", home.as_str()), ("revision", read.as_str()), ("why", "Remplacée")];
    for form in ["approve_page", "give_page_back", "archive_page"] {
        add(edit, "accueil", form, &fields, CAMILLE, Some("page"), &others);
    }
    let asked = "/wiki/{slug}/questions";
    let about = rows.page_by_slug("ateliers_savoirs_communs").await;
    let about = about.expect("it reads").expect("a page that is asked about").id;
    let questions = rows.questions_on(about).await.expect("it reads");
    let [question, last] = [1, 2].map(|n| questions[n].id.to_string());
    let report = rows.reports_on(about).await.expect("it reads").remove(0).id.to_string();
    let about = about.to_string();
    let page = ("page", about.as_str());
    let path = "ateliers_savoirs_communs";
    add("/wiki/{slug}", path, "check_page", &[page], LUCIE, Some("page"), &[]);
    add("/pages/a-soigner", "", "check_page", &[page], LUCIE, Some("page"), &[]);
    let draft = rows.page_by_slug(DRAFT).await.expect("it reads").expect("a draft").id.to_string();
    let fields = [("page", draft.as_str())];
    // Who organizes the wiki may look, and take the link back.
    let others = [(INES, 404), (VICTOR, 404), (CAMILLE, 403)];
    for form in ["publish_page", "share_page", "discard_page"] {
        add("/wiki/{slug}", DRAFT, form, &fields, LUCIE, Some("page"), &others);
    }
    let others = &others[..2];
    add("/wiki/{slug}", DRAFT, "unshare_page", &fields, LUCIE, Some("page"), others);
    let fields = [page, ("words", "Et le samedi ?")];
    add(asked, path, "ask_page", &fields, LUCIE, Some("page"), &[]);
    let fields = [("question", question.as_str()), ("words", "Oui, en mai.")];
    add(asked, path, "answer_question", &fields, LUCIE, Some("question"), &[]);
    let fields = [("question", last.as_str())];
    let others = [(LUCIE, 403), (VICTOR, 403), (PAUL, 403)];
    add(asked, path, "take_question_away", &fields, FATOU, Some("question"), &others);
    let aside = [("question", question.as_str())];
    let organizers = [(LUCIE, 403), (VICTOR, 403), (PAUL, 403)];
    let (wished, object) = ("/ateliers/demande", Some("question"));
    add(wished, "", "set_question_aside", &aside, CAMILLE, object, &organizers);
    let story = rows.shown_stories(1).await.expect("it reads").remove(0);
    let id = story.testimony.id.to_string();
    let down = [("testimony", id.as_str()), ("why", "Un nom de trop")];
    let (report_of, slug) = ("/wiki/{slug}/signaler", story.page.slug);
    let object = Some("testimony");
    add(report_of, &slug, "take_story_down", &down, CAMILLE, object, &organizers);
    let fields = [("report", report.as_str())];
    add("/pages/a-soigner", "", "close_report", &fields, CAMILLE, Some("report"), &others);
    let fields = [("page", home.as_str()), ("number", "1")];
    let version = "/wiki/{slug}/version/{number}";
    add(version, "accueil/version/1", "restore_page", &fields, LUCIE, Some("page"), &[]);
    add(version, "accueil/version/1", "forget_text", &fields, CAMILLE, Some("page"), &others);
    let organizers = [(LUCIE, 403), (VICTOR, 403), (PAUL, 403)];
    let charter = [
        ("title", "Outils"),
        ("purpose", "Se prêter des outils"),
        ("namespace", "outils"),
        ("reads", "everybody"),
        ("writes", "accounts"),
    ];
    add("/espaces/nouveau", "", "make_space", &charter, CAMILLE, None, &organizers);
    let fields = [("kind", "atelier"), ("of", workshop.as_str()), ("title", "Entre nous")];
    let (opening, around) = ("/espaces/ouvrir/{kind}/{of}", format!("atelier/{workshop}"));
    add(opening, &around, "open_space", &fields, CAMILLE, Some("of"), &organizers);
    let hidden = [(LUCIE, 404), (CAMILLE, 404), (ADA, 404)];
    let of = ("space", CIRCLE);
    let fields: Vec<_> = charter.into_iter().chain([of]).collect();
    let change = "/espaces/{space}/modifier";
    add(change, CIRCLE, "change_space", &fields, GASPARD, Some("space"), &hidden);
    let people = "/espaces/{space}/personnes";
    let asked = [of, ("email", "ines@example.org")];
    add(people, CIRCLE, "invite_to_space", &asked, GASPARD, Some("space"), &hidden);
    let asked = [of, ("address", "ines@example.org")];
    add(people, CIRCLE, "uninvite_from_space", &asked, GASPARD, Some("space"), &hidden);
    let joined = [of, ("association", ours_of_fatou.as_str())];
    add(people, CIRCLE, "part_from_space", &joined, GASPARD, Some("space"), &hidden);
    let plan = format!("{CIRCLE}:plan.png");
    let media = rows.media_by_name(&plan).await.expect("it reads").expect("the plan").id;
    let versions = rows.versions_of(media, 9).await.expect("it reads");
    let (media, first) = (media.to_string(), versions.last().expect("two").id.to_string());
    let files = "/espaces/{space}/fichiers";
    add(files, CIRCLE, "send_file", &[of], GASPARD, Some("space"), &hidden);
    let (file, fields) = ("/fichiers/{file}/versions", [("media", media.as_str())]);
    for form in ["change_file", "delete_file"] {
        add(file, &plan, form, &fields, GASPARD, Some("media"), &hidden);
    }
    let fields = [("media", media.as_str()), ("version", first.as_str())];
    for form in ["restore_file", "forget_version"] {
        add(file, &plan, form, &fields, GASPARD, Some("media"), &hidden);
    }
    let answer = [of, ("answer", "join")];
    let hidden = [(LUCIE, 404), (CAMILLE, 404), (GASPARD, 404)];
    add("/espaces/{space}", CIRCLE, "join_space", &answer, INES, Some("space"), &hidden);
    let fields = [("journey", karim.as_str())];
    add("/diagnostics", "", "open_diagnosis", &fields, VICTOR, Some("journey"), &no_hat);
    let others = [(BEATRICE, 403), (LUCIE, 403), (PAUL, 403)];
    for form in ["save_answers", "give_back"] {
        let fields = [("diagnosis", diagnosis.as_str()), ("answers[can_help]", "later")];
        let route = "/diagnostic/{diagnosis}";
        add(route, &diagnosis, form, &fields, VICTOR, Some("diagnosis"), &others);
    }
    let (lived, said, to_do) = advice(house).await;
    let others = [(LUCIE, 404), (PAUL, 403), (ADA, 404)];
    let route = "/diagnostic/{diagnosis}/resultat";
    let object = Some("diagnosis");
    let fields = [("diagnosis", lived.as_str()), ("advice", to_do.as_str()), ("reason", "no_time")];
    for form in ["finish_advice", "refuse_advice"] {
        add(route, &lived, form, &fields, FATOU, object, &others);
    }
    let fields = [("diagnosis", lived.as_str()), ("advice", said.as_str())];
    add(route, &lived, "take_back_advice", &fields, FATOU, object, &others);
    let today = texts::dates::input_date(house.now());
    let fields = [("diagnosis", lived.as_str()), ("met_at", today.as_str()), ("words", "Bien")];
    add(route, &lived, "note_review", &fields, MONA, object, &others);
    let fields = [("journey", karim.as_str())];
    add("/mentorat", "", "propose_mentoring", &fields, MONA, Some("journey"), &no_hat);
    let fields = [("mentoring", mentoring.as_str()), ("met_at", "2026-11-20"), ("note", "Vus")];
    let others = [(LUCIE, 403), (VICTOR, 403), (NADIA, 404)];
    add("/mentorat", "", "note_meeting", &fields, MONA, Some("mentoring"), &others);
    let own = "/compte/donnees";
    add(own, "", "export_own", &[("format", "json")], LUCIE, None, &[]);
    let own = "/compte/supprimer";
    let fields = [("password", server::demo::PASSWORD)];
    add(own, "", "erase_account", &fields, LUCIE, None, &[]);
    add(own, "", "ask_erasure", &[], LUCIE, None, &[]);
    let fields = [("journey", karim.as_str()), ("format", "json")];
    let others = [(LUCIE, 404), (VICTOR, 404), (MONA, 404), (ADA, 404)];
    let route = "/parcours/{journey}/donnees";
    add(route, &karim, "export_journey", &fields, CAMILLE, Some("journey"), &others);
    let fields = [("hat", "mentor")];
    add("/roles", "", "wear_hat", &fields, MONA, None, &[(LUCIE, 403), (VICTOR, 403)]);
    let account = "/compte";
    let fields = [("name", "Lucie Moreau"), ("lang", "fr")];
    add(account, "", "change_details", &fields, LUCIE, None, &[]);
    let fields = [("email", "autre@example.org"), ("password", server::demo::PASSWORD)];
    add(account, "", "ask_address", &fields, LUCIE, None, &[]);
    let fields =
        [("password", server::demo::PASSWORD), ("new_password", "quatre mots bien choisis")];
    add(account, "", "change_password", &fields, LUCIE, None, &[]);
    let others = [(VICTOR, 404), (INES, 404)];
    add(account, "", "end_session", &[("session", &open)], LUCIE, Some("session"), &others);
    add(account, "", "sign_out_everywhere", &[], LUCIE, None, &[]);
    let others = [(LUCIE, 403), (CAMILLE, 403), (VICTOR, 403)];
    let fields = [("email", LUCIE), ("hat", "volunteer")];
    add("/administration", "", "give_hat", &fields, ADA, None, &others);
    let dead = dead_letter(house).await;
    let fields = [("mail", dead.as_str())];
    add("/administration/courrier", "", "retry_mail", &fields, ADA, Some("mail"), &others);
    add("/compte/courrier", "", "choose_mail", &[], LUCIE, None, &[]);
    for form in ["renew_feed", "close_feed"] {
        add("/compte/calendriers", "", form, &[], LUCIE, None, &[]);
    }
    let noe = house.person(server::demo::NOE).await.id.to_string();
    let answer = [("person", noe.as_str()), ("instead", "meeting")];
    let answerers = [(LUCIE, 403), (VICTOR, 403)];
    for form in ["answer_help", "accept_help"] {
        add("/aider/demandes", "", form, &answer, CAMILLE, Some("person"), &answerers);
    }
    add("/aider", "", "offer_help", &[("hours", "2"), ("agree", "yes")], LUCIE, None, &[]);
    add("/aider", "", "stop_help", &[], VICTOR, None, &[(LUCIE, 404)]);
    add("/aider", "", "pause_help", &[("until", "2027-02-01")], VICTOR, None, &[(LUCIE, 403)]);
    questionnaire(&mut add);
    let victor = house.person(VICTOR).await.id.to_string();
    let fields = [("person", victor.as_str()), ("hat", "volunteer")];
    add("/administration", "", "take_hat", &fields, ADA, Some("person"), &others);
    let route = "/administration/porteurs";
    let carrier = domain::accounts::COOPAXIS.to_string();
    let fields = [("carrier", carrier.as_str()), ("name", "CoopAxis")];
    add(route, "", "name_carrier", &fields, ADA, None, &others);
    let fields = [("carrier", carrier.as_str()), ("action", "wiki"), ("runs", "yes")];
    add(route, "", "say_carrying", &fields, ADA, Some("carrier"), &others);
    add("/administration", "", "move_time", &[("days", "7")], ADA, None, &others);
    all
}

/// Adds a form: route, id, name, fields, who, the field that names its object, what others hear.
type Add<'a> = dyn FnMut(
        &'static str,
        &str,
        &'static str,
        &[(&str, &str)],
        &'static str,
        Option<&'static str>,
        &[(&'static str, u16)],
    ) + 'a;

/// The forms of the questionnaire and of the draft that Camille began; what ends the draft comes last.
fn questionnaire(add: &mut Add<'_>) {
    let others = [(LUCIE, 403), (VICTOR, 403), (ADA, 403)];
    let q = store::questionnaire();
    let (theme, question) = (q.themes[0].key.as_str(), &q.questions[0]);
    let (choice, advice) = (question.choices[0].key.as_str(), q.recommendations[0].key.as_str());
    let question = question.key.as_str();
    let version = store::questionnaire_id(q).expect("it has one").to_string();
    add("/questionnaire", "", "open_draft", &[], CAMILLE, None, &others);
    let fields = [("version", version.as_str())];
    add("/questionnaire", "", "export_questionnaire", &fields, CAMILLE, Some("version"), &others);
    let route = "/questionnaire/brouillon/texte";
    let fields = [("version", "draft")];
    add(route, "", "export_questionnaire", &fields, CAMILLE, Some("version"), &others);
    // A short file: it is sent again and again.
    let mut short = Questionnaire::clone(q);
    short.questions.truncate(2);
    short.recommendations.clear();
    short.rules.clear();
    let file = store::write_questionnaire(&short);
    let fields = [("seen", "1"), ("text", file.as_str())];
    add(route, "", "save_text", &fields, CAMILLE, None, &others);
    let texts = [("text_fr", "Un texte"), ("text_en", "A text")];
    let mut part = |route, id: &str, place: &str, form, object, more: &[(&str, &str)]| {
        let at = Place::from_code(place).expect("a place");
        let mark = |mark: Option<u64>| mark.expect("it is there").to_string();
        let (seen, held) = (mark(q.mark(&at)), mark(q.mark_held(&at)));
        let seen = [("seen", seen.as_str())];
        let fields: Vec<_> = texts.iter().chain(&seen).chain(more).copied().collect();
        add(route, id, form, &fields, CAMILLE, Some(object), &others);
        let fields = [("seen", held.as_str()), ("part", place), ("how", "down")];
        add(route, id, "arrange_draft", &fields, CAMILLE, Some("part"), &others);
    };
    let (route, place) = ("/questionnaire/brouillon/theme/{theme}", format!("theme:{theme}"));
    let titles = [
        ("theme", theme),
        ("title_fr", "T"),
        ("title_en", "T"),
        ("short_fr", "T"),
        ("short_en", "T"),
    ];
    part(route, theme, &place, "save_theme", "theme", &titles);
    let route = "/questionnaire/brouillon/question/{question}";
    let place = format!("question:{question}");
    let fields = [("weight", "1"), ("question", question), ("theme", theme)];
    part(route, question, &place, "save_question", "question", &fields);
    let route = "/questionnaire/brouillon/question/{question}/{choice}";
    let (id, place) = (format!("{question}/{choice}"), format!("choice:{question}:{choice}"));
    let fields = [("question", question), ("choice", choice)];
    part(route, &id, &place, "save_choice", "choice", &fields);
    let route = "/questionnaire/brouillon/conseil/{recommendation}";
    let place = format!("recommendation:{advice}");
    let fields = [("recommendation", advice), ("theme", theme)];
    part(route, advice, &place, "save_recommendation", "recommendation", &fields);
    let route = "/questionnaire/brouillon/conseil/{recommendation}/{rung}";
    let (id, place) = (format!("{advice}/1"), format!("rung:{advice}:0"));
    let fields = [("recommendation", advice), ("rung", "1")];
    part(route, &id, &place, "save_rung", "recommendation", &fields);
    let route = "/questionnaire/brouillon/regle/{rule}";
    let fields = [("rule", "1"), ("verdict", "later"), ("summary_fr", "T"), ("summary_en", "T")];
    part(route, "1", "rule:0", "save_rule", "rule", &fields);
    let fields = [("seen", "1"), ("sure", "yes")];
    add("/questionnaire/brouillon/essayer", "", "publish_draft", &fields, CAMILLE, None, &others);
    add("/questionnaire", "", "discard_draft", &fields, CAMILLE, None, &others);
}

/// Fatou's diagnosis, an advice of it of which something was said, and one that is still to be done.
async fn advice(house: &House) -> (String, String, String) {
    let rows = house.rows();
    let all = rows.diagnoses(house.journey(FATOU).await.head.id).await.expect("it reads");
    let (diagnosis, voices) = all.into_iter().next().expect("hers");
    let said = rows.advice_said(diagnosis.id).await.expect("it reads");
    let answers = voices.together();
    let reading = diagnosis.questionnaire.read(&answers);
    let actions = reading.next_actions(&said);
    let code = |said: bool| {
        let action = actions.iter().find(|action| action.said.is_some() == said).expect("one");
        app::diagnosis::result::load::advice_code(action)
    };
    (diagnosis.id.to_string(), code(true), code(false))
}

/// Signs somebody in on a device that nobody holds; the session's id.
async fn open_session(house: &House, email: &str) -> String {
    let (id, since) = (LoginSessionId(Uuid::now_v7()), house.now());
    let session = LoginSession {
        id,
        token_hash: id.to_string(),
        person: house.person(email).await.id,
        device: Device::default(),
        wearing: None,
        since,
        until: since + SIGNED_IN_FOR,
    };
    house.remember(Change::LoginSession(session)).await;
    id.to_string()
}

/// A letter that was given up.
async fn dead_letter(house: &House) -> String {
    let mail = crate::mail::letter(house, "nobody@example.org");
    let (mail_id, stage) = (mail.id, Stage::Dead { at: house.now() });
    house.remember(Change::Mail(mail)).await;
    let (due_at, error) = (house.now(), Some("smtp 550".to_owned()));
    let dead = Delivery { mail: mail_id, tries: 1, due_at, stage, error };
    house.remember(Change::Delivery(dead)).await;
    mail_id.to_string()
}
