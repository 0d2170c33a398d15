//! The only way by which facts and the customer's part of a catalog become others (S16): authorised by the matrix,
//! checked, all or nothing.

mod assign;
mod grant;
mod outbox;
mod people;
mod policy;
mod request;
mod share;
mod things;

use crate::catalog::Subject;
use crate::condition::Space;
use crate::data::{Cursor, Data};
use crate::decide::{Decision, Given, Policy, Question};
use crate::error::{Code, Error, did_you_mean};
use crate::facts::Facts;
use crate::ids::{ActionId, Time};
use crate::{Catalog, limits};
use std::sync::Arc;

pub use outbox::Mail;
pub(crate) use outbox::Telling;
pub(crate) use policy::edit;
pub(crate) use request::notices;

/// Why changes were not applied. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong.
    pub error: Error,
    /// The denial, where the matrix refused it.
    pub decision: Option<Box<Decision>>,
}

impl Refused {
    /// The same in a part of a larger document.
    fn within(self, part: &str) -> Self {
        Self { error: self.error.within(part), ..self }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self { error, decision: None }
    }
}

/// The word for the host itself as the author of changes.
const SYSTEM: &str = "system";

/// Who makes changes, and when.
#[derive(Clone, Copy)]
pub struct By<'b> {
    /// A user's full name, or `system`, the host itself.
    pub actor: &'b str,
    /// The time, where it matters (S14).
    pub now: Option<Time>,
    /// Where random bytes come from, for tokens (S22): the crate has none of its own.
    random: &'b dyn Fn() -> Option<[u8; 32]>,
    /// The hashes of the tokens, where changes are made again that were made elsewhere.
    hashes: &'b [Data<'b>],
}

impl<'b> By<'b> {
    /// Without random bytes.
    #[must_use]
    pub fn new(actor: &'b str, now: Option<Time>) -> Self {
        Self { actor, now, random: &|| None, hashes: &[] }
    }

    /// Of changes that were made elsewhere, with the hashes of the tokens they made.
    pub(crate) fn again(actor: &'b str, now: Option<Time>, hashes: &'b [Data]) -> Self {
        Self { hashes, ..By::new(actor, now) }
    }

    /// The same with random bytes.
    #[must_use]
    pub fn with_random(self, random: &'b dyn Fn() -> Option<[u8; 32]>) -> Self {
        Self { random, ..self }
    }

    /// When what begins now ends; it must be known when now is.
    fn ends(&self, lasts: Option<i64>, change: &Cursor<'_>) -> crate::Result<Option<i64>> {
        let Some(lasts) = lasts else { return Ok(None) };
        match self.now {
            Some(now) => Ok(Some(now.0.saturating_add(lasts))),
            None => Err(change.error(Code::MissingKey, "`now` is missing: this lasts for a time")),
        }
    }
}

/// What changes work on: a copy that takes the place of the original when all have been made.
#[derive(Clone)]
pub(crate) struct Draft {
    pub policy: Arc<Policy>,
    pub facts: Facts,
    /// What the changes have to tell people.
    pub outbox: Vec<Mail>,
    /// The hashes of the tokens that they made.
    pub hashes: Vec<String>,
}

impl Draft {
    /// What there is to tell of it.
    fn telling(&self) -> Telling<'_> {
        Telling { policy: &self.policy, facts: &self.facts }
    }
}

/// Makes all changes, or none.
pub(crate) fn apply(mut draft: Draft, changes: &Data, by: &By<'_>) -> Result<Draft, Refused> {
    let root = Cursor::root(changes);
    if root.len() > limits::CHANGES {
        return Err(root.error(Code::Limit, format!("more than {} changes at once", limits::CHANGES)).into());
    }
    for change in root.items()? {
        one(&mut draft, &change, by)?;
    }
    Ok(draft)
}

/// Kinds of changes whose authors are told by rules of their own, not by an action that the catalog names.
const OF_REQUESTS: [&str; 5] =
    ["request", "approve_request", "deny_request", "cancel_request", "activate_user"];

fn one(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<(), Refused> {
    let kind = change.need("kind")?;
    let name = kind.text()?;
    if !Catalog::KINDS_OF_CHANGE.contains(&name) && !OF_REQUESTS.contains(&name) {
        let near = did_you_mean(name, Catalog::KINDS_OF_CHANGE.iter().chain(&OF_REQUESTS).copied());
        return Err(kind.error(Code::UnknownName, format!("unknown kind of change `{name}`{near}")).into());
    }
    if by.actor != SYSTEM {
        authorise(draft, change, name, by)?;
    }
    match name {
        "grant" => grant::grant(draft, change, by)?,
        "revoke" => grant::revoke(draft, change, by)?,
        "set_cell" | "set_role" => {
            let mut catalog = draft.policy.catalog.clone();
            policy::edit(&mut catalog, change)?;
            catalog.check_cycles(change)?;
            draft.policy = Arc::new(Policy::of(catalog));
        }
        "create_user" => people::create_user(draft, change, by)?,
        "invite_user" => people::invite_user(draft, change, by)?,
        "activate_user" => people::activate_user(draft, change, by)?,
        "suspend_user" => people::suspend_user(draft, change)?,
        "reinstate_user" => people::reinstate_user(draft, change)?,
        "delete_user" => people::delete_user(draft, change)?,
        "create_group" => things::create_group(draft, change)?,
        "delete_group" => things::delete_group(draft, change)?,
        "add_member" => things::add_member(draft, change)?,
        "remove_member" => things::remove_member(draft, change)?,
        "create_resource" => things::create_resource(draft, change)?,
        "delete_resource" => things::delete_resource(draft, change)?,
        "move_resource" => things::move_resource(draft, change)?,
        "set_attributes" => things::set_attributes(draft, change)?,
        "share" => share::share(draft, change, by)?,
        "unshare" => share::unshare(draft, change)?,
        "duplicate_resource" => things::duplicate_resource(draft, change)?,
        "request" => request::request(draft, change, by)?,
        "approve_request" => request::approve(draft, change, by)?,
        "deny_request" => request::deny(draft, change, by)?,
        "cancel_request" => request::cancel(draft, change, by)?,
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
    let mut names = Vec::new();
    for key in keys {
        if let Some(name) = change.get(key)
            && !name.text()?.starts_with("user:")
        {
            names.push(name.text()?.to_owned());
        }
    }
    Ok(names)
}

/// S16: asks the matrix whether the author may make a change.
fn authorise(draft: &Draft, change: &Cursor<'_>, kind: &str, by: &By<'_>) -> Result<(), Refused> {
    let needed = match kind {
        // By a token, and by who made the request.
        "activate_user" | "cancel_request" => Vec::new(),
        "request" | "approve_request" | "deny_request" => vec![request::needed(draft, change, kind)?],
        _ => needed(draft, change, kind)?,
    };
    let Draft { policy, facts, .. } = draft;
    for (action, resource) in needed {
        let action = &policy.catalog.actions()[action.index()].name;
        let question =
            Question { subject: by.actor, action, resource: &resource, now: by.now, given: Given::default() };
        let decision = policy.decider(facts).decide(&question);
        if !decision.allowed() {
            let message = format!(
                "`{}` may not do this: it needs `{action}` on `{resource}` ({})",
                by.actor,
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

/// The catalog says which action a kind of change needs. Where the change is about resources, the question is, too; one that
/// concerns all is asked on every root: who may edit what all share must be allowed on all of it.
fn needed(draft: &Draft, change: &Cursor<'_>, kind: &str) -> crate::Result<Vec<(ActionId, String)>> {
    let Draft { policy, facts, .. } = draft;
    let mut places = about(change, kind)?;
    if places.is_empty() {
        places = roots(facts);
    }
    if places.is_empty() {
        let message = "there is no resource on which the right to do this could be held";
        return Err(change.error(Code::Denied, message));
    }
    let new = new_subject(&policy.catalog, change, kind)?;
    let mut needed = Vec::with_capacity(places.len());
    for name in places {
        let known = || facts.resource(&name).map(|known| Subject::Type(facts.type_of(known)));
        let Some(action) = policy.catalog.change_action(kind, new.or_else(known)) else {
            let message = format!(
                "the catalog names no action for changes of the kind `{kind}`, so only the host itself (`system`) can make them"
            );
            return Err(change.error(Code::Denied, message));
        };
        needed.push((action, name));
    }
    Ok(needed)
}

/// What a change is about that is not among the resources yet, or none.
fn new_subject(catalog: &Catalog, change: &Cursor<'_>, kind: &str) -> crate::Result<Option<Subject>> {
    let named = |key| change.get(key);
    Ok(match kind {
        "create_resource" => {
            let kind = named("resource").map(|name| catalog.type_of_name(&name, name.text()?)).transpose()?;
            kind.map(Subject::Type)
        }
        "set_setting" => {
            let id = |name: Cursor<'_>| catalog.attribute_named(Space::Settings, None, &name, name.text()?);
            named("setting").map(id).transpose()?.map(Subject::Setting)
        }
        _ => None,
    })
}

fn roots(facts: &Facts) -> Vec<String> {
    let mut roots = Vec::new();
    for resource in facts.resources() {
        if facts.parent(resource).is_none() {
            roots.push(facts.resource_name(resource).to_owned());
        }
    }
    roots
}
