//! The rules of docs/SEMANTICS.md once more, as slow and as plain as possible: one function a rule, everything by name,
//! nothing prepared. Where this and the engine answer differently, one of them has misread a rule.

mod assigning;
pub mod change;
mod columns;
mod footnote;
pub mod sharing;

use crate::world::{Action, Ask, Cell, Footnote, Grant, Place, Tool, Value, World};

/// Kleene's three values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    No,
    Unknown,
    Yes,
}
use Answer::{No, Unknown, Yes};

impl Answer {
    pub const fn of(yes: bool) -> Self {
        if yes { Yes } else { No }
    }

    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (No, _) | (_, No) => No,
            (Yes, Yes) => Yes,
            _ => Unknown,
        }
    }

    pub fn not(self) -> Self {
        match self {
            Yes => No,
            Unknown => Unknown,
            No => Yes,
        }
    }

    pub fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    pub fn any(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(No, Self::or)
    }

    pub fn all(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(Yes, Self::and)
    }

    /// What all possibilities agree on.
    fn agreed(possible: impl IntoIterator<Item = Self>) -> Self {
        possible.into_iter().reduce(|a, b| if a == b { a } else { Unknown }).unwrap_or(No)
    }
}

/// An answer and its code (S1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub answer: Answer,
    pub code: &'static str,
}

/// One question in one world.
pub struct Reference<'w> {
    world: &'w World,
    ask: &'w Ask,
    /// Asked without the item's attributes (S15).
    open: bool,
    /// The resource in the facts, then the parts that only the question knows.
    path: Vec<String>,
}

/// The answer of `decide`, or with `open` that of `ask`.
pub fn decide(world: &World, ask: &Ask, open: bool) -> Verdict {
    s1_closed(world, ask, open).unwrap_or_else(|code| Verdict { answer: No, code })
}

/// S1: unknown names are denials, and the first code that fits is given.
fn s1_closed(world: &World, ask: &Ask, open: bool) -> Result<Verdict, &'static str> {
    let (tool, action) = action(world, &ask.action).ok_or("unknown_action")?;
    let path = s1_path(world, &ask.resource).ok_or("unknown_resource")?;
    let item = path.last().cloned().unwrap_or_default();
    let at = Reference { world, ask, open, path };
    if !at.s2_applies(tool, &item) {
        return Err("not_here");
    }
    let gives = at.gives(tool, action, &ask.subject, &item);
    let takes = at.takes(tool, action, &ask.subject, &item);
    let cut = at.s11_ceilings(&ask.action, &ask.subject, &item);
    let answer = gives.and(takes.not()).and(cut.not());
    let code = match answer {
        Yes => "granted",
        _ if gives != No && takes == Yes => "never",
        _ if gives != No && cut == Yes => "ceiling",
        Unknown => "missing",
        No if !at.known_user(&ask.subject) => "unknown_subject",
        No if at.footnote_says_no(tool, action, &item) => "condition",
        No => "no_grant",
    };
    Ok(Verdict { answer, code })
}

fn action<'w>(world: &'w World, name: &str) -> Option<(&'w Tool, &'w Action)> {
    let (tool, own) = name.split_once('.')?;
    let tool = world.tool(tool)?;
    Some((tool, tool.actions.iter().find(|action| action.name == own)?))
}

fn kind_of(name: &str) -> &str {
    name.split(':').next().unwrap_or_default()
}

/// S1: a path begins with a stored resource. A stored resource is where it is stored and nowhere else; other parts must be
/// able to lie where they are said to lie.
fn s1_path(world: &World, path: &str) -> Option<Vec<String>> {
    let stored = |name: &str| world.places.iter().find(|place| place.name == name);
    let mut names = path.split('/');
    let mut way = vec![stored(names.next()?)?.name.clone()];
    for name in names {
        let above = way.last().cloned()?;
        if let Some(place) = stored(name) {
            if place.parent.as_deref() != Some(&above) {
                return None;
            }
            way = vec![place.name.clone()];
            continue;
        }
        let (kind, id) = name.split_once(':')?;
        let kind = world.kinds.iter().find(|known| known.name == kind)?;
        if id.is_empty() || !kind.within.iter().any(|within| within == kind_of(&above)) {
            return None;
        }
        way.push(name.to_owned());
    }
    Some(way)
}

impl<'w> Reference<'w> {
    fn stored(&self, name: &str) -> Option<&'w Place> {
        self.world.places.iter().find(|place| place.name == name)
    }

    fn known_user(&self, name: &str) -> bool {
        self.world.users.iter().any(|user| user.name == name)
    }

    /// The resource, then what it lies in; nothing for one that is nowhere.
    fn upwards(&self, resource: &str) -> Vec<String> {
        let mut way = Vec::new();
        let mut at = self.stored(resource);
        if let (None, Some(part)) = (at, self.path.iter().position(|name| name == resource)) {
            way.extend(self.path[1..=part].iter().rev().cloned());
            at = self.stored(&self.path[0]);
        }
        while let Some(place) = at {
            way.push(place.name.clone());
            at = place.parent.as_ref().and_then(|parent| self.stored(parent));
        }
        way
    }

    /// S2: a matrix applies to resources of the type its tool is on, and beneath.
    fn s2_applies(&self, tool: &Tool, resource: &str) -> bool {
        self.upwards(resource).iter().any(|name| kind_of(name) == tool.on)
    }

    /// S2: a grant reaches where it is placed and beneath; S13: and guests have a role where they hold shares. Those that do
    /// not count are left out.
    fn s2_reaching(&self, subject: &str, resource: &str) -> Vec<(Grant, Answer)> {
        let way = self.upwards(resource);
        let reaching = self.world.grants.iter().filter(|grant| way.contains(&grant.on));
        let meant = reaching.filter(|grant| self.s3_is(subject, &grant.to)).cloned();
        let held = meant.chain(self.s13_as_guest(subject, resource));
        let counting = held.map(|grant| {
            let counts = self.s14_counts(&grant, subject, resource);
            (grant, counts)
        });
        counting.filter(|(_, counts)| *counts != No).collect()
    }

    /// S3: a subject is itself, its groups, everyone if known, and anyone.
    fn s3_is(&self, subject: &str, principal: &str) -> bool {
        match principal {
            "anyone" => true,
            "everyone" => self.known_user(subject),
            _ => self.known_user(subject) && (principal == subject || self.s3_in_group(subject, principal)),
        }
    }

    fn s3_in_group(&self, member: &str, group: &str) -> bool {
        let Some(group) = self.world.groups.iter().find(|known| known.name == group) else { return false };
        let inner = |name: &String| self.world.groups.iter().any(|known| known.name == *name);
        group.members.iter().any(|name| name == member || (inner(name) && self.s3_in_group(member, name)))
    }

    /// S14: before its end and while its condition is yes.
    fn s14_counts(&self, grant: &Grant, subject: &str, resource: &str) -> Answer {
        let before = match (grant.until, self.ask.now) {
            (None, _) => Yes,
            (Some(_), None) => Unknown,
            (Some(until), Some(now)) => Answer::of(now < until),
        };
        let condition = grant.condition.as_ref().map(|name| self.s9_footnote(None, name, subject, resource));
        before.and(condition.unwrap_or(Yes))
    }

    /// Over the active columns: what `value` makes of their cells, level by level and column by column.
    fn over_columns(
        &self,
        tool: &Tool,
        action: &Action,
        subject: &str,
        resource: &str,
        value: &dyn Fn(&Cell) -> Answer,
    ) -> Answer {
        let ladder = self.world.levels(tool);
        let of = |column: &String| action.cells.iter().find(|(name, _)| name == column).map(|(_, cell)| cell);
        let levels = self.s4_levels(tool, subject, resource).into_iter();
        Answer::agreed(levels.map(|level| {
            let others = action.cells.iter().filter(|(column, _)| !ladder.contains(column));
            let beside = others.map(|(column, cell)| {
                self.active_at(tool, column, level.as_ref(), subject, resource).and(value(cell))
            });
            level.as_ref().and_then(of).map_or(No, value).or(Answer::any(beside))
        }))
    }

    fn gives(&self, tool: &Tool, action: &Action, subject: &str, resource: &str) -> Answer {
        self.over_columns(tool, action, subject, resource, &|cell| match cell {
            Cell::Yes => Yes,
            Cell::If(name) => self.s9_footnote(Some(&tool.name), name, subject, resource),
            Cell::No | Cell::Never => No,
        })
    }

    fn takes(&self, tool: &Tool, action: &Action, subject: &str, resource: &str) -> Answer {
        self.over_columns(tool, action, subject, resource, &|cell| Answer::of(*cell == Cell::Never))
    }

    /// Whether a column that is or may be active has a footnote that says no.
    fn footnote_says_no(&self, tool: &Tool, action: &Action, item: &str) -> bool {
        let subject = &self.ask.subject;
        let levels = self.s4_levels(tool, subject, item);
        let ladder = self.world.levels(tool);
        let possible = |column: &String| {
            if ladder.contains(column) {
                levels.contains(&Some(column.clone()))
            } else {
                self.active(tool, column, subject, item) != No
            }
        };
        action.cells.iter().any(|(column, cell)| match cell {
            Cell::If(name) => {
                possible(column) && self.s9_footnote(Some(&tool.name), name, subject, item) == No
            }
            _ => false,
        })
    }

    /// S9: a condition of the tool or of the catalog; one that is still to do is unknown.
    fn s9_footnote(&self, tool: Option<&str>, name: &str, subject: &str, resource: &str) -> Answer {
        let own = |footnote: &&Footnote| footnote.tool.as_deref() == tool || footnote.tool.is_none();
        let found = self.world.footnotes.iter().filter(own).find(|footnote| footnote.name == name);
        let rule = found.and_then(|footnote| footnote.rule.as_ref());
        rule.map_or(Unknown, |rule| self.s9_answer(rule, subject, resource, None))
    }

    /// S11: a ceiling cuts what it lists, or all but that.
    fn s11_ceilings(&self, action: &str, subject: &str, resource: &str) -> Answer {
        let fits = |pattern: &String| {
            pattern == action || pattern.strip_suffix('*').is_some_and(|start| action.starts_with(start))
        };
        let cutting =
            self.world.ceilings.iter().filter(|ceiling| ceiling.patterns.iter().any(fits) != ceiling.only);
        Answer::any(cutting.map(|ceiling| self.s9_answer(&ceiling.when, subject, resource, None)))
    }

    /// S12: a grant in force on that very resource names the subject or one of its groups.
    fn s12_member(&self, subject: &str, resource: &str) -> Answer {
        let named = |grant: &&Grant| {
            grant.on == resource
                && !["everyone", "anyone"].contains(&&*grant.to)
                && self.s3_is(subject, &grant.to)
        };
        let grants = self.world.grants.iter().filter(named);
        Answer::any(grants.map(|grant| self.s14_counts(grant, subject, resource)))
    }

    /// The whole question, asked inside a condition (S9): ceilings included.
    fn can(&self, name: &str, subject: &str, resource: &str) -> Answer {
        let Some((tool, action)) =
            action(self.world, name).filter(|(tool, _)| self.s2_applies(tool, resource))
        else {
            return No;
        };
        let gives = self.gives(tool, action, subject, resource);
        let takes = self.takes(tool, action, subject, resource);
        gives.and(takes.not()).and(self.s11_ceilings(name, subject, resource).not())
    }

    /// The value of an attribute, if it is there. What the facts say comes first.
    fn told(&self, of: &Value, name: &str) -> Option<Value> {
        let find = |all: &[(String, Value)]| {
            all.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
        };
        match of {
            Value::User(user) => {
                let stored = self.world.users.iter().find(|known| known.name == *user);
                let given = || if *user == self.ask.subject { find(&self.ask.person) } else { None };
                stored.and_then(|known| find(&known.attributes)).or_else(given)
            }
            Value::Place(place) => {
                let given = || if Some(place) == self.path.last() { find(&self.ask.item) } else { None };
                self.stored(place).and_then(|known| find(&known.attributes)).or_else(given)
            }
            _ => None,
        }
    }

    /// Whether it is there: unknown of things the facts do not have, and of an item that is asked about openly (S15).
    fn there(&self, of: &Value, name: &str) -> Answer {
        let asked_openly = self.open && matches!(of, Value::Place(place) if Some(place) == self.path.last());
        let whole = match of {
            Value::User(user) => self.known_user(user) || *user == self.ask.subject,
            Value::Place(place) => self.stored(place).is_some() || Some(place) == self.path.last(),
            _ => false,
        };
        match self.told(of, name) {
            Some(_) => Yes,
            None if asked_openly || !whole => Unknown,
            None => No,
        }
    }
}
