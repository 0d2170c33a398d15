//! Bundles: all that one grant gives, with what it implies (S8), worked out once.

use super::names::level;
use super::{Catalog, Levels, Role};
use crate::condition::Column;
use crate::ids::{BundleId, ExtraId, LadderId, Level, RoleId, ToolId, TypeId};
use crate::order::insert;

/// What a grant of one column or role gives, on the resource of the grant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The highest level for each tool it names (S2, S4), by tool.
    pub levels: Vec<(ToolId, Level)>,
    /// Granulars and privileges, by id.
    pub extras: Vec<ExtraId>,
    /// Roles, by id.
    pub roles: Vec<RoleId>,
}

impl Bundle {
    /// The level for a tool, if the bundle speaks for it.
    #[must_use]
    pub fn level(&self, tool: ToolId) -> Option<Level> {
        self.levels.binary_search_by_key(&tool, |(tool, _)| *tool).ok().map(|place| self.levels[place].1)
    }

    /// Whether it gives a granular or privilege.
    #[must_use]
    pub fn has_extra(&self, extra: ExtraId) -> bool {
        self.extras.binary_search(&extra).is_ok()
    }

    /// Whether it gives a role.
    #[must_use]
    pub fn has_role(&self, role: RoleId) -> bool {
        self.roles.binary_search(&role).is_ok()
    }

    fn raise(&mut self, tool: ToolId, to: Level) {
        match self.levels.binary_search_by_key(&tool, |(tool, _)| *tool) {
            Ok(place) => self.levels[place].1 = self.levels[place].1.max(to),
            Err(place) => self.levels.insert(place, (tool, to)),
        }
    }
}

/// Every bundle of a catalog: first a bundle for each column, in the order of tools, then one for each role. So bundles
/// keep their ids when a customer adds a role.
#[derive(Clone, Debug)]
pub struct Bundles {
    contents: Vec<Bundle>,
    columns: Vec<Column>,
    /// The first bundle of each tool's levels.
    levels_at: Vec<u16>,
    /// The bundle of the first extra, and of the first role.
    extras_at: u16,
    roles_at: u16,
}

impl Bundles {
    /// How many there are.
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // there is one for each column, and a catalog without any gives nothing
    pub fn len(&self) -> usize {
        self.contents.len()
    }

    /// Works out all bundles of a catalog.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        let mut columns = Vec::new();
        let mut levels_at = Vec::new();
        for (index, tool) in catalog.tools.iter().enumerate() {
            levels_at.push(columns.len() as u16);
            if let Levels::Own(ladder) = tool.levels {
                let count = catalog.ladder(ladder).levels.len();
                columns.extend((0..count).map(|level| Column::Level(ToolId::at(index), Level(level as u8))));
            }
        }
        let extras_at = columns.len() as u16;
        columns.extend((0..catalog.extras.len()).map(|index| Column::Extra(ExtraId::at(index))));
        let roles_at = columns.len() as u16;
        columns.extend((0..catalog.roles.len()).map(|index| Column::Role(RoleId::at(index))));
        let contents = columns.iter().map(|column| bundle(catalog, *column)).collect();
        Self { contents, columns, levels_at, extras_at, roles_at }
    }

    /// The bundle of a grant of this column or role.
    #[must_use]
    pub fn id(&self, column: Column) -> BundleId {
        BundleId(match column {
            Column::Level(tool, level) => self.levels_at[tool.index()] + u16::from(level.0),
            Column::Extra(extra) => self.extras_at + extra.0,
            Column::Role(role) => self.roles_at + role.0,
        })
    }

    /// The column or role that a grant of this bundle names.
    #[must_use]
    pub fn column(&self, bundle: BundleId) -> Column {
        self.columns[bundle.index()]
    }

    /// What it gives.
    #[must_use]
    pub fn get(&self, bundle: BundleId) -> &Bundle {
        &self.contents[bundle.index()]
    }

    /// All, by id.
    #[must_use]
    pub fn all(&self) -> &[Bundle] {
        &self.contents
    }
}

/// What a grant of `column` gives: itself, what a role bundles, and what the levels imply, until nothing is new.
fn bundle(catalog: &Catalog, column: Column) -> Bundle {
    let mut bundle = Bundle::default();
    let mut to_do = vec![column];
    // Every level that is given implies its roles, also one that a higher level of the same tool then hides.
    let mut given: Vec<(ToolId, Level)> = Vec::new();
    while let Some(column) = to_do.pop() {
        match column {
            Column::Level(tool, level) if given.contains(&(tool, level)) => {}
            Column::Level(tool, level) => {
                given.push((tool, level));
                bundle.raise(tool, level);
                for (_, roles) in catalog.tools[tool.index()].implies.iter().filter(|(at, _)| *at == level) {
                    for role in roles {
                        to_do.push(Column::Role(*role));
                    }
                }
            }
            Column::Extra(extra) => insert(&mut bundle.extras, extra),
            Column::Role(role) if bundle.roles.contains(&role) => {}
            Column::Role(role) => {
                insert(&mut bundle.roles, role);
                columns_of(catalog, &catalog.roles[role.index()], &mut to_do);
            }
        }
    }
    bundle
}

/// What a role bundles. `*` stands for the tools on its type and beneath that have the level and are not named.
fn columns_of(catalog: &Catalog, role: &Role, columns: &mut Vec<Column>) {
    for (tool, level) in &role.levels {
        columns.push(Column::Level(*tool, *level));
    }
    for extra in &role.extras {
        columns.push(Column::Extra(*extra));
    }
    let Some(every) = &role.every else { return };
    for (index, tool) in catalog.tools.iter().enumerate() {
        let named = role.levels.iter().any(|(named, _)| named.index() == index);
        if !named && catalog.is_within(tool.on, role.on) {
            let level = own_level(catalog, tool.levels, every);
            columns.extend(level.map(|level| Column::Level(ToolId::at(index), level)));
        }
    }
}

fn own_level(catalog: &Catalog, levels: Levels, name: &str) -> Option<Level> {
    let own = |ladder: LadderId| level(catalog.ladder(ladder), name);
    if let Levels::Own(ladder) = levels { own(ladder) } else { None }
}

impl Catalog {
    /// Whether a resource of type `inner` is, or can lie somewhere beneath, one of type `outer`.
    #[must_use]
    pub fn is_within(&self, inner: TypeId, outer: TypeId) -> bool {
        let mut reached = vec![false; self.types.len()];
        let mut to_do = vec![inner];
        while let Some(kind) = to_do.pop() {
            if kind == outer {
                return true;
            }
            if !std::mem::replace(&mut reached[kind.index()], true) {
                to_do.extend(self.types[kind.index()].within.iter().copied());
            }
        }
        false
    }
}
