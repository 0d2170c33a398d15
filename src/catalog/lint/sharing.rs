//! Changes that nobody can make, and sharing rules by which nothing can be shared.

use super::{Lint, kinds};
use crate::catalog::Subject;
use crate::catalog::sharing::{COUNTED_BY, Sharing};
use crate::ids::{ActionId, RoleId, TypeId};

impl Lint<'_> {
    /// S16: the host can make every change; others need the action.
    pub(super) fn changes(&mut self) {
        for (kind, _, action) in &self.catalog.changes {
            if self.nobody.get(action.index()) == Some(&true) {
                self.report(kinds::ONLY_HOST, &[kind, self.action(*action)]);
            }
        }
    }

    /// S18, S13
    pub(super) fn sharing(&mut self) {
        let catalog = self.catalog;
        for rules in &catalog.sharing {
            let container = self.type_of(rules.container);
            self.offers(rules, container);
            self.sharers(rules, container);
            if let Some(guest) = rules.guest.filter(|guest| !self.opens_something(*guest, rules.container)) {
                self.report(kinds::NO_GUESTS, &[container, &catalog.roles[guest.index()].name]);
            }
        }
    }

    /// What, as what, with whom, how often.
    fn offers(&mut self, rules: &Sharing, container: &str) {
        if rules.items.is_empty() {
            return self.report(kinds::NOTHING_OFFERED, &[container, "no type of item is named"]);
        }
        if rules.roles.is_empty() {
            self.report(kinds::NOTHING_OFFERED, &[container, "no role is offered"]);
        }
        for role in &rules.roles {
            let role = &self.catalog.roles[role.index()];
            if !rules.items.iter().any(|item| self.is_near(*item, role.on)) {
                self.report(kinds::NOT_GIVEN, &[container, &role.name]);
            }
        }
        if !rules.to.iter().any(|cell| self.gives(*cell)) {
            self.report(kinds::NOTHING_OFFERED, &[container, "it can be with nobody"]);
        }
        for (limit, by) in rules.limits.iter().zip(COUNTED_BY) {
            if *limit == Some(0) {
                self.report(kinds::NOTHING_OFFERED, &[container, &kinds::filled("limit `{0}` is 0", &[by])]);
            }
        }
    }

    /// S16: `share` is asked about on the item.
    fn sharers(&mut self, rules: &Sharing, container: &str) {
        let applies = |item: &TypeId| {
            let action = self.catalog.change_action("share", Some(Subject::Type(*item)));
            action.is_some_and(|action| self.catalog.is_within(*item, self.catalog.tool_of(action).on))
        };
        if !rules.items.is_empty() && !rules.items.iter().any(applies) {
            self.report(kinds::NO_SHARER, &[container]);
        }
    }

    /// Whether a role may give something on the container itself, where guests are: by a cell of its own, or by levels or
    /// granulars, which are not followed.
    fn opens_something(&self, id: RoleId, container: TypeId) -> bool {
        let role = &self.catalog.roles[id.index()];
        let bundles = role.every.is_some() || !role.levels.is_empty() || !role.extras.is_empty();
        let mut rows = self.catalog.rows.iter().enumerate();
        bundles
            || rows.any(|(index, row)| {
                row.roles.iter().any(|(role, cell)| *role == id && (self.gives(*cell) || self.is_todo(*cell)))
                    && self.catalog.is_within(container, self.catalog.tool_of(ActionId::at(index)).on)
            })
    }
}
