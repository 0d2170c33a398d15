//! The matrix in Cedar: a policy for each grant, action and cell.

use super::footnote::{Answer, Conditions};
use super::holding::{EVERYONE, Holding, Rungs};
use super::text::{FALSE, TRUE, Text, and, entity, not, or};
use crate::world::{Action, Ceiling, Cell, Granular, Ladder, Tool, World};

/// Everything that a catalog and its grants say.
pub fn policies(world: &World, people: &[String]) -> Text {
    let conditions = Conditions { world, people };
    let holdings: Vec<_> = world.grants.iter().map(|grant| Holding::new(conditions, grant)).collect();
    let mut text = Text::new();
    for tool in &world.tools {
        for action in &tool.actions {
            Row::new(conditions, &holdings, tool, action).write(&mut text);
        }
    }
    for ceiling in &world.ceilings {
        text.push_str(&self::ceiling(conditions, ceiling));
    }
    text
}

/// One row of a matrix.
struct Row<'r, 'w> {
    conditions: Conditions<'w>,
    tool: &'w Tool,
    action: &'w Action,
    name: String,
    levels: Vec<String>,
    rungs: Rungs<'r, 'w>,
}

impl<'r, 'w: 'r> Row<'r, 'w> {
    fn new(
        conditions: Conditions<'w>,
        holdings: &'r [Holding<'w>],
        tool: &'w Tool,
        action: &'w Action,
    ) -> Self {
        let levels = conditions.world.levels(tool);
        let lender = match &tool.ladder {
            Ladder::Own(_) => &tool.name,
            Ladder::Of(lender) => lender,
            Ladder::None | Ladder::Item(_) => "",
        };
        let rungs = Rungs { tool: lender, count: levels.len(), holdings };
        Self { conditions, tool, action, name: format!("{}.{}", tool.name, action.name), levels, rungs }
    }

    fn write(&self, text: &mut Text) {
        for (column, cell) in &self.action.cells {
            if *cell == Cell::No {
                continue;
            }
            let granular = self.tool.granulars.iter().find(|granular| granular.name == *column);
            if let Some(level) = self.levels.iter().position(|level| level == column) {
                self.level(level, cell, text);
            } else if let Some(granular) = granular {
                self.granular(granular, cell, text);
            } else {
                self.held(column, cell, FALSE, TRUE, text);
            }
        }
    }

    /// When a cell gives the action.
    fn gives(&self, cell: &Cell) -> Answer {
        match cell {
            Cell::Yes => Answer::always(),
            Cell::If(name) => self.conditions.named(Some(&self.tool.name), name),
            Cell::No | Cell::Never => Answer { yes: FALSE.into(), no: TRUE.into() },
        }
    }

    /// When the action is given for certain while this is the level: by its cell, or by a granular that is active at it.
    fn gives_at(&self, level: usize) -> Text {
        let cells = self.action.cells.iter().map(|(column, cell)| {
            let granular = self.tool.granulars.iter().find(|granular| granular.name == *column);
            let active = match granular {
                _ if *column == self.levels[level] => TRUE.into(),
                Some(granular) => self.active_at(granular, level),
                None => FALSE.into(),
            };
            and([active, self.gives(cell).yes])
        });
        or(cells)
    }

    fn active_at(&self, granular: &Granular, level: usize) -> Text {
        if granular.always.contains(&self.levels[level]) {
            return TRUE.into();
        }
        if !self.acting(granular).contains(&level) {
            return FALSE.into();
        }
        let full = format!("{}.{}", self.tool.name, granular.name);
        or(self.rungs.holdings.iter().filter(|holding| holding.has(&full)).map(Holding::certain))
    }

    /// S6: the levels that a granular names, or always has.
    fn acting(&self, granular: &Granular) -> Vec<usize> {
        let mut acting = match &granular.levels {
            Some(names) => self.places(names),
            None => (1..self.levels.len().saturating_sub(1)).collect(),
        };
        acting.extend(self.places(&granular.always));
        acting
    }

    fn places(&self, names: &[String]) -> Vec<usize> {
        (0..self.levels.len()).filter(|level| names.contains(&self.levels[*level])).collect()
    }

    /// The level may be none of these, and one that does not give the action in its own way.
    fn lost_outside(&self, levels: &[usize]) -> Text {
        let others = (0..self.levels.len()).filter(|level| !levels.contains(level));
        let lost = others.map(|level| and([self.rungs.may_be_active(level), not(&self.gives_at(level))]));
        or([self.rungs.may_be_none()].into_iter().chain(lost))
    }

    /// S4: what a level gives, it gives unless a higher one may be held that does not. Cedar has no order of grants, so
    /// each policy names what could stand above it.
    fn level(&self, level: usize, cell: &Cell, text: &mut Text) {
        if *cell == Cell::Never {
            let when = self.rungs.may_be_active(level);
            return text.push_str(&forbid(&self.anybody("principal"), &when));
        }
        let above = self.rungs.higher(level);
        let other = above.map(|higher| and([self.rungs.possible(higher), not(&self.gives_at(higher))]));
        let unless = or(other);
        if level == 0 {
            let scope = self.anybody(&format!("principal in {EVERYONE}"));
            text.push_str(&self.permit(&scope, cell, TRUE, &unless));
        }
        for holding in self.rungs.giving(level) {
            let scope = holding.scope(&self.name);
            text.push_str(&self.permit(&scope, cell, &holding.counts.yes, &unless));
        }
    }

    /// S6: a granular does nothing unless the level is one that it names, or always has it.
    fn granular(&self, granular: &Granular, cell: &Cell, text: &mut Text) {
        let (always, acting) = (self.places(&granular.always), self.acting(granular));
        let at = |levels: &[usize]| or(levels.iter().map(|level| self.rungs.may_be_active(*level)));
        let column = format!("{}.{}", self.tool.name, granular.name);
        self.held(&column, cell, &self.lost_outside(&acting), &at(&acting), text);
        if always.is_empty() {
            return;
        }
        let scope = self.anybody("principal");
        if *cell == Cell::Never {
            text.push_str(&forbid(&scope, &at(&always)));
        } else {
            text.push_str(&self.permit(&scope, cell, TRUE, &self.lost_outside(&always)));
        }
    }

    /// S4, S7: a role or privilege counts where it is held. A granular is `idle` when its level may not be one of those
    /// it names, and may be `active` when it may be one.
    fn held(&self, column: &str, cell: &Cell, idle: &str, active: &str, text: &mut Text) {
        // The cell has a privilege's own name, the grant its full one.
        let full = format!("{}.{column}", self.tool.name);
        let privilege = self.tool.privileges.iter().any(|privilege| privilege == column);
        let column = if privilege { &full } else { column };
        for holding in self.rungs.holdings.iter().filter(|holding| holding.has(column)) {
            let scope = holding.scope(&self.name);
            text.push_str(&if *cell == Cell::Never {
                forbid(&scope, &and([not(&holding.counts.no), active.to_owned()]))
            } else {
                self.permit(&scope, cell, &holding.counts.yes, idle)
            });
        }
    }

    fn anybody(&self, principal: &str) -> Text {
        format!("{principal}, action == {}, resource", entity("Action", &self.name))
    }

    /// S2: only where the tool applies.
    fn permit(&self, scope: &str, cell: &Cell, counts: &str, unless: &str) -> Text {
        let here = format!("resource in {}", entity("Kind", &self.tool.on));
        policy("permit", scope, &and([here, counts.to_owned(), self.gives(cell).yes]), unless)
    }
}

fn forbid(scope: &str, when: &str) -> Text {
    policy("forbid", scope, when, FALSE)
}

/// Nothing where it could never apply.
fn policy(effect: &str, scope: &str, when: &str, unless: &str) -> Text {
    if when == FALSE || unless == TRUE {
        return Text::new();
    }
    let part = |word: &str, text: &str, nothing: &str| {
        if text == nothing { Text::new() } else { format!(" {word} {{ {text} }}") }
    };
    format!("{effect}({scope}){}{};\n", part("when", when, TRUE), part("unless", unless, FALSE))
}

/// S11: cuts unless its condition is certainly no.
fn ceiling(conditions: Conditions<'_>, ceiling: &Ceiling) -> Text {
    let listed = |action: &String| {
        ceiling.patterns.iter().any(|pattern| {
            pattern == "*" || pattern == action || action.split('.').next() == pattern.strip_suffix(".*")
        })
    };
    let actions = conditions.world.actions().into_iter().filter(|action| listed(action) != ceiling.only);
    let actions: Vec<_> = actions.map(|action| entity("Action", &action)).collect();
    let when = not(&conditions.answer(&ceiling.when, None).no);
    forbid(&format!("principal, action in [{}], resource", actions.join(", ")), &when)
}
