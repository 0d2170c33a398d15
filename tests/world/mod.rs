//! Worlds for the laws: a catalog and facts as plain structs, which the slow evaluator reads, and as JSON text, which the
//! engine reads. Everything refers to everything by name, so parts can be dropped freely; whether what is left is still
//! a world is for the engine to say.

pub mod asks;
pub mod change;
pub mod changes;
pub mod make;
pub mod rules;
pub mod sharing;
pub mod shrink;
pub mod text;

/// A catalog with its facts.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub kinds: Vec<Kind>,
    /// Names of levels, lowest first.
    pub ladders: Vec<(String, Vec<String>)>,
    pub tools: Vec<Tool>,
    pub roles: Vec<Role>,
    pub footnotes: Vec<Footnote>,
    pub ceilings: Vec<Ceiling>,
    pub sharing: Vec<Sharing>,
    pub assigning: Option<Assigning>,
    /// Kinds of changes, each with the action that its author needs (S16).
    pub changes: Vec<(String, String)>,
    /// Settings that differ from their default.
    pub settings: Vec<(String, Value)>,
    pub users: Vec<User>,
    pub groups: Vec<Group>,
    pub places: Vec<Place>,
    pub grants: Vec<Grant>,
}

/// A resource type.
#[derive(Clone, Debug)]
pub struct Kind {
    pub name: String,
    pub within: Vec<String>,
    pub tool: Option<String>,
    pub attributes: Vec<&'static str>,
}

/// Where a tool has its levels from.
#[derive(Clone, Debug, PartialEq)]
pub enum Ladder {
    None,
    Own(String),
    Of(String),
    Item(String),
}

#[derive(Clone, Debug)]
pub struct Tool {
    pub name: String,
    pub on: String,
    pub ladder: Ladder,
    pub granulars: Vec<Granular>,
    pub privileges: Vec<String>,
    /// Level and roles.
    pub implies: Vec<(String, Vec<String>)>,
    pub actions: Vec<Action>,
}

#[derive(Clone, Debug)]
pub struct Granular {
    pub name: String,
    pub levels: Option<Vec<String>>,
    pub always: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Action {
    pub name: String,
    /// Columns that are not here are `no`.
    pub cells: Vec<(String, Cell)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    No,
    Yes,
    Never,
    If(String),
}

#[derive(Clone, Debug)]
pub struct Role {
    pub name: String,
    pub on: String,
    pub exclusive: bool,
    /// Tool or `*`, and level.
    pub levels: Vec<(String, String)>,
    /// Full names of columns.
    pub granulars: Vec<String>,
    /// Roles that its holders can give (S20).
    pub assigns: Vec<String>,
}

/// A condition of the catalog or of a tool; without a rule it is still to do.
#[derive(Clone, Debug)]
pub struct Footnote {
    pub tool: Option<String>,
    pub name: String,
    pub rule: Option<Rule>,
}

#[derive(Clone, Debug)]
pub struct Ceiling {
    pub name: String,
    pub when: Rule,
    /// `only` instead of `except`.
    pub only: bool,
    pub patterns: Vec<String>,
}

/// What can be shared out of a type of container (S18).
#[derive(Clone, Debug)]
pub struct Sharing {
    pub container: String,
    pub items: Vec<String>,
    pub roles: Vec<String>,
    /// With users, groups, everyone; nothing where the catalog does not say.
    pub to: Vec<(&'static str, Cell)>,
    pub guest: Option<String>,
    /// The most shares of an item, of a principal, in a container.
    pub limits: Vec<(&'static str, usize)>,
}

/// The bounds on what one gives (S20).
#[derive(Clone, Debug)]
pub struct Assigning {
    pub any: Option<String>,
    pub own_reach: bool,
}

#[derive(Clone, Debug)]
pub struct User {
    pub name: String,
    pub attributes: Vec<(String, Value)>,
}

#[derive(Clone, Debug)]
pub struct Group {
    pub name: String,
    pub members: Vec<String>,
}

/// A resource.
#[derive(Clone, Debug)]
pub struct Place {
    pub name: String,
    pub parent: Option<String>,
    pub attributes: Vec<(String, Value)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Role(String),
    Column(String),
}

#[derive(Clone, Debug)]
pub struct Grant {
    pub to: String,
    pub what: What,
    pub on: String,
    pub until: Option<i64>,
    pub condition: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Bool(bool),
    Int(i64),
    Text(String),
    /// Milliseconds since 1970.
    Time(i64),
    /// Milliseconds.
    Span(i64),
    User(String),
    Group(String),
    Place(String),
    /// A tool and a level of the ladder it uses.
    Level(String, String),
    List(Vec<Value>),
}

/// What a condition can speak of.
#[derive(Clone, Debug)]
pub enum Term {
    Subject,
    Resource,
    Now,
    Constant(Value),
    Attribute(Box<Term>, &'static str),
    Context(&'static str),
    Setting(&'static str),
    /// The element of the `exists` or `all` around it.
    Element,
    List(Vec<Term>),
    Plus(Box<Term>, Box<Term>),
    Minus(Box<Term>, Box<Term>),
    Level(String, Whose),
}

/// Of which resource, and whose.
#[derive(Clone, Debug)]
pub struct Whose {
    pub resource: Box<Term>,
    pub subject: Box<Term>,
}

/// A question with yes, no or unknown for an answer.
#[derive(Clone, Debug)]
pub enum Rule {
    Is(Term),
    Not(Box<Rule>),
    And(Box<Rule>, Box<Rule>),
    Or(Box<Rule>, Box<Rule>),
    Choose(Box<Rule>, Box<Rule>, Box<Rule>),
    Compare(&'static str, Term, Term),
    In(Term, Term),
    Exists(Term, Box<Rule>),
    All(Term, Box<Rule>),
    Has(Term),
    Holds(String, Whose),
    Can(String, Whose),
    Member(Term, Term),
    InGroup(Term, Term),
}

/// Attributes that are the same in every world, with their types as the catalog writes them.
pub const OF_RESOURCES: [(&str, &str); 8] = [
    ("owner", "\"user\""),
    ("team", "[\"user\"]"),
    ("locked", "\"bool\""),
    ("state", "\"string\""),
    ("due", "\"timestamp\""),
    ("link", "\"resource\""),
    ("crew", "\"group\""),
    ("size", "\"int\""),
];
pub const OF_SUBJECTS: [(&str, &str); 5] = [
    ("staff", "\"bool\""),
    ("boss", "\"user\""),
    ("grade", "\"string\""),
    ("home", "\"resource\""),
    ("leaves", "\"timestamp\""),
];
pub const OF_CONTEXT: [(&str, &str); 2] = [("office", "\"bool\""), ("visitor", "\"user\"")];

/// Settings and their defaults.
pub fn defaults() -> [(&'static str, &'static str, Value); 2] {
    [("open", "bool", Value::Bool(true)), ("mode", "string", Value::Text("old".into()))]
}

/// A question, and what it says about things.
#[derive(Clone, Debug)]
pub struct Ask {
    pub subject: String,
    pub action: String,
    pub resource: String,
    pub now: Option<i64>,
    /// Attributes of the item, the subject and the context.
    pub item: Vec<(String, Value)>,
    pub person: Vec<(String, Value)>,
    pub context: Vec<(String, Value)>,
}

impl World {
    /// Full names of all actions.
    pub fn actions(&self) -> Vec<String> {
        let of = |tool: &Tool| {
            tool.actions.iter().map(|action| format!("{}.{}", tool.name, action.name)).collect::<Vec<_>>()
        };
        self.tools.iter().flat_map(of).collect()
    }

    pub fn tool(&self, name: &str) -> Option<&Tool> {
        self.tools.iter().find(|tool| tool.name == name)
    }

    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name)
    }

    pub fn place(&self, name: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.name == name)
    }

    /// The levels by which a tool's cells are keyed.
    pub fn levels(&self, tool: &Tool) -> Vec<String> {
        let ladder = match &tool.ladder {
            Ladder::None => return Vec::new(),
            Ladder::Own(ladder) | Ladder::Item(ladder) => ladder,
            Ladder::Of(lender) => return self.tool(lender).map(|tool| self.levels(tool)).unwrap_or_default(),
        };
        self.ladders.iter().find(|(name, _)| name == ladder).map(|(_, all)| all.clone()).unwrap_or_default()
    }

    /// The names of the columns that a tool's cells can stand in.
    pub fn columns(&self, tool: &Tool) -> Vec<String> {
        let granulars = tool.granulars.iter().map(|granular| granular.name.clone());
        let others = granulars.chain(tool.privileges.iter().cloned());
        let roles = self.roles.iter().map(|role| role.name.clone());
        self.levels(tool).into_iter().chain(others).chain(roles).collect()
    }

    /// Whether two grants give exclusive roles of one type to one principal on one resource: facts cannot hold both.
    pub fn rivals(&self, one: &Grant, other: &Grant) -> bool {
        let exclusive = |grant: &Grant| {
            let named = |role: &&Role| grant.what == What::Role(role.name.clone()) && role.exclusive;
            self.roles.iter().find(named).map(|role| role.on.clone())
        };
        let both = exclusive(one).is_some() && exclusive(one) == exclusive(other);
        both && one.what != other.what && one.to == other.to && one.on == other.on
    }
}
