//! Sharing rules, read when types, roles and conditions are known.

use super::{Reader, bounded, one_of};
use crate::catalog::sharing::{COUNTED_BY, SHARED_WITH, Sharing};
use crate::catalog::{Catalog, Cell};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result};
use crate::ids::{RoleId, TypeId};
use crate::limits;

impl Reader {
    pub(super) fn sharing(&mut self, root: &Cursor<'_>) -> Result<()> {
        root.each("sharing", &mut |name, entry| {
            let container = self.catalog.named_type(entry, name)?;
            let rules = rules(&self.catalog, entry, container)?;
            self.frame().sharing.push(rules);
            Ok(())
        })
    }
}

fn rules(catalog: &Catalog, entry: &Cursor<'_>, container: TypeId) -> Result<Sharing> {
    entry.only(&["items", "roles", "to", "guest", "limits"])?;
    let list = entry.need("items")?;
    bounded(&list, list.len(), limits::CATALOG_ENTRIES, "types")?;
    let items = entry.list("items", &|item| item_type(catalog, item, container))?;
    entry.need("roles")?;
    let roles = entry.list("roles", &|item| catalog.role_named(item))?;
    let guest = entry.get("guest").map(|guest| guest_role(catalog, &guest, container)).transpose()?;
    let (to, limits) = (with_whom(catalog, entry)?, how_many(entry)?);
    Ok(Sharing { container, items, roles, to, guest, limits })
}

fn item_type(catalog: &Catalog, here: &Cursor<'_>, container: TypeId) -> Result<TypeId> {
    let item = catalog.named_type(here, here.text()?)?;
    if item != container && catalog.is_within(item, container) {
        return Ok(item);
    }
    let (item, container) = (&catalog.types[item.index()].name, &catalog.types[container.index()].name);
    Err(here.error(Code::BadValue, format!("a `{item}` does not lie in a `{container}`")))
}

fn guest_role(catalog: &Catalog, here: &Cursor<'_>, container: TypeId) -> Result<RoleId> {
    let role = catalog.role_named(here)?;
    let on = catalog.roles[role.index()].on;
    if on == container || catalog.is_within(container, on) {
        return Ok(role);
    }
    let container = &catalog.types[container.index()].name;
    Err(here.error(Code::BadValue, format!("the role of guests must be one on a `{container}`")))
}

/// With users, groups and everyone, unless it says otherwise.
fn with_whom(catalog: &Catalog, entry: &Cursor<'_>) -> Result<[Cell; 3]> {
    let mut cells = [if entry.get("to").is_some() { Cell::No } else { Cell::Yes }; 3];
    entry.each("to", &mut |name, value| {
        cells[one_of(&SHARED_WITH, value, "kind of principal", name)?] = match value.text()? {
            "yes" => Cell::Yes,
            "no" => Cell::No,
            text => match text.strip_prefix("if ") {
                Some(name) => Cell::If(catalog.condition_named(None, value, name.trim())?),
                None => {
                    return Err(value.error(Code::BadValue, "it can be `yes`, `no`, or `if` and a condition"));
                }
            },
        };
        Ok(())
    })?;
    Ok(cells)
}

#[allow(clippy::cast_sign_loss)] // it is from 0 on
fn how_many(entry: &Cursor<'_>) -> Result<[Option<usize>; 3]> {
    let mut limits = [None; 3];
    entry.each("limits", &mut |name, value| {
        limits[one_of(&COUNTED_BY, value, "limit", name)?] = match value.data() {
            Data::Number(most) if *most >= 0.0 && *most <= 1e9 && most.fract() == 0.0 => Some(*most as usize),
            _ => return Err(value.error(Code::BadValue, "expected a whole number from 0 to 1,000,000,000")),
        };
        Ok(())
    })?;
    Ok(limits)
}
