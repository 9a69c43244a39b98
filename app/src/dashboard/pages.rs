//! Stub.
use crate::error::AppError;
use crate::routes::{Ask, View};
use leptos::prelude::*;
/// Stub.
pub async fn desk(_ask: Ask) -> Result<View, AppError> {
    Ok(View { title: String::new(), description: String::new(), body: ().into_any() })
}
