//! Theme by theme: a drawing with its table, and what moved since the first diagnosis.

use crate::diagnosis::result::load::First;
use crate::ui::chart::{ThemeHeaders, ThemeLine, ThemeLines};
use domain::diagnosis::{Confidence, Progress, Questionnaire, Voices};
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;
use texts::result as t;

/// Where one is on a line of four stops, in words.
fn stop(lang: Lang, level: f64) -> &'static str {
    use texts::level_stop as stop;
    match level {
        ..0.5 => stop::to_build(lang),
        ..1.5 => stop::first_steps(lang),
        ..2.5 => stop::on_the_way(lang),
        _ => stop::at_ease(lang),
    }
}

/// What is less than this apart is told as the same: an answer more or less moves a mean a little.
const SAME: f64 = 0.05;

/// From one level to another, in words. A going back is told, and not held against anybody.
fn moved(lang: Lang, (then, now): (f64, f64)) -> String {
    let (first, last) = (stop(lang, then), stop(lang, now));
    match now - then {
        _ if first != last => t::from_to(lang, first, last),
        more if more > SAME => t::still_more(lang, last),
        less if less < -SAME => t::still_less(lang, last),
        _ => t::still(lang, last),
    }
}

/// How much is known, in words.
fn known(lang: Lang, confidence: Confidence) -> String {
    type Told = fn(Lang, i64) -> String;
    let told: [(u32, Told); 3] = [
        (confidence.known, t::answered),
        (confidence.unknown, t::without),
        (confidence.contested, t::contested),
    ];
    let told = told.into_iter().filter(|(n, _)| *n > 0).map(|(n, told)| told(lang, n.into()));
    told.collect::<Vec<_>>().join(" · ")
}

fn compared(lang: Lang, progress: &Progress) -> String {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut told = Vec::new();
    if progress.compared > 0 {
        told.push(t::compared(lang, count(progress.compared)));
    }
    if progress.left_out > 0 {
        told.push(t::left_out(lang, count(progress.left_out)));
    }
    told.join(", ")
}

/// Each theme's line; with a first diagnosis, what moved since over what compares. `confidence` tells how much is known.
pub fn levels(
    lang: Lang,
    questionnaire: &Questionnaire,
    voices: &Voices,
    first: Option<&First>,
    confidence: bool,
) -> AnyView {
    let answers = voices.together();
    let reading = questionnaire.read(&answers);
    let all_known = reading.confidence(voices);
    let progress = first.map(|first| first.until(questionnaire, &answers)).unwrap_or_default();
    let line = |theme: &domain::diagnosis::Theme| {
        let now = reading.level(&theme.key);
        let progress = progress.iter().find(|progress| progress.theme == theme.key);
        let way = progress.and_then(|progress| progress.moved);
        let since = progress.map(|_| match way {
            Some(way) => moved(lang, way),
            None => t::not_comparable(lang).to_owned(),
        });
        let confidence = all_known.get(&theme.key).filter(|_| confidence);
        ThemeLine {
            title: theme.short.get(lang).to_owned(),
            first: way.map(|(then, _)| then),
            now: way.map(|(_, now)| now).or(now),
            level: now.map_or(t::level_unknown(lang), |now| stop(lang, now)).to_owned(),
            since: since.unwrap_or_default(),
            compared: progress.map(|progress| compared(lang, progress)).unwrap_or_default(),
            known: confidence.map(|known_of| known(lang, *known_of)).unwrap_or_default(),
        }
    };
    let since = first.map(|first| t::since_first(lang, dates::date(lang, first.at)));
    let headers = ThemeHeaders {
        theme: t::theme(lang).to_owned(),
        level: t::level(lang).to_owned(),
        since: since.unwrap_or_default(),
        known: t::known(lang).to_owned(),
        stops: [0.0, 1.0, 2.0, 3.0].map(|level| stop(lang, level).to_owned()),
    };
    let title = match first {
        Some(_) => texts::diagnosis::levels_compared(lang),
        None => t::levels(lang),
    };
    let lines = questionnaire.themes.iter().map(line).collect();
    let how = first.map(|_| view! { <p class="muted small">{t::compared_why(lang)}</p> });
    view! {
        <section aria-labelledby="levels" class="levels">
            <h2 id="levels">{title}</h2>
            <p class="muted small">
                {t::levels_lead(lang)} {first.map(|_| format!(" {}", t::levels_since(lang)))}
            </p>
            <ThemeLines caption=title headers=headers lines=lines />
            {how}
        </section>
    }
    .into_any()
}

/// How far each theme (its name, where it was, where it is) has come since a day, or stands: for who is told of it from
/// outside.
pub fn way(
    lang: Lang,
    caption: String,
    since: Option<String>,
    themes: Vec<(String, Option<f64>, Option<f64>)>,
) -> AnyView {
    let line = |(title, first, now): (String, Option<f64>, Option<f64>)| {
        let moved = first.zip(now).map(|way| moved(lang, way));
        ThemeLine {
            title,
            first,
            now,
            level: now.map_or(t::level_unknown(lang), |now| stop(lang, now)).to_owned(),
            since: moved.unwrap_or_default(),
            compared: String::new(),
            known: String::new(),
        }
    };
    let headers = ThemeHeaders {
        theme: t::theme(lang).to_owned(),
        level: texts::journey_fact::level(lang).to_owned(),
        since: since.map(|day| t::since_first(lang, day)).unwrap_or_default(),
        known: String::new(),
        stops: [0.0, 1.0, 2.0, 3.0].map(|level| stop(lang, level).to_owned()),
    };
    let lines = themes.into_iter().map(line).collect();
    view! { <ThemeLines caption=caption headers=headers lines=lines /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnosis_levels_are_told_by_their_stop() {
        let fr = Lang::Fr;
        for (level, told) in [
            (0.0, "à construire"),
            (0.49, "à construire"),
            (0.5, "premiers pas"),
            (1.5, "en route"),
            (2.49, "en route"),
            (2.5, "à l’aise"),
            (3.0, "à l’aise"),
        ] {
            assert_eq!(stop(fr, level), told, "{level}");
        }
        for (way, told) in [
            ((0.0, 3.0), t::from_to(fr, "à construire", "à l’aise")),
            ((3.0, 1.0), t::from_to(fr, "à l’aise", "premiers pas")),
            ((1.0, 1.04), t::still(fr, "premiers pas")),
            ((1.0, 1.3), t::still_more(fr, "premiers pas")),
            ((1.3, 1.0), t::still_less(fr, "premiers pas")),
        ] {
            assert_eq!(moved(fr, way), told, "{way:?}");
        }
    }

    #[test]
    fn diagnosis_what_is_known_is_counted_in_words() {
        let told = |known_, unknown, contested| {
            known(Lang::Fr, Confidence { known: known_, unknown, contested })
        };
        assert_eq!(told(5, 0, 0), "5 réponses");
        assert_eq!(told(0, 0, 0), "");
        assert_eq!(told(1, 2, 0), "1 réponse · 2 questions sans réponse");
        assert!(told(0, 0, 1).starts_with("1 réponse à reparler"));
    }
}
