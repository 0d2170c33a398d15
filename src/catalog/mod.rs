//! What can be done: resource types, tools, columns, actions, cells, conditions, roles and ceilings.
//!
//! [`Catalog::from_json`] checks everything once; afterwards every id in it points at something, every condition is
//! typed, and nothing refers to itself in a circle.

mod assigning;
mod bundle;
mod edit;
mod lint;
mod names;
pub(crate) mod people;
mod read;
pub(crate) mod requests;
mod rows;
mod settings;
mod sharing;
mod value;

pub use assigning::Assigning;
pub use bundle::{Bundle, Bundles};
pub use lint::{Problem, Severity};
pub use people::{Invitation, People};
pub(crate) use read::{title as read_title, version as read_version};
pub use requests::{Notice, Requests};
pub use rows::{Cell, Row};
pub use settings::Setting;
pub use sharing::Sharing;
pub(crate) use value::time as read_time;
pub use value::{Stored, stored};

use crate::condition::{Column, Expr, Space, Type};
use crate::data::{Cursor, Data, locate};
use crate::error::Result;
use crate::ids::{
    ActionId, AttributeId, CeilingId, ConditionId, ExtraId, LadderId, Level, RoleId, ToolId, TypeId,
};
use crate::order::insert;
use std::ops::Deref;
use std::sync::Arc;

/// A title by language; the language is empty where the catalog gives one text for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title(pub Vec<(String, String)>);

impl From<&Title> for Data<'static> {
    fn from(title: &Title) -> Self {
        let texts = title.0.iter().map(|(language, text)| (language.clone().into(), Self::text(text)));
        Self::Map(texts.collect())
    }
}

/// A resource type.
#[derive(Clone, Debug)]
pub struct ResourceType {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// The types it can lie beneath; none: it is a root.
    pub within: Vec<TypeId>,
    /// What conditions may read of it.
    pub attributes: Vec<AttributeId>,
    /// The tool whose items these are (S10).
    pub tool: Option<ToolId>,
}

/// An attribute or setting; `resource` attributes of one name are one attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Whose it is.
    pub space: Space,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Type,
}

/// A ladder: levels, lowest first (S4).
#[derive(Clone, Debug)]
pub struct Ladder {
    /// Its name.
    pub name: String,
    /// Names and titles of its levels.
    pub levels: Vec<(String, Title)>,
}

/// Where the active level of a tool comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Levels {
    /// It has none: only roles and privileges are columns.
    None,
    /// Its own.
    Own(LadderId),
    /// Another tool's (S10).
    Of(ToolId, LadderId),
    /// The tool's whose item is asked about (S10).
    OfItem(LadderId),
}

impl Levels {
    /// The ladder that the cells are keyed by.
    #[must_use]
    pub const fn ladder(self) -> Option<LadderId> {
        match self {
            Self::None => None,
            Self::Own(ladder) | Self::Of(_, ladder) | Self::OfItem(ladder) => Some(ladder),
        }
    }
}

/// A tool.
#[derive(Clone, Debug)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// The type it belongs to.
    pub on: TypeId,
    /// Its levels.
    pub levels: Levels,
    /// Its granulars and privileges.
    pub extras: Vec<ExtraId>,
    /// Its rows.
    pub actions: Vec<ActionId>,
    /// What its levels imply (S8).
    pub implies: Vec<(Level, Vec<RoleId>)>,
}

/// A granular or privilege.
#[derive(Clone, Debug)]
pub struct Extra {
    /// Whose column it is.
    pub tool: ToolId,
    /// Its name within the tool.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// The levels at which it is active, as bits; `None` for a privilege (S7).
    pub active_at: Option<u32>,
    /// The levels that have it without a grant, as bits.
    pub always: u32,
}

/// An action.
#[derive(Clone, Debug)]
pub struct Action {
    /// Whose row it is.
    pub tool: ToolId,
    /// Its full name, `tool.action`.
    pub name: String,
    /// Its title.
    pub title: Title,
}

/// A footnote.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its full name: `tool.condition`, or `condition` for one of the catalog.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// What it asks.
    pub rule: Rule,
}

/// What a footnote asks.
#[derive(Clone, Debug)]
pub enum Rule {
    /// The text and its meaning.
    When(String, Expr),
    /// Not known yet, and why.
    Todo(String),
}

impl Condition {
    /// Whether a grant can count under it: it does not ask about grants itself.
    #[must_use]
    pub fn suits_grants(&self) -> bool {
        !matches!(&self.rule, Rule::When(_, expr) if expr.asks_grants())
    }
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Title,
    /// The type it is given on.
    pub on: TypeId,
    /// Whether it replaces others like it.
    pub exclusive: bool,
    /// The level for every tool not named, by its name.
    pub every: Option<String>,
    /// Levels by tool.
    pub levels: Vec<(ToolId, Level)>,
    /// Granulars.
    pub extras: Vec<ExtraId>,
    /// The roles that its holders can give (S20).
    pub assigns: Vec<RoleId>,
}

/// A ceiling (S11).
#[derive(Clone, Debug)]
pub struct Ceiling {
    /// Its name.
    pub name: String,
    /// When it is there.
    pub when: Expr,
    /// The text of `when`.
    pub text: String,
    /// The actions it cuts, a bit each.
    pub cuts: Vec<u64>,
}

impl Ceiling {
    /// Whether it cuts an action.
    #[must_use]
    pub fn cuts(&self, action: ActionId) -> bool {
        self.cuts[action.index() / 64] >> (action.index() % 64) & 1 == 1
    }
}

/// What a change is about, where the catalog tells its authors apart by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A resource of this type.
    Type(TypeId),
    /// This setting.
    Setting(AttributeId),
}

/// A checked catalog. An edit copies the rows, roles and names; the frame around them is one for all.
#[derive(Clone, Debug)]
pub struct Catalog {
    frame: Arc<Frame>,
    pub(crate) rows: Vec<Row>,
    pub(crate) roles: Vec<Role>,
    pub(crate) names: names::Vocabularies,
    /// The customer's edits: changes, in their order.
    pub(crate) edits: Vec<Data<'static>>,
}

/// What a catalog says once and for all: everything but cells and roles.
#[derive(Debug, Default)]
pub struct Frame {
    pub(crate) name: String,
    pub(crate) title: Title,
    pub(crate) types: Vec<ResourceType>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) settings: Vec<Setting>,
    pub(crate) ladders: Vec<Ladder>,
    pub(crate) tools: Vec<Tool>,
    pub(crate) extras: Vec<Extra>,
    pub(crate) actions: Vec<Action>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) ceilings: Vec<Ceiling>,
    pub(crate) changes: Vec<(String, Option<Subject>, ActionId)>,
    pub(crate) sharing: Vec<Sharing>,
    pub(crate) assigning: Option<Assigning>,
    pub(crate) people: Option<People>,
    pub(crate) requests: Vec<Requests>,
    pub(crate) notices: Vec<Notice>,
    /// The document it was read from, as bytes.
    pub(crate) source: Arc<[u8]>,
}

impl Deref for Catalog {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        &self.frame
    }
}

impl Catalog {
    /// Reads a catalog from JSON text.
    ///
    /// Errors carry the path and, as this is text, line and column.
    ///
    /// ```
    /// let error = permatrix::Catalog::from_json(r#"{ "permatrix": 1, "nmae": "x" }"#).unwrap_err();
    /// assert_eq!(error.to_string(), "unknown key `nmae`, did you mean `name`? (at nmae, line 1, column 19)");
    /// ```
    pub fn from_json(text: &str) -> Result<Self> {
        let data = Data::from_json(text)?;
        Self::from_data(&data).map_err(|error| locate(error, text))
    }

    /// Reads a catalog from plain data.
    pub fn from_data(data: &Data) -> Result<Self> {
        read::catalog(Cursor::root(data))
    }

    /// Its name; facts say which catalog they are for.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &Title {
        &self.title
    }

    /// All tools, in the order of the file.
    #[must_use]
    pub fn tools(&self) -> &[Tool] {
        &self.tools
    }

    /// All resource types.
    #[must_use]
    pub fn types(&self) -> &[ResourceType] {
        &self.types
    }

    /// All actions.
    #[must_use]
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// All roles; customers may add to them.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// All footnotes.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// All settings.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The row of an action.
    #[must_use]
    pub fn row(&self, action: ActionId) -> &Row {
        &self.rows[action.index()]
    }

    /// A granular or privilege.
    #[must_use]
    pub fn extra(&self, extra: ExtraId) -> &Extra {
        &self.extras[extra.index()]
    }

    /// How many attributes and settings there are.
    pub(crate) fn attribute_count(&self) -> usize {
        self.attributes.len()
    }

    /// An attribute or setting.
    #[must_use]
    pub fn attribute(&self, attribute: AttributeId) -> &Attribute {
        &self.attributes[attribute.index()]
    }

    /// A ladder.
    #[must_use]
    pub fn ladder(&self, ladder: LadderId) -> &Ladder {
        &self.ladders[ladder.index()]
    }

    /// An action by its full name.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<ActionId> {
        self.names.actions.get(name)
    }

    /// A tool by its name.
    #[must_use]
    pub fn tool(&self, name: &str) -> Option<ToolId> {
        self.names.tools.get(name)
    }

    /// A role by its name.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<RoleId> {
        self.names.roles.get(name)
    }

    /// The tool of an action.
    #[must_use]
    pub fn tool_of(&self, action: ActionId) -> &Tool {
        &self.tools[self.actions[action.index()].tool.index()]
    }

    /// `tool.level`, `tool.granular`, `tool.privilege`, or the name of a role.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<Column> {
        self.names.column(&self.tools, &self.ladders, name)
    }

    /// The names of all columns that tools have, for suggestions.
    pub(crate) fn columns_of_tools(&self) -> Vec<String> {
        self.names.columns(&self.tools, &self.ladders)
    }

    /// The role that a column is, if it is an exclusive one.
    pub(crate) fn exclusive_role(&self, column: Column) -> Option<&Role> {
        match column {
            Column::Role(role) => Some(&self.roles[role.index()]).filter(|role| role.exclusive),
            _ => None,
        }
    }

    /// The full name of a column.
    #[must_use]
    pub fn column_name(&self, column: Column) -> String {
        match column {
            Column::Role(role) => self.roles[role.index()].name.clone(),
            Column::Extra(extra) => {
                let extra = self.extra(extra);
                format!("{}.{}", self.tools[extra.tool.index()].name, extra.name)
            }
            Column::Level(tool, level) => {
                format!("{}.{}", self.tools[tool.index()].name, self.level_name(tool, level))
            }
        }
    }

    /// The name of a level of the ladder that a tool uses.
    #[must_use]
    pub fn level_name(&self, tool: ToolId, level: Level) -> &str {
        let ladder = self.tools[tool.index()].levels.ladder();
        ladder
            .and_then(|ladder| self.ladder(ladder).levels.get(level.0 as usize))
            .map_or("", |(name, _)| name)
    }

    /// The languages that it has titles in, sorted.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        let mut languages = Vec::new();
        for title in self.tools.iter().map(|tool| &tool.title).chain([&self.title]) {
            for (language, _) in title.0.iter().filter(|(language, _)| !language.is_empty()) {
                insert(&mut languages, language.clone());
            }
        }
        languages
    }

    /// What is allowed but worth a look: footnotes that say `todo`, actions that nobody can do. All of it is certain.
    #[must_use]
    pub fn lint(&self) -> Vec<Problem> {
        lint::lint(self)
    }

    /// The action that a kind of change needs (S16), where it is about this.
    #[must_use]
    pub fn change_action(&self, kind: &str, of: Option<Subject>) -> Option<ActionId> {
        let of_this =
            self.changes.iter().filter(|(known, on, _)| known == kind && (on.is_none() || *on == of));
        of_this.max_by_key(|(_, on, _)| on.is_some()).map(|(_, _, action)| *action)
    }

    pub(crate) fn ceilings(&self) -> impl Iterator<Item = (CeilingId, &Ceiling)> {
        self.ceilings.iter().enumerate().map(|(index, ceiling)| (CeilingId::at(index), ceiling))
    }

    pub(crate) fn condition(&self, condition: ConditionId) -> &Condition {
        &self.conditions[condition.index()]
    }
}
