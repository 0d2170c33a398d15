//! Edits of the matrix by the customer: cells and roles, on top of a catalog they cannot break.

use crate::catalog::Catalog;
use crate::data::{Cursor, Data};
use crate::error::{Code, Result, did_you_mean};
use crate::ids::RoleId;

/// Makes one edit of a catalog, and remembers it, for snapshots. Whether questions now ask each other in a circle is for the
/// caller to check: of several edits only the last state counts.
pub fn edit(catalog: &mut Catalog, change: &Cursor<'_>) -> Result<()> {
    if change.need("kind")?.text()? == "set_cell" {
        set_cell(catalog, change)?;
        catalog.edits.retain(|edit| !same(edit, change, &["kind", "action", "column"]));
    } else {
        set_role(catalog, change)?;
        // The first of a role stays in its place: others may name it. The last says what it is.
        let mut earlier = 0;
        catalog.edits.retain(|edit| {
            let this = same(edit, change, &["kind", "role"]);
            earlier += usize::from(this);
            !this || earlier == 1
        });
    }
    catalog.edits.push(change.data().owned());
    Ok(())
}

/// Whether two edits are about the same thing.
fn same(edit: &Data<'_>, change: &Cursor<'_>, keys: &[&str]) -> bool {
    let edit = Cursor::root(edit);
    keys.iter().all(|key| {
        let [one, other] = [edit.get(key), change.get(key)];
        one.map(|value| value.data()) == other.map(|value| value.data())
    })
}

/// Sets one cell.
fn set_cell(catalog: &mut Catalog, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "action", "column", "value"])?;
    let name = change.need("action")?;
    let action = catalog.action(name.text()?).ok_or_else(|| {
        let near = did_you_mean(name.text().unwrap_or_default(), catalog.names.actions.keys());
        name.error(Code::UnknownName, format!("unknown action `{}`{near}", name.text().unwrap_or_default()))
    })?;
    let tool = catalog.actions()[action.index()].tool;
    let cell = catalog.read_cell(tool, &change.need("value")?)?;
    let column = change.need("column")?;
    let mut row = catalog.row(action).clone();
    catalog.set_cell(&mut row, tool, column.text()?, cell, &column)?;
    catalog.rows[action.index()] = row;
    Ok(())
}

/// Creates a role, or replaces what it bundles.
fn set_role(catalog: &mut Catalog, change: &Cursor<'_>) -> Result<()> {
    let name = change.need("role")?;
    let role = catalog.read_changed_role(&name, change)?;
    if let Some(id) = catalog.role(name.text()?) {
        let known = &catalog.roles[id.index()];
        if (known.on, known.exclusive) != (role.on, role.exclusive) {
            let message = format!(
                "where the role `{}` is given, and whether it is exclusive, stays as it is, for there may be grants of it; make another role",
                known.name
            );
            return Err(change.error(Code::BadValue, message));
        }
        catalog.roles[id.index()] = role;
    } else {
        let id = RoleId::at(catalog.roles.len());
        catalog.names.roles.insert(&role.name, id.index());
        catalog.roles.push(role);
    }
    Ok(())
}
