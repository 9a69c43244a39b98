//! Who is in the cast, and what happened to each association: the longest journey first, because others meet it.

use super::agenda::Editions;
use super::answers::{LEARNING, OTHER_HELP, SMALL_DEVELOPMENT};
use super::stage::{Joining, Stage, text};
use super::*;
use domain::accounts::{Action, AssociationKind, COOPAXIS, Hat, Joined, PALO_ALTOURS};
use domain::associations::Size;
use domain::diagnosis::{Said, Verdict, WhyNot};
use domain::hackathon::Skill;
use domain::ids::{OfferId, PersonId, TestimonyId};
use domain::orientation::{DeclineReason, Place, Support};
use domain::text::Words;
use domain::volunteering::Promise;
use domain::wiki::fact::FactKind;

/// The people who are not there for an association.
pub struct Team {
    pub camille: PersonId,
    pub paul: PersonId,
    pub victor: PersonId,
    pub vera: PersonId,
    pub denis: PersonId,
    pub diane: PersonId,
    pub sami: PersonId,
}

/// Opens the team's accounts.
pub async fn team(stage: &Stage) -> anyhow::Result<Team> {
    let of_coopaxis =
        vec![Hat::Organizer(Action::Workshops, COOPAXIS), Hat::Organizer(Action::Wiki, COOPAXIS)];
    stage.person(ADA, "Ada Morel", vec![Hat::Administrator]).await?;
    let team = Team {
        camille: stage.person(CAMILLE, "Camille Aubert", of_coopaxis).await?,
        paul: stage
            .person(PAUL, "Paul Renard", vec![Hat::Organizer(Action::Hackathon, PALO_ALTOURS)])
            .await?,
        victor: stage.person(VICTOR, "Victor Lemaire", Vec::new()).await?,
        vera: stage.person(VERA, "Vera Novak", Vec::new()).await?,
        denis: stage.person(DENIS, "Denis Caron", Vec::new()).await?,
        diane: stage.person(DIANE, "Diane Petit", Vec::new()).await?,
        sami: stage.person(SAMI, "Sami Haddad", Vec::new()).await?,
    };
    // They asked to help, and were welcomed: each did it through the door.
    for (who, skills, hours) in [
        (team.victor, vec![Skill::Specialist], 6),
        (team.vera, vec![Skill::Specialist], 8),
        (team.denis, vec![Skill::Developer], 4),
        (team.diane, vec![Skill::Designer], 4),
        (team.sami, vec![Skill::Specialist, Skill::Developer], 3),
    ] {
        let areas = Some("Tours".to_owned());
        stage.on(-699, who).asks_to_help(Promise { skills, areas, hours }).await?;
        stage.on(-698, team.camille).accepts_help_of(who).await?;
    }
    Ok(team)
}

/// Plays every journey.
pub async fn tell(stage: &Stage, team: &Team, editions: &Editions) -> anyhow::Result<()> {
    let (testimony, library) = hackathon_of_last_year(stage, team, editions).await?;
    helpers(stage, team).await?;
    grown(stage, team).await?;
    oriented(stage, team).await?;
    handed_over(stage, team).await?;
    newcomers(stage, team, testimony).await?;
    // Last, for whom it is proposed to depends on who has led which diagnosis.
    let words =
        "Après 18 heures, à la médiathèque ou à Tours. Je suis seule à l’accueil en journée.";
    stage.on(-2, library.person).asks_visit(words, "Saint-Genouph, ou Tours").await?;
    let noe = stage.person(NOE, "Noé Perrin", Vec::new()).await?;
    let areas = Some("Tours Nord, Saint-Cyr".to_owned());
    let promise = Promise { skills: vec![Skill::Specialist], areas, hours: 4 };
    stage.on(-3, noe).asks_to_help(promise).await?;
    stage.on(-2, team.camille).begins_draft().await?;
    for (who, skill) in [
        (team.denis, Skill::Developer),
        (team.diane, Skill::Designer),
        (team.sami, Skill::Specialist),
    ] {
        stage.on(-12, who).offers_weekend(editions.open, skill).await?;
    }
    Ok(())
}

/// Takes a seat at the meeting of that day, and comes.
async fn meets(
    stage: &Stage,
    team: &Team,
    who: Joined,
    booked: i64,
    day: i64,
) -> anyhow::Result<()> {
    let meeting = stage.meeting(day)?;
    stage.on(booked, who.person).book(meeting).await?;
    stage.came(meeting, who, team.paul).await
}

/// Takes a seat at the first session on a theme from that day on, a week before, and comes.
async fn learns(
    stage: &Stage,
    team: &Team,
    who: Joined,
    theme: &str,
    day: i64,
) -> anyhow::Result<()> {
    let session = stage.session(theme, day)?;
    stage.on(day - 7, who.person).book(session).await?;
    stage.came(session, who, team.camille).await
}

/// Is told to learn, accepts the seat held at the first session about working together, and comes.
async fn sent_to_learn(
    stage: &Stage,
    team: &Team,
    who: Joined,
    day: i64,
    accepted: i64,
) -> anyhow::Result<()> {
    stage.on(day, team.victor).diagnose(who, LEARNING, Verdict::Learning).await?;
    stage.on(accepted, who.person).accept().await?;
    stage.came(stage.session("collaboration", day + 1)?, who, team.camille).await
}

/// Les Repas du Quartier from its first question to its testimony; La Ressourcerie, which it helps; and the public
/// library whose project was not selected.
async fn hackathon_of_last_year(
    stage: &Stage,
    team: &Team,
    editions: &Editions,
) -> anyhow::Result<(TestimonyId, Joined)> {
    let nadia = Joining {
        email: NADIA,
        person: "Nadia Ferrand",
        association: "Les Repas du Quartier",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "Chaque semaine je refais le planning des bénévoles à la main à partir de quarante messages. On se \
               demande s’il nous faudrait une application.",
    };
    let nadia = stage.join(-640, nadia, None).await?;
    meets(stage, team, nadia, -640, -620).await?;
    sent_to_learn(stage, team, nadia, -612, -606).await?;
    learns(stage, team, nadia, "communication", -518).await?;
    learns(stage, team, nadia, "members", -508).await?;
    stage.on(-500, nadia.person).agrees_to_help().await?;

    let bruno = Joining {
        email: BRUNO,
        person: "Bruno Delaunay",
        association: "La Ressourcerie de la Gloriette",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "Les dons d’objets arrivent par téléphone, par courriel et au comptoir. On aimerait savoir ce qui doit \
               arriver, et quand.",
    };
    let bruno = stage.join(-575, bruno, None).await?;
    meets(stage, team, bruno, -575, -560).await?;
    sent_to_learn(stage, team, bruno, -550, -545).await?;
    learns(stage, team, bruno, "communication", -518).await?;
    learns(stage, team, bruno, "members", -508).await?;
    let helping = stage.on(-480, nadia.person).offers_help(bruno.journey).await?;
    stage.on(-475, bruno.person).accepts_help(helping).await?;
    let note = "Rangement du dossier partagé, et une seule liste pour les dons annoncés.";
    stage.on(-460, nadia.person).met(helping, note, None).await?;

    let odile = Joining {
        email: ODILE,
        person: "Odile Marchand",
        association: "Médiathèque de Saint-Genouph",
        kind: AssociationKind::Public,
        city: "Saint-Genouph",
        need: "Nos lecteurs voudraient voter pour les prochains achats de livres. Aujourd’hui c’est une boîte en \
               carton sur le comptoir.",
    };
    let odile = stage.join(-480, odile, None).await?;
    meets(stage, team, odile, -478, -470).await?;
    let small = Verdict::SmallDevelopment;
    stage.on(-460, team.vera).diagnose(odile, SMALL_DEVELOPMENT, small).await?;

    // They meet the hackathon again, with a riper need.
    let need = "Que chaque bénévole choisisse lui-même son créneau du samedi depuis son téléphone, et reçoive un \
                rappel la veille.";
    stage.on(-425, nadia.person).needs(need).await?;
    meets(stage, team, nadia, -425, -410).await?;
    let need = "Une page où les donateurs annoncent un dépôt et choisissent une heure, et où l’équipe voit la semaine.";
    stage.on(-424, bruno.person).needs(need).await?;
    meets(stage, team, bruno, -424, -410).await?;
    stage.on(-400, team.victor).diagnose(nadia, SMALL_DEVELOPMENT, small).await?;
    stage.on(-398, team.vera).diagnose(bruno, SMALL_DEVELOPMENT, small).await?;

    let edition = editions.past;
    let slots = stage.on(-390, nadia.person).submit(
        edition,
        "Les créneaux du samedi",
        "Une page où les bénévoles voient les créneaux libres et s’inscrivent en deux gestes.",
    );
    let slots = slots.await?;
    let gifts = stage.on(-388, bruno.person).submit(
        edition,
        "L’agenda des dépôts",
        "Une page où les donateurs annoncent leur dépôt, et l’équipe voit sa semaine.",
    );
    let gifts = gifts.await?;
    let votes = stage.on(-380, odile.person).submit(
        edition,
        "Les lecteurs choisissent",
        "Un vote en ligne pour les prochains achats de la médiathèque.",
    );
    let votes = votes.await?;
    let denis = stage.on(-360, team.denis).offers_weekend(edition, Skill::Developer).await?;
    let diane = stage.on(-355, team.diane).offers_weekend(edition, Skill::Designer).await?;
    let sami = stage.on(-350, team.sami).offers_weekend(edition, Skill::Specialist).await?;
    let victor = stage.on(-345, team.victor).offers_weekend(edition, Skill::Developer).await?;

    stage.on(-335, team.paul).advance(edition).await?;
    stage.on(-330, team.paul).select(slots).await?;
    stage.on(-330, team.paul).select(gifts).await?;
    stage.on(-330, team.paul).orient(votes, "collaboration").await?;
    stage.on(-326, odile.person).accept().await?;
    stage.came(stage.session("collaboration", -329)?, odile, team.camille).await?;
    stage.on(-320, team.paul).advance(edition).await?;
    let for_slots: [OfferId; 3] = [denis, diane, sami];
    stage.on(-310, team.paul).staff(slots, &for_slots).await?;
    stage.on(-310, team.paul).staff(gifts, &[victor]).await?;
    stage.on(-248, team.paul).advance(edition).await?;
    stage.on(-237, team.paul).deliver(slots).await?;
    stage.on(-237, team.paul).deliver(gifts).await?;
    stage.on(-230, team.paul).advance(edition).await?;

    stage.on(-234, nadia.person).sign(slots).await?;
    let follow_up = stage.follow_up(-225)?;
    stage.on(-228, nadia.person).book(follow_up).await?;
    stage.came(follow_up, nadia, team.camille).await?;
    stage.on(-190, nadia.person).still_uses(slots).await?;
    stage.on(-100, nadia.person).still_uses(slots).await?;
    let story = include_str!("temoignage.txt");
    stage.on(-61, nadia.person).says_its_size(Size::UpTo50).await?;
    let testimony = stage.on(-60, nadia.person).sketch(slots, TESTIMONY, story).await?;
    encounters(stage, team, nadia, bruno, odile).await?;
    let workshops = (FactKind::Workshops, "Un atelier tous les mois ou presque, toujours à deux.");
    stage.on(-46, nadia.person).agrees_to_tell(testimony, workshops).await?;
    stage.on(-45, nadia.person).publish(testimony, TESTIMONY, story).await?;

    // The small room is full.
    for who in [nadia, bruno, odile] {
        stage.on(-7, who.person).book(stage.small_session()?).await?;
    }
    Ok((testimony, odile))
}

/// Who told at the last encounter, of which one was given what was noted; who has not answered for the next one.
async fn encounters(
    stage: &Stage,
    team: &Team,
    nadia: Joined,
    bruno: Joined,
    odile: Joined,
) -> anyhow::Result<()> {
    let last = stage.encounter(-68)?.id;
    let camille = |day| stage.on(day, team.camille);
    let slots = camille(-80).asks_to_tell(last, nadia.association, "Nos samedis, sans tableau");
    let slots = slots.await?;
    stage.on(-78, nadia.person).tells_there(slots, None).await?;
    let votes = camille(-80).asks_to_tell(last, odile.association, "Une boîte en carton").await?;
    let title = Some("De la boîte en carton au vote en ligne");
    stage.on(-77, odile.person).tells_there(votes, title).await?;
    let notes = "Elle raconte les samedis d’avant : quatre tableaux, et personne aux cageots. Aujourd’hui chacun choisit \
                 son créneau. « On s’est remis à parler d’autre chose. »";
    camille(-56).gives_notes(slots, notes).await?;
    let next = stage.encounter(0)?.id;
    camille(-8).asks_to_tell(next, bruno.association, "Des dépôts annoncés").await?;
    Ok(())
}

/// Les Ateliers du Fil, which accompanies L’Épicerie du Menneton.
async fn helpers(stage: &Stage, team: &Team) -> anyhow::Result<()> {
    let mona = Joining {
        email: MONA,
        person: "Mona Girard",
        association: "Les Ateliers du Fil",
        kind: AssociationKind::NonProfit,
        city: "Saint-Pierre-des-Corps",
        need: "Nos ateliers de couture affichent complet mais on ne sait jamais qui vient. Tout est dans le cahier de \
               Mona.",
    };
    let mona = stage.join(-335, mona, None).await?;
    meets(stage, team, mona, -333, -320).await?;
    sent_to_learn(stage, team, mona, -314, -311).await?;
    learns(stage, team, mona, "communication", -248).await?;
    learns(stage, team, mona, "members", -238).await?;
    stage.on(-230, mona.person).agrees_to_help().await?;
    let next = stage.encounter(0)?.id;
    let sewing =
        stage.on(-9, team.camille).asks_to_tell(next, mona.association, "Savoir qui vient");
    stage.on(-7, mona.person).tells_there(sewing.await?, None).await?;
    // One person, three hats.
    stage.on(-210, mona.person).gets_hat(Hat::Volunteer).await?;

    let fatou = Joining {
        email: FATOU,
        person: "Fatou Diallo",
        association: "L’Épicerie du Menneton",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "On perd la trace des paniers réservés. Le fichier est chez la trésorière et personne n’a la bonne \
               version.",
    };
    let fatou = stage.join(-100, fatou, None).await?;
    meets(stage, team, fatou, -98, -80).await?;
    sent_to_learn(stage, team, fatou, -75, -70).await?;
    let helping = stage.on(-68, mona.person).offers_help(fatou.journey).await?;
    learns(stage, team, fatou, "skills", -28).await?;

    // A second look said: still learning.
    stage.on(-45, team.vera).diagnose(mona, LEARNING, Verdict::Learning).await?;
    stage.on(-44, mona.person).accept().await?;
    stage.came(stage.session("collaboration", -44)?, mona, team.camille).await?;
    stage.on(-25, fatou.person).accepts_help(helping).await?;
    let note = "Tour du dossier de l’association ; on a choisi où ranger les réservations.";
    stage.on(-21, mona.person).met(helping, note, Some(-8)).await?;
    stage.on(-20, fatou.person).says_of_advice(fatou, 0, Said::Done).await?;
    let words = "Notre trésorière tient à son classeur, et il sert bien.";
    let words = Some(text(Words::parse(words))?);
    let refused = Said::Refused { reason: WhyNot::Otherwise, words };
    stage.on(-20, fatou.person).says_of_advice(fatou, 1, refused).await?;
    let stock =
        "Le dossier partagé sert chaque semaine. Reste à choisir qui relance les paniers oubliés.";
    stage.on(-9, mona.person).takes_stock(fatou, stock).await?;
    let note = "Première feuille partagée pour les paniers : Fatou l’a remplie seule.";
    stage.on(-8, mona.person).met(helping, note, Some(13)).await
}

/// Le Théâtre de la Passerelle: its second diagnosis said a small development.
async fn grown(stage: &Stage, team: &Team) -> anyhow::Result<()> {
    let etienne = Joining {
        email: ETIENNE,
        person: "Étienne Vasseur",
        association: "Le Théâtre de la Passerelle",
        kind: AssociationKind::NonProfit,
        city: "Joué-lès-Tours",
        need: "On voudrait que le public réserve en ligne. Pour l’instant c’est un répondeur.",
    };
    let etienne = stage.join(-250, etienne, None).await?;
    meets(stage, team, etienne, -248, -230).await?;
    sent_to_learn(stage, team, etienne, -225, -221).await?;
    learns(stage, team, etienne, "communication", -158).await?;
    learns(stage, team, etienne, "members", -148).await?;
    let need = "Prêter nos costumes et nos décors aux autres troupes : savoir ce qui est libre, et qui l’a emprunté. \
                On a essayé trois outils, aucun ne convient.";
    stage.on(-32, etienne.person).needs(need).await?;
    meets(stage, team, etienne, -32, -20).await?;
    let small = Verdict::SmallDevelopment;
    stage.on(-11, team.victor).diagnose(etienne, SMALL_DEVELOPMENT, small).await
}

/// Those who were handed over, to a partner outside and from a workshop to the hackathon: both wait to be received.
async fn handed_over(stage: &Stage, team: &Team) -> anyhow::Result<()> {
    let helps =
        "Statuts, emploi, comptes : des rendez-vous gratuits avec quelqu’un dont c’est le métier.";
    let partner = ("Point d’appui à la vie associative", helps, "Tours et alentours", PARTNER);
    let partner = stage.on(-300, team.camille).writes_down(partner, Support::Generalist).await?;
    let helps = "Relire un bail, répondre à une lettre, savoir à quoi l’on s’engage.";
    let law = ("Permanence juridique Colbert", helps, "Tours", "droit@partenaire.example");
    stage.on(-290, team.camille).writes_down(law, Support::Specialist).await?;

    let rachel = Joining {
        email: RACHEL,
        person: "Rachel Benoît",
        association: "L’Entraide des Fontaines",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "On nous demande un budget sur trois ans et personne ne sait comment s’y prendre.",
    };
    let rachel = stage.join(-60, rachel, None).await?;
    meets(stage, team, rachel, -58, -50).await?;
    stage.on(-16, team.vera).diagnose(rachel, OTHER_HELP, Verdict::OtherHelp).await?;
    stage.on(-15, rachel.person).accept().await?;
    let why =
        "Ce qui manque n’est pas un outil : c’est quelqu’un pour construire le budget avec eux.";
    let to = Place::Partner(partner);
    stage.on(-5, team.camille).hands_over(rachel.journey, to, why).await?;
    stage.on(-3, rachel.person).accept().await?;

    let mireille = Joining {
        email: MIREILLE,
        person: "Mireille Jarry",
        association: "La Fanfare des Prébendes",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "Soixante partitions, vingt musiciennes et musiciens, et jamais la bonne voix au bon pupitre.",
    };
    let mireille = stage.join(-85, mireille, None).await?;
    meets(stage, team, mireille, -84, -80).await?;
    sent_to_learn(stage, team, mireille, -75, -73).await?;
    let session = stage.session("data", -40)?;
    stage.on(-45, mireille.person).book(session).await?;
    stage.came(session, mireille, team.vera).await?;
    let why = "Le classeur partagé est en ordre, et ne suffit plus : il faudrait tirer chaque voix d’une partition.";
    stage.on(-6, team.vera).sees_it_outgrow(session, mireille.association, why).await?;
    stage.on(-4, mireille.person).accept().await?;
    Ok(())
}

/// Those whom a diagnosis has just sent somewhere.
async fn oriented(stage: &Stage, team: &Team) -> anyhow::Result<()> {
    let gaspard = Joining {
        email: GASPARD,
        person: "Gaspard Nivet",
        association: "Le Ciné-Guinguette",
        kind: AssociationKind::NonProfit,
        city: "La Riche",
        need: "On programme les séances à cinq par courriel et il y a toujours une version de trop.",
    };
    let gaspard = stage.join(-34, gaspard, None).await?;
    meets(stage, team, gaspard, -33, -20).await?;
    stage.on(-14, team.vera).diagnose(gaspard, LEARNING, Verdict::Learning).await?;
    stage.on(-10, gaspard.person).accept().await?;
    let jeanne = stage.person(JEANNE, "Jeanne Robin", Vec::new()).await?;
    stage.on(-9, jeanne).asks_to_join(gaspard.association, "Je tiens la caisse le jeudi.").await?;
    stage.on(-8, gaspard.person).lets_in(gaspard.association, jeanne).await?;
    let remi = stage.person(REMI, "Rémi Vasseur", Vec::new()).await?;
    let words =
        "Je fais les affiches depuis deux ans, et je voudrais suivre le parcours avec vous.";
    stage.on(-2, remi).asks_to_join(gaspard.association, words).await?;

    let solene = Joining {
        email: SOLENE,
        person: "Solène Bigot",
        association: "L’Harmonie des Bords de Loire",
        kind: AssociationKind::NonProfit,
        city: "Fondettes",
        need: "Les partitions circulent en photo, par message, et on répète à partir de versions différentes.",
    };
    let solene = stage.join(-31, solene, None).await?;
    meets(stage, team, solene, -30, -20).await?;
    stage.on(-9, team.victor).diagnose(solene, LEARNING, Verdict::Learning).await?;
    stage.on(-4, solene.person).decline(DeclineReason::Date).await?;

    let amina = Joining {
        email: AMINA,
        person: "Amina Benali",
        association: "L’Amicale des Rives",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "On s’y perd entre les fichiers de chacun. Est-ce qu’il existe quelque chose de simple pour tout mettre \
               au même endroit ?",
    };
    let amina = stage.join(-29, amina, None).await?;
    meets(stage, team, amina, -28, -20).await?;
    stage.on(-3, team.vera).diagnose(amina, LEARNING, Verdict::Learning).await?;

    let yannick = Joining {
        email: YANNICK,
        person: "Yannick Le Goff",
        association: "Le Point d’écoute Beaujardin",
        kind: AssociationKind::Informal,
        city: "Tours",
        need: "Un outil pour suivre les personnes que nous recevons, sans que leurs histoires traînent n’importe où.",
    };
    let yannick = stage.join(-62, yannick, None).await?;
    meets(stage, team, yannick, -60, -50).await?;
    // By its answers alone, it would be told to learn.
    let why = "Les personnes que vous recevez vous confient des choses intimes. Avant tout outil, voyez avec \
               un spécialiste ce que vous pouvez garder, et pour combien de temps.";
    stage.on(-44, team.victor).decides(yannick, LEARNING, Verdict::OtherHelp, why).await?;
    stage.on(-40, yannick.person).accept().await
}

/// Those who have just come.
async fn newcomers(stage: &Stage, team: &Team, testimony: TestimonyId) -> anyhow::Result<()> {
    let karim = Joining {
        email: KARIM,
        person: "Karim Saïdi",
        association: "Vélo Cher et Loire",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "On répare deux cents vélos par an et on ne sait plus à qui on a prêté lesquels.",
    };
    let karim = stage.join(-27, karim, None).await?;
    let meeting = stage.meeting(-20)?;
    stage.on(-26, karim.person).book(meeting).await?;
    stage.came_noted_at(stage.day(-19), meeting, karim, team.paul).await?;

    let beatrice = Joining {
        email: BEATRICE,
        person: "Béatrice Lhomme",
        association: "La Ludothèque du Sanitas",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "On voudrait que les familles voient quels jeux sont disponibles sans appeler.",
    };
    let beatrice = stage.join(-25, beatrice, None).await?;
    meets(stage, team, beatrice, -24, -20).await?;
    stage.on(-1, team.victor).interview(beatrice, &LEARNING[..9]).await?;

    let salome = Joining {
        email: SALOME,
        person: "Salomé Guérin",
        association: "Le Café-Repas Velpeau",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "Je suis seule à la caisse et à l’accueil. Je cherche comment gagner une heure par semaine.",
    };
    let salome = stage.join(-8, salome, None).await?;
    stage.on(-8, salome.person).book(stage.tiny_meeting()?).await?;

    let ines = Joining {
        email: INES,
        person: "Inès Carpentier",
        association: "La Maraude des Halles",
        kind: AssociationKind::Informal,
        city: "Tours",
        need: "Nous aussi, nous voudrions que les bénévoles s’inscrivent tout seuls aux tournées.",
    };
    let ines = stage.join(-6, ines, Some(testimony)).await?;
    let reception = stage.reception()?.id;
    stage.on(-7, team.paul).staffs(reception, vec![team.victor, team.vera]).await?;
    stage.on(-5, ines.person).takes_slot(reception, 1).await?;

    let odette = Joining {
        email: ODETTE,
        person: "Odette Prat",
        association: "Ciné Guinguette",
        kind: AssociationKind::NonProfit,
        city: "La Riche",
        need: "On aimerait que chacun voie le programme des séances au même endroit.",
    };
    stage.join(-5, odette, None).await?;

    let henri = Joining {
        email: HENRI,
        person: "Henri Tessier",
        association: "Le Chœur des Tanneurs",
        kind: AssociationKind::NonProfit,
        city: "Tours",
        need: "Prévenir soixante choristes d’un changement de salle prend une soirée de téléphone.",
    };
    let henri = stage.join(-5, henri, None).await?;
    stage.on(-5, henri.person).book(stage.meeting(9)?).await?;

    let lucie = Joining {
        email: LUCIE,
        person: "Lucie Moreau",
        association: "Le Potager des Deux Lions",
        kind: AssociationKind::Informal,
        city: "Tours",
        need: "On se demande comment partager le tour d’arrosage sans un groupe de messages qui sonne toute la journée.",
    };
    stage.join(-1, lucie, None).await?;
    Ok(())
}
