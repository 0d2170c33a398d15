//! From plain data to compiled facts: every name is looked up, every circle refused, and the tables are laid out.

use super::base::{Base, HAS_TERMS, NONE, NameTable, Table, Terms};
use super::names::checked;
use super::{Facts, Grant, Principal, Titles};
use crate::catalog::{Bundles, Catalog, Rule, Stored, Title, read_title, read_version, stored};
use crate::condition::{Column, Scalar, Space};
use crate::data::Cursor;
use crate::error::{Code, Error, Result, did_you_mean};
use crate::ids::{AttributeId, BundleId, GroupId, ResourceId, Time, TypeId, UserId};
use crate::limits;
use std::collections::BTreeMap;
use std::sync::Arc;

const KEYS: [&str; 7] = ["permatrix", "catalog", "users", "groups", "resources", "settings", "grants"];

/// Reads facts.
pub fn facts(root: Cursor<'_>, catalog: &Catalog, bundles: &Bundles) -> Result<Facts> {
    root.only(&KEYS)?;
    read_version(&root)?;
    let place = root.place();
    let of = root.need(&place, "catalog")?;
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
    Ok(Facts {
        base,
        titles: Arc::new(builder.titles),
        settings: Arc::new(settings),
        changed: BTreeMap::new(),
    })
}

/// The ids of one kind of things while they are read.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    /// Positions in `list`, by name.
    order: Vec<u32>,
}

impl Names {
    fn sort(&mut self) {
        self.order = (0..self.list.len() as u32).collect();
        let list = &self.list;
        self.order.sort_unstable_by(|a, b| list[*a as usize].cmp(&list[*b as usize]));
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.order
            .binary_search_by(|id| self.list[*id as usize].as_str().cmp(name))
            .ok()
            .map(|place| self.order[place] as usize)
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
type Attributes = Vec<(AttributeId, Stored)>;

struct Builder<'c> {
    catalog: &'c Catalog,
    bundles: &'c Bundles,
    users: Names,
    groups: Names,
    resources: Names,
    titles: Titles,
}

impl Builder<'_> {
    fn enter(&mut self, root: &Cursor<'_>) -> Result<()> {
        let users = names_of(root, "users", "user", &["title", "attributes"])?;
        let groups = names_of(root, "groups", "group", &["title", "members"])?;
        let resources = names_of(root, "resources", "", &["title", "parent", "attributes"])?;
        self.titles = Titles {
            users: users.1.into_iter().map(|(id, title)| (UserId::at(id), title)).collect(),
            groups: groups.1.into_iter().map(|(id, title)| (GroupId::at(id), title)).collect(),
            resources: resources.1.into_iter().map(|(id, title)| (ResourceId::at(id), title)).collect(),
        };
        (self.users, self.groups, self.resources) =
            (groups_sorted(users.0), groups_sorted(groups.0), groups_sorted(resources.0));
        Ok(())
    }

    fn types(&self) -> Result<Vec<TypeId>> {
        let known = &self.catalog.names.types;
        let of = |name: &String| {
            let kind = name.split_once(':').map_or("", |(kind, _)| kind);
            known.get(kind).copied().ok_or_else(|| {
                let near = did_you_mean(kind, known.keys().map(String::as_str));
                Error::new(
                    Code::UnknownName,
                    format!("resources.{name}"),
                    format!("unknown resource type `{kind}`{near}"),
                )
            })
        };
        self.resources.list.iter().map(of).collect()
    }

    fn parents(&self, root: &Cursor<'_>) -> Result<Vec<u32>> {
        let mut parents = Vec::with_capacity(self.resources.list.len());
        each(root, "resources", |_, entry| {
            let place = entry.place();
            parents.push(match entry.get(&place, "parent") {
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
        each(root, "resources", |name, entry| {
            let kind = &self.catalog.types()[types[index].index()];
            let parent = parents[index];
            let fits = if parent == NONE {
                kind.within.is_empty()
            } else {
                kind.within.contains(&types[parent as usize])
            };
            if !fits {
                let places: Vec<String> = kind
                    .within
                    .iter()
                    .map(|id| format!("`{}`", self.catalog.types()[id.index()].name))
                    .collect();
                let wanted = if places.is_empty() {
                    "has no parent".to_owned()
                } else {
                    format!("lies in {}", places.join(" or "))
                };
                return Err(entry
                    .error(Code::BadValue, format!("`{name}` cannot lie here: a `{}` {wanted}", kind.name)));
            }
            index += 1;
            Ok(())
        })?;
        self.parents_end(root, parents)
    }

    /// Every resource has a root within the allowed depth.
    fn parents_end(&self, root: &Cursor<'_>, parents: &[u32]) -> Result<()> {
        for start in 0..parents.len() {
            let (mut at, mut depth) = (start as u32, 0);
            while at != NONE {
                at = parents[at as usize];
                depth += 1;
                if at == start as u32 {
                    let (name, above) =
                        (&self.resources.list[start], &self.resources.list[parents[start] as usize]);
                    return Err(root.error(
                        Code::Cycle,
                        format!("resource `{name}` would contain itself through `{above}`"),
                    ));
                }
                if depth > limits::RESOURCE_DEPTH {
                    let message = format!(
                        "resource `{}` lies deeper than {} levels",
                        self.resources.list[start],
                        limits::RESOURCE_DEPTH
                    );
                    return Err(root.error(Code::Limit, message));
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
        each(root, "groups", |_, entry| {
            let place = entry.place();
            if let Some(members) = entry.get(&place, "members") {
                let place = members.place();
                for item in members.items(&place)? {
                    let member = self.member(&item)?;
                    if !up[member].contains(&group) {
                        up[member].push(group);
                    }
                }
            }
            group += 1;
            Ok(())
        })?;
        self.groups_end(root, &up)?;
        Ok(up)
    }

    fn member(&self, here: &Cursor<'_>) -> Result<usize> {
        let name = here.text()?;
        if name.starts_with("group:") {
            let group = self.groups.find(name).ok_or_else(|| self.groups.unknown(here, "group", name))?;
            return Ok(self.users.list.len() + group);
        }
        self.users.find(name).ok_or_else(|| self.users.unknown(here, "user", name))
    }

    /// S3: nested, acyclic, bounded.
    fn groups_end(&self, root: &Cursor<'_>, up: &[Vec<u32>]) -> Result<()> {
        let users = self.users.list.len();
        let groups = self.groups.list.len();
        let mut depth = vec![0_usize; groups];
        // A group is as deep as the deepest group in it, plus one: settled in as many rounds as groups are deep.
        for round in 0..=limits::GROUP_DEPTH + 1 {
            let mut changed = None;
            for inner in 0..groups {
                for outer in &up[users + inner] {
                    if depth[*outer as usize] <= depth[inner] {
                        depth[*outer as usize] = depth[inner] + 1;
                        changed = Some(inner);
                    }
                }
            }
            match changed {
                None => return Ok(()),
                Some(inner) if round > limits::GROUP_DEPTH => {
                    return Err(self.group_circle(root, up, inner));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn group_circle(&self, root: &Cursor<'_>, up: &[Vec<u32>], start: usize) -> Error {
        let users = self.users.list.len();
        let mut way = vec![start];
        // Breadth first from the start; meeting it again is a circle, otherwise the nesting is only too deep.
        let mut next = 0;
        while next < way.len() {
            for outer in &up[users + way[next]] {
                let outer = *outer as usize;
                if outer == start {
                    let (group, through) = (&self.groups.list[start], &self.groups.list[way[next]]);
                    return root.error(
                        Code::Cycle,
                        format!("group `{group}` would contain itself through `{through}`"),
                    );
                }
                if !way.contains(&outer) {
                    way.push(outer);
                }
            }
            next += 1;
        }
        root.error(
            Code::Limit,
            format!(
                "groups are nested deeper than {} levels (at `{}`)",
                limits::GROUP_DEPTH,
                self.groups.list[start]
            ),
        )
    }

    /// Attributes of users, then of resources.
    fn attributes(&self, root: &Cursor<'_>, types: &[TypeId]) -> Result<Vec<Attributes>> {
        let mut all = Vec::with_capacity(self.users.list.len() + types.len());
        each(root, "users", |_, entry| {
            all.push(self.attributes_of(&entry, Space::Subject, None)?);
            Ok(())
        })?;
        let mut index = 0;
        each(root, "resources", |_, entry| {
            all.push(self.attributes_of(&entry, Space::Resource, Some(types[index]))?);
            index += 1;
            Ok(())
        })?;
        Ok(all)
    }

    fn attributes_of(&self, entry: &Cursor<'_>, space: Space, of: Option<TypeId>) -> Result<Attributes> {
        let place = entry.place();
        let Some(list) = entry.get(&place, "attributes") else {
            return Ok(Vec::new());
        };
        let place = list.place();
        let mut attributes = Vec::new();
        for (name, value) in list.entries(&place)? {
            let id = self.catalog.attribute_named(space, of, &value, name)?;
            if *value.data() == crate::data::Data::Null {
                continue;
            }
            let read = stored(self.catalog.attribute(id).kind, &value)?;
            self.check_references(&value, &read)?;
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

    fn referred(&self, kind: Scalar, name: &str) -> Option<usize> {
        match kind {
            Scalar::User => self.users.find(name),
            Scalar::Group => self.groups.find(name),
            _ => self.resources.find(name),
        }
    }

    fn settings(&self, root: &Cursor<'_>) -> Result<BTreeMap<AttributeId, Stored>> {
        let mut settings = BTreeMap::new();
        each(root, "settings", |name, value| {
            let id = self.catalog.attribute_named(Space::Settings, None, &value, name)?;
            let read = stored(self.catalog.attribute(id).kind, &value)?;
            if let Some(setting) = self.catalog.settings().iter().find(|setting| setting.attribute == id) {
                setting.admits(&read, &value)?;
            }
            settings.insert(id, read);
            Ok(())
        })?;
        Ok(settings)
    }

    /// Grants by principal (users, groups, everyone, anyone), each list by resource.
    fn grants(&self, root: &Cursor<'_>, types: &[TypeId]) -> Result<Vec<Vec<Grant>>> {
        let (users, groups) = (self.users.list.len(), self.groups.list.len());
        let mut grants = vec![Vec::new(); users + groups + 2];
        let place = root.place();
        let Some(list) = root.get(&place, "grants") else {
            return Ok(grants);
        };
        bounded(&list)?;
        let place = list.place();
        let look = Lookup {
            catalog: self.catalog,
            bundles: self.bundles,
            user: &|name| self.users.find(name),
            group: &|name| self.groups.find(name),
            resource: &|name| self.resources.find(name).map(|id| (ResourceId::at(id), types[id])),
        };
        for item in list.items(&place)? {
            let (principal, grant) = look.grant(&item)?;
            let index = match principal {
                Principal::User(user) => user.index(),
                Principal::Group(group) => users + group.index(),
                Principal::Everyone => users + groups,
                Principal::Anyone => users + groups + 1,
            };
            grants[index].push(grant);
        }
        for list in &mut grants {
            list.sort_by_key(|grant| (grant.on, grant.bundle));
        }
        Ok(grants)
    }
}

fn groups_sorted(list: Vec<String>) -> Names {
    let mut names = Names { list, order: Vec::new() };
    names.sort();
    names
}

/// Calls `visit` for every entry of an object at `key`, if it is there.
fn each(root: &Cursor<'_>, key: &str, mut visit: impl FnMut(&str, Cursor<'_>) -> Result<()>) -> Result<()> {
    let place = root.place();
    let Some(list) = root.get(&place, key) else {
        return Ok(());
    };
    let place = list.place();
    for (name, entry) in list.entries(&place)? {
        visit(name, entry)?;
    }
    Ok(())
}

fn bounded(list: &Cursor<'_>) -> Result<()> {
    if list.len() <= limits::FACTS_ENTRIES {
        return Ok(());
    }
    Err(list.error(Code::Limit, format!("more than {} entries", limits::FACTS_ENTRIES)))
}

type Titled = (Vec<String>, Vec<(usize, Title)>);

fn names_of(root: &Cursor<'_>, key: &str, kind: &str, keys: &[&str]) -> Result<Titled> {
    let (mut names, mut titles) = (Vec::new(), Vec::new());
    let place = root.place();
    if let Some(list) = root.get(&place, key) {
        bounded(&list)?;
    }
    each(root, key, |name, entry| {
        let (found, _) = checked(&entry, name)?;
        if !kind.is_empty() && found != kind {
            return Err(
                entry.error(Code::BadName, format!("`{name}` stands among the {key}: write `{kind}:…`"))
            );
        }
        entry.only(keys)?;
        let title = read_title(&entry)?;
        if title != Title::default() {
            titles.push((names.len(), title));
        }
        names.push(name.to_owned());
        Ok(())
    })?;
    Ok((names, titles))
}

/// Where names of grants are looked up: while facts are built, and later when they change.
pub(crate) struct Lookup<'l> {
    pub catalog: &'l Catalog,
    pub bundles: &'l Bundles,
    pub user: &'l dyn Fn(&str) -> Option<usize>,
    pub group: &'l dyn Fn(&str) -> Option<usize>,
    pub resource: &'l dyn Fn(&str) -> Option<(ResourceId, TypeId)>,
}

impl Lookup<'_> {
    /// Reads one grant.
    pub fn grant(&self, entry: &Cursor<'_>) -> Result<(Principal, Grant)> {
        entry.only(&["to", "role", "column", "on", "until", "if"])?;
        self.terms_and_target(entry)
    }

    pub fn terms_and_target(&self, entry: &Cursor<'_>) -> Result<(Principal, Grant)> {
        let place = entry.place();
        let principal = self.principal(&entry.need(&place, "to")?)?;
        let target = entry.need(&place, "on")?;
        let name = target.text()?;
        let (on, kind) = (self.resource)(name)
            .ok_or_else(|| target.error(Code::UnknownName, format!("unknown resource `{name}`")))?;
        let bundle = self.bundle(entry, kind)?;
        let until = entry
            .get(&place, "until")
            .map(|until| crate::catalog::read_time(&until).map(Time))
            .transpose()?;
        let condition = entry.get(&place, "if").map(|name| self.condition(&name)).transpose()?;
        Ok((principal, Grant { on, bundle, terms: Terms { until, condition } }))
    }

    fn principal(&self, here: &Cursor<'_>) -> Result<Principal> {
        let name = here.text()?;
        match name {
            "everyone" => return Ok(Principal::Everyone),
            "anyone" => return Ok(Principal::Anyone),
            _ => {}
        }
        let found = match name.split_once(':') {
            Some(("group", _)) => (self.group)(name).map(|id| Principal::Group(GroupId::at(id))),
            Some(("user", _)) => (self.user)(name).map(|id| Principal::User(UserId::at(id))),
            _ => {
                return Err(here.error(
                    Code::BadName,
                    format!("`{name}` is no principal: write `user:…`, `group:…`, `everyone` or `anyone`"),
                ));
            }
        };
        found.ok_or_else(|| here.error(Code::UnknownName, format!("unknown principal `{name}`")))
    }

    fn bundle(&self, entry: &Cursor<'_>, on: TypeId) -> Result<BundleId> {
        let place = entry.place();
        let (what, column) = match (entry.get(&place, "role"), entry.get(&place, "column")) {
            (Some(role), None) => (role, Column::Role(self.catalog.role_named(&role)?)),
            (None, Some(column)) => (column, self.column(&column)?),
            _ => {
                return Err(entry.error(Code::MissingKey, "a grant gives either a `role` or a `column`"));
            }
        };
        self.placed(&what, column, on)?;
        Ok(self.bundles.id(column))
    }

    fn column(&self, here: &Cursor<'_>) -> Result<Column> {
        let name = here.text()?;
        match self.catalog.column(name) {
            Some(column) if !matches!(column, Column::Role(_)) => Ok(column),
            _ => {
                let near = did_you_mean(name, self.catalog.names.extras.keys().map(String::as_str));
                Err(here.error(
                    Code::UnknownName,
                    format!("unknown column `{name}`: write tool, dot, level, granular or privilege{near}"),
                ))
            }
        }
    }

    /// A role is given on its type or above (app-wide), a column wherever its tool can be reached.
    fn placed(&self, here: &Cursor<'_>, column: Column, on: TypeId) -> Result<()> {
        let tool_on = |tool: crate::ids::ToolId| self.catalog.tools()[tool.index()].on;
        let home = match column {
            Column::Role(role) => self.catalog.roles()[role.index()].on,
            Column::Level(tool, _) => tool_on(tool),
            Column::Extra(extra) => tool_on(self.catalog.extra(extra).tool),
        };
        if self.catalog.is_within(home, on) || self.catalog.is_within(on, home) {
            return Ok(());
        }
        let (home, on) = (&self.catalog.types()[home.index()].name, &self.catalog.types()[on.index()].name);
        Err(here.error(
            Code::BadValue,
            format!(
                "`{}` belongs to a `{home}` and has no effect on a `{on}`",
                self.catalog.column_name(column)
            ),
        ))
    }

    fn condition(&self, here: &Cursor<'_>) -> Result<crate::ids::ConditionId> {
        let name = here.text()?;
        let id = self.catalog.condition_named(None, here, name)?;
        match &self.catalog.condition(id).rule {
            Rule::When(_, expr) if expr.asks_grants() => {
                let message = format!(
                    "condition `{name}` asks about levels, columns, members or actions; the condition of a grant can read attributes and groups only"
                );
                Err(here.error(Code::BadValue, message))
            }
            _ => Ok(id),
        }
    }
}

fn layout(
    builder: &Builder<'_>,
    types: &[TypeId],
    parents: &[u32],
    up: &[Vec<u32>],
    attributes: &[Attributes],
    grants: &[Vec<Grant>],
) -> Base {
    let mut bytes = Vec::new();
    let mut values = Values { builder, texts: Vec::new(), lists: Vec::new() };
    let packed: Vec<Vec<(u16, u64)>> = attributes
        .iter()
        .map(|list| list.iter().map(|(id, value)| (id.0, values.pack(value))).collect())
        .collect();
    let users = name_table(&mut bytes, &builder.users);
    let groups = name_table(&mut bytes, &builder.groups);
    let resources = name_table(&mut bytes, &builder.resources);
    let terms: Vec<(u32, Terms)> = grants
        .iter()
        .flatten()
        .zip(0_u32..)
        .filter(|(grant, _)| grant.terms != Terms::default())
        .map(|(grant, index)| (index, grant.terms))
        .collect();
    let base = Base {
        users,
        groups,
        resources,
        types: Table::write(&mut bytes, types.iter().map(|kind| kind.0.to_le_bytes())),
        parents: Table::write(&mut bytes, parents.iter().map(|parent| parent.to_le_bytes())),
        up_parts: parts(&mut bytes, up.iter().map(Vec::len)),
        up: Table::write(&mut bytes, up.iter().flatten().map(|group| group.to_le_bytes())),
        grant_parts: parts(&mut bytes, grants.iter().map(Vec::len)),
        grant_resource: Table::write(
            &mut bytes,
            grants.iter().flatten().map(|grant| grant.on.0.to_le_bytes()),
        ),
        grant_bundle: Table::write(
            &mut bytes,
            grants.iter().flatten().map(|grant| marked(grant).to_le_bytes()),
        ),
        terms_of: Table::write(&mut bytes, terms.iter().map(|(grant, _)| grant.to_le_bytes())),
        terms_until: Table::write(
            &mut bytes,
            terms.iter().map(|(_, terms)| terms.until.map_or(i64::MAX, |time| time.0).to_le_bytes()),
        ),
        terms_if: Table::write(
            &mut bytes,
            terms.iter().map(|(_, terms)| terms.condition.map_or(u16::MAX, |id| id.0).to_le_bytes()),
        ),
        attribute_parts: parts(&mut bytes, packed.iter().map(Vec::len)),
        attribute_ids: Table::write(&mut bytes, packed.iter().flatten().map(|(id, _)| id.to_le_bytes())),
        attribute_values: Table::write(
            &mut bytes,
            packed.iter().flatten().map(|(_, value)| value.to_le_bytes()),
        ),
        list_items: Table::write(&mut bytes, values.lists.iter().map(|item| item.to_le_bytes())),
        texts: bytes.len()..bytes.len() + values.texts.len(),
        bytes: Arc::from([]),
    };
    bytes.extend_from_slice(&values.texts);
    Base { bytes: bytes.into(), ..base }
}

fn marked(grant: &Grant) -> u16 {
    grant.bundle.0 | if grant.terms == Terms::default() { 0 } else { HAS_TERMS }
}

/// Where each part begins, and where the last one ends.
fn parts(bytes: &mut Vec<u8>, lengths: impl Iterator<Item = usize>) -> Table<4> {
    let mut end = 0_u32;
    let ends = lengths.map(|length| {
        end += length as u32;
        end.to_le_bytes()
    });
    Table::write(bytes, std::iter::once(0_u32.to_le_bytes()).chain(ends))
}

fn name_table(bytes: &mut Vec<u8>, names: &Names) -> NameTable {
    let start = bytes.len();
    names.list.iter().for_each(|name| bytes.extend_from_slice(name.as_bytes()));
    let text = start..bytes.len();
    let offsets = parts(bytes, names.list.iter().map(String::len));
    let order = Table::write(bytes, names.order.iter().map(|id| id.to_le_bytes()));
    NameTable { text, offsets, order }
}

/// Values on their way to eight bytes each.
struct Values<'b, 'c> {
    builder: &'b Builder<'c>,
    texts: Vec<u8>,
    lists: Vec<u64>,
}

impl Values<'_, '_> {
    fn pack(&mut self, value: &Stored) -> u64 {
        match value {
            Stored::Bool(value) => u64::from(*value),
            Stored::Int(value) | Stored::Time(value) | Stored::Span(value) => value.cast_unsigned(),
            Stored::Double(value) => value.to_bits(),
            // References were checked when they were read.
            Stored::Name(kind, name) => {
                self.builder.referred(*kind, name).map_or(u64::from(NONE), |id| id as u64)
            }
            Stored::Text(text) => {
                let start = self.texts.len() as u64;
                self.texts.extend_from_slice(text.as_bytes());
                start << 32 | text.len() as u64
            }
            Stored::List(items) => {
                let items: Vec<u64> = items.iter().map(|item| self.pack(item)).collect();
                let start = self.lists.len() as u64;
                self.lists.extend(&items);
                start << 32 | items.len() as u64
            }
        }
    }
}

impl Catalog {
    /// An attribute of a space, or of a resource type.
    pub(crate) fn attribute_named(
        &self,
        space: Space,
        of: Option<TypeId>,
        here: &Cursor<'_>,
        name: &str,
    ) -> Result<AttributeId> {
        let found = self.names.attribute(space, name);
        let declared =
            |id: &AttributeId| of.is_none_or(|kind| self.types()[kind.index()].attributes.contains(id));
        found.filter(declared).ok_or_else(|| {
            let listed = |id: usize| {
                of.is_none_or(|kind| self.types()[kind.index()].attributes.contains(&AttributeId::at(id)))
            };
            let known = self
                .attributes
                .iter()
                .enumerate()
                .filter(|(id, attribute)| attribute.space == space && listed(*id));
            let near = did_you_mean(name, known.map(|(_, attribute)| attribute.name.as_str()));
            let whose = match (space, of) {
                (_, Some(kind)) => {
                    format!("a `{}` has no attribute", self.types()[kind.index()].name)
                }
                (Space::Settings, _) => "there is no setting".to_owned(),
                (Space::Context, _) => "the context has no attribute".to_owned(),
                _ => "users have no attribute".to_owned(),
            };
            here.error(Code::UnknownName, format!("{whose} `{name}`{near}"))
        })
    }

    pub(crate) fn attribute(&self, id: AttributeId) -> &crate::catalog::Attribute {
        &self.attributes[id.index()]
    }
}
