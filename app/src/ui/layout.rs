//! The frame of every page: who we are, where one can go, the footer.

use leptos::prelude::*;

/// A place in the navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    pub label: String,
    pub href: String,
    pub current: bool,
}

/// Header, main and footer.
#[component]
pub fn Layout(
    /// The URL of the home page.
    home: String,
    nav_label: &'static str,
    /// What the link to the content says.
    skip: &'static str,
    nav: Vec<NavItem>,
    /// A way to look for something.
    search: AnyView,
    /// A way in, or who is there and a way out.
    account: AnyView,
    language: NavItem,
    language_code: &'static str,
    /// What was just done, to be told once.
    notice: Option<String>,
    footer: AnyView,
    children: Children,
) -> impl IntoView {
    let item = |item: NavItem| {
        let current = item.current.then_some("page");
        view! { <li><a href=item.href aria-current=current>{item.label}</a></li> }
    };
    let notice = notice.map(|text| {
        view! { <div class="wrap"><p class="notice done" role="status">{text}</p></div> }
    });
    view! {
        <a class="skip" href="#main">{skip}</a>
        <header class="site">
            <div class="wrap">
                <a class="brand" href=home><Brand />"Savoirs Communs"</a>
                <nav aria-label=nav_label><ul>{nav.into_iter().map(item).collect::<Vec<_>>()}</ul></nav>
                {search}
                <div class="account">
                    {account}
                    <a class="language" href=language.href lang=language_code hreflang=language_code>
                        {language.label}
                    </a>
                </div>
            </div>
        </header>
        <main id="main" tabindex="-1">{notice} {children()}</main>
        <footer class="site"><div class="wrap">{footer}</div></footer>
    }
}

/// Three lines that meet.
#[component]
fn Brand() -> impl IntoView {
    view! {
        <svg width="38" height="24" viewBox="0 0 38 24" aria-hidden="true">
            <path class="track wiki" d="M2 3h12q3 0 5 2l7 7"></path>
            <path class="track hackathon" d="M2 21h12q3 0 5-2l7-7"></path>
            <path class="track workshops" d="M2 12h34"></path>
            <circle class="stop" cx="25" cy="12" r="5"></circle>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;

    fn page(notice: Option<&'static str>) -> String {
        html(move || {
            let item = |label: &str, href: &str, current| NavItem {
                label: label.into(),
                href: href.into(),
                current,
            };
            view! {
                <Layout
                    home="/".to_owned()
                    nav_label="Principale"
                    skip="Aller au contenu"
                    nav=vec![item("Agenda", "/agenda", true), item("<Wiki>", "/wiki", false)]
                    search=().into_any()
                    account=view! { <a href="/connexion">"Se connecter"</a> }.into_any()
                    language=item("English", "/en/agenda", false)
                    language_code="en"
                    notice=notice.map(str::to_owned)
                    footer=view! { <p>"CC BY-SA"</p> }.into_any()
                >
                    <h1>"Agenda"</h1>
                </Layout>
            }
            .into_any()
        })
    }

    #[test]
    fn the_first_link_skips_to_the_content_and_one_place_is_current() {
        let html = page(None);
        assert!(
            html.starts_with("<a href=\"#main\" class=\"skip\">Aller au contenu</a>"),
            "{html}"
        );
        assert!(html.contains("<main id=\"main\" tabindex=\"-1\">"), "{html}");
        assert_eq!(html.matches("aria-current=\"page\"").count(), 1, "{html}");
        assert!(html.contains("href=\"/agenda\" aria-current=\"page\""), "{html}");
        assert!(html.contains("&lt;Wiki&gt;") && !html.contains("role=\"status\""), "{html}");
        assert!(html.contains("lang=\"en\" hreflang=\"en\""), "{html}");
    }

    #[test]
    fn what_was_done_is_told_as_text() {
        let html = page(Some("C’est noté <script>"));
        assert!(
            html.contains("role=\"status\" class=\"notice done\">C’est noté &lt;script&gt;</p>"),
            "{html}"
        );
    }
}
