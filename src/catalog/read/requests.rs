//! Rules about requests and notices.

use super::people::lasts;
use super::{Reader, identifier, unknown};
use crate::catalog::Catalog;
use crate::catalog::requests::{Kept, MAILS, Notice, PLACEHOLDERS, Requests};
use crate::condition::{Scalar, Space, Type};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result};
use crate::ids::{ActionId, AttributeId, TypeId};
use crate::order::insert;

impl Reader {
    /// Attributes that every request has, whether the catalog speaks of them or not: footnotes read them.
    pub(super) fn request_attributes(&mut self, root: &Cursor<'_>) -> Result<()> {
        let Some(all) = root.get("requests") else { return Ok(()) };
        for (name, entry) in all.entries()? {
            let kind = self.catalog.named_type(&entry, name)?;
            let mut kept = |name, kind| self.declare(Space::Resource, name, Type::One(kind), &entry);
            let kept = Kept {
                requester: kept("requester", Scalar::User)?,
                state: kept("state", Scalar::Text)?,
                until: kept("until", Scalar::Time)?,
                answered_by: kept("answered_by", Scalar::User)?,
            };
            let attributes = &mut self.catalog.types[kind.index()].attributes;
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
            self.catalog.requests.push(rules);
        }
        Ok(())
    }

    /// S21
    pub(super) fn requests(&mut self, root: &Cursor<'_>) -> Result<()> {
        let Some(all) = root.get("requests") else { return Ok(()) };
        for (index, (_, entry)) in all.entries()?.enumerate() {
            let rules = self.rules_of(&entry, &self.catalog.requests[index])?;
            self.catalog.requests[index] = rules;
        }
        Ok(())
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
    fn yields(&self, list: &Cursor<'_>, request: TypeId) -> Result<Data> {
        for change in list.items()? {
            let kind = change.need("kind")?;
            if !Catalog::KINDS_OF_CHANGE.contains(&kind.text()?) {
                return Err(unknown(&kind, "kind of change", kind.text()?, Catalog::KINDS_OF_CHANGE));
            }
            self.placeholders(&change, request)?;
        }
        Ok(list.data().clone())
    }

    fn placeholders(&self, here: &Cursor<'_>, request: TypeId) -> Result<()> {
        match here.data() {
            Data::Map(_) => here.entries()?.try_for_each(|(_, entry)| self.placeholders(&entry, request)),
            Data::List(_) => here.items()?.try_for_each(|item| self.placeholders(&item, request)),
            Data::Text(text) => {
                let mut parts = text.split('{').skip(1);
                parts.try_for_each(|part| self.placeholder(here, part, text, request))
            }
            _ => Ok(()),
        }
    }

    /// What follows a `{`: a name that stands for something, and the end. Within a longer text it stands for what can be
    /// written in one way only.
    fn placeholder(&self, here: &Cursor<'_>, part: &str, text: &str, request: TypeId) -> Result<()> {
        let Some((name, _)) = part.split_once('}') else {
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
        let Some(all) = root.get("notices") else { return Ok(()) };
        for (name, entry) in all.entries()? {
            entry.only(&["to", "template"])?;
            let known = &self.catalog.names.actions;
            let action = known.get(name).ok_or_else(|| unknown(&entry, "action", name, known.keys()))?;
            let to = self.action_named(&entry.need("to")?)?;
            let template = identifier(&entry.need("template")?)?.to_owned();
            self.catalog.notices.push(Notice { action, to, template });
        }
        Ok(())
    }
}

fn mails(entry: &Cursor<'_>) -> Result<[Option<String>; 3]> {
    let mut mails = [None, None, None];
    let Some(list) = entry.get("mails") else { return Ok(mails) };
    for (name, template) in list.entries()? {
        let known = MAILS.iter().position(|known| *known == name);
        let mail = known.ok_or_else(|| unknown(&template, "mail", name, MAILS))?;
        mails[mail] = Some(identifier(&template)?.to_owned());
    }
    Ok(mails)
}
