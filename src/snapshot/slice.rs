//! What one user may know: the facts without everybody else (docs/FORMAT.md). What is kept is all that his answers rest on.

use crate::catalog::{Rule, Stored};
use crate::condition::{Constant, Expr, Found, List, Reference, Scalar, Space, Type, Value};
use crate::decide::{Policy, Reach, is_marked, mark};
use crate::error::{Code, Error, Result};
use crate::facts::{Facts, Part};
use crate::ids::{AttributeId, ResourceId, UserId};
use crate::order::insert;

/// The facts of a user: what he can do something on, what is granted to him, and what these lie in.
///
/// Fails with `limit` when he is in too many groups: then nothing is allowed to him anywhere.
pub fn slice(policy: &Policy, facts: &Facts, user: UserId) -> Result<Facts> {
    let groups = facts.groups_of(user).ok_or_else(|| {
        Error::new(Code::Limit, "subject", "this user is in more groups than can be asked about")
    })?;
    let reach = Reach::of(policy.decider(facts), user, &groups);
    let mut choice = Choice { policy, facts, user, kept: Vec::new(), order: Vec::new() };
    for resource in facts.resources() {
        if reach.is_granted(resource) || reach.has(resource) {
            choice.keep(resource);
        }
    }
    if choice.keep_named() {
        choice.keep_referred();
    }
    let (mut resources, mut left_out) = (Vec::new(), Vec::new());
    for resource in facts.resources() {
        if is_marked(&choice.kept, resource) {
            resources.push(resource);
        } else {
            insert(&mut left_out, facts.type_of(resource));
        }
    }
    Ok(facts.sliced(Part { principals: reach.principals, resources, left_out }, &policy.catalog))
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
    /// Keeps a resource and all it lies in: but no request of somebody else, and nothing in one.
    fn keep(&mut self, resource: ResourceId) {
        let mut chain = Vec::new();
        let mut next = Some(resource);
        while let Some(at) = next {
            if self.is_of_another(at) {
                return;
            }
            chain.push(at);
            next = self.facts.parent(at);
        }
        for at in chain {
            if !is_marked(&self.kept, at) {
                mark(&mut self.kept, at);
                self.order.push(at);
            }
        }
    }

    /// S21: whether this is a request that somebody else made.
    fn is_of_another(&self, resource: ResourceId) -> bool {
        let catalog = &self.policy.catalog;
        let Some(rules) = catalog.requests_of(self.facts.type_of(resource)) else { return false };
        let by = self.facts.resource_attribute(resource, rules.kept.requester, Type::One(Scalar::User));
        !matches!(by, Found::Value(Value::Reference(Reference::User(by))) if by == self.user)
    }

    /// Keeps what footnotes and settings name; and says whether footnotes look at resources that others refer to.
    fn keep_named(&mut self) -> bool {
        let catalog = &self.policy.catalog;
        let (mut names, mut further) = (Vec::new(), false);
        let read: &mut dyn FnMut(&Expr) = &mut |expr| {
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
                expr.walk(read);
            }
        }
        for (_, ceiling) in catalog.ceilings() {
            ceiling.when.walk(read);
        }
        for setting in catalog.settings() {
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
        further
    }

    /// Keeps what attributes refer to: the user's, and those of all that is kept.
    fn keep_referred(&mut self) {
        let (facts, catalog) = (self.facts, &self.policy.catalog);
        let mut next = 0;
        let mut of = None;
        loop {
            for id in (0..catalog.attribute_count()).map(AttributeId::at) {
                let kind = catalog.attribute(id).kind;
                if let Type::One(Scalar::Resource(_)) | Type::List(Scalar::Resource(_)) = kind {
                    self.keep_found(match of {
                        Some(resource) => facts.resource_attribute(resource, id, kind),
                        None => facts.user_attribute(self.user, id, kind),
                    });
                }
            }
            of = self.order.get(next).copied();
            next += 1;
            if of.is_none() {
                return;
            }
        }
    }

    fn keep_found(&mut self, found: Found<'_>) {
        match found {
            Found::Value(Value::Reference(Reference::Resource(resource)))
                if self.facts.has_resource(resource) =>
            {
                self.keep(resource);
            }
            Found::Value(Value::List(List::Kept { source, len, kind })) => {
                for item in 0..len {
                    self.keep_found(
                        self.facts.element(source, item, kind).map_or(Found::Absent, Found::Value),
                    );
                }
            }
            _ => {}
        }
    }
}

/// The names of resources in a setting.
fn named(value: &Stored, names: &mut Vec<String>) {
    match value {
        Stored::Name(Scalar::Resource(_), name) => names.push(String::from(&**name)),
        Stored::List(items) => {
            for item in items {
                named(item, names);
            }
        }
        _ => {}
    }
}
