//! What changes have to tell people: data that the host sends. Nothing here is sent, and nobody is decided on: who is told is
//! found by asking who may.

use crate::catalog::requests::{EXPIRED, PENDING, STATES};
use crate::catalog::{Catalog, Stored};
use crate::condition::{Found, List, Reference, Value};
use crate::data::Data;
use crate::decide::Policy;
use crate::facts::{Facts, split_name};
use crate::ids::{ActionId, AttributeId, ResourceId, Time, UserId};

/// A mail to be sent (S21, S22).
#[derive(Clone, Debug, PartialEq)]
pub struct Mail {
    /// The name that the catalog gives it.
    pub template: String,
    /// The language of all its recipients; `None` when it is not known.
    pub language: Option<String>,
    /// Whom it is for: people as in the fields.
    pub to: Vec<Data<'static>>,
    /// What there is to say.
    pub fields: Data<'static>,
}

/// An object from its entries.
pub fn object(entries: Vec<(&'static str, Data<'static>)>) -> Data<'static> {
    let mut object = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        object.push((key.into(), value));
    }
    Data::Map(object)
}

/// What mails say of things.
#[derive(Clone, Copy)]
pub struct Telling<'d> {
    pub policy: &'d Policy,
    pub facts: &'d Facts,
}

impl<'d> Telling<'d> {
    fn catalog(&self) -> &'d Catalog {
        &self.policy.catalog
    }

    /// A mail for each language that the recipients read.
    pub fn mails(&self, template: &str, to: &[UserId], fields: &Data) -> Vec<Mail> {
        let mut mails: Vec<Mail> = Vec::new();
        for user in to {
            let language = self.catalog().people().and_then(|people| self.text_of(*user, people.language?));
            let person = self.person(*user);
            match mails.iter_mut().find(|mail| mail.language == language) {
                Some(mail) => mail.to.push(person),
                None => mails.push(Mail {
                    template: template.to_owned(),
                    language,
                    to: vec![person],
                    fields: fields.owned(),
                }),
            }
        }
        mails
    }

    /// All who may do this there, now.
    pub fn all_who_may(&self, action: ActionId, on: ResourceId, now: Option<Time>) -> Vec<UserId> {
        let decider = self.policy.decider(self.facts);
        let mut users = Vec::new();
        for user in self.facts.users() {
            if decider.rules_that(user, action, on, now) {
                users.push(user);
            }
        }
        users
    }

    /// Name, title and address of a user.
    pub fn person(&self, user: UserId) -> Data<'static> {
        let name = self.facts.user_name(user);
        let address = self.catalog().people().and_then(|people| self.text_of(user, people.address?));
        let address = address.unwrap_or_else(|| split_name(name).map_or(name, |(_, id)| id).to_owned());
        let title = self.facts.user_title(user).map_or(Data::Map(Vec::new()), Data::from);
        object(vec![("id", Data::text(name)), ("title", title), ("address", Data::Text(address.into()))])
    }

    /// Whoever makes a change: a user, or the host itself.
    pub fn actor(&self, name: &str) -> Data<'static> {
        self.facts.user(name).map_or_else(|| object(vec![("id", Data::text(name))]), |user| self.person(user))
    }

    /// Name, title and attributes of a resource.
    pub fn thing(&self, resource: ResourceId) -> Data<'static> {
        let title = self.facts.resource_title(resource).map_or(Data::Map(Vec::new()), Data::from);
        let declared = &self.catalog().types()[self.facts.type_of(resource).index()].attributes;
        let mut told = Vec::new();
        for id in declared {
            if let Some(value) = self.attribute(resource, *id) {
                told.push((self.catalog().attribute(*id).name.clone().into(), value));
            }
        }
        object(vec![
            ("id", Data::text(self.facts.resource_name(resource))),
            ("title", title),
            ("attributes", Data::Map(told)),
        ])
    }

    /// An attribute of a resource, if it is there.
    pub fn attribute(&self, of: ResourceId, attribute: AttributeId) -> Option<Data<'static>> {
        match self.found(of, attribute) {
            Found::Value(value) => self.value(value),
            Found::Absent | Found::Unknown => None,
        }
    }

    /// An attribute of a resource as the facts have it.
    pub fn found(&self, of: ResourceId, attribute: AttributeId) -> Found<'d> {
        self.facts.resource_attribute(of, attribute, self.catalog().attribute(attribute).kind)
    }

    /// The state of a request at a time; `None` for other resources.
    pub fn state(&self, request: ResourceId, now: Option<Time>) -> Option<&'static str> {
        let kept = self.catalog().requests_of(self.facts.type_of(request))?.kept;
        let Found::Value(Value::Text(state)) = self.found(request, kept.state) else { return None };
        match (self.found(request, kept.until), now) {
            (Found::Value(Value::Time(until)), Some(now)) if state == PENDING && until <= now.0 => {
                Some(EXPIRED)
            }
            _ => STATES.into_iter().find(|known| *known == state),
        }
    }

    fn text_of(&self, user: UserId, attribute: AttributeId) -> Option<String> {
        match self.facts.user_attribute(user, attribute, self.catalog().attribute(attribute).kind) {
            Found::Value(Value::Text(text)) => Some(text.to_owned()),
            _ => None,
        }
    }

    /// What a value says; nothing where it refers to who or what is gone.
    #[allow(clippy::cast_precision_loss)] // what is kept came in as such a number
    fn value(&self, value: Value<'d>) -> Option<Data<'static>> {
        Some(match value {
            Value::Bool(value) => Data::Bool(value),
            Value::Int(value) | Value::Time(value) | Value::Span(value) => Data::Number(value as f64),
            Value::Double(value) => Data::Number(value),
            Value::Text(value) => Data::text(value),
            Value::Reference(reference) => Data::text(self.name(reference)?),
            Value::List(List::Kept { source, len, kind }) => {
                let mut items = Vec::with_capacity(len);
                for index in 0..len {
                    items.extend(self.facts.element(source, index, kind).and_then(|item| self.value(item)));
                }
                Data::List(items)
            }
            Value::Level(_) | Value::List(List::Written(_)) => Data::Null,
        })
    }

    /// The name of who or what is referred to. Of what is gone there is none: it may be another's by now (S17).
    fn name(&self, reference: Reference<'d>) -> Option<&'d str> {
        match reference {
            Reference::User(user) if self.facts.has_user(user) => Some(self.facts.user_name(user)),
            Reference::Group(group) if self.facts.has_group(group) => Some(self.facts.group_name(group)),
            Reference::Resource(of) if self.facts.has_resource(of) => Some(self.facts.resource_name(of)),
            _ => None,
        }
    }

    /// Attributes that a question brings.
    pub fn given(&self, attributes: &[(AttributeId, Stored)]) -> Data<'static> {
        let mut told = Vec::with_capacity(attributes.len());
        for (id, value) in attributes {
            told.push((self.catalog().attribute(*id).name.clone().into(), Data::from(value)));
        }
        Data::Map(told)
    }
}
