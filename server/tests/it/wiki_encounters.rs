//! Encounters: opened by who organizes the wiki, told by who said yes, and what was noted given back to them alone.

use crate::house::{Client, House};
use chrono::Duration;
use domain::ids::EntryId;
use domain::text::{Fault, Lang};
use domain::wiki::TestimonyState;
use domain::wiki::encounter::{Talk, TalkState};
use domain::workshops::EntryKind;
use server::demo::{BRUNO, CAMILLE, FATOU, LUCIE, MONA, NADIA, ODILE, VICTOR};

const FR: Lang = Lang::Fr;

/// Camille opens one, in twenty days; its page.
async fn opened(house: &House, camille: &Client) -> (EntryId, String) {
    let page = camille.get("/agenda").await.expect(200);
    assert!(page.links().contains(&"/rencontres/nouvelle".to_owned()), "the agenda leads there");
    let page = camille.get("/rencontres/nouvelle").await.expect(200);
    let form = page.form("open_encounter");
    let day = (house.now() + Duration::days(20)).format("%Y-%m-%d").to_string();
    let typed = [
        ("title", "Une journée <b>à nous</b>"),
        ("day", day.as_str()),
        ("from", "09:00"),
        ("to", "17:00"),
        ("place", "Tours"),
        ("seats", "40"),
        ("words", "Venez <i>écouter</i>."),
    ];
    // What is missing is told, and what was typed stays.
    let back = camille.fill(&page, &form, &[("words", "Venez."), ("day", "")]).await.expect(422);
    let again = back.form("open_encounter");
    assert_eq!(again.value("words"), Some("Venez."));
    let next = camille.fill(&back, &again, &typed).await.next();
    let path = next.split('?').next().expect("a path").to_owned();
    let entry = path.trim_start_matches("/agenda/").parse().expect("an id");
    (entry, path)
}

async fn talks(house: &House, entry: EntryId) -> Vec<Talk> {
    house.rows().talks(entry).await.expect("it reads")
}

/// What the letters that wait for somebody say.
async fn said_to(house: &House, who: &str) -> Vec<String> {
    let letters = house.letters_to(who).await.into_iter();
    letters.map(|letter| letter.paragraphs.concat()).collect()
}

async fn told(house: House) {
    let (camille, nadia) = (house.signed_in(CAMILLE).await, house.signed_in(NADIA).await);
    let (entry, path) = opened(&house, &camille).await;
    let visitor = house.visitor();
    let page = visitor.get(&path).await.expect(200).must_say("Venez <i>écouter</i>.");
    assert!(page.must_say(texts::encounter::nobody(FR)).body.find("<i>écouter").is_none());
    visitor.get("/agenda?genre=encounter").await.expect(200).must_say("Une journée <b>à nous</b>");
    let calendar = visitor.get("/agenda.ics").await.expect(200);
    assert!(calendar.body.contains("Une journée"), "it stands in calendars");
    assert!(calendar.body.contains("Venez <i>écouter</i>."), "with what is said of it");

    // Who tells is asked, once, by a letter.
    let ours = house.association(NADIA).await.to_string();
    let id = entry.to_string();
    let asks = [
        ("entry", id.as_str()),
        ("association", ours.as_str()),
        ("title", "Nos <u>samedis</u>"),
        ("minutes", "25"),
    ];
    camille.post(&path, "ask_talk", &asks).await.leads_to(&format!("{path}?dit=talk_asked"));
    let twice = camille.post(&path, "ask_talk", &asks).await.expect(409);
    let twice = twice.must_say(texts::broken::asked_to_tell(FR));
    assert_eq!(twice.form("ask_talk").value("title"), Some("Nos <u>samedis</u>"), "it is kept");
    let lucies = house.association(LUCIE).await.to_string();
    let more = [asks[0], ("association", lucies.as_str()), ("title", "L’arrosage"), asks[3]];
    camille.post(&path, "ask_talk", &more).await.expect(303);
    let letters = house.letters_to(NADIA).await;
    let letter = letters.iter().find(|letter| letter.subject.contains("Une journée"));
    let (_, to) = letter.and_then(|letter| letter.button.clone()).expect("a way to answer");
    assert!(to.ends_with(&path), "{to}");

    // Nobody is announced before a yes; the words that are announced are theirs.
    visitor.get(&path).await.expect(200).must_not_say("samedis").must_not_say("Les Repas");
    let page = nadia.get(&path).await.expect(200).must_say(texts::encounter::asked(FR));
    let form = page.form("answer_talk");
    let empty = [("answer", "yes"), ("title", ""), ("words", "Plutôt le matin.")];
    let back = nadia.fill(&page, &form, &empty).await.expect(422);
    assert_eq!(back.fault("title"), Some(texts::fault(FR, Fault::Missing)));
    assert_eq!(back.form("answer_talk").value("words"), Some("Plutôt le matin."));
    let yes = [("answer", "yes"), ("title", "Nos samedis, à <u>nous</u>")];
    let form = back.form("answer_talk");
    nadia.fill(&back, &form, &yes).await.leads_to(&format!("{path}?dit=talk_accepted"));
    let page = visitor.get(&path).await.expect(200).must_say("Nos samedis, à <u>nous</u>");
    let page = page.must_say("Les Repas du Quartier").must_say("25 min");
    assert!(!page.body.contains("<u>nous"));
    page.must_not_say("Plutôt le matin.").must_not_say("Nadia").must_not_say("L’arrosage");
    camille.get(&path).await.expect(200).must_say("Plutôt le matin.");

    // Another's is another's; what was agreed to is not taken back.
    let all = talks(&house, entry).await;
    let [own, other] = [0, 1].map(|n: usize| all[n].id.to_string());
    let answer = [("talk", other.as_str()), ("answer", "yes"), ("title", "Le nôtre")];
    nadia.post(&path, "answer_talk", &answer).await.expect(404);
    let neither = [("talk", own.as_str()), ("answer", "peut-être"), ("title", "Le nôtre")];
    nadia.post(&path, "answer_talk", &neither).await.expect(422);
    let away = [("talk", own.as_str()), ("how", "away"), ("minutes", "25")];
    let stays = camille.post(&path, "arrange_talk", &away).await.expect(409);
    stays.must_say(texts::broken::said_yes(FR));
    let earlier = [("talk", other.as_str()), ("how", "earlier"), ("minutes", "40")];
    camille.post(&path, "arrange_talk", &earlier).await.expect(303);
    let all = talks(&house, entry).await;
    assert_eq!((all[0].id.to_string(), all[0].minutes), (other, 40));
    assert_eq!(all[1].state, TalkState::Accepted);

    // People register as at any date.
    let fatou = house.signed_in(FATOU).await;
    fatou.fill_in(&path, "register", &[]).await.expect(303);

    // What is noted that day is given to who told it; nobody else reads it.
    let notes = [("talk", own.as_str()), ("notes", "  * **ses samedis**\n  * ses cageots")];
    let early = camille.post(&path, "give_notes", &notes).await.expect(409);
    early.must_say(texts::broken::too_early(FR));
    let at = house.rows().entry(entry).await.expect("it reads").expect("it is");
    house.wait_until(at.starts_at);
    // Too late to say otherwise: what was typed is kept.
    let nadia = house.signed_in(NADIA).await;
    let mind = [
        ("talk", own.as_str()),
        ("key", own.as_str()),
        ("answer", "no"),
        ("words", "Trop de monde malade."),
    ];
    let late = nadia.post(&path, "answer_talk", &mind).await.expect(409);
    assert_eq!(late.form("answer_talk").value("words"), Some("Trop de monde malade."));
    let camille = house.signed_in(CAMILLE).await;
    let page = camille.get(&path).await.expect(200);
    assert!(!page.has_form("ask_talk"));
    let form = page.form("give_notes");
    camille.fill(&page, &form, &[("notes", "")]).await.expect(422);
    let journey = house.journey(NADIA).await.head.id;
    let before = house.rows().testimonies_of(journey).await.expect("it reads").len();
    camille.post(&path, "give_notes", &notes).await.leads_to(&format!("{path}?dit=notes_given"));
    let later = [("talk", own.as_str()), ("notes", "Et le rappel de la veille.")];
    camille.post(&path, "give_notes", &later).await.expect(303);
    let stories = house.rows().testimonies_of(journey).await.expect("it reads");
    assert_eq!(stories.len(), before + 1, "both are in one draft");
    let draft = stories.last().expect("the draft");
    assert_eq!(draft.state, TestimonyState::Sketched);
    let writing = format!("/temoignage/{}", draft.id);
    let page = nadia.get(&writing).await.expect(200).must_say("Et le rappel de la veille.");
    let form = page.form("write_testimony");
    let done = form.value("done").expect("what they did");
    assert!(done.contains("\n\n  * **ses samedis**\n  * ses cageots"), "{done}");
    camille.get(&writing).await.expect(404);
    assert!(!camille.get(&path).await.expect(200).body.contains("cageots"));
    assert!(nadia.get(&path).await.expect(200).links().contains(&writing));
    let letters = house.letters_to(NADIA).await;
    let given = letters.iter().filter_map(|letter| letter.button.as_ref());
    assert!(given.filter(|(_, to)| to.ends_with(&writing)).count() == 1, "one letter");
    let slug = house.rows().page(draft.page).await.expect("it reads").expect("it is").slug;
    visitor.get(&format!("/wiki/{slug}")).await.expect(404);
    // Hers to publish.
    let next = nadia.fill_in(&writing, "write_testimony", &[("publish", "yes")]).await.next();
    visitor.get(&next).await.expect(200).must_say("ses cageots");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_an_encounter_is_told_by_who_said_yes() {
    told(House::demo().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_an_encounter_is_told_on_postgres_too() {
    let Some(house) = House::demo_on_postgres().await else { return };
    told(house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_an_encounter_is_prepared_by_who_organizes_the_wiki() {
    let house = House::demo().await;
    let victor = house.signed_in(VICTOR).await;
    victor.get("/rencontres/nouvelle").await.expect(403);
    house.visitor().get("/rencontres/nouvelle").await.expect(401);
    let encounter = house.date(|e| e.kind == EntryKind::Encounter).await.id;
    let path = format!("/agenda/{encounter}");
    let page = victor.get(&path).await.expect(200);
    assert!(!page.has_form("ask_talk") && !page.has_form("arrange_talk"));
    // Who has not answered is not named; who is asked sees what, and may say no, with a word.
    let page = house.visitor().get(&path).await.expect(200);
    page.must_say("Les Ateliers du Fil").must_not_say("La Ressourcerie");
    let bruno = house.signed_in(BRUNO).await;
    let page = bruno.get(&path).await.expect(200);
    let no = [("answer", "no"), ("title", ""), ("words", "Nous déménageons. Au printemps ?")];
    let form = page.form("answer_talk");
    bruno.fill(&page, &form, &no).await.leads_to(&format!("{path}?dit=talk_declined"));
    house.visitor().get(&path).await.expect(200).must_not_say("La Ressourcerie");
    let page = bruno.get(&path).await.expect(200);
    let form = page.form("answer_talk");
    assert_eq!(form.value("words"), Some("Nous déménageons. Au printemps ?"), "it is kept");
    assert_eq!(form.value("title"), Some("Des dépôts annoncés"));
    let camille = house.signed_in(CAMILLE).await;
    let page = camille.get(&path).await.expect(200);
    let page = page.must_say(texts::talk_state::declined(FR)).must_say("La Ressourcerie");
    let page = page.must_say("Nous déménageons.");
    // It is taken out of the programme; it may be asked again.
    let bruno = talks(&house, encounter).await.remove(0).id.to_string();
    let form = page.form_on("arrange_talk", "talk", &bruno);
    camille.fill(&page, &form, &[("how", "away")]).await.expect(303);
    assert_eq!(talks(&house, encounter).await.len(), 1);
    let page = camille.get(&path).await.expect(200);
    let ressourcerie = house.association(BRUNO).await.to_string();
    let form = page.form("ask_talk");
    for (field, value, fault) in [
        ("association", "", Fault::Missing),
        ("association", "x", Fault::Choice),
        ("title", " ", Fault::Missing),
        ("minutes", "0", Fault::Number),
        ("minutes", "", Fault::Missing),
    ] {
        let mut typed = vec![
            ("association", ressourcerie.as_str()),
            ("title", "Des dépôts"),
            ("minutes", "30"),
        ];
        typed.retain(|(name, _)| *name != field);
        typed.push((field, value));
        let back = camille.fill(&page, &form, &typed).await.expect(422);
        assert_eq!(back.fault(field), Some(texts::fault(FR, fault)), "{field} = {value}");
    }
    let typed = [("association", ressourcerie.as_str()), ("title", "Des dépôts")];
    camille.fill(&page, &form, &typed).await.expect(303);
    // A meeting has no programme, and nobody unknown is asked.
    let meeting = house.meeting().await.id.to_string();
    let [who, what] = typed;
    let asks = [("entry", meeting.as_str()), who, what, ("minutes", "30")];
    camille.post(&format!("/agenda/{meeting}"), "ask_talk", &asks).await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_who_tells_at_an_encounter_is_told_where_it_moves_and_where_it_is_called_off() {
    let house = House::demo().await;
    let at = house.date(|e| e.kind == EntryKind::Encounter).await;
    let (path, camille) = (format!("/agenda/{}", at.id), house.signed_in(CAMILLE).await);
    let change = format!("{path}/modifier");
    camille.fill_in(&change, "edit_session", &[("place", "La Passerelle")]).await.expect(303);
    let moved = |said: &String| said.contains("change d’heure ou de lieu");
    for who in [MONA, BRUNO] {
        assert_eq!(
            said_to(&house, who).await.iter().filter(|said| moved(said)).count(),
            1,
            "{who}"
        );
    }
    let bruno = house.signed_in(BRUNO).await;
    let page = bruno.get(&path).await.expect(200);
    let form = page.form("answer_talk");
    bruno.fill(&page, &form, &[("answer", "no")]).await.expect(303);
    camille.fill_in(&change, "call_off_session", &[]).await.expect(303);
    let off = |said: &String| said.contains("n’aura pas lieu");
    assert!(said_to(&house, MONA).await.iter().any(off));
    assert!(!said_to(&house, BRUNO).await.iter().any(off), "who said no does not come");
    // Nothing is asked, answered or noted there any more.
    let page = house.signed_in(MONA).await.get(&path).await.expect(200);
    assert!(!page.has_form("answer_talk"));
    assert!(!camille.get(&path).await.expect(200).has_form("ask_talk"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_the_last_encounter_of_the_cast_has_told() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let story = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    let story = story.expect("it reads").remove(0);
    // The last one stands first among the past ones, with what waits, for who runs it.
    let page = camille.get("/rencontres").await.expect(200);
    let page = page.must_say(&texts::encounter::without_notes(FR, 1));
    let past = house.past_encounter().await.id;
    assert!(page.links().contains(&format!("/agenda/{past}")));
    // Of one that is past, and of which no programme was made, none is being made.
    let links = page.links();
    let first = links.iter().rfind(|link| link.starts_with("/agenda/")).expect("older ones");
    let page = camille.get(first).await.expect(200).must_say(texts::agenda::past(FR));
    page.must_not_say(texts::encounter::nobody(FR)).must_not_say(texts::agenda::seats(FR));
    let page = house.visitor().get("/rencontres").await.expect(200);
    let page = page.must_say("Nos samedis, sans tableau · Les Repas du Quartier");
    page.must_not_say(&texts::encounter::without_notes(FR, 1)).must_not_say("La Ressourcerie");
    let all = talks(&house, past).await;
    assert_eq!(all.iter().map(|talk| talk.testimony).collect::<Vec<_>>(), [Some(story.id), None]);
    let page = camille.get(&format!("/agenda/{past}")).await.expect(200);
    let page = page.must_say("De la boîte en carton au vote en ligne");
    page.must_say(&texts::encounter::notes_of(FR, "Médiathèque de Saint-Genouph"));
    let odile = house.signed_in(ODILE).await;
    let page = odile.get(&format!("/agenda/{past}")).await.expect(200);
    assert!(!page.has_form("answer_talk") && !page.has_form("give_notes"));
    house.close().await;
}
