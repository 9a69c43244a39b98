//! The pages about letters.

use super::load;
use crate::error::AppError;
use crate::mail::Told;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::Notice;
use crate::ui::fields::{Checkbox, Form, Submit};
use crate::ui::table::{Row, Table};
use domain::mail::{List, Stage, Urgency};
use domain::text::Lang;
use leptos::prelude::*;
use store::Posted;
use texts::dates;

/// `/administration/courrier`
pub async fn post(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let post = load::post(&ask.request).await?;
    let headers =
        [texts::outbox::letter(lang), texts::outbox::written(lang), texts::outbox::stage(lang)];
    let headers = headers.map(str::to_owned).to_vec();
    let told: Vec<_> = post.letters.iter().filter_map(|(_, told)| told.clone()).collect();
    let table = if post.letters.is_empty() {
        view! { <p>{texts::outbox::nothing(lang)}</p> }.into_any()
    } else {
        let rows = post.letters.iter().map(|(letter, _)| row(&ask, letter)).collect();
        view! { <Table caption=texts::outbox::states(lang) headers=headers rows=rows /> }.into_any()
    };
    let letters = post.kept.then(|| {
        view! {
            <Notice title=texts::outbox::kept_title(lang)>
                <p>{texts::outbox::kept(lang)}</p>
            </Notice>
            <section aria-labelledby="letters">
                <h2 id="letters">{texts::outbox::letters(lang)}</h2>
                {told.is_empty().then(|| view! { <p>{texts::outbox::nothing(lang)}</p> })}
                {told.into_iter().map(|told| letter(lang, told)).collect_view()}
            </section>
        }
    });
    let lead = if post.kept { None } else { Some(texts::outbox::lead(lang)) };
    let body = view! {
        <div class="wrap">
            <h1>{texts::outbox::title(lang)}</h1>
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            {letters}
            <section aria-labelledby="states">
                <h2 id="states">{texts::outbox::states(lang)}</h2>
                {table}
            </section>
        </div>
    };
    Ok(view(texts::outbox::title(lang), body.into_any()))
}

fn view(title: &str, body: AnyView) -> View {
    View::new(title, body)
}

fn row(ask: &Ask, letter: &Posted) -> Row {
    let lang = ask.lang();
    let kind = match texts::letter::of(lang, &letter.kind) {
        texts::MISSING => letter.kind.clone(),
        kind => kind.to_owned(),
    };
    let written = dates::moment(lang, letter.made_at);
    let delivery = &letter.delivery;
    let met = delivery.error.as_ref().map(|error| {
        view! { <span class="small muted">" (" {texts::outbox::met(lang, error)} ")"</span> }
    });
    let stage = match delivery.stage {
        Stage::Sent { at } => texts::outbox::left(lang, dates::moment(lang, at)),
        Stage::Dead { .. } => texts::outbox::given_up(lang).to_owned(),
        Stage::Claimed { .. } => texts::outbox::leaving(lang).to_owned(),
        Stage::Waiting if letter.urgency == Urgency::Digest => {
            texts::outbox::gathered(lang).to_owned()
        }
        Stage::Waiting => texts::outbox::waits(lang, dates::moment(lang, delivery.due_at)),
    };
    let again = matches!(delivery.stage, Stage::Dead { .. }).then(|| {
        let hidden = vec![("mail", delivery.mail.to_string())];
        let request = ask.request.clone();
        view! { <Do name="retry_mail" request=request label=texts::outbox::again(lang) quiet=true hidden=hidden /> }
    });
    Row::new(vec![
        view! { {kind} }.into_any(),
        view! { {written} }.into_any(),
        view! { {stage} {met} {again} }.into_any(),
    ])
}

/// A letter as its reader sees it; its links work.
fn letter(lang: Lang, told: Told) -> impl IntoView {
    let link = |(label, url): (String, String)| view! { <p><a href=url>{label}</a></p> };
    let paragraph = |text: String| view! { <p class="words">{text}</p> };
    let items = told.items.into_iter().map(|item| {
        view! {
            <p><strong>{item.title}</strong></p>
            {paragraph(item.text)}
            {item.link.map(link)}
        }
    });
    view! {
        <details lang=told.lang.code()>
            <summary>{told.subject} " " <span class="muted">{told.to.as_str().to_owned()}</span></summary>
            <blockquote>
                {told.paragraphs.into_iter().map(paragraph).collect_view()}
                {items.collect_view()}
                {told.button.map(link)}
                {told.after.into_iter().map(paragraph).collect_view()}
                {told.unsubscribe.map(|url| link((texts::mail::unsubscribe(lang).to_owned(), url)))}
            </blockquote>
        </details>
    }
}

/// `/compte/courrier`
pub async fn preferences(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let wanted = load::chosen(&ask.request).await?;
    let body = view! {
        <div class="wrap narrow">
            <h1>{texts::outbox::preferences(lang)}</h1>
            <p class="lead">{texts::outbox::preferences_lead(lang)}</p>
            <Form name="choose_mail" command=ask.request.command()>
                <Checkbox
                    name="digest"
                    label=texts::outbox::digest(lang)
                    hint=texts::outbox::digest_hint(lang)
                    checked=wanted.digest
                />
                <Checkbox
                    name="reminders"
                    label=texts::outbox::reminders(lang)
                    hint=texts::outbox::reminders_hint(lang)
                    checked=wanted.reminders
                />
                <p class="actions"><Submit label=texts::outbox::choose(lang) /></p>
            </Form>
            <p class="muted">{texts::outbox::essential(lang)}</p>
            <p>
                {texts::outbox::language(lang)} " "
                <a href=ask.href("/compte")>{texts::nav::account(lang)}</a>
            </p>
        </div>
    };
    Ok(view(texts::outbox::preferences(lang), body.into_any()))
}

/// `/desabonnement/{token}`: looking at it changes nothing.
pub async fn unsubscribe(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let (subscriber, wanted) = load::subscribed(&ask.request).await?;
    let title = texts::outbox::unsubscribe_title(lang);
    let which = match subscriber.list() {
        List::Reminders => texts::outbox::reminders(lang),
        List::Digest => texts::outbox::digest(lang),
    };
    let body = if wanted {
        view! {
            <p class="lead">{texts::outbox::unsubscribe_lead(lang, which)}</p>
            <Form name="unsubscribe" command="">
                <p class="actions"><Submit label=texts::outbox::unsubscribe(lang) /></p>
            </Form>
        }
        .into_any()
    } else {
        view! {
            <p class="lead">{texts::outbox::unsubscribed(lang, which)}</p>
            <p>
                <a href=ask.href("/compte/courrier")>{texts::outbox::change_your_mind(lang)}</a>
            </p>
        }
        .into_any()
    };
    let body = view! {
        <div class="wrap narrow">
            <h1>{title}</h1>
            {body}
            <p class="muted">{texts::outbox::essential(lang)}</p>
        </div>
    };
    Ok(view(title, body.into_any()))
}
