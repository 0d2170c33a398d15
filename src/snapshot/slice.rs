//! What one user may know: the facts without everybody else (docs/FORMAT.md). What is kept is all that his answers rest on.

use crate::catalog::Rule;
use crate::catalog::Stored;
use crate::condition::{Constant, Expr, Found, List, Reference, Scalar, Space, Type, Value};
use crate::decide::{Policy, Reach};
use crate::error::{Code, Error, Result};
use crate::facts::{Facts, Part};
use crate::ids::{ResourceId, UserId};
use crate::limits;
use crate::order::insert;

/// The facts of a user: what he can do something on, what is granted to him, and what these lie in.
///
/// Fails with `limit` when he is in too many groups: then nothing is allowed to him anywhere.
pub fn slice(policy: &Policy, facts: &Facts, user: UserId) -> Result<Facts> {
    let Some(groups) = facts.groups_of(user) else {
        let message = format!("this user is in more than {} groups", limits::GROUPS_OF_SUBJECT);
        return Err(Error::new(Code::Limit, "", message));
    };
    let reach = Reach::of(policy.decider(facts), user, &groups);
    let mut choice = Choice { policy, facts, user, kept: Vec::new(), order: Vec::new() };
    for resource in facts.resources() {
        if reach.is_granted(resource) || reach.has(resource) {
            choice.keep(resource);
        }
    }
    choice.keep_named();
    let (mut resources, mut left_out) = (Vec::new(), Vec::new());
    for resource in facts.resources() {
        if choice.has(resource) {
            resources.push(resource);
        } else {
            insert(&mut left_out, facts.type_of(resource));
        }
    }
    Ok(facts.sliced(Part { user, groups, resources, left_out }, &policy.catalog))
}

/// What is kept, while it is chosen.
struct Choice<'c> {
    policy: &'c Policy,
    facts: &'c Facts,
    user: UserId,
    /// By resource.
    kept: Vec<bool>,
    order: Vec<ResourceId>,
}

impl Choice<'_> {
    fn has(&self, resource: ResourceId) -> bool {
        self.kept.get(resource.index()).copied().unwrap_or_default()
    }

    /// Keeps a resource and all it lies in: but no request of somebody else, and nothing in one.
    fn keep(&mut self, resource: ResourceId) {
        let facts = self.facts;
        let chain: Vec<_> = std::iter::successors(Some(resource), |at| facts.parent(*at)).collect();
        if chain.iter().any(|at| self.is_of_another(*at)) {
            return;
        }
        for at in chain {
            if self.has(at) {
                break;
            }
            if at.index() >= self.kept.len() {
                self.kept.resize(at.index() + 1, false);
            }
            self.kept[at.index()] = true;
            self.order.push(at);
        }
    }

    /// S21: whether this is a request that somebody else made.
    fn is_of_another(&self, resource: ResourceId) -> bool {
        let catalog = &self.policy.catalog;
        let Some(rules) = catalog.requests_of(self.facts.type_of(resource)) else { return false };
        let kind = catalog.attribute(rules.kept.requester).kind;
        let by = self.facts.resource_attribute(resource, rules.kept.requester, kind);
        !matches!(by, Found::Value(Value::Reference(Reference::User(by))) if by == self.user)
    }

    /// Keeps what footnotes and settings name, and, where footnotes look at more than the item, what is referred to.
    fn keep_named(&mut self) {
        let mut names = Vec::new();
        let further = self.read_footnotes(&mut names);
        for setting in self.policy.catalog.settings() {
            named(&setting.default, &mut names);
        }
        for (_, value) in self.facts.settings() {
            named(value, &mut names);
        }
        for name in names {
            if let Some(resource) = self.facts.resource(&name) {
                self.keep(resource);
            }
        }
        if !further {
            return;
        }
        self.keep_referred(None);
        let mut next = 0;
        while let Some(resource) = self.order.get(next).copied() {
            next += 1;
            self.keep_referred(Some(resource));
        }
    }

    /// The names of resources in footnotes and ceilings; and whether these look at resources that others refer to.
    fn read_footnotes(&self, names: &mut Vec<String>) -> bool {
        let catalog = &self.policy.catalog;
        let mut further = false;
        let mut read = |expr: &Expr| {
            let of = match expr {
                Expr::Constant(Constant::Name(Scalar::Resource(_), name)) => return names.push(name.clone()),
                Expr::Attribute(of, id) if catalog.attribute(*id).space == Space::Resource => of,
                Expr::LevelOf { resource, .. }
                | Expr::Holds { resource, .. }
                | Expr::Can { resource, .. }
                | Expr::Member { resource, .. } => resource,
                _ => return,
            };
            further |= !matches!(**of, Expr::Resource | Expr::Constant(_));
        };
        for condition in catalog.conditions() {
            if let Rule::When(_, expr) = &condition.rule {
                expr.walk(&mut read);
            }
        }
        catalog.ceilings().for_each(|(_, ceiling)| ceiling.when.walk(&mut read));
        further
    }

    /// Keeps what attributes refer to: those of a resource, or the user's.
    fn keep_referred(&mut self, of: Option<ResourceId>) {
        let facts = self.facts;
        for id in 0..self.policy.catalog.attribute_count() {
            let id = crate::ids::AttributeId::at(id);
            let kind = self.policy.catalog.attribute(id).kind;
            let (Type::One(Scalar::Resource(_)) | Type::List(Scalar::Resource(_))) = kind else { continue };
            let found = match of {
                Some(resource) => facts.resource_attribute(resource, id, kind),
                None => facts.user_attribute(self.user, id, kind),
            };
            match found {
                Found::Value(Value::List(List::Kept { source, len, kind })) => {
                    for item in 0..len {
                        self.keep_value(facts.element(source, item, kind));
                    }
                }
                Found::Value(value) => self.keep_value(Some(value)),
                _ => {}
            }
        }
    }

    fn keep_value(&mut self, value: Option<Value<'_>>) {
        if let Some(Value::Reference(Reference::Resource(resource))) = value
            && self.facts.has_resource(resource)
        {
            self.keep(resource);
        }
    }
}

/// The names of resources in a setting.
fn named(value: &Stored, names: &mut Vec<String>) {
    match value {
        Stored::Name(Scalar::Resource(_), name) => names.push(name.to_string()),
        Stored::List(items) => items.iter().for_each(|item| named(item, names)),
        _ => {}
    }
}
