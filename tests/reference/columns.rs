//! S4-S8, S10: which columns are active.

use super::Answer::{self, No, Yes};
use super::{Reference, kind_of};
use crate::world::{Grant, Granular, Ladder, Tool, What, World};

/// What one grant gives, with all that it implies (S8).
#[derive(Default)]
pub(super) struct Bundle {
    pub levels: Vec<(String, String)>,
    /// Full names of granulars and privileges.
    pub extras: Vec<String>,
    roles: Vec<String>,
}

impl<'w> Reference<'w> {
    /// S8: what is granted, what a role bundles, and what each level that comes with it implies, until nothing is new.
    pub(super) fn s8_bundle(&self, grant: &Grant) -> Bundle {
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
                if own && lies_beneath(self.world, &other.on, &role.on) {
                    bundle.levels.push((other.name.clone(), level.clone()));
                }
            }
        }
    }

    /// S4, S5: the levels that may be the active one; `None` among them where there may be none. A grant that counts makes
    /// all lower ones impossible; one that may count makes its level possible.
    pub(super) fn s4_levels(&self, tool: &Tool, subject: &str, resource: &str) -> Vec<Option<String>> {
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
            let bundle = self.s8_bundle(&grant);
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
    fn s6_granular(
        &self,
        tool: &Tool,
        granular: &Granular,
        level: Option<&String>,
        subject: &str,
        resource: &str,
    ) -> Answer {
        let acts = acts_at(&self.world.levels(tool), granular);
        match level {
            Some(level) if granular.always.contains(level) => Yes,
            Some(level) if acts.contains(level) => {
                self.s7_held(&format!("{}.{}", tool.name, granular.name), subject, resource)
            }
            _ => No,
        }
    }

    /// S7: a privilege is active when it is held.
    pub(super) fn s7_held(&self, column: &str, subject: &str, resource: &str) -> Answer {
        let holding = self.s2_reaching(subject, resource).into_iter();
        Answer::any(
            holding
                .filter(|(grant, _)| self.s8_bundle(grant).extras.iter().any(|held| held == column))
                .map(|(_, counts)| counts),
        )
    }

    /// S4: every role that is held is active.
    pub(super) fn s4_role(&self, role: &str, subject: &str, resource: &str) -> Answer {
        let holding = self.s2_reaching(subject, resource).into_iter();
        Answer::any(
            holding
                .filter(|(grant, _)| self.s8_bundle(grant).roles.iter().any(|held| held == role))
                .map(|(_, counts)| counts),
        )
    }

    /// Whether a column other than a level is active, whichever level is.
    pub(super) fn active(&self, tool: &Tool, column: &str, subject: &str, resource: &str) -> Answer {
        let levels = self.s4_levels(tool, subject, resource);
        Answer::agreed(
            levels.iter().map(|level| self.active_at(tool, column, level.as_ref(), subject, resource)),
        )
    }

    /// Whether a column other than a level is active, if this is the level.
    pub(super) fn active_at(
        &self,
        tool: &Tool,
        column: &str,
        level: Option<&String>,
        subject: &str,
        resource: &str,
    ) -> Answer {
        if let Some(granular) = tool.granulars.iter().find(|granular| granular.name == column) {
            self.s6_granular(tool, granular, level, subject, resource)
        } else if tool.privileges.iter().any(|privilege| privilege == column) {
            self.s7_held(&format!("{}.{column}", tool.name), subject, resource)
        } else {
            self.s4_role(column, subject, resource)
        }
    }
}

/// Whether something of one type is, or can lie somewhere beneath, something of another.
pub(super) fn lies_beneath(world: &World, inner: &str, outer: &str) -> bool {
    let kind = world.kinds.iter().find(|kind| kind.name == inner);
    inner == outer
        || kind.is_some_and(|kind| kind.within.iter().any(|above| lies_beneath(world, above, outer)))
}

/// S6: a granular acts at the levels it names, or at all between the lowest and the highest; and at those that always have it.
pub(super) fn acts_at(ladder: &[String], granular: &Granular) -> Vec<String> {
    let between = ladder.get(1..ladder.len().saturating_sub(1)).unwrap_or_default().to_vec();
    let named = granular.levels.clone().unwrap_or(between);
    named.into_iter().chain(granular.always.iter().cloned()).collect()
}
