//! The picture of the design system: every component, with sample texts.
//!
//! `cargo run -p app --features ssr --example gallery > /tmp/g.html`, then open it: it takes its style from `style/`.
//! Another address of the style sheet can be given as an argument.

use app::ui::Line;
use app::ui::card::*;
use app::ui::chart::*;
use app::ui::document::{Head, document};
use app::ui::fields::*;
use app::ui::layout::{Layout, NavItem};
use app::ui::linemap::*;
use app::ui::table::*;
use leptos::prelude::*;

fn main() {
    let css = std::env::args().nth(1).unwrap_or_else(|| {
        concat!("file://", env!("CARGO_MANIFEST_DIR"), "/../style/main.css").to_owned()
    });
    let head = Head {
        lang: "fr",
        title: "Savoirs Communs : les composants".to_owned(),
        description: String::new(),
        css,
        font: None,
        bundle: None,
        alternate: None,
    };
    let page = Owner::new().with(|| {
        provide_context(UiTexts {
            optional: "(facultatif)".to_owned(),
            error_summary: "Il reste quelque chose à revoir.".to_owned(),
        });
        provide_context(refused());
        document(head, gallery())
    });
    println!("{page}");
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

fn names() -> LineNames {
    LineNames {
        wiki: "Wiki".into(),
        workshops: "Ateliers".into(),
        hackathon: "Hackathon citoyen".into(),
    }
}

fn gallery() -> impl IntoView {
    let item =
        |label: &str, current| NavItem { label: label.to_owned(), href: "#".to_owned(), current };
    let account = view! {
        <span class="who">"Inès Moreau"</span>
        <form method="post"><button class="link">"Se déconnecter"</button></form>
    };
    let footer = view! {
        <p><a href="#">"À propos"</a> " · " <a href="#">"Vie privée"</a></p>
        <p class="small muted">
            "Textes sous licence " <a href="#">"CC BY-SA 4.0"</a> " · Logiciel libre sous licence " <a href="#">"AGPL-3.0"</a>
        </p>
    };
    view! {
        <Layout
            home="#".to_owned()
            nav_label="Principale"
            skip="Aller au contenu"
            nav=vec![item("Le parcours", true), item("Agenda", false), item("Témoignages", false), item("Wiki", false)]
            account=account.into_any()
            language=NavItem { label: "English".into(), href: "#".into(), current: false }
            language_code="en"
            notice=Some("Votre place est prise.".to_owned())
            footer=footer.into_any()
        >
            {home()} {journey()} {diagnosis()} {desk()} {forms()} {wiki()}
        </Layout>
    }
}

fn home() -> impl IntoView {
    let map = MapTexts {
        title: "Le plan du parcours".into(),
        description: "D’une question au témoignage, par les ateliers puis le hackathon.".into(),
        question: "Une question".into(),
        meeting: "Réunion d’information".into(),
        diagnosis: "Diagnostic".into(),
        workshop: "Atelier".into(),
        helping: "Vous aidez à votre tour".into(),
        project: "Projet retenu".into(),
        weekend: "Week-end".into(),
        delivered: "Outil livré".into(),
        handover: "Prise en main".into(),
        testimony: "Témoignage".into(),
        again: "votre récit en fait naître d’autres".into(),
        workshops_line: "Ateliers".into(),
        hackathon_line: "Hackathon citoyen".into(),
        wiki_line: "Wiki".into(),
    };
    let here = (MapStop::Question, "vous êtes ici".to_owned());
    let when = |day: &'static str, hour: &'static str| {
        view! { {day} <br /> <span class="muted small">{hour}</span> }.into_any()
    };
    let what = |title: &'static str, tag: Option<&'static str>, place: &'static str| {
        let tag = tag.map(|tag| view! { <b class="tag">{tag}</b> " · " });
        view! { <a href="#">{title}</a> <br /> <span class="muted small">{tag} {place}</span> }
            .into_any()
    };
    let seats = |text: &'static str| view! { {text} }.into_any();
    let dates = vec![
        Row::new(vec![
            when("jeu. 3 décembre", "18 h 30"),
            what("Réunion d’information", None, "Tours, Les Halles · accès de plain-pied"),
            seats("12 libres"),
        ]),
        Row::new(vec![
            when("mar. 8 décembre", "14 h"),
            what("Partager ses documents à plusieurs", Some("Atelier"), "débutant"),
            seats("4 libres"),
        ])
        .on(Line::Workshops),
        Row::new(vec![
            when("sam. 12 décembre", "10 h"),
            what("Tenir son fichier d’adhérents", Some("Atelier"), "intermédiaire"),
            seats("liste d’attente"),
        ])
        .on(Line::Workshops),
    ];
    view! {
        <section class="wrap hero" id="home">
            <h1>"Le numérique, on l’apprend mieux à plusieurs."</h1>
            <p class="lead">
                "Dites ce dont votre association a besoin. Des bénévoles vous écoutent, vous orientent, et vous avancez avec d’autres associations, à votre rythme."
            </p>
            <p class="actions">
                <ButtonLink href="#" label="Dire notre besoin" />
                <ButtonLink href="#" label="Voir les prochaines dates" quiet=true />
            </p>
            <JourneyMap texts=map here=here />
        </section>
        <section class="wrap">
            <h2>"Trois actions, un seul parcours"</h2>
            <ul class="cards">
                <li>
                    <Card line=Line::Workshops>
                        <p><ActionTag line=Line::Workshops name="Ateliers" /></p>
                        <h3>"Apprendre en faisant"</h3>
                        <p>"Une série de rencontres ouvertes à toutes les associations, pour essayer, poser ses questions et s’entraider."</p>
                        <p class="muted small">"Portés par CoopAxis"</p>
                    </Card>
                </li>
                <li>
                    <Card line=Line::Hackathon>
                        <p><ActionTag line=Line::Hackathon name="Hackathon citoyen" /></p>
                        <h3>"Faire naître un outil"</h3>
                        <p>"Un week-end avec des développeurs, des designers et des spécialistes bénévoles, quand il manque vraiment un outil."</p>
                        <p class="muted small">"Porté par PALO ALTOURS"</p>
                    </Card>
                </li>
                <li>
                    <Card line=Line::Wiki>
                        <p><ActionTag line=Line::Wiki name="Wiki" /></p>
                        <h3>"Raconter, refaire"</h3>
                        <p>"Les associations témoignent de ce qu’elles ont changé. Vous pouvez suivre le même chemin."</p>
                        <p class="muted small">"Porté par CoopAxis"</p>
                    </Card>
                </li>
            </ul>
        </section>
        <div class="wrap two">
            <section>
                <h2>"Prochaines dates"</h2>
                <Table caption="Prochaines dates" headers=texts(["Quand", "Quoi", "Places"]) rows=dates />
            </section>
            <aside>
                <Card line=Line::Wiki>
                    <p><ActionTag line=Line::Wiki name="Témoignage" /></p>
                    <h3>"« Nos bénévoles s’inscrivent enfin tout seuls »"</h3>
                    <p>"Six mois après le week-end, le planning partagé tourne chaque semaine. Tout avait commencé par un atelier tableur."</p>
                    <p class="actions"><ButtonLink href="#" label="Nous aussi" quiet=true /></p>
                </Card>
            </aside>
        </div>
    }
}

fn journey() -> impl IntoView {
    use StopState::{Done, Here, Next};
    let stops = vec![
        Stop::new(Done, "Vous avez dit votre besoin")
            .when("4 mars")
            .detail(view! { <p>"« Nous passons nos soirées à relancer les bénévoles par téléphone. »"</p> }),
        Stop::new(Done, "Réunion d’information").when("19 mars"),
        Stop::new(Done, "Diagnostic : d’abord apprendre")
            .when("2 avril")
            .detail(view! { <p class="muted">"Orientées vers l’atelier « Travailler à plusieurs sur un tableau »."</p> }),
        Stop::new(Done, "Quatre ateliers suivis").when("avril à octobre").on(Line::Workshops),
        Stop::new(Done, "Vous aidez une autre association").when("depuis novembre").on(Line::Workshops),
        Stop::new(Here, "Deuxième diagnostic").when("aujourd’hui"),
        Stop::new(Next, "Projet proposé au hackathon").on(Line::Hackathon),
        Stop::new(Next, "Week-end, puis outil livré").on(Line::Hackathon),
        Stop::new(Next, "Prise en main").on(Line::Workshops),
        Stop::new(Next, "Témoignage").on(Line::Wiki),
    ];
    let bar = |title: &str, first, now, words: &str| ThemeBar {
        title: title.into(),
        first,
        now,
        words: words.into(),
    };
    let bars = vec![
        bar("Travailler ensemble", Some(1.0), Some(3.0), "de 1 à 3 sur 3"),
        bar("Adhérents et dons", Some(1.0), Some(2.0), "de 1 à 2 sur 3"),
        bar("Données et sécurité", Some(0.0), Some(0.6), "de 0 à 0,6 sur 3"),
        bar("Équipement", None, Some(2.0), "2 sur 3, première fois"),
        bar("Compétences", Some(1.0), None, "pas encore connu"),
    ];
    view! {
        <section class="wrap" id="journey">
            <p class="kicker">"Les Jardins du Quai · avec nous depuis mars"</p>
            <h1>"Vous êtes au deuxième diagnostic."</h1>
        </section>
        <div class="wrap two">
            <div>
                <NextStep
                    kicker="Prochaine étape"
                    title="Proposer votre projet au hackathon de mai"
                    why="Votre besoin est mûr : les outils existants sont maîtrisés, il manque un petit développement, et trois personnes l’utiliseront chaque semaine."
                    waits="Réponse attendue avant le 14 mars. Si le projet n’est pas retenu, une place vous est gardée à l’atelier du 2 avril."
                >
                    <ButtonLink href="#" label="Relire le projet déjà préparé" />
                    <Form name="later" command="c"><Submit label="Pas maintenant" quiet=true /></Form>
                </NextStep>
                <section>
                    <h2>"Le chemin parcouru"</h2>
                    <LineList stops=stops names=names() here="Vous êtes ici" />
                </section>
            </div>
            <aside class="stack">
                <section>
                    <h2>"Depuis le premier diagnostic"</h2>
                    <ThemeBars bars=bars />
                    <p class="small"><a href="#">"Voir le détail et les raisons"</a></p>
                </section>
                <Card>
                    <h3>"Qui vous accompagne"</h3>
                    <p>"Bénévole du diagnostic" <br /> <span class="muted small">"répond en deux jours environ"</span></p>
                    <p><a href="#">"Écrire"</a></p>
                </Card>
                {Refusal {
                    title: "Cette date est complète.".into(),
                    why: "Nous vous gardons une place ailleurs : Tenir son fichier d’adhérents, samedi 12 décembre. Elle vous attend jusqu’au 5 décembre.".into(),
                    next: "Voir cette date et confirmer".into(),
                    href: "#".into(),
                }.into_any()}
            </aside>
        </div>
    }
}

fn diagnosis() -> impl IntoView {
    let options = vec![
        ("versions", "On s’envoie des versions par courriel").into(),
        ("folder", "On a un dossier partagé, mais on s’écrase parfois").into(),
        ("together", "On écrit ensemble dans le même document").into(),
        Choice::new("?", "Je ne sais pas").hint("ne compte ni pour ni contre"),
    ];
    view! {
        <div class="wrap" id="diagnosis">
            <ol class="themes">
                <li class="done"><a href="#">"Besoin"</a></li>
                <li class="done"><a href="#">"Communication"</a></li>
                <li class="now" aria-current="step"><a href="#">"Travailler ensemble · 2 sur 5"</a></li>
                <li><a href="#">"Adhérents et dons"</a></li>
                <li><a href="#">"Données"</a></li>
                <li><a href="#">"Équipement"</a></li>
                <li><a href="#">"Compétences"</a></li>
                <li><a href="#">"L’outil souhaité"</a></li>
            </ol>
        </div>
        <div class="wrap two">
            <Form name="answers" command="c">
                <RadioGroup
                    name="answers[q1]"
                    legend="Quand trois personnes préparent un même document, comment faites-vous ?"
                    options=options
                    value="folder"
                    required=true
                    big=true
                />
                <p class="small muted">"À la préparation, l’association avait répondu : « versions par courriel ». Parlez-en."</p>
                <p class="actions"><Submit label="Suivant" /> <Submit label="Précédent" quiet=true /></p>
            </Form>
            <aside>
                <div class="verdict workshops" aria-live="polite">
                    <p class="kicker">"À ce stade, si l’on s’arrêtait là"</p>
                    <h2>"D’abord apprendre"</h2>
                    <p>"Des outils existants répondent au besoin. " <ActionTag line=Line::Workshops name="Ateliers" /></p>
                    <h3>"Parce que"</h3>
                    <ul class="why">
                        <li>"vous partagez déjà un dossier, mais des versions se perdent ;"</li>
                        <li>"l’outil souhaité existe, vous ne l’avez pas essayé ;"</li>
                        <li>"deux personnes seulement l’utiliseraient."</li>
                    </ul>
                    <h3>"Prochains petits pas"</h3>
                    <ul class="why">
                        <li>"Atelier « Travailler à plusieurs sur un tableau », 8 décembre, " <b>"4 places"</b></li>
                        <li>"Choisir un seul dossier et y ranger les comptes rendus"</li>
                    </ul>
                    <p class="small"><a href="#">"Et si… ? changer une réponse pour voir"</a></p>
                </div>
            </aside>
        </div>
    }
}

fn desk() -> impl IntoView {
    let waiting = |who: &'static str,
                   what: &'static str,
                   tag: &'static str,
                   wait: &'static str,
                   late: bool,
                   act: &'static str| {
        let tag = (!tag.is_empty()).then(|| view! { <b class="tag">{tag}</b> });
        let wait = if late {
            view! { <span class="wait late">{wait}</span> }.into_any()
        } else {
            view! { <span class="wait">{wait}</span> }.into_any()
        };
        Row::new(vec![
            view! { <a href="#">{who}</a> }.into_any(),
            view! { {what} " " {tag} }.into_any(),
            wait,
            view! { <ButtonLink href="#" label=act quiet=true /> }.into_any(),
        ])
    };
    let rows = vec![
        waiting(
            "Radio Cité",
            "une date de diagnostic",
            "",
            "19 jours",
            true,
            "Proposer trois créneaux",
        ),
        waiting(
            "Les Jardins du Quai",
            "une réponse à son orientation",
            "Ateliers",
            "6 jours",
            false,
            "Accepter, il reste 4 places",
        )
        .on(Line::Workshops),
        waiting(
            "Café des langues",
            "la relecture de son projet",
            "Hackathon",
            "4 jours",
            false,
            "Relire",
        )
        .on(Line::Hackathon),
    ];
    let station = |name: &str, count, line, column, row| Station {
        name: name.into(),
        count,
        line,
        column,
        row,
    };
    let (workshops, hackathon) = (Some(Line::Workshops), Some(Line::Hackathon));
    let stations = vec![
        station("Question", 9, None, 0, 0),
        station("Réunion d’information", 4, None, 1, 0),
        station("Diagnostic", 7, None, 2, 0),
        station("En atelier", 14, workshops, 3, -1),
        station("Aident à leur tour", 5, workshops, 4, -1),
        station("Projet", 3, hackathon, 3, 1),
        station("Outil livré", 2, hackathon, 4, 1),
        station("En usage", 2, workshops, 5, 0),
        station("Récit", 1, Some(Line::Wiki), 6, 0),
    ];
    let flow = |from, to, count| Flow { from, to, count };
    let flows = vec![
        flow(0, 1, 40),
        flow(1, 2, 33),
        flow(2, 3, 24),
        flow(2, 5, 6),
        flow(3, 4, 12),
        flow(3, 5, 4),
        flow(5, 6, 6),
        flow(6, 7, 6),
        flow(4, 7, 3),
        flow(7, 8, 5),
        flow(8, 0, 11),
    ];
    let texts_of_map = FlowTexts {
        title: "Associations par étape et passages depuis un an".into(),
        as_table: "Le même plan en tableau".into(),
        station: "Étape".into(),
        standing: "Associations".into(),
        from: "De".into(),
        to: "Vers".into(),
        passed: "Passages".into(),
    };
    let figure =
        |label: &str, value: &str, line| Figure { label: label.into(), value: value.into(), line };
    let figures = vec![
        figure("associations accueillies", "42", None),
        figure("présences en atelier", "187", workshops),
        figure("outils du hackathon encore utilisés, sur 6", "5", hackathon),
        figure("parcours nés d’un récit du wiki", "11", Some(Line::Wiki)),
    ];
    let needs = vec![
        Row::of_texts(["Sauvegarder ses données", "8", "2 mentors"]),
        Row::new(vec![
            "Dons en ligne".into_any(),
            "5".into_any(),
            view! { <span class="late">"personne"</span> }.into_any(),
        ]),
    ];
    view! {
        <section class="wrap" id="desk">
            <h1>"Cinq personnes attendent quelqu’un."</h1>
            <Table caption="Qui attend" headers=texts(["Qui", "Attend", "Depuis", "Ce qui débloque"]) rows=rows />
        </section>
        <section class="wrap">
            <h2>"Où en sont les 42 associations"</h2>
            <FlowMap texts=texts_of_map stations=stations flows=flows />
        </section>
        <div class="wrap two">
            <section>
                <h2>"Depuis un an"</h2>
                <Figures figures=figures />
            </section>
            <section>
                <h2>"Ce que les besoins demandent"</h2>
                <Table
                    caption="Ateliers à ouvrir"
                    headers=texts(["Atelier à ouvrir", "Viendraient", "Peut animer"])
                    rows=needs
                    figures=vec![1]
                    captioned=true
                />
            </section>
        </div>
    }
}

/// A form that was sent, and came back.
fn refused() -> Returned {
    let fault = |field: &str, message: &str| (field.to_owned(), message.to_owned());
    Returned {
        form: "join".into(),
        typed: vec![
            fault("association", "Les Jardins du Quai"),
            fault("email", "ines@jardins"),
            fault("need", "Nous passons nos soirées à relancer\nles bénévoles par téléphone."),
            fault("days", "sat"),
        ],
        faults: vec![
            fault("email", "Cette adresse ne semble pas complète. Exemple : prenom@exemple.fr"),
            fault("level", "Choisissez une des réponses proposées."),
            fault("consent", "Cochez la case pour continuer."),
        ],
        message: Some("Rien n’est perdu : corrigez ces trois points et envoyez à nouveau.".into()),
        ..Default::default()
    }
}

fn forms() -> impl IntoView {
    let level = vec![
        Choice::new("new", "Débutant").hint("on part de zéro"),
        ("some", "Un peu d’expérience").into(),
        ("used", "À l’aise").into(),
    ];
    let days = vec![("wed", "mercredi").into(), ("thu", "jeudi").into(), ("sat", "samedi").into()];
    let kinds = [("a", "Association déclarée"), ("b", "Collectif"), ("c", "Institution publique")];
    let kinds = kinds.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    view! {
        <section class="wrap narrow" id="forms">
            <h1>"Dire notre besoin"</h1>
            <p class="lead">"Trois minutes. Vous pourrez tout changer plus tard."</p>
            <Form name="join" command="c">
                <TextField name="association" label="Votre association" required=true autocomplete="organization" />
                <Select name="kind" label="Vous êtes" options=kinds required=true />
                <TextField
                    name="email"
                    kind="email"
                    label="Votre adresse électronique"
                    hint="Elle n’est montrée à personne d’autre que les bénévoles."
                    required=true
                    autocomplete="email"
                />
                <TextField name="password" kind="password" label="Mot de passe" required=true hint="Douze caractères ou plus." />
                <TextField name="date" kind="date" label="Date de la prochaine réunion" />
                <TextArea name="need" label="Votre besoin, avec vos mots" rows=5 required=true />
                <RadioGroup name="level" legend="Avec le numérique, vous êtes" options=level required=true />
                <CheckboxGroup name="days" legend="Jours possibles" options=days inline=true />
                <Checkbox name="consent" label="J’accepte que les bénévoles lisent ces réponses" required=true />
                <p class="actions"><Submit label="Envoyer" /> <ButtonLink href="#" label="Annuler" quiet=true /></p>
            </Form>
            <Form name="small" command="d" key="1" class="row">
                <TextField name="days" kind="number" label="Avancer de (jours)" required=true value="7" />
                <Submit label="Avancer" quiet=true />
            </Form>
            <Notice title="Bon à savoir"><p>"Une association peut avoir plusieurs référentes et référents."</p></Notice>
        </section>
    }
}

fn wiki() -> impl IntoView {
    view! {
        <div class="wrap with-contents" id="wiki">
            <nav class="contents" aria-label="Sommaire">
                <p>"Sommaire"</p>
                <ol>
                    <li class="level-1"><a href="#">"Une expérience"</a></li>
                    <li class="level-2"><a href="#">"Les ateliers de mise en œuvre"</a></li>
                    <li class="level-3"><a href="#">"Avant la rencontre"</a></li>
                    <li class="level-2"><a href="#">"Le hackathon citoyen"</a></li>
                </ol>
            </nav>
            <article class="prose">
                <h1>"Dispositif Savoirs Communs"</h1>
                <p class="muted small">"Révision du 4 mars, par CoopAxis"</p>
                <p>
                    "Le dispositif aide les " <b>"associations"</b> " à " <em>"apprendre"</em> " : voyez "
                    <a href="#">"les ateliers"</a> ". Un renvoi" <sup><a href="#n1" id="a1">"1"</a></sup> ", du "
                    <code>"code"</code> " et une " <del>"suppression"</del> "."
                </p>
                <h2>"Les ateliers de mise en œuvre"</h2>
                <ul>
                    <li>"Une série de rencontres" <ul><li>"ouvertes à toutes"</li><li>"gratuites"</li></ul></li>
                    <li>"Des réponses pratiques"</li>
                </ul>
                <blockquote><p>"Souvent, les besoins demandent peu de développement."</p></blockquote>
                <h3>"Avant la rencontre"</h3>
                <ol><li>"Noter ses questions"</li><li>"Venir à deux"</li></ol>
                <pre><code>"sauvegarde --vers disque\n  --chaque-soir"</code></pre>
                <div class="scroll" role="region" aria-label="Tableau" tabindex="0">
                    <table>
                        <thead><tr><th>"Action"</th><th>"Porteur"</th><th>"Public"</th></tr></thead>
                        <tbody>
                            <tr><td>"Wiki"</td><td>"CoopAxis"</td><td>"tout le monde"</td></tr>
                            <tr><td>"Hackathon"</td><td>"PALO ALTOURS"</td><td>"associations et institutions"</td></tr>
                        </tbody>
                    </table>
                </div>
                <hr />
                <blockquote class="words"><p>"« Nous passons nos soirées à relancer les bénévoles par téléphone. »"</p></blockquote>
                <section class="footnotes"><ol><li id="n1">"Une note. " <a href="#a1">"Retour"</a></li></ol></section>
            </article>
        </div>
    }
}
