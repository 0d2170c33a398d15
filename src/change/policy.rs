//! Edits of the matrix by the customer: cells and roles, on top of a catalog they cannot break.

use crate::data::Cursor;
use crate::decide::Policy;
use crate::error::{Code, Result, did_you_mean};
use crate::ids::RoleId;
use std::sync::Arc;

/// Sets one cell.
pub fn set_cell(policy: &Policy, change: &Cursor<'_>) -> Result<Arc<Policy>> {
    change.only(&["kind", "action", "column", "value"])?;
    let name = change.need("action")?;
    let action = policy.catalog.action(name.text()?).ok_or_else(|| {
        let near = did_you_mean(name.text().unwrap_or_default(), policy.catalog.names.actions.keys());
        name.error(Code::UnknownName, format!("unknown action `{}`{near}", name.text().unwrap_or_default()))
    })?;
    let tool = policy.catalog.actions()[action.index()].tool;
    let cell = policy.catalog.read_cell(tool, &change.need("value")?)?;
    let column = change.need("column")?;
    let mut catalog = policy.catalog.clone();
    let mut row = catalog.row(action).clone();
    catalog.set_cell(&mut row, tool, column.text()?, cell, &column)?;
    catalog.rows[action.index()] = row;
    catalog.check_cycles(change)?;
    Ok(Arc::new(Policy::of(catalog)))
}

/// Creates a role, or replaces what it bundles.
pub fn set_role(policy: &Policy, change: &Cursor<'_>) -> Result<Arc<Policy>> {
    let name = change.need("role")?;
    let mut catalog = policy.catalog.clone();
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
        catalog.names.roles.insert(role.name.clone(), id.index());
        catalog.roles.push(role);
    }
    Ok(Arc::new(Policy::of(catalog)))
}
