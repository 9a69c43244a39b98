//! Stub.
use crate::error::AppError;
use crate::routes::{Ask, View};
use leptos::prelude::*;
/// Stub.
pub async fn edition(_ask: Ask) -> Result<View, AppError> {
    Ok(View { title: String::new(), description: String::new(), body: ().into_any() })
}
/// Stub.
pub async fn propose(_ask: Ask) -> Result<View, AppError> {
    Ok(View { title: String::new(), description: String::new(), body: ().into_any() })
}
/// Stub.
pub async fn project(_ask: Ask) -> Result<View, AppError> {
    Ok(View { title: String::new(), description: String::new(), body: ().into_any() })
}
