//! Groups and resources: made, altered, moved and deleted.

use super::Draft;
use super::share::{end_shares, shares_in};
use crate::catalog::{read_title, stored};
use crate::condition::Space;
use crate::data::{Cursor, Data};
use crate::error::{Code, Error, Result};
use crate::facts::{Facts, Kept, New, Principal, checked_name};
use crate::ids::{AttributeId, GroupId, ResourceId, TypeId, UserId};
use crate::limits;

/// A group, with members if some are named.
pub fn create_group(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "group", "title", "members"])?;
    let name = new_name(&draft.facts, &change.need("group")?, Some("group"))?;
    let new = New { name, title: read_title(change)?, attributes: Vec::new() };
    let group = draft.facts.add_group(new);
    if let Some(members) = change.get("members") {
        for item in members.items()? {
            enter(draft, &item, group)?;
        }
    }
    Ok(())
}

/// A group and what it was granted; its members stay.
pub fn delete_group(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "group"])?;
    let group = group(&draft.facts, &change.need("group")?)?;
    draft.facts.remove_group(group);
    Ok(())
}

/// Puts a user or group into a group (S3).
pub fn add_member(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "group", "member"])?;
    let group = group(&draft.facts, &change.need("group")?)?;
    enter(draft, &change.need("member")?, group)
}

/// Takes a user or group out of a group.
///
/// Fails with `not_there` when it is not directly in it.
pub fn remove_member(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "group", "member"])?;
    let group = group(&draft.facts, &change.need("group")?)?;
    let here = change.need("member")?;
    let member = member(&draft.facts, &here)?;
    let mut groups = draft.facts.groups_above(member);
    if !groups.contains(&group) {
        let (name, group) = (draft.facts.principal_name(member), draft.facts.group_name(group));
        return Err(here.error(Code::NotThere, format!("`{name}` is not directly in `{group}`")));
    }
    groups.retain(|known| *known != group);
    draft.facts.set_groups(member, groups, &draft.policy.catalog);
    Ok(())
}

/// S3: no circles, and not too deep.
fn enter(draft: &mut Draft, here: &Cursor<'_>, group: GroupId) -> Result<()> {
    let facts = &draft.facts;
    let member = member(facts, here)?;
    let mut groups = facts.groups_above(member);
    if groups.contains(&group) {
        return Ok(());
    }
    if let Principal::Group(inner) = member {
        let (name, outer) = (facts.group_name(inner), facts.group_name(group));
        if inner == group || facts.layers_above(group).contains(&inner) {
            let message = format!("group `{outer}` would contain itself through `{name}`");
            return Err(here.error(Code::Cycle, message));
        }
        if facts.height_above(group) + 1 + facts.height_below(inner) > limits::GROUP_DEPTH {
            let message = format!("groups would be nested deeper than {} levels", limits::GROUP_DEPTH);
            return Err(here.error(Code::Limit, message));
        }
    }
    groups.push(group);
    draft.facts.set_groups(member, groups, &draft.policy.catalog);
    Ok(())
}

/// A resource in its place.
pub fn create_resource(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "resource", "parent", "title", "attributes"])?;
    let here = change.need("resource")?;
    let name = new_name(&draft.facts, &here, None)?;
    let kind = draft.policy.catalog.type_of_name(&here, name)?;
    let parent = change.get("parent").map(|parent| resource(&draft.facts, &parent)).transpose()?;
    fits(draft, &here, (name, kind), parent, 0)?;
    not_a_request(draft, &here, kind)?;
    let attributes = given_attributes(draft, change, Space::Resource, Some(kind), &[])?;
    draft.facts.add_resource(New { name, title: read_title(change)?, attributes }, parent, kind);
    Ok(())
}

/// A resource with all that lies in it, and what was granted there (S19).
pub fn delete_resource(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "resource"])?;
    let resource = resource(&draft.facts, &change.need("resource")?)?;
    draft.facts.remove_resource(resource);
    Ok(())
}

/// A resource with all that lies in it, elsewhere.
pub fn move_resource(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "resource", "parent"])?;
    let here = change.need("parent")?;
    let moved = resource(&draft.facts, &change.need("resource")?)?;
    let parent = resource(&draft.facts, &here)?;
    let mut at = Some(parent);
    while let Some(above) = at {
        if above == moved {
            let (name, parent) = (draft.facts.resource_name(moved), draft.facts.resource_name(parent));
            let message = format!("resource `{name}` would contain itself through `{parent}`");
            return Err(here.error(Code::Cycle, message));
        }
        at = draft.facts.parent(above);
    }
    let of = (draft.facts.resource_name(moved), draft.facts.type_of(moved));
    fits(draft, &here, of, Some(parent), draft.facts.height_of(moved))?;
    let shared = shares_in(draft, moved);
    draft.facts.move_resource(moved, parent, &draft.policy.catalog);
    end_shares(draft, shared);
    Ok(())
}

/// A copy of a resource beside it: its title and attributes, but nothing that was granted on it, and nothing that lies in it
/// (S19).
pub fn duplicate_resource(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "resource", "as"])?;
    let original = resource(&draft.facts, &change.need("resource")?)?;
    let here = change.need("as")?;
    let name = new_name(&draft.facts, &here, None)?;
    let (kind, parent) = (draft.facts.type_of(original), draft.facts.parent(original));
    not_a_request(draft, &here, kind)?;
    if draft.policy.catalog.type_of_name(&here, name)? != kind {
        return Err(here.error(Code::BadValue, "a copy is of the type of its original"));
    }
    draft.facts.copy_resource(original, name, parent, kind, &draft.policy.catalog);
    Ok(())
}

/// S21: a request says who made it and when, and that is no copy.
fn not_a_request(draft: &Draft, here: &Cursor<'_>, kind: TypeId) -> Result<()> {
    if draft.policy.catalog.requests_of(kind).is_none() {
        return Ok(());
    }
    Err(here.error(Code::BadValue, "requests are made by the change `request` alone"))
}

/// Whether a resource of a type, with so many layers in it, can lie there.
pub(super) fn fits(
    draft: &Draft,
    here: &Cursor<'_>,
    (name, kind): (&str, TypeId),
    parent: Option<ResourceId>,
    height: usize,
) -> Result<()> {
    let parent_type = parent.map(|parent| draft.facts.type_of(parent));
    draft.policy.catalog.lies_in(here, name, kind, parent_type)?;
    let depth = parent.map_or(0, |parent| draft.facts.depth_of(parent) + 1);
    if depth + height > limits::RESOURCE_DEPTH {
        let message = format!("it would lie deeper than {} levels", limits::RESOURCE_DEPTH);
        return Err(here.error(Code::Limit, message));
    }
    Ok(())
}

/// Attributes of a user or resource; `null` takes one away.
pub fn set_attributes(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "of", "attributes"])?;
    let here = change.need("of")?;
    if here.text()?.starts_with("user:") {
        let user = user(&draft.facts, &here)?;
        let values = attributes(draft, change, Space::Subject, None)?;
        let required = draft.policy.catalog.people().map_or(&[][..], |people| &people.required);
        if let Some((id, _)) = values.iter().find(|(id, value)| value.is_none() && required.contains(id)) {
            let name = &draft.policy.catalog.attribute(*id).name;
            return Err(
                change.error(Code::MissingKey, format!("every user has `{name}`: it cannot be taken away"))
            );
        }
        draft.facts.set_user_attributes(user, values, &draft.policy.catalog);
    } else {
        let resource = resource(&draft.facts, &here)?;
        let kind = draft.facts.type_of(resource);
        let values = attributes(draft, change, Space::Resource, Some(kind))?;
        draft.facts.set_resource_attributes(resource, values, &draft.policy.catalog);
    }
    Ok(())
}

/// A setting, within the values that the catalog offers.
pub fn set_setting(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "setting", "value"])?;
    let name = change.need("setting")?;
    let value = change.need("value")?;
    let catalog = &draft.policy.catalog;
    let id = catalog.attribute_named(Space::Settings, None, &name, name.text()?)?;
    let read = stored(catalog.attribute(id).kind, &value)?;
    if let Some(setting) = catalog.settings().iter().find(|setting| setting.attribute == id) {
        setting.admits(&read, &value)?;
    }
    draft.facts.set_setting(id, read);
    Ok(())
}

/// The attributes that a change names, with their values; `None` for those it takes away.
fn attributes(
    draft: &Draft,
    change: &Cursor<'_>,
    space: Space,
    of: Option<TypeId>,
) -> Result<Vec<(AttributeId, Option<Kept>)>> {
    let Some(list) = change.get("attributes") else { return Ok(Vec::new()) };
    let mut attributes = Vec::new();
    for (name, value) in list.entries()? {
        let id = draft.policy.catalog.attribute_named(space, of, &value, name)?;
        draft.policy.catalog.free_to_set(id, of, &value)?;
        let kept = if *value.data() == Data::Null { None } else { Some(kept(draft, id, &value)?) };
        attributes.push((id, kept));
    }
    Ok(attributes)
}

/// The attributes of something new, which must have those that are required.
pub(super) fn given_attributes(
    draft: &Draft,
    change: &Cursor<'_>,
    space: Space,
    of: Option<TypeId>,
    required: &[AttributeId],
) -> Result<Vec<(AttributeId, Kept)>> {
    let mut given = Vec::new();
    for (id, value) in attributes(draft, change, space, of)? {
        given.extend(value.map(|value| (id, value)));
    }
    match required.iter().find(|wanted| given.iter().all(|(id, _)| id != *wanted)) {
        None => Ok(given),
        Some(missing) => {
            let name = &draft.policy.catalog.attribute(*missing).name;
            Err(change.error(Code::MissingKey, format!("`attributes.{name}` is missing: it is required")))
        }
    }
}

fn kept(draft: &Draft, id: AttributeId, value: &Cursor<'_>) -> Result<Kept> {
    let read = stored(draft.policy.catalog.attribute(id).kind, value)?;
    let there = draft.facts.keep(&read);
    there.ok_or_else(|| value.error(Code::UnknownName, "it refers to something that is not there"))
}

/// A name that nothing bears yet, of the kind wanted.
pub(super) fn new_name<'n>(facts: &Facts, here: &Cursor<'n>, wanted: Option<&str>) -> Result<&'n str> {
    let name = here.text()?;
    let (kind, _) = checked_name(here, name)?;
    if wanted.is_some_and(|wanted| kind != wanted) {
        let wanted = wanted.unwrap_or_default();
        return Err(here.error(Code::BadName, format!("`{name}` is no {wanted}: write `{wanted}:…`")));
    }
    let taken = facts.principal(name).is_some() || facts.resource(name).is_some();
    if taken {
        return Err(here.error(Code::DuplicateName, format!("there is a `{name}` already")));
    }
    Ok(name)
}

pub(super) fn user(facts: &Facts, here: &Cursor<'_>) -> Result<UserId> {
    facts.user(here.text()?).ok_or_else(|| unknown(here, "user"))
}

fn group(facts: &Facts, here: &Cursor<'_>) -> Result<GroupId> {
    facts.group(here.text()?).ok_or_else(|| unknown(here, "group"))
}

pub(super) fn resource(facts: &Facts, here: &Cursor<'_>) -> Result<ResourceId> {
    facts.resource(here.text()?).ok_or_else(|| unknown(here, "resource"))
}

fn member(facts: &Facts, here: &Cursor<'_>) -> Result<Principal> {
    match facts.principal(here.text()?) {
        Some(principal @ (Principal::User(_) | Principal::Group(_))) => Ok(principal),
        _ => Err(unknown(here, "user or group")),
    }
}

fn unknown(here: &Cursor<'_>, kind: &str) -> Error {
    here.error(Code::UnknownName, format!("unknown {kind} `{}`", here.text().unwrap_or_default()))
}
