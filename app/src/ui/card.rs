//! Boxes: few of them. The next step is the biggest thing on a personal page.

use super::{Line, classes, some};
use leptos::prelude::*;

/// An action's name in its colour.
#[component]
pub fn ActionTag(line: Line, #[prop(into)] name: String) -> impl IntoView {
    view! { <b class=format!("tag {}", line.class())>{name}</b> }
}

/// A link that looks like the button it stands for.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    /// The second choice, beside the first.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    view! { <a class=classes(&[("button", true), ("quiet", quiet)]) href=href>{label}</a> }
}

/// A box, on a line if it belongs to an action.
#[component]
pub fn Card(
    #[prop(default = None, into)] line: Option<Line>,
    /// More classes.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let on = line.map_or("", Line::class);
    let class = classes(&[("card", true), ("line", line.is_some()), (on, true), (class, true)]);
    view! { <div class=class>{children()}</div> }
}

/// What to do next, and why.
#[component]
pub fn NextStep(
    /// What this box is: "Prochaine étape".
    #[prop(into)]
    kicker: String,
    #[prop(into)] title: String,
    #[prop(into)] why: String,
    /// Who waits for whom, since when.
    #[prop(optional, into)]
    waits: String,
    /// The action that it leads to.
    #[prop(default = None, into)]
    line: Option<Line>,
    /// Buttons and forms.
    children: Children,
) -> impl IntoView {
    let class = classes(&[("next-step", true), (line.map_or("", Line::class), true)]);
    let waits = some(waits).map(|waits| view! { <p class="waits">{waits}</p> });
    view! {
        <section class=class aria-labelledby="next-step">
            <p class="kicker">{kicker.clone()}</p>
            <h2 id="next-step">{title}</h2>
            <p class="lead">{why}</p>
            <div class="actions">{children()}</div>
            {waits}
        </section>
    }
}

/// Something to know on this page.
#[component]
pub fn Notice(#[prop(optional, into)] title: String, children: Children) -> impl IntoView {
    let title = some(title).map(|title| view! { <p class="title">{title}</p> });
    view! { <div class="notice">{title} {children()}</div> }
}

/// A decision against what was asked, told with its next step.
#[derive(Clone, Debug, Default)]
pub struct Refusal {
    pub title: String,
    pub why: String,
    /// What the link says.
    pub next: String,
    pub href: String,
}

impl Refusal {
    /// As a page shows it: it takes the focus, for it answers what was just sent.
    pub fn into_any(self) -> AnyView {
        view! {
            <div class="refusal" role="alert" tabindex="-1" autofocus=true>
                <h2>{self.title}</h2>
                <p>{self.why}</p>
                <p><a class="button" href=self.href>{self.next}</a></p>
            </div>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;

    #[test]
    fn a_card_is_on_its_line_and_names_it() {
        let on_a_line = html(|| {
            view! { <Card line=Line::Workshops><ActionTag line=Line::Workshops name="Ateliers <1>" /></Card> }
                .into_any()
        });
        assert_eq!(
            on_a_line,
            "<div class=\"card line workshops\"><b class=\"tag workshops\">Ateliers &lt;1&gt;</b></div>"
        );
        assert_eq!(html(|| view! { <Card>"x"</Card> }.into_any()), "<div class=\"card\">x</div>");
    }

    #[test]
    fn the_next_step_is_named_by_its_heading_and_says_who_waits() {
        let step = |waits: &'static str| {
            html(move || {
                view! {
                    <NextStep kicker="Prochaine étape" title="Venir" why="Parce que" waits=waits>
                        <ButtonLink href="/a?b=1&c=\"2\"" label="Voir" quiet=true />
                    </NextStep>
                }
                .into_any()
            })
        };
        let told = step("Réponse avant le 14 mars");
        assert!(told.contains("aria-labelledby=\"next-step\""), "{told}");
        assert!(told.contains("<h2 id=\"next-step\">Venir</h2>"), "{told}");
        assert!(told.contains("<p class=\"waits\">Réponse avant le 14 mars</p>"), "{told}");
        assert!(
            told.contains("class=\"button quiet\"") && told.contains("/a?b=1&amp;c=&quot;2&quot;"),
            "{told}"
        );
        assert!(!step("").contains("waits"));
    }

    #[test]
    fn a_refusal_is_announced_and_leads_on() {
        let refusal = Refusal {
            title: "Complet".into(),
            why: "<script>".into(),
            next: "Voir l’agenda".into(),
            href: "/agenda".into(),
        };
        let told = html(|| refusal.into_any());
        assert!(told.contains("role=\"alert\"") && told.contains("autofocus"), "{told}");
        assert!(told.contains("href=\"/agenda\"") && !told.contains("<script>"), "{told}");
    }
}
