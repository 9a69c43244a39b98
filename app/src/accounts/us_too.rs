//! "Nous aussi": what a story proposes to who wants the same. Nothing of it is sent before they say so.

use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::card::Notice;
use crate::ui::fields::{Checkbox, Form, Submit, TextArea};
use crate::wiki::load::{Story, story_of};
use domain::ids::{AssociationId, TestimonyId};
use domain::text::{Lang, Words};
use domain::wiki::fact::FactKind;
use domain::wiki::gallery::{Facet, first_words};
use leptos::prelude::*;
use texts::us_too as t;

/// A story that gives a wish, by what its page tells.
#[derive(Clone, Debug)]
pub struct Wish {
    pub id: TestimonyId,
    title: String,
    slug: String,
    of: AssociationId,
    association: String,
    /// The first words of its need. Empty: it does not tell them.
    need: String,
    /// Keys of themes.
    themes: Vec<String>,
}

/// What one comes from. None: it is not published.
pub async fn wish(ask: &Ask, from: TestimonyId) -> Result<Option<Wish>, AppError> {
    let story = story_of(&ask.request, from).await?;
    let offered = store::last_published();
    let wish = |story: Story| Wish {
        need: first_words(&story.facts.words(FactKind::Need)),
        themes: Facet::Theme
            .of(&story.facts)
            .into_iter()
            .filter(|key| offered.theme(key).is_some())
            .collect(),
        id: story.id,
        title: story.title,
        slug: story.slug,
        of: story.of,
        association: story.association,
    };
    Ok(story.map(wish))
}

impl Wish {
    /// The first words of a need like theirs, to be changed.
    pub fn begins(&self, lang: Lang) -> String {
        match self.need.as_str() {
            "" => t::like(lang, &self.association),
            need => t::like_need(lang, &self.association, need),
        }
    }
}

/// Where the wish comes from, with the way back.
pub fn told(ask: &Ask, wish: &Wish) -> AnyView {
    let lang = ask.lang();
    let back = ask.href(&format!("/wiki/{}", wish.slug));
    let told = texts::join::inspired(lang, &wish.title);
    view! { <Notice><p>{told}</p> <p><a href=back>{t::again(lang)}</a></p></Notice> }.into_any()
}

/// What the story is about, ticked: each may be taken away. None: it tells nothing of that.
pub fn subjects(lang: Lang, wish: &Wish) -> Option<AnyView> {
    let boxes: Vec<_> = (wish.themes.iter())
        .map(|key| {
            let (name, label) = (format!("themes[{key}]"), theme_title(lang, key));
            view! { <Checkbox name=name value="on" label=label checked=true /> }
        })
        .collect();
    (!boxes.is_empty()).then(|| {
        view! {
            <fieldset class="field">
                <legend>{t::subjects(lang)}</legend>
                <p class="hint">{t::subjects_hint(lang)}</p>
                <div class="boxes">{boxes}</div>
            </fieldset>
        }
        .into_any()
    })
}

/// The same for an association whose journey has begun: a need more. None: who asks acts for none, or it is for another,
/// or the story is their own.
pub async fn ours(ask: &Ask, wish: &Wish) -> Result<Option<View>, AppError> {
    let (lang, rows) = (ask.lang(), ask.request.read());
    let fail = |error| ask.request.answer(error);
    let Ok(member) = ask.request.actor.member() else { return Ok(None) };
    if ask.query("autre") == "oui" || wish.of == member.association() {
        return Ok(None);
    }
    let association = rows.association(member.association()).await.map_err(fail)?;
    let association = association.ok_or(AppError::NotFound)?;
    let another = ask.href(&format!("/rejoindre?inspire={}&autre=oui", wish.id));
    let (need, from) = (wish.begins(lang), wish.id.to_string());
    let subjects = subjects(lang, wish);
    let body = view! {
        <div class="wrap narrow">
            <h1>{t::title(lang)}</h1>
            <p class="lead">{t::ours(lang, association.name.as_str())}</p>
            {told(ask, wish)}
            <Form
                name="state_need"
                command=ask.request.command()
                hidden=vec![("inspired_by".to_owned(), from)]
            >
                <TextArea
                    name="need"
                    label=texts::join::need(lang)
                    hint=t::begun(lang)
                    value=need
                    rows=6
                    required=true
                    at_most=Words::MAX
                />
                {subjects}
                <p class="actions"><Submit label=t::send(lang) /></p>
            </Form>
            <p><a href=another>{t::another(lang)}</a></p>
        </div>
    };
    Ok(Some(View::new(t::title(lang), body)))
}
