//! Settings: what a tenant decides for itself, within what the catalog offers.

use super::Stored;
use crate::data::Cursor;
use crate::error::{Code, Result, listed};
use crate::ids::AttributeId;

/// A setting of the tenant.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its id, name and kind are those of this attribute.
    pub attribute: AttributeId,
    /// Its title.
    pub title: super::Title,
    /// The closed list of texts it can be, if there is one.
    pub values: Vec<String>,
    /// What it is unless the facts say otherwise.
    pub default: Stored,
}

impl Setting {
    /// Checks a text against the closed list.
    pub(crate) fn admits(&self, value: &Stored, here: &Cursor<'_>) -> Result<()> {
        let Stored::Text(text) = value else {
            return Ok(());
        };
        if self.values.is_empty() || self.values.iter().any(|known| **known == **text) {
            return Ok(());
        }
        let known = listed(self.values.iter().map(String::as_str), ", ");
        Err(here.error(Code::BadValue, format!("`{text}` is not a value of this setting; it can be {known}")))
    }
}
