//! Sharing rules, read when types, roles and conditions are known.

use super::{Reader, bounded, unknown};
use crate::catalog::sharing::{COUNTED_BY, SHARED_WITH, Sharing};
use crate::catalog::{Catalog, Cell};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result};
use crate::ids::{RoleId, TypeId};
use crate::limits;

impl Reader {
    pub(super) fn sharing(&mut self, root: &Cursor<'_>) -> Result<()> {
        let Some(all) = root.get("sharing") else { return Ok(()) };
        for (name, entry) in all.entries()? {
            let container = self.catalog.named_type(&entry, name)?;
            let rules = rules(&self.catalog, &entry, container)?;
            self.catalog.sharing.push(rules);
        }
        Ok(())
    }
}

fn rules(catalog: &Catalog, entry: &Cursor<'_>, container: TypeId) -> Result<Sharing> {
    entry.only(&["items", "roles", "to", "guest", "limits"])?;
    let (mut items, mut roles) = (Vec::new(), Vec::new());
    let list = entry.need("items")?;
    bounded(&list, list.len(), limits::CATALOG_ENTRIES, "types")?;
    for item in list.items()? {
        items.push(item_type(catalog, &item, container)?);
    }
    let list = entry.need("roles")?;
    for item in list.items()? {
        roles.push(catalog.role_named(&item)?);
    }
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
    let Some(to) = entry.get("to") else { return Ok([Cell::Yes; 3]) };
    let mut cells = [Cell::No; 3];
    for (name, value) in to.entries()? {
        let known = SHARED_WITH.iter().position(|known| *known == name);
        let target = known.ok_or_else(|| unknown(&value, "kind of principal", name, SHARED_WITH))?;
        cells[target] = match value.text()? {
            "yes" => Cell::Yes,
            "no" => Cell::No,
            text => match text.strip_prefix("if ") {
                Some(name) => Cell::If(catalog.condition_named(None, &value, name.trim())?),
                None => {
                    return Err(value.error(Code::BadValue, "it can be `yes`, `no`, or `if` and a condition"));
                }
            },
        };
    }
    Ok(cells)
}

#[allow(clippy::cast_sign_loss)] // it is from 0 on
fn how_many(entry: &Cursor<'_>) -> Result<[Option<usize>; 3]> {
    let mut limits = [None; 3];
    let Some(list) = entry.get("limits") else { return Ok(limits) };
    for (name, value) in list.entries()? {
        let known = COUNTED_BY.iter().position(|known| *known == name);
        let counted = known.ok_or_else(|| unknown(&value, "limit", name, COUNTED_BY))?;
        limits[counted] = match value.data() {
            Data::Number(most) if *most >= 0.0 && *most <= 1e9 && most.fract() == 0.0 => Some(*most as usize),
            _ => return Err(value.error(Code::BadValue, "expected a whole number from 0 to 1,000,000,000")),
        };
    }
    Ok(limits)
}
