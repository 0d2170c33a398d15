//! S20: what somebody can give and take.

use super::Answer::{self, Yes};
use super::Reference;
use super::columns::acts_at;
use crate::world::{Grant, Granular, Tool, What};

impl Reference<'_> {
    /// What one of the author's own roles on that resource assigns, and, with `own_reach`, only what he reaches himself.
    /// Whoever may do the action `any` gives and takes anything.
    pub(super) fn s20_assignable(&self, grant: &Grant) -> bool {
        let (author, on) = (&self.ask.subject, &grant.on);
        let Some(bounds) = &self.world.assigning else { return true };
        if bounds.any.as_ref().is_some_and(|any| self.can(any, author, on) == Yes) {
            return true;
        }
        let What::Role(given) = &grant.what else { return false };
        let assigning = self.world.roles.iter().filter(|role| role.assigns.contains(given));
        let mut own = assigning.filter(|role| self.s4_role(&role.name, author, on) == Yes);
        own.next().is_some() && (!bounds.own_reach || self.s20_reaches(grant))
    }

    /// The role's levels or higher ones, its granulars or, instead of one, a level above those it acts at.
    fn s20_reaches(&self, grant: &Grant) -> bool {
        let bundle = self.s8_bundle(grant);
        let tool = |name: &str| self.world.tool(name).expect("a tool");
        let levels = bundle.levels.iter().all(|(name, level)| {
            let height = self.world.levels(tool(name)).iter().position(|known| known == level);
            self.at_least(tool(name), height.unwrap_or_default(), &grant.on) == Yes
        });
        let extras = bundle.extras.iter().all(|column| {
            let (name, own) = column.split_once('.').unwrap_or_default();
            let granular = tool(name).granulars.iter().find(|granular| granular.name == own);
            let instead = granular.is_some_and(|granular| {
                self.at_least(tool(name), self.above(tool(name), granular), &grant.on) == Yes
            });
            instead || self.active(tool(name), own, &self.ask.subject, &grant.on) == Yes
        });
        levels && extras
    }

    /// Whether the author is at this level of the ladder or a higher one.
    fn at_least(&self, tool: &Tool, least: usize, on: &str) -> Answer {
        let ladder = self.world.levels(tool);
        let height = |level: &Option<String>| ladder.iter().position(|known| Some(known) == level.as_ref());
        let possible = self.s4_levels(tool, &self.ask.subject, on);
        Answer::agreed(possible.iter().map(|level| Answer::of(height(level).is_some_and(|at| at >= least))))
    }

    /// The first level above all those at which a granular acts.
    fn above(&self, tool: &Tool, granular: &Granular) -> usize {
        let ladder = self.world.levels(tool);
        let acts = |level: &String| acts_at(&ladder, granular).contains(level);
        ladder.iter().rposition(acts).map_or(0, |highest| highest + 1)
    }
}
