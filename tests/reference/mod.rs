//! The rules of docs/SEMANTICS.md once more, as slow and as plain as possible: one function a rule, everything by name,
//! nothing prepared. Where this and the engine answer differently, one of them has misread a rule.

mod footnote;

use crate::world::{Action, Ask, Cell, Footnote, Grant, Ladder, Place, Tool, Value, What, World};

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

/// What one grant gives, with all that it implies (S8).
#[derive(Default)]
struct Bundle {
    levels: Vec<(String, String)>,
    /// Full names of granulars and privileges.
    extras: Vec<String>,
    roles: Vec<String>,
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

    /// S2: a grant reaches where it is placed and beneath. Those that do not count are left out.
    fn s2_reaching(&self, subject: &str, resource: &str) -> Vec<(&'w Grant, Answer)> {
        let way = self.upwards(resource);
        let reaching = self.world.grants.iter().filter(|grant| way.contains(&grant.on));
        let meant = reaching.filter(|grant| self.s3_is(subject, &grant.to));
        let counting = meant.map(|grant| (grant, self.s14_counts(grant, subject, resource)));
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

    /// S8: what is granted, what a role bundles, and what each level that comes with it implies, until nothing is new.
    fn s8_bundle(&self, grant: &Grant) -> Bundle {
        let mut bundle = Bundle::default();
        let mut roles = Vec::new();
        match &grant.what {
            What::Role(role) => roles.push(role.clone()),
            What::Column(column) => self.take_column(column, &mut bundle),
        }
        loop {
            for (tool, level) in &bundle.levels {
                let implies = self.world.tool(tool).map(|tool| tool.implies.iter()).into_iter().flatten();
                roles.extend(implies.filter(|(at, _)| at == level).flat_map(|(_, roles)| roles.clone()));
            }
            roles.retain(|role| !bundle.roles.contains(role));
            let Some(role) = roles.pop() else { return bundle };
            self.take_role(&role, &mut bundle);
        }
    }

    fn take_column(&self, column: &str, bundle: &mut Bundle) {
        let Some((name, own)) = column.split_once('.') else { return };
        let Some(tool) = self.world.tool(name) else { return };
        if self.world.levels(tool).iter().any(|level| level == own) {
            bundle.levels.push((name.to_owned(), own.to_owned()));
        } else {
            bundle.extras.push(column.to_owned());
        }
    }

    fn take_role(&self, name: &str, bundle: &mut Bundle) {
        bundle.roles.push(name.to_owned());
        let Some(role) = self.world.roles.iter().find(|role| role.name == name) else { return };
        bundle.extras.extend(role.granulars.iter().cloned());
        let named = |tool: &str| role.levels.iter().any(|(named, _)| named == tool);
        for (tool, level) in &role.levels {
            if tool != "*" {
                bundle.levels.push((tool.clone(), level.clone()));
                continue;
            }
            // Every tool with such a level of its own, on the role's type or beneath, that is not named itself.
            for other in self.world.tools.iter().filter(|other| !named(&other.name)) {
                let own = matches!(other.ladder, Ladder::Own(_)) && self.world.levels(other).contains(level);
                if own && self.lies_beneath(&other.on, &role.on) {
                    bundle.levels.push((other.name.clone(), level.clone()));
                }
            }
        }
    }

    fn lies_beneath(&self, inner: &str, outer: &str) -> bool {
        let kind = self.world.kinds.iter().find(|kind| kind.name == inner);
        inner == outer
            || kind.is_some_and(|kind| kind.within.iter().any(|above| self.lies_beneath(above, outer)))
    }

    /// S4, S5: the levels that may be the active one; `None` among them where there may be none. A grant that counts makes
    /// all lower ones impossible; one that may count makes its level possible.
    fn s4_levels(&self, tool: &Tool, subject: &str, resource: &str) -> Vec<Option<String>> {
        match &tool.ladder {
            Ladder::None => return vec![None],
            Ladder::Of(_) | Ladder::Item(_) => return self.s10_borrowed(tool, subject, resource),
            Ladder::Own(_) => {}
        }
        let ladder = self.world.levels(tool);
        let height = |name: &String| ladder.iter().position(|level| level == name);
        // S5: the first level without a grant, for known users.
        let mut certain = if self.known_user(subject) { Some(0) } else { None };
        let mut possible = Vec::new();
        for (grant, counts) in self.s2_reaching(subject, resource) {
            let bundle = self.s8_bundle(grant);
            let own = bundle.levels.iter().filter(|(name, _)| *name == tool.name);
            let Some(highest) = own.filter_map(|(_, level)| height(level)).max() else { continue };
            match counts {
                Yes => certain = certain.max(Some(highest)),
                _ => possible.push(Some(highest)),
            }
        }
        possible.retain(|level| *level > certain);
        possible.push(certain);
        possible.into_iter().map(|level| level.map(|height| ladder[height].clone())).collect()
    }

    /// S10: the level of another tool, or of the tool of the nearest item; levels meet by name.
    fn s10_borrowed(&self, tool: &Tool, subject: &str, resource: &str) -> Vec<Option<String>> {
        let lender = match &tool.ladder {
            Ladder::Of(lender) => self.world.tool(lender),
            _ => self.upwards(resource).iter().find_map(|name| self.tool_of_type(kind_of(name))),
        };
        let Some(lender) = lender.filter(|lender| matches!(lender.ladder, Ladder::Own(_) | Ladder::Of(_)))
        else {
            return vec![None];
        };
        let ladder = self.world.levels(tool);
        let levels = self.s4_levels(lender, subject, resource).into_iter();
        levels.map(|level| level.filter(|level| ladder.contains(level))).collect()
    }

    fn tool_of_type(&self, kind: &str) -> Option<&'w Tool> {
        let kind = self.world.kinds.iter().find(|known| known.name == kind)?;
        self.world.tool(kind.tool.as_ref()?)
    }

    /// S6: a granular is active when it is held, or its level always has it, and the level is one it names.
    fn s6_granular(&self, tool: &Tool, name: &str, subject: &str, resource: &str) -> Answer {
        let Some(granular) = tool.granulars.iter().find(|granular| granular.name == name) else { return No };
        let ladder = self.world.levels(tool);
        let between = ladder.get(1..ladder.len().saturating_sub(1)).unwrap_or_default().to_vec();
        let named = granular.levels.clone().unwrap_or(between);
        let held = self.s7_held(&format!("{}.{name}", tool.name), subject, resource);
        let at = |level: Option<String>| match level {
            None => No,
            Some(level) if granular.always.contains(&level) => Yes,
            Some(level) if named.contains(&level) => held,
            Some(_) => No,
        };
        Answer::agreed(self.s4_levels(tool, subject, resource).into_iter().map(at))
    }

    /// S7: a privilege is active when it is held.
    fn s7_held(&self, column: &str, subject: &str, resource: &str) -> Answer {
        let holding = self.s2_reaching(subject, resource).into_iter();
        Answer::any(
            holding
                .filter(|(grant, _)| self.s8_bundle(grant).extras.iter().any(|held| held == column))
                .map(|(_, counts)| counts),
        )
    }

    /// S4: every role that is held is active.
    fn s4_role(&self, role: &str, subject: &str, resource: &str) -> Answer {
        let holding = self.s2_reaching(subject, resource).into_iter();
        Answer::any(
            holding
                .filter(|(grant, _)| self.s8_bundle(grant).roles.iter().any(|held| held == role))
                .map(|(_, counts)| counts),
        )
    }

    /// Whether a column other than a level is active.
    fn active(&self, tool: &Tool, column: &str, subject: &str, resource: &str) -> Answer {
        if tool.granulars.iter().any(|granular| granular.name == column) {
            self.s6_granular(tool, column, subject, resource)
        } else if tool.privileges.iter().any(|privilege| privilege == column) {
            self.s7_held(&format!("{}.{column}", tool.name), subject, resource)
        } else {
            self.s4_role(column, subject, resource)
        }
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
        let at_level = Answer::agreed(levels.map(|level| level.as_ref().and_then(of).map_or(No, value)));
        let others = action.cells.iter().filter(|(column, _)| !ladder.contains(column));
        let beside =
            others.map(|(column, cell)| self.active(tool, column, subject, resource).and(value(cell)));
        at_level.or(Answer::any(beside))
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
        let possible = |column: &String| match ladder.contains(column) {
            true => levels.contains(&Some(column.clone())),
            false => self.active(tool, column, subject, item) != No,
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
