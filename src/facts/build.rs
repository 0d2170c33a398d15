//! From plain data to compiled facts: every name is looked up, every circle refused, and the tables are laid out.

use super::base::NONE;
use super::grants::Lookup;
use super::layout::layout;
use super::names::{checked, normal, split};
use super::{Facts, Grant, Principal, TitleTable, Titles};
use crate::catalog::{Bundles, Catalog, Role, Stored, Title, read_title, read_version, stored};
use crate::condition::{Scalar, Space};
use crate::data::Cursor;
use crate::error::{Code, Error, Result, did_you_mean};
use crate::ids::{AttributeId, ResourceId, TypeId};
use crate::limits;
use crate::order::order;
use std::sync::Arc;

const KEYS: [&str; 7] = ["permatrix", "catalog", "users", "groups", "resources", "settings", "grants"];

/// Reads facts.
pub fn facts(root: Cursor<'_>, catalog: &Catalog, bundles: &Bundles) -> Result<Facts> {
    root.only(&KEYS)?;
    read_version(&root)?;
    let of = root.need("catalog")?;
    if of.text()? != catalog.name() {
        let message =
            format!("these facts are for the catalog `{}`, not for `{}`", of.text()?, catalog.name());
        return Err(of.error(Code::WrongCatalog, message));
    }
    let mut builder = Builder {
        catalog,
        bundles,
        users: Names::default(),
        groups: Names::default(),
        resources: Names::default(),
        titles: Titles::default(),
    };
    builder.enter(&root)?;
    let parents = builder.parents(&root)?;
    let types = builder.types()?;
    builder.check_parents(&root, &parents, &types)?;
    let up = builder.groups(&root)?;
    let attributes = builder.attributes(&root, &types)?;
    let settings = builder.settings(&root)?;
    let grants = builder.grants(&root, &types)?;
    let base = layout(&builder, &types, &parents, &up, &attributes, &grants);
    let public = grants.iter().rev().take(2).any(|list| !list.is_empty());
    Ok(Facts::laid_out(base, builder.titles, Arc::new(settings), public, 0))
}

/// The ids of one kind of things while they are read.
#[derive(Default)]
pub(super) struct Names {
    pub list: Vec<String>,
    /// Positions in `list`, by name.
    pub order: Vec<u32>,
    /// Positions in `list`, by hash: half of the slots are empty.
    slots: Vec<u32>,
}

/// A name is looked for in so many slots; where they are all taken, among the sorted ones. So names that were chosen to
/// have one hash cost no more than that.
const PROBES: usize = 8;

impl Names {
    fn of(list: Vec<String>) -> Self {
        let order = order(list.len(), &|one, other| list[one].cmp(&list[other]));
        let mut slots = vec![NONE; (list.len() * 2).next_power_of_two()];
        for (number, name) in (0..).zip(&list) {
            let probes = probes(name, slots.len());
            if let Some(slot) = probes.into_iter().find(|slot| slots[*slot] == NONE) {
                slots[slot] = number;
            }
        }
        Self { list, order, slots }
    }

    fn find(&self, name: &str) -> Option<usize> {
        for slot in probes(name, self.slots.len()) {
            match self.slots.get(slot) {
                None | Some(&NONE) => return None,
                Some(number) if self.list[*number as usize] == name => return Some(*number as usize),
                Some(_) => {}
            }
        }
        let place = self.order.binary_search_by(|id| self.list[*id as usize].as_str().cmp(name)).ok()?;
        Some(self.order[place] as usize)
    }

    fn double(&self) -> Option<&str> {
        let name = |number: &u32| self.list[*number as usize].as_str();
        self.order.windows(2).find(|pair| name(&pair[0]) == name(&pair[1])).map(|pair| name(&pair[0]))
    }

    /// An error for a name that nothing bears; suggestions are sought only among few.
    fn unknown(&self, here: &Cursor<'_>, kind: &str, name: &str) -> Error {
        let near = if self.list.len() <= 10_000 {
            did_you_mean(name, self.list.iter().map(String::as_str))
        } else {
            String::new()
        };
        here.error(Code::UnknownName, format!("unknown {kind} `{name}`{near}"))
    }
}

/// Attributes of one thing: eight bytes each, once texts and lists are laid out.
pub(super) type Attributes = Vec<(AttributeId, Stored)>;

/// Facts while they are read.
pub(super) struct Builder<'c> {
    catalog: &'c Catalog,
    bundles: &'c Bundles,
    pub users: Names,
    pub groups: Names,
    pub resources: Names,
    titles: Titles,
}

impl Builder<'_> {
    fn enter(&mut self, root: &Cursor<'_>) -> Result<()> {
        let users = names_of(root, "users", "user", &["title", "attributes"])?;
        let groups = names_of(root, "groups", "group", &["title", "members"])?;
        let resources = names_of(root, "resources", "", &["title", "parent", "attributes"])?;
        self.titles = Titles { users: users.1, groups: groups.1, resources: resources.1 };
        (self.users, self.groups, self.resources) =
            (Names::of(users.0), Names::of(groups.0), Names::of(resources.0));
        self.no_double(root)
    }

    /// S17. Other names cannot be there twice: keys of one object are not.
    fn no_double(&self, root: &Cursor<'_>) -> Result<()> {
        let Some(double) = self.users.double() else { return Ok(()) };
        let mut first = true;
        root.each("users", &mut |name, entry| {
            if normal(name) != double || std::mem::take(&mut first) {
                return Ok(());
            }
            let message = format!(
                "`{double}` stands there twice: ids of users are one in capitals and in small letters"
            );
            Err(entry.error(Code::DuplicateName, message))
        })
    }

    fn types(&self) -> Result<Vec<TypeId>> {
        let known = &self.catalog.names.types;
        let mut types = Vec::with_capacity(self.resources.list.len());
        for name in &self.resources.list {
            let kind = split(name).map_or("", |(kind, _)| kind);
            let Some(id) = known.get(kind) else {
                let message = format!("unknown resource type `{kind}`{}", did_you_mean(kind, known.keys()));
                return Err(Error::new(Code::UnknownName, format!("resources.{name}"), message));
            };
            types.push(id);
        }
        Ok(types)
    }

    fn parents(&self, root: &Cursor<'_>) -> Result<Vec<u32>> {
        let mut parents = Vec::with_capacity(self.resources.list.len());
        root.each("resources", &mut |_, entry| {
            parents.push(match entry.get("parent") {
                None => NONE,
                Some(parent) => {
                    let name = parent.text()?;
                    self.resources
                        .find(name)
                        .ok_or_else(|| self.resources.unknown(&parent, "resource", name))?
                        as u32
                }
            });
            Ok(())
        })?;
        Ok(parents)
    }

    fn check_parents(&self, root: &Cursor<'_>, parents: &[u32], types: &[TypeId]) -> Result<()> {
        let mut index = 0;
        root.each("resources", &mut |name, entry| {
            let parent = Some(parents[index]).filter(|parent| *parent != NONE);
            let parent = parent.map(|parent| types[parent as usize]);
            self.catalog.lies_in(entry, name, types[index], parent)?;
            index += 1;
            Ok(())
        })?;
        self.parents_end(parents)
    }

    /// Every resource has a root within the allowed depth.
    fn parents_end(&self, parents: &[u32]) -> Result<()> {
        for start in 0..parents.len() {
            let (mut at, mut depth) = (start as u32, 0);
            while at != NONE {
                at = parents[at as usize];
                depth += 1;
                if at == start as u32 {
                    let (name, above) =
                        (&self.resources.list[start], &self.resources.list[parents[start] as usize]);
                    let message = format!("resource `{name}` would contain itself through `{above}`");
                    return Err(Error::new(Code::Cycle, format!("resources.{name}"), message));
                }
                // The resource itself has been counted, too.
                if depth > limits::RESOURCE_DEPTH + 1 {
                    let name = &self.resources.list[start];
                    let message =
                        format!("resource `{name}` lies deeper than {} levels", limits::RESOURCE_DEPTH);
                    return Err(Error::new(Code::Limit, format!("resources.{name}"), message));
                }
            }
        }
        Ok(())
    }

    /// The groups each user and group is directly in.
    fn groups(&self, root: &Cursor<'_>) -> Result<Vec<Vec<u32>>> {
        let users = self.users.list.len();
        let mut up = vec![Vec::new(); users + self.groups.list.len()];
        let mut group = 0;
        root.each("groups", &mut |_, entry| {
            if let Some(members) = entry.get("members") {
                for item in members.items()? {
                    let member = self.member(&item)?;
                    if !up[member].contains(&group) {
                        up[member].push(group);
                    }
                }
            }
            group += 1;
            Ok(())
        })?;
        self.groups_end(&up[users..])?;
        Ok(up)
    }

    fn member(&self, here: &Cursor<'_>) -> Result<usize> {
        let name = here.text()?;
        if name.starts_with("group:") {
            let group = self.groups.find(name).ok_or_else(|| self.groups.unknown(here, "group", name))?;
            return Ok(self.users.list.len() + group);
        }
        self.users.find(&normal(name)).ok_or_else(|| self.users.unknown(here, "user", name))
    }

    /// S3: nested, acyclic, bounded. `up`: by group, the groups it is directly in. Settles groups from the innermost on: one
    /// is as deep as the deepest group in it, plus one.
    fn groups_end(&self, up: &[Vec<u32>]) -> Result<()> {
        let mut inside = vec![0_u32; up.len()];
        up.iter().flatten().for_each(|outer| inside[*outer as usize] += 1);
        let mut settled: Vec<usize> = (0..up.len()).filter(|group| inside[*group] == 0).collect();
        let mut depth = vec![0; up.len()];
        let mut next = 0;
        while let Some(group) = settled.get(next).copied() {
            next += 1;
            if depth[group] > limits::GROUP_DEPTH {
                let name = &self.groups.list[group];
                let message = format!("groups are nested deeper than {} levels", limits::GROUP_DEPTH);
                return Err(Error::new(Code::Limit, format!("groups.{name}"), message));
            }
            for outer in up[group].iter().map(|outer| *outer as usize) {
                depth[outer] = depth[outer].max(depth[group] + 1);
                inside[outer] -= 1;
                if inside[outer] == 0 {
                    settled.push(outer);
                }
            }
        }
        self.no_circle(up, &inside)
    }

    /// Whoever still has unsettled groups inside is in a circle, or around one.
    fn no_circle(&self, up: &[Vec<u32>], inside: &[u32]) -> Result<()> {
        let mut member = vec![NONE; up.len()];
        for (inner, outer) in
            up.iter().enumerate().flat_map(|(inner, up)| up.iter().map(move |outer| (inner, outer)))
        {
            if inside[inner] > 0 {
                member[*outer as usize] = inner as u32;
            }
        }
        let Some(mut group) = inside.iter().position(|left| *left > 0) else { return Ok(()) };
        // From member to member: after as many steps as there are groups it is one in the circle.
        for _ in up {
            group = member[group] as usize;
        }
        let (name, through) = (&self.groups.list[group], &self.groups.list[member[group] as usize]);
        let message = format!("group `{name}` would contain itself through `{through}`");
        Err(Error::new(Code::Cycle, format!("groups.{name}"), message))
    }

    /// Attributes of users, then of resources.
    fn attributes(&self, root: &Cursor<'_>, types: &[TypeId]) -> Result<Vec<Attributes>> {
        let mut all = Vec::with_capacity(self.users.list.len() + types.len());
        root.each("users", &mut |_, entry| {
            all.push(self.attributes_of(entry, Space::Subject, None)?);
            Ok(())
        })?;
        let mut index = 0;
        root.each("resources", &mut |_, entry| {
            all.push(self.attributes_of(entry, Space::Resource, Some(types[index]))?);
            index += 1;
            Ok(())
        })?;
        Ok(all)
    }

    fn attributes_of(&self, entry: &Cursor<'_>, space: Space, of: Option<TypeId>) -> Result<Attributes> {
        let Some(list) = entry.get("attributes") else {
            return Ok(Vec::new());
        };
        let mut attributes = Vec::new();
        for (name, value) in list.entries()? {
            let id = self.catalog.attribute_named(space, of, &value, name)?;
            if *value.data() == crate::data::Data::Null {
                continue;
            }
            let read = stored(self.catalog.attribute(id).kind, &value)?;
            self.check_references(&value, &read)?;
            self.catalog.admits_state(id, of, &read, &value)?;
            attributes.push((id, read));
        }
        Ok(attributes)
    }

    fn check_references(&self, here: &Cursor<'_>, value: &Stored) -> Result<()> {
        match value {
            Stored::Name(kind, name) => self.referred(*kind, name).map(|_| ()).ok_or_else(|| match kind {
                Scalar::User => self.users.unknown(here, "user", name),
                Scalar::Group => self.groups.unknown(here, "group", name),
                _ => self.resources.unknown(here, "resource", name),
            }),
            Stored::List(items) => items.iter().try_for_each(|item| self.check_references(here, item)),
            _ => Ok(()),
        }
    }

    /// The number of the thing a reference names.
    pub fn referred(&self, kind: Scalar, name: &str) -> Option<usize> {
        match kind {
            Scalar::User => self.users.find(&normal(name)),
            Scalar::Group => self.groups.find(name),
            _ => self.resources.find(name),
        }
    }

    fn settings(&self, root: &Cursor<'_>) -> Result<Vec<(AttributeId, Stored)>> {
        let mut settings = Vec::new();
        root.each("settings", &mut |name, value| {
            let id = self.catalog.attribute_named(Space::Settings, None, value, name)?;
            let read = stored(self.catalog.attribute(id).kind, value)?;
            if let Some(setting) = self.catalog.settings().iter().find(|setting| setting.attribute == id) {
                setting.admits(&read, value)?;
            }
            settings.push((id, read));
            Ok(())
        })?;
        Ok(settings)
    }

    /// Exclusive roles on one type exclude each other on one resource.
    fn no_rivals(&self, here: &Cursor<'_>, grants: &[Grant]) -> Result<()> {
        for here_on in grants.chunk_by(|one, other| one.on == other.on) {
            let mut exclusive: Vec<&Role> = Vec::new();
            for grant in here_on {
                exclusive.extend(self.catalog.exclusive_role(self.bundles.column(grant.bundle)));
            }
            let rival =
                |one: &Role| exclusive.iter().find(|other| other.on == one.on && other.name != one.name);
            if let Some((one, other)) = exclusive.iter().find_map(|one| rival(one).map(|other| (one, other)))
            {
                let on = &self.resources.list[here_on[0].on.index()];
                let message = format!(
                    "`{}` and `{}` exclude each other, and somebody has both on `{on}`",
                    one.name, other.name
                );
                return Err(here.error(Code::BadValue, message));
            }
        }
        Ok(())
    }

    /// Grants by principal (users, groups, everyone, anyone), each list by resource.
    fn grants(&self, root: &Cursor<'_>, types: &[TypeId]) -> Result<Vec<Vec<Grant>>> {
        let (users, groups) = (self.users.list.len(), self.groups.list.len());
        let mut grants = vec![Vec::new(); users + groups + 2];
        let Some(list) = root.get("grants") else {
            return Ok(grants);
        };
        bounded(&list)?;
        let look = Lookup {
            catalog: self.catalog,
            bundles: self.bundles,
            user: &|name| self.users.find(&normal(name)),
            group: &|name| self.groups.find(name),
            resource: &|name| self.resources.find(name).map(|id| (ResourceId::at(id), types[id])),
        };
        for item in list.items()? {
            let (principal, grant) = look.grant(&item)?;
            let index = match principal {
                Principal::User(user) => user.index(),
                Principal::Group(group) => users + group.index(),
                Principal::Everyone => users + groups,
                Principal::Anyone => users + groups + 1,
            };
            grants[index].push(grant);
        }
        for grants in &mut grants {
            *grants = by_resource(grants);
            self.no_rivals(&list, grants)?;
        }
        Ok(grants)
    }
}

/// The slots that a name may be in (FNV-1a).
fn probes(name: &str, slots: usize) -> [usize; PROBES] {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = name.bytes().fold(0x811c_9dc5, step);
    let first = (hash ^ hash >> 15) as usize;
    std::array::from_fn(|probe| (first + probe) & slots.wrapping_sub(1))
}

/// Grants in the order of their resources.
fn by_resource(grants: &[Grant]) -> Vec<Grant> {
    let key = |number: usize| (grants[number].on, grants[number].bundle);
    let order = order(grants.len(), &|one, other| key(one).cmp(&key(other)));
    order.iter().map(|number| grants[*number as usize]).collect()
}

fn bounded(list: &Cursor<'_>) -> Result<()> {
    if list.len() <= limits::FACTS_ENTRIES {
        return Ok(());
    }
    Err(list.error(Code::Limit, format!("more than {} entries", limits::FACTS_ENTRIES)))
}

type Titled = (Vec<String>, TitleTable);

fn names_of(root: &Cursor<'_>, key: &str, kind: &str, keys: &[&str]) -> Result<Titled> {
    let (mut names, mut titles) = (Vec::new(), Vec::new());
    if let Some(list) = root.get(key) {
        bounded(&list)?;
    }
    root.each(key, &mut |name, entry| {
        let (found, _) = checked(entry, name)?;
        if !kind.is_empty() && found != kind {
            return Err(
                entry.error(Code::BadName, format!("`{name}` stands among the {key}: write `{kind}:…`"))
            );
        }
        entry.only(keys)?;
        let title = read_title(entry)?;
        if title != Title::default() {
            titles.push((names.len(), title));
        }
        names.push(if kind == "user" { normal(name).into_owned() } else { name.to_owned() });
        Ok(())
    })?;
    Ok((names, titles))
}
