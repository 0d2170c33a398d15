//! The rule itself: what reaches (S2, S3), what is active (S4-S8, S10), what the cells say (S9), what is cut (S11).
//!
//! Every part answers yes, no or unknown; unknown never allows. So the same rule serves a decision, where unknown is a
//! denial that names what is missing, and a screen (S15), where it is *depends*.

use super::chain::Chain;
use super::matrix::{Footnote, View};
use super::question::Asked;
use super::world::Scene;
use super::{Decider, Path, Reason};
use crate::catalog::{Bundle, Ceiling, Cell, Levels, Rule};
use crate::condition::{Column, Reference, Trace, Truth, evaluate};
use crate::cut::cut;
use crate::facts::{Grant, Principal, Terms};
use crate::ids::{
    ActionId, BundleId, ConditionId, ExtraId, Level, ResourceId, RoleId, ToolId, TypeId, UserId,
};

/// One question before the rule.
#[derive(Clone, Copy)]
pub(super) struct Judge<'e> {
    pub decider: Decider<'e>,
    pub asked: &'e Asked<'e>,
}

/// A grant that reaches the resource, and whether it counts.
#[derive(Clone, Copy)]
pub(super) struct Held {
    /// What it brings here: what was granted, or, by a share, the guest's role (S13).
    bundle: BundleId,
    granted: BundleId,
    counts: Truth,
    to: Principal,
    on: ResourceId,
    terms: Terms,
}

/// The levels that may be active, a bit each; more than one when that is not certain.
pub(super) type LevelBits = u64;

/// The bit for "none of the ladder's levels": an unknown subject has none, and so has who holds a level of another ladder.
const NO_LEVEL: LevelBits = 1 << 63;

/// All that a row is judged by.
pub(super) struct Evidence {
    held: Vec<Held>,
    levels: LevelBits,
    gives: Truth,
    takes: Truth,
    cut: Truth,
    /// Whether some cell of an active column has a footnote that says no.
    footnote: bool,
}

impl<'e> Judge<'e> {
    /// The answer for an action, and what it rests on; `None` where the action does not apply.
    pub fn answer(
        &self,
        action: ActionId,
        subject: Reference<'e>,
        resource: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> (Truth, Option<Evidence>) {
        if !self.applies(action, resource) {
            return (Truth::No, None);
        }
        let mut evidence = self.evidence(action, subject, resource, trace);
        self.cells(action, subject, resource, &mut evidence, trace);
        let given = evidence.gives.and(evidence.takes.negated());
        if given != Truth::No {
            evidence.cut = self.ceilings(action, subject, resource, trace);
        }
        let answer = trace.unless_exhausted(given.and(evidence.cut.negated()));
        (answer, Some(evidence))
    }

    /// The answer as the bits of the matrix have it, and the row's only footnote; `None` where more must be asked.
    #[inline]
    pub fn by_bits(&self, action: ActionId, trace: &mut Trace<'e>) -> Option<Truth> {
        let Self { decider, asked } = self;
        let matrix = &decider.policy.matrix;
        let plan = matrix.plan(action).filter(|plan| !plan.hard)?;
        let Reference::User(user) = asked.subject else { return None };
        let chain = Chain::from(decider.facts, asked.target.known);
        let (footnote, view) = matrix.footnote(plan).unzip();
        let view = decider.look(user, &chain, view.unwrap_or_else(|| matrix.view(action)))?;
        // What is held has no part in it, or (S2) the row does not apply here.
        if view.sees_nothing() || !self.applies(action, asked.target.reference()) {
            return Some(Truth::No);
        }
        let given = match footnote {
            Some(footnote) => self.given_if(footnote, view, trace)?,
            None => view.answer()?.into(),
        };
        (given == Truth::No || !plan.may_be_cut).then_some(given)
    }

    /// What is given in a row with one footnote, which is asked only where that hangs on it.
    fn given_if(&self, footnote: Footnote, view: View<'_>, trace: &mut Trace<'e>) -> Option<Truth> {
        let (if_yes, if_no) = (view.answer_if(true), view.answer_if(false));
        if if_yes == if_no {
            return if_yes.map(Truth::from);
        }
        let (subject, resource) = (self.asked.subject, self.asked.target.reference());
        let says = self.footnote(footnote.condition, subject, resource, trace);
        // The rule would ask it for each of its cells, and has to say where that is too much.
        let steps = trace.taken().saturating_mul(footnote.times as usize);
        let given = match says {
            _ if !trace.step(steps) => None,
            Truth::Yes => if_yes.map(Truth::from),
            Truth::No => if_no.map(Truth::from),
            Truth::Unknown => if_yes.and(if_no).map(|_| Truth::Unknown),
        };
        if given.is_none() {
            *trace = Trace::default();
        }
        given
    }

    /// S2: a tool's matrix applies to resources of the type it is on, and to those beneath.
    fn applies(&self, action: ActionId, resource: Reference<'e>) -> bool {
        self.has_type(self.decider.catalog().tool_of(action).on, resource)
    }

    /// Whether the resource, or one that it lies in, is of a type.
    pub fn has_type(&self, wanted: TypeId, resource: Reference<'e>) -> bool {
        self.any_type(resource, |kind| (kind == wanted).then_some(())).is_some()
    }

    /// The first answer to `find` among the types of the resource and of all it lies in, nearest first.
    fn any_type<T>(&self, resource: Reference<'e>, find: impl Fn(TypeId) -> Option<T>) -> Option<T> {
        let (parts, known) = self.place(resource)?;
        let facts = self.decider.facts;
        let parts = parts.iter().rev().map(|(kind, _)| *kind);
        let above = std::iter::successors(Some(known), |id| facts.parent(*id));
        parts.chain(above.map(|id| facts.type_of(id))).find_map(find)
    }

    /// The user that a subject is, if it is a known one.
    fn user(&self, subject: Reference<'e>) -> Option<UserId> {
        match subject {
            Reference::User(user) => Some(user).filter(|user| self.decider.facts.has_user(*user)),
            _ => None,
        }
    }

    /// The parts of the question's path that the resource is beneath, and the known resource above them.
    fn place(&self, resource: Reference<'e>) -> Option<(&'e [(TypeId, &'e str)], ResourceId)> {
        match resource {
            Reference::Resource(id) => self.decider.facts.has_resource(id).then_some((&[], id)),
            Reference::Given(last) => {
                Some((self.asked.target.parts().get(..=last)?, self.asked.target.known))
            }
            _ => None,
        }
    }

    fn evidence(
        &self,
        action: ActionId,
        subject: Reference<'e>,
        resource: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> Evidence {
        let catalog = self.decider.catalog();
        let row = catalog.row(action);
        let source = self.level_source(catalog.actions()[action.index()].tool, resource);
        let concerns = |bundle: &Bundle| {
            source.is_some_and(|tool| bundle.level(tool).is_some())
                || row.extras.iter().any(|(extra, _)| bundle.has_extra(*extra))
                || row.roles.iter().any(|(role, _)| bundle.has_role(*role))
        };
        let held = self.held(subject, resource, &concerns, trace);
        let levels = self.level_bits(catalog.actions()[action.index()].tool, source, &held, subject);
        Evidence { held, levels, gives: Truth::No, takes: Truth::No, cut: Truth::No, footnote: false }
    }

    /// S2, S3, S14: the grants that reach the resource, are for the subject, and say something that matters here.
    fn held(
        &self,
        subject: Reference<'e>,
        resource: Reference<'e>,
        concerns: &dyn Fn(&Bundle) -> bool,
        trace: &mut Trace<'e>,
    ) -> Vec<Held> {
        let Some((_, known)) = self.place(resource) else {
            return Vec::new();
        };
        let facts = self.decider.facts;
        let chain = Chain::from(facts, known);
        let mut held = Vec::new();
        let all = facts.each_holder(self.user(subject), &mut |to, grants| {
            for on in chain.ids() {
                grants.each_on(*on, &mut |bundle, terms| {
                    if concerns(self.decider.bundles().get(bundle)) {
                        held.push(Held { bundle, granted: bundle, counts: Truth::Yes, to, on: *on, terms });
                    }
                });
            }
        });
        trace.exhausted |= all.is_none();
        if let Reference::Resource(container) = resource {
            self.as_guest(container, subject, concerns, &mut held);
        }
        for grant in &mut held {
            grant.counts = self.counts(grant.terms, subject, resource, trace);
        }
        held.retain(|grant| grant.counts != Truth::No);
        trace.step(1 + held.len());
        held
    }

    /// S13: whoever holds a share beneath a container has the guest's role on the container itself.
    fn as_guest(
        &self,
        container: ResourceId,
        subject: Reference<'e>,
        concerns: &dyn Fn(&Bundle) -> bool,
        held: &mut Vec<Held>,
    ) {
        let (facts, catalog) = (self.decider.facts, self.decider.catalog());
        let rules = catalog.sharing_of(facts.type_of(container));
        let Some(guest) = rules.and_then(|rules| rules.guest) else { return };
        let bundle = self.decider.bundles().id(Column::Role(guest));
        let Some(user) = self.user(subject).filter(|_| concerns(self.decider.bundles().get(bundle))) else {
            return;
        };
        let groups = facts.groups_of(user).unwrap_or_default().into_iter().map(Principal::Group);
        for to in groups.chain([Principal::User(user), Principal::Everyone]) {
            for grant in facts.grants_to(to) {
                if facts.lies_in(grant.on, container) && self.decider.policy.is_share(facts, &grant) {
                    let Grant { bundle: granted, on, terms } = grant;
                    held.push(Held { bundle, granted, counts: Truth::Yes, to, on, terms });
                }
            }
        }
    }

    /// S14: whether a grant's terms let it count now.
    pub fn counts(
        &self,
        terms: Terms,
        subject: Reference<'e>,
        resource: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> Truth {
        let in_time = match (terms.until, self.asked.now) {
            (None, _) => Truth::Yes,
            (Some(_), None) => {
                trace.now_missing = true;
                Truth::Unknown
            }
            (Some(until), Some(now)) if now < until => {
                trace.turns_at(until);
                Truth::Yes
            }
            (Some(_), Some(_)) => return Truth::No,
        };
        match terms.condition {
            None => in_time,
            Some(condition) => in_time.and(self.footnote(condition, subject, resource, trace)),
        }
    }

    /// S9: what a footnote says.
    pub fn footnote(
        &self,
        condition: ConditionId,
        subject: Reference<'e>,
        resource: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> Truth {
        let condition = self.decider.catalog().condition(condition);
        match &condition.rule {
            Rule::When(_, expr) => evaluate(expr, &Scene { judge: *self, subject, resource }, trace),
            Rule::Todo(_) => {
                if !trace.todo.contains(&condition.name.as_str()) {
                    trace.todo.push(&condition.name);
                }
                Truth::Unknown
            }
        }
    }

    /// S10: the tool whose levels count for a tool, here.
    fn level_source(&self, tool: ToolId, resource: Reference<'e>) -> Option<ToolId> {
        let catalog = self.decider.catalog();
        match catalog.tools()[tool.index()].levels {
            Levels::None => None,
            Levels::Own(_) => Some(tool),
            Levels::Of(source, _) => Some(source),
            Levels::OfItem(_) => {
                let item = self.any_type(resource, |kind| catalog.types()[kind.index()].tool)?;
                match catalog.tools()[item.index()].levels {
                    Levels::Own(_) => Some(item),
                    Levels::Of(source, _) => Some(source),
                    Levels::None | Levels::OfItem(_) => None,
                }
            }
        }
    }

    /// S4, S5: the highest level held; or all that could be the highest, where a grant may or may not count.
    fn level_bits(
        &self,
        tool: ToolId,
        source: Option<ToolId>,
        held: &[Held],
        subject: Reference<'e>,
    ) -> LevelBits {
        let Some(source) = source else { return NO_LEVEL };
        let mut certain = self.user(subject).map(|_| 0);
        let mut perhaps: LevelBits = 0;
        for grant in held {
            let Some(level) = self.decider.bundles().get(grant.bundle).level(source) else { continue };
            match grant.counts {
                Truth::Yes => certain = certain.max(Some(level.0)),
                _ => perhaps |= 1 << level.0,
            }
        }
        let bits = match certain {
            Some(level) => (1 << level) | (perhaps & (LevelBits::MAX << level)),
            None => NO_LEVEL | perhaps,
        };
        self.as_keyed(tool, source, bits)
    }

    /// A tool that takes the level of the item's tool keys its cells by its own ladder: levels meet by name, and one
    /// that has no namesake is no level here.
    fn as_keyed(&self, tool: ToolId, source: ToolId, bits: LevelBits) -> LevelBits {
        let catalog = self.decider.catalog();
        let ladder = |tool: ToolId| catalog.tools()[tool.index()].levels.ladder();
        let (Some(own), Some(theirs)) = (ladder(tool), ladder(source)) else { return NO_LEVEL };
        if own == theirs {
            return bits;
        }
        let own = &catalog.ladder(own).levels;
        let namesake = |name: &String| own.iter().position(|(known, _)| known == name);
        let theirs = catalog.ladder(theirs).levels.iter().enumerate();
        theirs
            .filter(|(level, _)| bits >> level & 1 == 1)
            .map(|(_, (name, _))| namesake(name).map_or(NO_LEVEL, |level| 1 << level))
            .fold(bits & NO_LEVEL, |all, level| all | level)
    }

    /// The levels a subject may have for a tool.
    pub fn levels(
        &self,
        tool: ToolId,
        subject: Reference<'e>,
        resource: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> LevelBits {
        let source = self.level_source(tool, resource);
        let speaks = |bundle: &Bundle| source.is_some_and(|tool| bundle.level(tool).is_some());
        let held = self.held(subject, resource, &speaks, trace);
        self.level_bits(tool, source, &held, subject)
    }

    /// Whether the level is certainly this one or a higher one.
    pub fn at_least(
        &self,
        tool: ToolId,
        level: u32,
        subject: Reference<'e>,
        resource: Reference<'e>,
    ) -> bool {
        let levels = self.levels(tool, subject, resource, &mut Trace::default());
        levels & (NO_LEVEL | !(LevelBits::MAX << level)) == 0
    }

    /// Whether a column is active (S4-S7).
    pub fn holds(
        &self,
        column: Column,
        subject: Reference<'e>,
        resource: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> Truth {
        match column {
            Column::Level(tool, level) => is(self.levels(tool, subject, resource, trace), 1 << level.0),
            Column::Role(role) => {
                let held = self.held(subject, resource, &|bundle| bundle.has_role(role), trace);
                any(&held, |_| true)
            }
            Column::Extra(extra) => {
                let tool = self.decider.catalog().extra(extra).tool;
                let source = self.level_source(tool, resource);
                let concerns = |bundle: &Bundle| {
                    bundle.has_extra(extra) || source.is_some_and(|tool| bundle.level(tool).is_some())
                };
                let held = self.held(subject, resource, &concerns, trace);
                let levels = self.level_bits(tool, source, &held, subject);
                self.extra_active(extra, levels, &held)
            }
        }
    }

    /// Whether some grant gives a column, active or not.
    pub fn given(&self, column: Column, subject: Reference<'e>, resource: Reference<'e>) -> bool {
        let source = |tool| self.level_source(tool, resource);
        let gives = |bundle: &Bundle| match column {
            Column::Level(tool, level) => source(tool).and_then(|tool| bundle.level(tool)) == Some(level),
            Column::Extra(extra) => bundle.has_extra(extra),
            Column::Role(role) => bundle.has_role(role),
        };
        !self.held(subject, resource, &gives, &mut Trace::default()).is_empty()
    }

    /// S6, S7: a privilege is active once held; a granular only at the levels it names, and at some without a grant.
    fn extra_active(&self, id: ExtraId, levels: LevelBits, held: &[Held]) -> Truth {
        let extra = self.decider.catalog().extra(id);
        let has = any(held, |bundle| self.decider.bundles().get(bundle).has_extra(id));
        match extra.active_at {
            None => has,
            Some(at) => has.or(is(levels, extra.always.into())).and(is(levels, at.into())),
        }
    }

    fn role_active(&self, id: RoleId, held: &[Held]) -> Truth {
        any(held, |bundle| self.decider.bundles().get(bundle).has_role(id))
    }

    /// What the cells of the active columns give and take.
    fn cells(
        &self,
        action: ActionId,
        subject: Reference<'e>,
        resource: Reference<'e>,
        evidence: &mut Evidence,
        trace: &mut Trace<'e>,
    ) {
        let row = self.decider.catalog().row(action);
        let mut cell = |active: Truth, cell: Cell, evidence: &mut Evidence| match cell {
            _ if active == Truth::No => Truth::No,
            Cell::No => Truth::No,
            Cell::Yes => active,
            Cell::Never => {
                evidence.takes = evidence.takes.or(active);
                Truth::No
            }
            Cell::If(condition) => {
                let says = self.footnote(condition, subject, resource, trace);
                evidence.footnote |= says == Truth::No;
                active.and(says)
            }
        };
        for (role, says) in &row.roles {
            let active = self.role_active(*role, &evidence.held);
            let gives = cell(active, *says, evidence);
            evidence.gives = evidence.gives.or(gives);
        }
        let beside = [evidence.gives, evidence.takes];
        // Of several levels that may be the active one, what all give is given, and what all take is taken: each by its cell or by
        // what is active at it.
        let mut agreed: Option<[Truth; 2]> = None;
        let mut left = evidence.levels;
        while left != 0 {
            let level = left.trailing_zeros() as usize;
            left &= left - 1;
            evidence.takes = Truth::No;
            let mut gives = row.levels.get(level).map_or(Truth::No, |says| cell(Truth::Yes, *says, evidence));
            for (extra, says) in &row.extras {
                let active = self.extra_active(*extra, 1 << level, &evidence.held);
                gives = gives.or(cell(active, *says, evidence));
            }
            let one = [gives, evidence.takes];
            agreed = Some(agreed.map_or(one, |before| [agree(before[0], one[0]), agree(before[1], one[1])]));
        }
        let [gives, takes] = agreed.unwrap_or([Truth::No; 2]);
        evidence.gives = beside[0].or(gives);
        evidence.takes = beside[1].or(takes);
    }

    /// S11: whether a ceiling cuts the action.
    pub fn ceilings(
        &self,
        action: ActionId,
        subject: Reference<'e>,
        resource: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> Truth {
        let ceilings = self.decider.catalog().ceilings().filter(|(_, ceiling)| ceiling.cuts(action));
        ceilings.fold(Truth::No, |cut, (_, ceiling)| cut.or(self.ceiling(ceiling, subject, resource, trace)))
    }

    /// Whether a ceiling is there for a subject on a resource.
    pub fn ceiling(
        &self,
        ceiling: &'e Ceiling,
        subject: Reference<'e>,
        resource: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> Truth {
        evaluate(&ceiling.when, &Scene { judge: *self, subject, resource }, trace)
    }

    /// The names of the ceilings that cut what is given, or may: what they ask is yes, or not known.
    pub fn cut_by(&self, action: ActionId, reason: Reason, evidence: &Evidence) -> Vec<String> {
        let may_cut = matches!(reason, Reason::Ceiling | Reason::Missing | Reason::NotInSlice);
        if evidence.cut == Truth::No || !may_cut {
            return Vec::new();
        }
        let (subject, resource) = (self.asked.subject, self.asked.target.reference());
        let ceilings = self.decider.catalog().ceilings().map(|(_, ceiling)| ceiling);
        let here = ceilings.filter(|ceiling| ceiling.cuts(action));
        let cut = here.filter(|one| self.ceiling(one, subject, resource, &mut Trace::default()) != Truth::No);
        cut.map(|ceiling| ceiling.name.clone()).collect()
    }

    /// Why the answer is what it is.
    pub fn reason(&self, answer: Truth, evidence: Option<&Evidence>, trace: &Trace<'e>) -> Reason {
        let Some(evidence) = evidence else {
            return Reason::NotHere;
        };
        match () {
            () if answer == Truth::Yes => Reason::Granted,
            () if trace.exhausted => Reason::Limit,
            // Also where the answer is no for certain: which reason would be the first may hang on it.
            () if trace.hidden => Reason::NotInSlice,
            () if evidence.takes == Truth::Yes && evidence.gives != Truth::No => Reason::Never,
            () if evidence.cut == Truth::Yes => Reason::Ceiling,
            () if answer == Truth::Unknown => Reason::Missing,
            () if !matches!(self.asked.subject, Reference::User(_)) => Reason::UnknownSubject,
            () if evidence.footnote => Reason::Condition,
            () => Reason::NoGrant,
        }
    }

    /// What gives the action, or would, were it not for a ceiling, a footnote, or what is not known; when a column takes it
    /// away, that.
    pub fn paths(&self, action: ActionId, reason: Reason, evidence: &Evidence) -> Vec<Path> {
        let (subject, resource) = (self.asked.subject, self.asked.target.reference());
        let says = |condition| self.footnote(condition, subject, resource, &mut Trace::default());
        let wanted = |cell: Cell| match (reason, cell) {
            (Reason::Never, Cell::Never)
            | (Reason::Granted | Reason::Ceiling | Reason::Missing | Reason::NotInSlice, Cell::Yes) => true,
            (Reason::Granted | Reason::Ceiling, Cell::If(condition)) => says(condition) == Truth::Yes,
            (Reason::Missing | Reason::NotInSlice, Cell::If(condition)) => says(condition) != Truth::No,
            (Reason::Condition, Cell::If(condition)) => says(condition) == Truth::No,
            _ => false,
        };
        let catalog = self.decider.catalog();
        let row = catalog.row(action);
        let tool = catalog.actions()[action.index()].tool;
        let mut paths = Vec::new();
        for (level, cell) in row
            .levels
            .iter()
            .enumerate()
            .filter(|(level, cell)| evidence.levels == 1 << level && wanted(**cell))
        {
            let source = self.level_source(tool, self.asked.target.reference());
            let gives = |bundle: &Bundle| {
                source.and_then(|tool| bundle.level(tool)).is_some_and(|held| usize::from(held.0) == level)
            };
            let column = catalog.column_name(Column::Level(tool, Level(level as u8)));
            self.path(evidence, &column, *cell, &gives, &mut paths);
        }
        for (extra, cell) in row.extras.iter().filter(|(_, cell)| wanted(*cell)) {
            if self.extra_active(*extra, evidence.levels, &evidence.held) == Truth::Yes {
                let column = catalog.column_name(Column::Extra(*extra));
                self.path(evidence, &column, *cell, &|bundle| bundle.has_extra(*extra), &mut paths);
            }
        }
        for (role, cell) in row.roles.iter().filter(|(_, cell)| wanted(*cell)) {
            let column = catalog.column_name(Column::Role(*role));
            self.path(evidence, &column, *cell, &|bundle| bundle.has_role(*role), &mut paths);
        }
        paths
    }

    fn path(
        &self,
        evidence: &Evidence,
        column: &str,
        cell: Cell,
        gives: &dyn Fn(&Bundle) -> bool,
        paths: &mut Vec<Path>,
    ) {
        let condition = if let Cell::If(id) = cell {
            Some(self.decider.catalog().condition(id).name.clone())
        } else {
            None
        };
        let nobody =
            Path { to: None, on: None, bundle: None, column: column.to_owned(), condition, until: None };
        let before = paths.len();
        for grant in &evidence.held {
            if grant.counts == Truth::Yes && gives(self.decider.bundles().get(grant.bundle)) {
                let (to, on, bundle) = (Some(grant.to), Some(grant.on), Some(grant.granted));
                paths.push(Path { to, on, bundle, until: grant.terms.until, ..nobody.clone() });
            }
        }
        let role = cut(column, b'.').is_none();
        if paths.len() == before && !role {
            paths.push(nobody);
        }
    }
}

/// The level, where only one is possible.
pub(super) const fn the_level(levels: LevelBits) -> Option<Level> {
    if levels.is_power_of_two() && levels != NO_LEVEL {
        Some(Level(levels.trailing_zeros() as u8))
    } else {
        None
    }
}

fn agree(one: Truth, other: Truth) -> Truth {
    if one == other { one } else { Truth::Unknown }
}

/// Whether what is active is among `wanted`: certainly, certainly not, or perhaps.
const fn is(bits: LevelBits, wanted: LevelBits) -> Truth {
    if bits & wanted == 0 {
        Truth::No
    } else if bits & !wanted == 0 {
        Truth::Yes
    } else {
        Truth::Unknown
    }
}

fn any(held: &[Held], has: impl Fn(BundleId) -> bool) -> Truth {
    held.iter().filter(|grant| has(grant.bundle)).fold(Truth::No, |all, grant| all.or(grant.counts))
}
