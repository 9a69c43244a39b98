//! The files of a space, and one of them with its versions.

use super::load::{self, FILES, Kept, Told};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::Line;
use crate::ui::card::{ActionTag, Notice};
use crate::ui::fields::{Form, Returned, Submit, TextField, UploadField};
use crate::ui::table::{Row, Table};
use domain::text::Lang;
use domain::wiki::Space;
use domain::wiki::files::{FILE_MIB, Media, SPACE_MIB, accepted, is_picture};
use leptos::prelude::*;
use store::{FileLine, Left, VersionLine};
use texts::dates;

/// `/espaces/{space}/fichiers`: `de` is where the list begins.
pub async fn all(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let from = ask.query("de").parse().unwrap_or_default();
    let kept = load::kept(&ask.request, ask.param("space"), from).await?;
    let space = &kept.found.space;
    let title = texts::files::of_space(lang, space.title.as_str());
    let back = ask.href(&format!("/espaces/{}", space.door()));
    let files = files(&ask, &kept, from);
    let deleted = deleted(&ask, space, &kept.deleted);
    let send = kept.found.writes.then(|| send(&ask, &kept));
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <p class="kicker"><a href=back>{space.title.to_string()}</a></p>
            <h1>{title.clone()}</h1>
            <p class="lead">{texts::files::lead(lang)}</p>
            {files}
            {send}
            {deleted}
        </div>
    };
    Ok(View::new(title, body))
}

/// A file's name where its space is known.
pub(super) fn within<'n>(space: &Space, name: &'n str) -> &'n str {
    name.strip_prefix(space.namespace.as_str()).unwrap_or(name).trim_start_matches(':')
}

fn page_of(ask: &Ask, name: &str) -> String {
    ask.href(&format!("/fichiers/{name}/versions"))
}

fn files(ask: &Ask, kept: &Kept, from: u64) -> AnyView {
    let lang = ask.lang();
    if kept.files.is_empty() {
        return view! { <p>{texts::files::none(lang)}</p> }.into_any();
    }
    let signed = ask.request.actor.signed().is_ok();
    let row = |line: &FileLine| {
        let name = within(&kept.found.space, &line.media.name).to_owned();
        let link = view! { <a href=page_of(ask, &line.media.name)>{name}</a> }.into_any();
        let author = line.author.clone().filter(|_| signed).unwrap_or_default();
        let mut cells = vec![
            link,
            size(lang, line.size).into_any(),
            dates::date(lang, line.at).into_any(),
            line.versions.into_any(),
        ];
        // Who wrote is told to who has signed in.
        if signed {
            cells.insert(2, author.into_any());
        }
        Row::new(cells)
    };
    let mut headers = vec![
        texts::files::file(lang),
        texts::files::size(lang),
        texts::files::when(lang),
        texts::files::versions(lang),
    ];
    if signed {
        headers.insert(2, texts::files::by(lang));
    }
    let headers = headers.into_iter().map(str::to_owned).collect();
    let rows = kept.files.iter().map(row).collect();
    let door = kept.found.space.door();
    let at = |from: u64| ask.href(&format!("/espaces/{door}/fichiers?de={from}"));
    let before = (from > 0).then(|| {
        view! { <a href=at(from.saturating_sub(FILES)) rel="prev">{texts::files::before(lang)}</a> " " }
    });
    let next = from.saturating_add(FILES);
    let after = (next < kept.many)
        .then(|| view! { <a href=at(next) rel="next">{texts::files::after(lang)}</a> });
    let many = texts::files::many(lang, i64::try_from(kept.many).unwrap_or(i64::MAX));
    view! {
        <p class="muted small">{many}</p>
        <Table caption=texts::files::title(lang) headers=headers rows=rows />
        <p>{before} {after}</p>
    }
    .into_any()
}

fn deleted(ask: &Ask, space: &Space, deleted: &[Media]) -> Option<AnyView> {
    let lang = ask.lang();
    let entry = |media: &Media| {
        let name = within(space, &media.name).to_owned();
        view! { <li><a href=page_of(ask, &media.name)>{name}</a></li> }
    };
    (!deleted.is_empty()).then(|| {
        view! {
            <section aria-labelledby="deleted">
                <h2 id="deleted">{texts::files::deleted(lang)}</h2>
                <p class="muted">{texts::files::deleted_why(lang)}</p>
                <ul>{deleted.iter().map(entry).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

fn send(ask: &Ask, kept: &Kept) -> impl IntoView + use<> {
    let lang = ask.lang();
    let command = ask.request.command();
    let all = u64::from(SPACE_MIB) << 20;
    let room = texts::files::room(lang, size(lang, kept.room_left), size(lang, all));
    let hidden = vec![("space".to_owned(), kept.found.space.door().to_owned())];
    view! {
        <section aria-labelledby="add">
            <h2 id="add">{texts::files::add(lang)}</h2>
            <p>{texts::files::licence(lang)}</p>
            <p class="muted small">{room}</p>
            <Form name="send_file" command=command hidden=hidden files=true>
                {field(texts::files::choose(lang), choose_hint(lang), true)}
                <TextField
                    name="alt"
                    label=texts::files::alt_if(lang)
                    hint=texts::files::alt_if_hint(lang)
                    needed=true
                />
                <TextField name="name" label=texts::files::name(lang) hint=texts::files::name_hint(lang) />
                <p class="actions"><Submit label=texts::files::send(lang) /></p>
            </Form>
        </section>
    }
}

fn choose_hint(lang: Lang) -> String {
    texts::files::choose_hint(lang, FILE_MIB)
}

fn field(label: &'static str, hint: String, required: bool) -> impl IntoView {
    let accept = accepted().map(|end| format!(".{end}")).collect::<Vec<_>>().join(",");
    view! { <UploadField name="file" label=label hint=hint accept=accept required=required /> }
}

/// A size in words. A kilobyte is 1,024 bytes.
pub(super) fn size(lang: Lang, bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1 << 10).max(1);
    if kilobytes < 1 << 10 {
        return texts::files::kilobytes(lang, kilobytes);
    }
    let tenths = kilobytes * 10 / (1 << 10);
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let mark = if lang == Lang::Fr { "," } else { "." };
    let told = match tenth {
        0 => whole.to_string(),
        _ if whole >= 10 => whole.to_string(),
        tenth => format!("{whole}{mark}{tenth}"),
    };
    texts::files::megabytes(lang, told)
}

/// `/fichiers/{file}/versions`
pub async fn one(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let told = load::told(&ask.request, ask.param("file")).await?;
    let (media, space) = (&told.one.media, &told.one.space);
    let title = within(space, &media.name).to_owned();
    let back = ask.href(&format!("/espaces/{}/fichiers", space.door()));
    let shown = told.versions.iter().find(|version| media.shown == Some(version.id));
    let now = match shown {
        Some(version) => now(lang, media, version),
        None => view! { <Notice>{texts::files::gone(lang)}</Notice> }.into_any(),
    };
    let insert = shown.map(|_| {
        view! {
            <section aria-labelledby="insert">
                <h2 id="insert">{texts::files::insert(lang)}</h2>
                <p>{texts::files::insert_why(lang)}</p>
                <pre class="insert" tabindex="0"><code>{line_to_copy(media)}</code></pre>
            </section>
        }
    });
    let change = told.writes.then(|| change(&ask, media));
    let versions = versions(&ask, &told);
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <p class="kicker"><a href=back>{texts::files::of_space(lang, space.title.as_str())}</a></p>
            <h1>{title.clone()}</h1>
            {now} {insert} {change} {versions}
        </div>
    };
    Ok(View::new(title, body))
}

/// The file as it is shown.
fn now(lang: Lang, media: &Media, version: &VersionLine) -> AnyView {
    let itself = format!("/fichiers/{}", media.name);
    if !is_picture(&media.name) {
        let label = texts::files::download(lang, size(lang, version.size));
        return view! { <p><a class="button" href=itself>{label}</a></p> }.into_any();
    }
    let alt = media.alt.as_ref().map(ToString::to_string);
    let told = match &alt {
        Some(alt) => texts::files::shows(lang, alt),
        None => texts::files::shows_nothing(lang).to_owned(),
    };
    view! {
        <p><img class="file-shown" src=itself alt=alt.unwrap_or_default() /></p>
        <p>{told}</p>
    }
    .into_any()
}

/// What shows the file, wherever the page stands; what it shows is said with it, unless the page says otherwise.
fn line_to_copy(media: &Media) -> String {
    let from_root = if media.name.contains(':') { "" } else { ":" };
    format!("{{{{{from_root}{}}}}}", media.name)
}

fn change(ask: &Ask, media: &Media) -> impl IntoView + use<> {
    let lang = ask.lang();
    let command = ask.request.command();
    let id = media.id.to_string();
    let open = use_context::<Returned>().is_some_and(|returned| returned.form == "change_file");
    let alt = media.alt.as_ref().map(ToString::to_string).unwrap_or_default();
    let picture = is_picture(&media.name);
    let other_hint = format!("{} {}", texts::files::other_hint(lang), choose_hint(lang));
    let delete = media.shown.is_some().then(|| {
        let hidden = vec![("media", id.clone())];
        let label = texts::files::delete(lang);
        view! {
            <p>{texts::files::delete_why(lang)}</p>
            <Do name="delete_file" request=ask.request.clone() label=label quiet=true hidden=hidden />
        }
    });
    view! {
        <details class="change-file" open=open>
            <summary>{texts::files::change(lang)}</summary>
            <Form name="change_file" command=command hidden=vec![("media".to_owned(), id)] files=true>
                <TextField
                    name="alt"
                    label=texts::files::alt(lang)
                    hint=texts::files::alt_hint(lang)
                    value=alt
                    required=picture
                />
                {field(texts::files::other(lang), other_hint, false)}
                <p class="actions"><Submit label=texts::files::save(lang) /></p>
            </Form>
            {delete}
        </details>
    }
}

fn versions(ask: &Ask, told: &Told) -> impl IntoView + use<> {
    let lang = ask.lang();
    let lines = told.versions.iter().map(|line| version(ask, told, line)).collect_view();
    view! {
        <section aria-labelledby="versions">
            <h2 id="versions">{texts::files::its_versions(lang)}</h2>
            <ul class="history">{lines}</ul>
        </section>
    }
}

fn version(ask: &Ask, told: &Told, line: &VersionLine) -> impl IntoView + use<> {
    let lang = ask.lang();
    let media = &told.one.media;
    let is_shown = media.shown == Some(line.id);
    let moment = dates::moment(lang, line.at);
    let author = line.author.clone().filter(|_| ask.request.actor.signed().is_ok());
    let author = author.map(|author| view! { " · " {author} });
    let left = match line.left {
        Left::All => size(lang, line.size),
        Left::Deleted => texts::files::was_deleted(lang).to_owned(),
        Left::Forgotten => texts::files::was_forgotten(lang).to_owned(),
    };
    let chip = is_shown.then(|| {
        view! { " " <span class="chip">{texts::files::shown(lang)}</span> }
    });
    let see = (line.left == Left::All).then(|| {
        let to = format!("/fichiers/{}/version/{}", media.name, line.id);
        let which = texts::files::see_which(lang, &moment);
        view! { <a href=to>{texts::files::see(lang)} <span class="hidden">" " {which}</span></a> }
    });
    let act = |name: &'static str, label: &'static str| {
        let version = line.id.to_string();
        let hidden = vec![("version", version), ("media", media.id.to_string())];
        view! { " " <Do name=name request=ask.request.clone() label=label quiet=true hidden=hidden /> }
    };
    let earlier = line.left == Left::All && !is_shown;
    let restore =
        (earlier && told.writes).then(|| act("restore_file", texts::files::restore(lang)));
    let forget = (earlier && told.keeps && line.here)
        .then(|| act("forget_version", texts::files::forget(lang)));
    let why = line.summary.clone().filter(|_| ask.request.actor.signed().is_ok());
    view! {
        <li>
            <p>{moment} " · " {left} {author} {chip}</p>
            {why.map(|why| view! { <p class="why">{why}</p> })}
            <p class="actions">{see} {restore} {forget}</p>
        </li>
    }
}
