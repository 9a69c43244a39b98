//! What every new instance holds.

use domain::diagnosis::Questionnaire;
use std::sync::LazyLock;

/// The questionnaire that ships with the product. Checked by a test; a diagnosis keeps its own copy.
pub fn questionnaire() -> &'static Questionnaire {
    static SHIPPED: LazyLock<Questionnaire> = LazyLock::new(|| {
        let text = include_str!("../../domain/data/questionnaire.toml");
        toml::from_str(text).expect("the shipped questionnaire is checked by a test")
    });
    &SHIPPED
}
