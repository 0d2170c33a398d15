//! The only way by which facts and the customer's part of a catalog become others (S16): authorised by the matrix,
//! checked, all or nothing.

mod grant;
mod policy;

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
        "grant" => draft.facts = grant::grant(&draft.policy, &draft.facts, change)?,
        "revoke" => draft.facts = grant::revoke(&draft.policy, &draft.facts, change)?,
        "set_cell" => draft.policy = policy::set_cell(&draft.policy, change)?,
        _ => draft.policy = policy::set_role(&draft.policy, change)?,
    }
    Ok(())
}

/// S16: the catalog says which action a kind of change needs. Where the change has a resource, the question is about it;
/// an edit of the policy is asked on every root: who may edit what all share must be allowed on all of it.
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
    let place = change.place();
    let on = change.get(&place, "on").filter(|_| kind == "grant" || kind == "revoke");
    let places = match on {
        Some(on) => vec![on.text()?.to_owned()],
        None => roots(facts),
    };
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
    let all = (0..facts.resources()).map(crate::ids::ResourceId::at);
    all.filter(|resource| facts.parent(*resource).is_none())
        .map(|resource| facts.resource_name(resource).to_owned())
        .collect()
}
