//! Requests: made, approved, denied and taken back (S21).

use super::outbox::{Mail, Telling, object};
use super::things::{fits, given_attributes, new_name, resource};
use super::{By, Draft, Refused, SYSTEM};
use crate::catalog::requests::{APPROVED, CANCELLED, DENIED, EXPIRED, PENDING};
use crate::catalog::{Catalog, Requests, read_title};
use crate::condition::{Found, Reference, Space, Value};
use crate::cut::{Pieces, cut};
use crate::data::{Cursor, Data};
use crate::decide::{Decision, Policy, Question};
use crate::error::{Code, Result};
use crate::facts::{Facts, Kept, New};
use crate::ids::{ActionId, ResourceId, Time, UserId};

/// What the author of a change about a request must be allowed, and on what.
pub fn needed(draft: &Draft, change: &Cursor<'_>, kind: &str) -> Result<(ActionId, String)> {
    let here = change.need("request")?;
    if kind == "request" {
        let rules = rules(&draft.policy.catalog, &here)?;
        return Ok((rules.ask, change.need("on")?.text()?.to_owned()));
    }
    let (_, rules) = known(draft, &here)?;
    Ok((rules.answer[usize::from(kind == "deny_request")], here.text()?.to_owned()))
}

/// The rules for a new request of this name.
fn rules<'c>(catalog: &'c Catalog, here: &Cursor<'_>) -> Result<&'c Requests> {
    let kind = catalog.type_of_name(here, here.text()?)?;
    catalog.requests_of(kind).ok_or_else(|| {
        let name = &catalog.types()[kind.index()].name;
        here.error(Code::BadValue, format!("a `{name}` is no request: the catalog has no rules for such"))
    })
}

/// A request that is there, and its rules.
fn known<'d>(draft: &'d Draft, here: &Cursor<'_>) -> Result<(ResourceId, &'d Requests)> {
    let request = resource(&draft.facts, here)?;
    Ok((request, rules(&draft.policy.catalog, here)?))
}

/// Asks for something: a resource of the type of requests, and a mail to all who can approve it.
pub fn request(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<()> {
    change.only(&["kind", "request", "on", "title", "attributes"])?;
    let here = change.need("request")?;
    let name = new_name(&draft.facts, &here, None)?;
    let rules = rules(&draft.policy.catalog, &here)?.clone();
    let Some(requester) = draft.facts.user(by.actor) else {
        return Err(change.error(Code::BadValue, "a request is made by the user who asks, not by the host"));
    };
    let on = resource(&draft.facts, &change.need("on")?)?;
    fits(draft, &here, (name, rules.kind), Some(on), 0)?;
    let until = by.ends(rules.lasts, change)?;
    let mut attributes = given_attributes(draft, change, Space::Resource, Some(rules.kind), &rules.required)?;
    attributes.push((rules.kept.requester, Kept::Plain(u64::from(requester.0))));
    attributes.push((rules.kept.state, Kept::Text(PENDING.into())));
    attributes.extend(until.map(|until| (rules.kept.until, Kept::Plain(until.cast_unsigned()))));
    let new = New { name, title: read_title(change)?, attributes };
    let request = draft.facts.add_resource(new, Some(on), rules.kind);
    let telling = draft.telling();
    let mut approvers = telling.all_who_may(rules.answer[0], request, by.now);
    approvers.retain(|user| *user != requester);
    tell(draft, &rules, 0, request, (&approvers, Vec::new()));
    Ok(())
}

/// Says yes: the request's changes are made, by whoever approves it.
///
/// Fails with `own_request`, `bad_state`, `expired`, and with whatever refuses one of the changes.
pub fn approve(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> std::result::Result<(), Refused> {
    change.only(&["kind", "request"])?;
    let (request, rules) = answered(draft, change, by, APPROVED)?;
    let yields = Yields { draft, request, by }.fill(&rules.yields);
    tell_requester(draft, &rules, 1, request, vec![("actor", actor(draft, by))]);
    let root = Cursor::root(&yields);
    for yielded in root.items()? {
        super::one(draft, &yielded, by).map_err(|refused| refused.within(&format!("{change}.yields")))?;
    }
    Ok(())
}

/// Says no.
pub fn deny(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<()> {
    change.only(&["kind", "request", "reason"])?;
    let (request, rules) = answered(draft, change, by, DENIED)?;
    let reason = change.get("reason").map(|reason| reason.text()).transpose()?;
    let more = vec![("actor", actor(draft, by)), ("reason", reason.map_or(Data::Null, Data::text))];
    tell_requester(draft, &rules, 2, request, more);
    Ok(())
}

/// Takes one's own request back.
pub fn cancel(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<()> {
    change.only(&["kind", "request"])?;
    answered(draft, change, by, CANCELLED).map(|_| ())
}

/// A request that waits, and from now on does not any more.
fn answered(
    draft: &mut Draft,
    change: &Cursor<'_>,
    by: &By<'_>,
    state: &str,
) -> Result<(ResourceId, Requests)> {
    let here = change.need("request")?;
    let (request, rules) = known(draft, &here)?;
    let rules = rules.clone();
    let requester = requester(draft, &rules, request);
    let author = draft.facts.user(by.actor);
    let own = author.is_some() && author == requester;
    if state == CANCELLED && !own && by.actor != SYSTEM {
        return Err(here.error(Code::Denied, "a request is taken back by who made it; others can deny it"));
    }
    if state == APPROVED && own {
        return Err(here.error(Code::OwnRequest, "nobody approves his own request"));
    }
    waits(draft, &here, request, by)?;
    let answered_by = author.filter(|_| state != CANCELLED).map(|user| Kept::Plain(u64::from(user.0)));
    let values =
        vec![(rules.kept.state, Some(Kept::Text(state.into()))), (rules.kept.answered_by, answered_by)];
    draft.facts.set_resource_attributes(request, values, &draft.policy.catalog);
    Ok((request, rules))
}

/// Whether a request is still open. Without a time, one that ends has ended.
fn waits(draft: &Draft, here: &Cursor<'_>, request: ResourceId, by: &By<'_>) -> Result<()> {
    let name = draft.facts.resource_name(request);
    match draft.telling().state(request, Some(by.now.unwrap_or(Time(i64::MAX)))) {
        Some(PENDING) => Ok(()),
        Some(EXPIRED) => {
            Err(here.error(Code::Expired, format!("`{name}` has ended unanswered; it can be asked again")))
        }
        Some(state) => Err(here.error(Code::BadState, format!("`{name}` is {state} already"))),
        None => Err(here.error(Code::BadState, format!("`{name}` has no state"))),
    }
}

/// Who made a request, if he is still there.
fn requester(draft: &Draft, rules: &Requests, request: ResourceId) -> Option<UserId> {
    match draft.telling().found(request, rules.kept.requester) {
        Found::Value(Value::Reference(Reference::User(user))) if draft.facts.has_user(user) => Some(user),
        _ => None,
    }
}

fn actor(draft: &Draft, by: &By<'_>) -> Data<'static> {
    draft.telling().actor(by.actor)
}

fn tell_requester(
    draft: &mut Draft,
    rules: &Requests,
    mail: usize,
    request: ResourceId,
    more: Vec<(&'static str, Data<'static>)>,
) {
    let to: Vec<UserId> = requester(draft, rules, request).into_iter().collect();
    tell(draft, rules, mail, request, (&to, more));
}

/// Puts one of the mails of a request into the outbox, if there is such a mail.
fn tell(
    draft: &mut Draft,
    rules: &Requests,
    mail: usize,
    request: ResourceId,
    (to, more): (&[UserId], Vec<(&'static str, Data<'static>)>),
) {
    let Some(template) = &rules.mails[mail] else { return };
    let telling = draft.telling();
    let who = requester(draft, rules, request).map_or(Data::Null, |user| telling.person(user));
    let on = draft.facts.parent(request).map_or(Data::Null, |on| telling.thing(on));
    let mut fields = vec![("request", telling.thing(request)), ("requester", who), ("on", on)];
    fields.extend(more);
    let mails = telling.mails(template, to, &object(fields));
    draft.outbox.extend(mails);
}

/// What an approval does, with what the request says in its places.
struct Yields<'y> {
    draft: &'y Draft,
    request: ResourceId,
    by: &'y By<'y>,
}

impl Yields<'_> {
    /// What is not said is left out.
    fn fill(&self, part: &Data<'_>) -> Data<'static> {
        match part {
            Data::Text(text) => self.filled(text),
            Data::List(items) => {
                let mut filled = Vec::with_capacity(items.len());
                for item in items {
                    filled.push(self.fill(item));
                }
                Data::List(filled)
            }
            Data::Map(entries) => {
                let mut filled = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    filled.push((key.to_string().into(), self.fill(value)));
                }
                Data::Map(filled)
            }
            other => other.owned(),
        }
    }

    /// A text that is one placeholder becomes what stands for it, of whatever kind; others stay texts.
    fn filled(&self, template: &str) -> Data<'static> {
        let inner = template.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if let Some(name) = inner.filter(|name| cut(name, b'{').is_none()) {
            return self.value(name);
        }
        let mut parts = Pieces::of(template, b'{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = cut(part, b'}').unwrap_or((part, ""));
            match self.value(name) {
                Data::Text(text) => filled += &text,
                Data::Number(number) => filled += &(number as i64).to_string(),
                _ => {}
            }
            filled += rest;
        }
        Data::Text(filled.into())
    }

    fn value(&self, name: &str) -> Data<'static> {
        let Draft { policy, facts, .. } = self.draft;
        let telling = self.draft.telling();
        match name {
            "approver" => Data::text(self.by.actor),
            "request" => Data::text(facts.resource_name(self.request)),
            "on" => facts.parent(self.request).map_or(Data::Null, |on| Data::text(facts.resource_name(on))),
            // `requester` among them, as long as he is there.
            _ => {
                let attribute = policy.catalog.names.attribute(Space::Resource, name);
                attribute.and_then(|id| telling.attribute(self.request, id)).unwrap_or(Data::Null)
            }
        }
    }
}

/// Tells of an attempt that was denied to those whom the catalog names (S21). Nothing is changed by it.
pub fn notices(policy: &Policy, facts: &Facts, question: &Question<'_>, decision: &Decision) -> Vec<Mail> {
    let telling = Telling { policy, facts };
    let Some(action) = policy.catalog.action(question.action).filter(|_| !decision.allowed()) else {
        return Vec::new();
    };
    let first = Pieces::of(question.resource, b'/').next().unwrap_or_default();
    let Some(on) = facts.resource(first) else { return Vec::new() };
    let fields = object(vec![
        ("subject", telling.actor(question.subject)),
        ("action", Data::text(question.action)),
        ("resource", Data::text(question.resource)),
        ("on", telling.thing(on)),
        ("code", Data::text(decision.reason.as_str())),
        ("attributes", telling.given(&question.given.resource)),
        ("context", telling.given(&question.given.context)),
    ]);
    let mut mails = Vec::new();
    for notice in policy.catalog.notices() {
        if notice.action == action {
            let to = telling.all_who_may(notice.to, on, question.now);
            mails.append(&mut telling.mails(&notice.template, &to, &fields));
        }
    }
    mails
}
