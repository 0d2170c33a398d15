//! Rules about requests and notices.

use super::people::lasts;
use super::{Reader, identifier, unknown};
use crate::catalog::Catalog;
use crate::catalog::requests::{Kept, MAILS, Notice, PLACEHOLDERS, Requests};
use crate::condition::{Scalar, Space, Type};
use crate::data::{Cursor, Data};
use crate::error::Result;
use crate::ids::{ActionId, TypeId};
use crate::order::insert;

impl Reader {
    /// Attributes that every request has, whether the catalog speaks of them or not: footnotes read them.
    pub(super) fn request_attributes(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let Some(all) = root.get(&place, "requests") else { return Ok(()) };
        let place = all.place();
        for (name, entry) in all.entries(&place)? {
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
        let place = root.place();
        let Some(all) = root.get(&place, "requests") else { return Ok(()) };
        let place = all.place();
        for (index, (_, entry)) in all.entries(&place)?.enumerate() {
            let rules = self.rules_of(&entry, &self.catalog.requests[index])?;
            self.catalog.requests[index] = rules;
        }
        Ok(())
    }

    fn rules_of(&self, entry: &Cursor<'_>, known: &Requests) -> Result<Requests> {
        entry.only(&["for", "ask", "approve", "deny", "required", "lasts", "yields", "mails"])?;
        let place = entry.place();
        let answers = match entry.get(&place, "for") {
            Some(list) => self.patterns(&list, false)?,
            None => vec![0; self.catalog.actions.len().div_ceil(64)],
        };
        let approve = self.action_named(&entry.need(&place, "approve")?)?;
        let deny = entry.get(&place, "deny").map_or(Ok(approve), |deny| self.action_named(&deny))?;
        let yields = match entry.get(&place, "yields") {
            Some(list) => self.yields(&list, known.kind)?,
            None => Data::List(Vec::new()),
        };
        Ok(Requests {
            answers,
            ask: self.action_named(&entry.need(&place, "ask")?)?,
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
        let place = list.place();
        for change in list.items(&place)? {
            let place = change.place();
            let kind = change.need(&place, "kind")?;
            if !Catalog::KINDS_OF_CHANGE.contains(&kind.text()?) {
                return Err(unknown(&kind, "kind of change", kind.text()?, Catalog::KINDS_OF_CHANGE));
            }
            self.placeholders(&change, request)?;
        }
        Ok(list.data().clone())
    }

    fn placeholders(&self, here: &Cursor<'_>, request: TypeId) -> Result<()> {
        let place = here.place();
        match here.data() {
            Data::Map(_) => {
                here.entries(&place)?.try_for_each(|(_, entry)| self.placeholders(&entry, request))
            }
            Data::List(_) => here.items(&place)?.try_for_each(|item| self.placeholders(&item, request)),
            Data::Text(text) => placeholders(text).try_for_each(|name| {
                let declared = &self.catalog.types[request.index()].attributes;
                let names = declared.iter().map(|id| self.catalog.attribute(*id).name.as_str());
                let known: Vec<&str> = names.chain(PLACEHOLDERS).collect();
                if known.contains(&name) { Ok(()) } else { Err(unknown(here, "placeholder", name, known)) }
            }),
            _ => Ok(()),
        }
    }

    pub(super) fn notices(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let Some(all) = root.get(&place, "notices") else { return Ok(()) };
        let place = all.place();
        for (name, entry) in all.entries(&place)? {
            entry.only(&["to", "template"])?;
            let place = entry.place();
            let known = &self.catalog.names.actions;
            let action = known.get(name).ok_or_else(|| unknown(&entry, "action", name, known.keys()))?;
            let to = self.action_named(&entry.need(&place, "to")?)?;
            let template = identifier(&entry.need(&place, "template")?)?.to_owned();
            self.catalog.notices.push(Notice { action, to, template });
        }
        Ok(())
    }
}

/// What stands in braces in a text.
pub(crate) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

fn mails(entry: &Cursor<'_>) -> Result<[Option<String>; 3]> {
    let place = entry.place();
    let mut mails = [None, None, None];
    let Some(list) = entry.get(&place, "mails") else { return Ok(mails) };
    let place = list.place();
    for (name, template) in list.entries(&place)? {
        let known = MAILS.iter().position(|known| *known == name);
        let mail = known.ok_or_else(|| unknown(&template, "mail", name, MAILS))?;
        mails[mail] = Some(identifier(&template)?.to_owned());
    }
    Ok(mails)
}
