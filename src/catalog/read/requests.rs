//! Rules about requests and notices.

use super::people::lasts;
use super::rules::known_change;
use super::{Reader, identifier, one_of};
use crate::catalog::names::unknown;
use crate::catalog::requests::{Kept, MAILS, Notice, PLACEHOLDERS, Requests};
use crate::condition::{Scalar, Space, Type};
use crate::cut::{Pieces, cut};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result};
use crate::ids::{ActionId, AttributeId, TypeId};
use crate::order::insert;

impl Reader {
    /// Attributes that every request has, whether the catalog speaks of them or not: footnotes read them.
    pub(super) fn request_attributes(&mut self, root: &Cursor<'_>) -> Result<()> {
        root.each("requests", &mut |name, entry| {
            let kind = self.catalog.named_type(entry, name)?;
            let mut kept = |name, kind| self.declare(Space::Resource, name, Type::One(kind), entry);
            let kept = Kept {
                requester: kept("requester", Scalar::User)?,
                state: kept("state", Scalar::Text)?,
                until: kept("until", Scalar::Time)?,
                answered_by: kept("answered_by", Scalar::User)?,
            };
            let attributes = &mut self.frame().types[kind.index()].attributes;
            for id in [kept.requester, kept.state, kept.until, kept.answered_by] {
                insert(attributes, id);
            }
            let rules = Requests {
                kind,
                answers: Vec::new(),
                ask: ActionId::at(0),
                answer: [ActionId::at(0); 2],
                required: Vec::new(),
                lasts: None,
                yields: Data::List(Vec::new()),
                mails: [None, None, None],
                kept,
            };
            self.frame().requests.push(rules);
            Ok(())
        })
    }

    /// S21
    pub(super) fn requests(&mut self, root: &Cursor<'_>) -> Result<()> {
        let mut index = 0;
        root.each("requests", &mut |_, entry| {
            let rules = self.rules_of(entry, &self.catalog.requests[index])?;
            self.frame().requests[index] = rules;
            index += 1;
            Ok(())
        })
    }

    fn rules_of(&self, entry: &Cursor<'_>, known: &Requests) -> Result<Requests> {
        entry.only(&["for", "ask", "approve", "deny", "required", "lasts", "yields", "mails"])?;
        let answers = match entry.get("for") {
            Some(list) => self.patterns(&list, false)?,
            None => vec![0; self.catalog.actions.len().div_ceil(64)],
        };
        let approve = self.action_named(&entry.need("approve")?)?;
        let deny = entry.get("deny").map_or(Ok(approve), |deny| self.action_named(&deny))?;
        let yields = match entry.get("yields") {
            Some(list) => self.yields(&list, known.kind)?,
            None => Data::List(Vec::new()),
        };
        Ok(Requests {
            answers,
            ask: self.action_named(&entry.need("ask")?)?,
            answer: [approve, deny],
            required: self.attribute_list(entry, Space::Resource)?,
            lasts: lasts(entry)?,
            yields,
            mails: mails(entry)?,
            ..*known
        })
    }

    /// Changes of kinds that the catalog has, with placeholders that there are. The rest is checked when they are made.
    fn yields(&self, list: &Cursor<'_>, request: TypeId) -> Result<Data<'static>> {
        for change in list.items()? {
            let kind = change.need("kind")?;
            known_change(&kind, kind.text()?)?;
            self.placeholders(&change, request)?;
        }
        Ok(list.data().owned())
    }

    fn placeholders(&self, here: &Cursor<'_>, request: TypeId) -> Result<()> {
        match here.data() {
            Data::Map(_) => {
                for (_, entry) in here.entries()? {
                    self.placeholders(&entry, request)?;
                }
            }
            Data::List(_) => {
                for item in here.items()? {
                    self.placeholders(&item, request)?;
                }
            }
            Data::Text(text) => {
                for part in Pieces::of(text, b'{').skip(1) {
                    self.placeholder(here, part, text, request)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What follows a `{`: a name that stands for something, and the end. Within a longer text it stands for what can be
    /// written in one way only.
    fn placeholder(&self, here: &Cursor<'_>, part: &str, text: &str, request: TypeId) -> Result<()> {
        let Some((name, _)) = cut(part, b'}') else {
            return Err(here.error(Code::BadValue, "a `{` without a `}`"));
        };
        if PLACEHOLDERS.contains(&name) {
            return Ok(());
        }
        let alone = text.len() == name.len() + 2;
        let of = |id: &AttributeId| self.catalog.attribute(*id);
        let declared = self.catalog.types[request.index()].attributes.iter().map(of);
        match declared.clone().find(|attribute| attribute.name == name).map(|attribute| attribute.kind) {
            Some(Type::One(Scalar::Double | Scalar::Bool) | Type::List(_)) if !alone => {
                Err(here.error(Code::BadType, format!("`{{{name}}}` can only stand alone: it is no text")))
            }
            Some(_) => Ok(()),
            None => {
                let known = declared.map(|attribute| attribute.name.as_str()).chain(PLACEHOLDERS);
                Err(unknown(here, "placeholder", name, known))
            }
        }
    }

    pub(super) fn notices(&mut self, root: &Cursor<'_>) -> Result<()> {
        root.each("notices", &mut |name, entry| {
            entry.only(&["to", "template"])?;
            let action = self.catalog.names.actions.find(entry, "action", name)?;
            let to = self.action_named(&entry.need("to")?)?;
            let template = identifier(&entry.need("template")?)?.to_owned();
            self.frame().notices.push(Notice { action, to, template });
            Ok(())
        })
    }
}

fn mails(entry: &Cursor<'_>) -> Result<[Option<String>; 3]> {
    let mut mails = [None, None, None];
    entry.each("mails", &mut |name, template| {
        mails[one_of(&MAILS, template, "mail", name)?] = Some(identifier(template)?.to_owned());
        Ok(())
    })?;
    Ok(mails)
}
