//! What forms keep, tell and escape.

use super::*;

fn render(returned: Returned, view: impl FnOnce() -> AnyView) -> String {
    crate::ui::tests::html(|| {
        provide_context(returned);
        provide_context(UiTexts {
            optional: "(facultatif)".into(),
            error_summary: "À revoir".into(),
            ..Default::default()
        });
        view()
    })
}

fn returned(form: &str, field: &str, typed: &str, fault: &str) -> Returned {
    Returned {
        form: form.into(),
        typed: vec![(field.into(), typed.into())],
        faults: vec![(field.into(), fault.into())],
        ..Default::default()
    }
}

/// What a browser would send of a textarea: its text, without the first line break, unescaped.
fn sent(html: &str) -> String {
    let (_, from) = html.split_once("<textarea").expect("a textarea");
    let (_, text) = from.split_once('>').expect("its text");
    let (text, _) = text.split_once("</textarea>").expect("its end");
    let text = text.strip_prefix('\n').unwrap_or(text);
    let mut text = text.to_owned();
    for (escaped, c) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        text = text.replace(escaped, c);
    }
    text
}

#[test]
fn a_textarea_gives_back_any_text_as_text() {
    let long = "Ça va\n<b>&amp;</b> \"'\u{1f600}\r\n".repeat(4_000);
    assert!(long.len() > 100_000);
    for text in
        ["\n\n</textarea><script>alert(1)</script>&amp;\"'", "\ndébut", "", "sans", long.as_str()]
    {
        let html = render(returned("save", "need", text, "!"), || {
            view! { <Form name="save" command="c"><TextArea name="need" label="Besoin" /></Form> }
                .into_any()
        });
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(sent(&html), text);
        // And what was stored before any sending.
        let given = text.to_owned();
        let html = render(Returned::default(), || {
            view! { <TextArea name="need" label="Besoin" value=given /> }.into_any()
        });
        assert_eq!(sent(&html), text);
    }
}

#[test]
fn a_message_is_tied_to_its_field_and_the_summary_leads_there() {
    let html = render(returned("join", "email", "a@\"<", "Adresse incomplète"), || {
        view! {
            <Form name="join" command="c">
                <TextField name="email" kind="email" label="Adresse" hint="Elle reste privée" required=true />
            </Form>
        }
        .into_any()
    });
    assert!(html.contains("<h2>À revoir</h2>"), "{html}");
    assert!(html.contains("role=\"alert\"") && html.contains("autofocus"), "{html}");
    assert!(
        html.contains("<li><a href=\"#join-email\"><b>Adresse</b> · Adresse incomplète</a></li>"),
        "{html}"
    );
    assert!(html.contains("<label for=\"join-email\">"), "{html}");
    assert!(html.contains("aria-describedby=\"join-email-hint join-email-fault\""), "{html}");
    assert!(html.contains("id=\"join-email-fault\" class=\"fault\">Adresse incomplète"), "{html}");
    assert!(html.contains("aria-invalid=\"true\""), "{html}");
    assert!(html.contains("value=\"a@&quot;&lt;\""), "{html}");
    assert!(
        html.contains("name=\"form\" value=\"join\"")
            && html.contains("name=\"command\" value=\"c\"")
    );
}

#[test]
fn another_form_of_the_page_is_left_alone_and_a_password_never_comes_back() {
    let html = render(returned("other", "email", "a@", "Adresse incomplète"), || {
        view! { <Form name="join" command="c"><TextField name="email" label="Adresse" /></Form> }
            .into_any()
    });
    assert!(
        !html.contains("a@") && !html.contains("incomplète") && !html.contains("alert"),
        "{html}"
    );
    let html = render(returned("join", "password", "secret", "!"), || {
        view! { <Form name="join" command="c"><TextField name="password" kind="password" label="P" /></Form> }
            .into_any()
    });
    assert!(!html.contains("secret"), "{html}");
}

#[test]
fn of_two_forms_of_one_name_the_one_sent_comes_back() {
    let mut came_back = returned("note", "remark", "oui", "Trop court");
    came_back.key = "0193-b".into();
    let html = render(came_back, || {
        view! {
            <Form name="note" command="1" key="0193-a"><TextField name="remark" label="A" /></Form>
            <Form name="note" command="2" key="0193-b"><TextField name="remark" label="B" /></Form>
        }
        .into_any()
    });
    assert_eq!(html.matches("value=\"oui\"").count(), 1, "{html}");
    assert!(html.contains("href=\"#note-0193-b-remark\""), "{html}");
    assert!(
        html.contains("id=\"note-0193-a-remark\"") && html.contains("id=\"note-0193-b-remark\""),
        "{html}"
    );
    assert!(html.contains("name=\"key\" value=\"0193-b\""), "{html}");
}

#[test]
fn without_a_field_to_mend_the_message_is_the_heading_and_a_refusal_takes_its_place() {
    let told =
        Returned { form: "f".into(), message: Some("Date passée".into()), ..Default::default() };
    let form = || view! { <Form name="f" command="c"><Submit label="Envoyer" /></Form> }.into_any();
    let html = render(told.clone(), form);
    assert!(html.contains("<h2>Date passée</h2>") && !html.contains("À revoir"), "{html}");
    let refusal = Refusal { title: "Complet".into(), href: "/agenda".into(), ..Default::default() };
    let html = render(Returned { refusal: Some(refusal), ..told }, form);
    assert!(html.contains("Complet") && !html.contains("Date passée"), "{html}");
}

#[test]
fn choices_come_back_as_they_were_made() {
    let groups = || {
        let options = || vec![("a", "A").into(), Choice::new("b", "B").hint("b <suite>")];
        view! {
            <Form name="f" command="c">
                <RadioGroup name="one" legend="Un" options=options() value="a" required=true />
                <CheckboxGroup name="many" legend="Plusieurs" options=options() values=vec!["a".into()] />
                <Checkbox name="agree" label="D’accord" checked=true />
            </Form>
        }
        .into_any()
    };
    let checked = |html: &str| -> Vec<String> {
        let inputs = html.split("<input").skip(1).filter(|i| i.contains(" checked"));
        inputs
            .map(|i| {
                i.split("id=\"").nth(1).unwrap_or("").split('"').next().unwrap_or("").to_owned()
            })
            .collect()
    };
    assert_eq!(checked(&render(Returned::default(), groups)), ["f-one", "f-many", "f-agree"]);
    let mut sent = returned("f", "one", "b", "Choisissez");
    sent.typed.push(("many".into(), "b".into()));
    let html = render(sent, groups);
    assert_eq!(checked(&html), ["f-one-1", "f-many-1"], "{html}");
    assert!(
        html.contains("role=\"radiogroup\"") && html.contains("aria-describedby=\"f-one-fault\""),
        "{html}"
    );
    assert!(html.contains("b &lt;suite&gt;") && html.contains("href=\"#f-one\""), "{html}");
}

#[test]
fn only_what_may_stay_empty_is_marked() {
    let field = |required| {
        render(Returned::default(), move || {
            view! { <TextField name="n" label="Nom" required=required /> }.into_any()
        })
    };
    assert!(field(false).contains("(facultatif)") && !field(true).contains("(facultatif)"));
    assert!(field(true).contains(" required"));
}

#[test]
fn a_select_shows_what_was_chosen() {
    let html = render(returned("f", "s", "2", "!"), || {
        let options = vec![("1".to_owned(), "Un".to_owned()), ("2".to_owned(), "Deux".to_owned())];
        view! { <Form name="f" command="c"><Select name="s" label="S" options=options value="1" /></Form> }.into_any()
    });
    assert!(html.contains("<option value=\"2\" selected>Deux</option>"), "{html}");
    assert_eq!(html.matches("selected").count(), 1, "{html}");
}
