//! The only way by which facts and the customer's part of a catalog become others (S16): authorised by the matrix,
//! checked, all or nothing.

mod assign;
mod grant;
mod policy;
mod share;
mod things;

use crate::data::{Cursor, Data};
use crate::decide::{Decision, Given, Policy, Question};
use crate::error::{Code, Error, did_you_mean};
use crate::facts::Facts;
use crate::ids::Time;
use crate::{Catalog, limits};
use std::sync::Arc;

/// Why changes were not applied. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong.
    pub error: Error,
    /// The denial, where the matrix refused it.
    pub decision: Option<Box<Decision>>,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self { error, decision: None }
    }
}

/// The word for the host itself as the author of changes.
const SYSTEM: &str = "system";

/// What changes work on: a copy that takes the place of the original when all have been made.
#[derive(Clone)]
pub(crate) struct Draft {
    pub policy: Arc<Policy>,
    pub facts: Facts,
}

/// Makes all changes, or none.
pub(crate) fn apply(
    mut draft: Draft,
    changes: &Data,
    actor: &str,
    now: Option<Time>,
) -> Result<Draft, Refused> {
    let root = Cursor::root(changes);
    if root.len() > limits::CHANGES {
        return Err(root.error(Code::Limit, format!("more than {} changes at once", limits::CHANGES)).into());
    }
    let place = root.place();
    for change in root.items(&place)? {
        one(&mut draft, &change, actor, now)?;
    }
    Ok(draft)
}

fn one(draft: &mut Draft, change: &Cursor<'_>, actor: &str, now: Option<Time>) -> Result<(), Refused> {
    let place = change.place();
    let kind = change.need(&place, "kind")?;
    let name = kind.text()?;
    if !Catalog::KINDS_OF_CHANGE.contains(&name) {
        let near = did_you_mean(name, Catalog::KINDS_OF_CHANGE);
        return Err(kind.error(Code::UnknownName, format!("unknown kind of change `{name}`{near}")).into());
    }
    if actor != SYSTEM {
        authorise(draft, change, name, actor, now)?;
    }
    match name {
        "grant" => grant::grant(draft, change, actor, now)?,
        "revoke" => grant::revoke(draft, change, actor, now)?,
        "set_cell" => draft.policy = policy::set_cell(&draft.policy, change)?,
        "set_role" => draft.policy = policy::set_role(&draft.policy, change)?,
        "create_user" => things::create_user(draft, change)?,
        "delete_user" => things::delete_user(draft, change)?,
        "create_group" => things::create_group(draft, change)?,
        "delete_group" => things::delete_group(draft, change)?,
        "add_member" => things::add_member(draft, change)?,
        "remove_member" => things::remove_member(draft, change)?,
        "create_resource" => things::create_resource(draft, change)?,
        "delete_resource" => things::delete_resource(draft, change)?,
        "move_resource" => things::move_resource(draft, change)?,
        "set_attributes" => things::set_attributes(draft, change)?,
        "share" => share::share(draft, change, actor, now)?,
        "unshare" => share::unshare(draft, change)?,
        "duplicate_resource" => things::duplicate_resource(draft, change)?,
        _ => things::set_setting(draft, change)?,
    }
    Ok(())
}

/// The resources that a change is about; none where it concerns all.
fn about(change: &Cursor<'_>, kind: &str) -> crate::Result<Vec<String>> {
    let keys: &[&str] = match kind {
        "grant" | "revoke" | "share" | "unshare" => &["on"],
        "create_resource" => &["parent"],
        "delete_resource" | "duplicate_resource" => &["resource"],
        "move_resource" => &["resource", "parent"],
        "set_attributes" => &["of"],
        _ => &[],
    };
    let place = change.place();
    let there = keys.iter().filter_map(|key| change.get(&place, key));
    let names: crate::Result<Vec<String>> = there.map(|name| name.text().map(str::to_owned)).collect();
    Ok(names?.into_iter().filter(|name| !name.starts_with("user:")).collect())
}

/// S16: the catalog says which action a kind of change needs. Where the change is about resources, the question is, too; one
/// that concerns all is asked on every root: who may edit what all share must be allowed on all of it.
fn authorise(
    draft: &Draft,
    change: &Cursor<'_>,
    kind: &str,
    actor: &str,
    now: Option<Time>,
) -> Result<(), Refused> {
    let Draft { policy, facts } = draft;
    let Some(action) = policy.catalog.change_action(kind) else {
        let message = format!(
            "the catalog names no action for changes of the kind `{kind}`, so only the host itself (`system`) can make them"
        );
        return Err(change.error(Code::Denied, message).into());
    };
    let action = &policy.catalog.actions()[action.index()].name;
    let mut places = about(change, kind)?;
    if places.is_empty() {
        places = roots(facts);
    }
    if places.is_empty() {
        let message = "there is no resource on which the right to do this could be held";
        return Err(change.error(Code::Denied, message).into());
    }
    for resource in places {
        let question = Question { subject: actor, action, resource: &resource, now, given: Given::default() };
        let decision = policy.decider(facts).decide(&question);
        if !decision.allowed() {
            let message = format!(
                "`{actor}` may not do this: it needs `{action}` on `{resource}` ({})",
                decision.reason.as_str()
            );
            return Err(Refused {
                error: change.error(Code::Denied, message),
                decision: Some(Box::new(decision)),
            });
        }
    }
    Ok(())
}

fn roots(facts: &Facts) -> Vec<String> {
    facts
        .resources()
        .filter(|resource| facts.parent(*resource).is_none())
        .map(|resource| facts.resource_name(resource).to_owned())
        .collect()
}
