//! S20: one gives only what the catalog lets one give.

use super::{By, Draft, SYSTEM};
use crate::condition::Column;
use crate::data::Cursor;
use crate::decide::{Given, Question, Viewer};
use crate::error::{Code, Result};
use crate::facts::Grant;
use crate::ids::RoleId;

/// Whether an author can give, or take, what a grant gives, where it is placed: whoever may do the action that lifts the
/// bound can; others can what a role of theirs assigns, and, where the catalog says so, nothing above what they have.
///
/// Fails with `not_assignable`.
pub fn bounded(draft: &Draft, change: &Cursor<'_>, grant: &Grant, by: &By<'_>) -> Result<()> {
    let Draft { policy, facts, .. } = draft;
    let Some(bounds) = policy.catalog.assigning.filter(|_| by.actor != SYSTEM) else { return Ok(()) };
    let resource = facts.resource_name(grant.on);
    let By { actor, now, .. } = *by;
    let viewer = Viewer { subject: actor, resource, now };
    let decider = policy.decider(facts);
    let may_any = bounds.any.is_some_and(|action| {
        let action = &policy.catalog.actions()[action.index()].name;
        let question = Question { subject: actor, action, resource, now, given: Given::default() };
        decider.decide(&question).allowed()
    });
    let column = policy.bundles.column(grant.bundle);
    let assigned = |role: RoleId| {
        let roles = policy.catalog.roles().iter().enumerate();
        let mut assigning =
            roles.filter(|(_, by)| by.assigns.contains(&role)).map(|(index, _)| RoleId::at(index));
        assigning.any(|by| decider.has(Column::Role(by), viewer))
    };
    let allowed = match column {
        _ if may_any => true,
        Column::Role(role) if !assigned(role) => false,
        Column::Level(..) | Column::Extra(_) => false,
        Column::Role(_) => !bounds.own_reach || decider.reaches(policy.bundles.get(grant.bundle), viewer),
    };
    if allowed {
        return Ok(());
    }
    let name = policy.catalog.column_name(column);
    Err(change.error(Code::NotAssignable, format!("`{actor}` cannot give or take `{name}` on `{resource}`")))
}
