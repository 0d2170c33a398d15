//! The matrix, compiled: for each bundle, which actions it gives for certain, and which it has anything to do with.
//!
//! *Certain*: whoever holds the bundle, without terms, may perform the action, whatever else he holds. *Possible*: the
//! bundle has a part in the row. Both are worked out from the rule of [`super::judge`] for every level that other grants
//! could raise a holder to; where that cannot be said in bits (`never`, borrowed ladders of items, several footnotes),
//! a row is not certain and the rule itself is asked. A row with one footnote is two rows without: what it gives where the
//! footnote says no, and where it says yes.

use crate::catalog::{Bundle, Bundles, Catalog, Cell, Extra, Levels, Rule};
use crate::condition::Column;
use crate::facts::Packed;
use crate::ids::{ActionId, BundleId, ConditionId, ExtraId, Level, RoleId, ToolId, TypeId};

/// What a bundle has to do with an action, in two bits: nothing, a part in it, or that it gives it for certain. The lower half
/// of a word has the certain ones of its actions, so that rows of answers are made of whole words.
pub(super) const POSSIBLE: u64 = 1 << 32;
pub(super) const CERTAIN: u64 = POSSIBLE | 1;
/// The certain ones of a word.
pub(super) const LOWER: u64 = POSSIBLE - 1;
/// Actions in a word.
pub(super) const ACTIONS: usize = 32;

/// Of an action with one footnote: the two bits that hold where it says no, and, this much further up, those where it says yes.
const SAYS_YES: usize = 16;
const BOTH: u64 = CERTAIN | CERTAIN << SAYS_YES;

/// The matrix, two bits for each bundle and action; four more where an action has one footnote.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Words of actions for each bundle.
    width: usize,
    /// Words for each bundle: those, and then those of actions with one footnote.
    stride: usize,
    /// First what every known user has without a grant (S5), then, with that, a row for each bundle.
    words: Vec<u64>,
    plans: Vec<Plan>,
    footnotes: Vec<Footnote>,
    /// A bit for each action, 64 to a word: those that bits cannot decide, and by type those whose tools are on it.
    hard: Vec<u64>,
    on: Vec<(TypeId, Vec<u64>)>,
}

/// What is to be known of an action beside its bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// The type that the action's tool is on (S2).
    pub on: TypeId,
    /// Whether bits cannot decide it.
    pub hard: bool,
    /// Whether some ceiling speaks of it (S11).
    pub may_be_cut: bool,
    /// Which of [`Matrix::footnote`] the action has, where it has one, and bits decide what that leaves open.
    footnote: Option<u16>,
}

/// The only footnote of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Footnote {
    pub condition: ConditionId,
    /// How often the rule would ask it at the most.
    pub times: u32,
}

impl Matrix {
    /// Compiles the matrix of a catalog: not each bundle with each action, but each with those that it says something of.
    #[must_use]
    pub fn of(catalog: &Catalog, bundles: &Bundles) -> Self {
        let mut footnotes = Vec::new();
        let mut plans = Vec::with_capacity(catalog.actions().len());
        for action in (0..catalog.actions().len()).map(ActionId::at) {
            plans.push(plan(catalog, bundles, action, &mut footnotes));
        }
        let width = plans.len().div_ceil(ACTIONS).max(1);
        let stride = width + footnotes.len().div_ceil(SAYS_YES);
        let rows = Rows::of(catalog);
        let add = |words: &mut [u64], action: ActionId, bits: u64| {
            words[action.index() / ACTIONS] |= either_way(bits) << (action.index() % ACTIONS);
            if let Some(number) = plans[action.index()].footnote {
                words[width + usize::from(number) / SAYS_YES] |= bits << (usize::from(number) % SAYS_YES);
            }
        };
        let mut words = vec![0; stride];
        for (index, by_level) in rows.by_level.iter().enumerate() {
            add(&mut words, ActionId::at(index), by_level[0]);
        }
        for bundle in bundles.all() {
            let start = words.len();
            words.extend_from_within(..stride);
            rows.each(catalog, bundle, &mut |action, bits| add(&mut words[start..], action, bits));
        }
        let hard = bits(&plans, &|plan| plan.hard);
        let mut on: Vec<(TypeId, Vec<u64>)> = Vec::new();
        for Plan { on: kind, .. } in &plans {
            if !on.iter().any(|(known, _)| known == kind) {
                on.push((*kind, bits(&plans, &|plan| plan.on == *kind)));
            }
        }
        Self { width, stride, words, plans, footnotes, hard, on }
    }

    /// The actions that bits cannot decide, a bit each.
    pub(super) fn hard(&self) -> &[u64] {
        &self.hard
    }

    /// The actions whose tools are on a type, a bit each.
    pub(super) fn on(&self, kind: TypeId) -> &[u64] {
        self.on.iter().find(|(known, _)| *known == kind).map_or(&[], |(_, bits)| bits)
    }

    /// What is to be known of an action; `None` if there is no such action.
    #[inline(always)]
    pub(crate) fn plan(&self, action: ActionId) -> Option<Plan> {
        self.plans.get(action.index()).copied()
    }

    /// All bits of a bundle, or of what every known user has without a grant.
    #[inline(always)]
    pub(super) fn row(&self, bundle: Option<BundleId>) -> &[u64] {
        let row = bundle.map_or(0, |bundle| 1 + bundle.index());
        self.words.get(row * self.stride..row * self.stride + self.width).unwrap_or_default()
    }

    /// Looks at the bits of an action; sees nothing yet.
    #[inline(always)]
    pub(crate) fn view(&self, action: ActionId) -> View<'_> {
        self.column(0, action.index(), ACTIONS, CERTAIN)
    }

    /// The only footnote of an action, with a view of its bits for either answer of that.
    #[inline]
    pub(crate) fn footnote(&self, plan: Plan) -> Option<(Footnote, View<'_>)> {
        let number = usize::from(plan.footnote?);
        Some((self.footnotes[number], self.column(self.width, number, SAYS_YES, BOTH)))
    }

    /// The bits of one thing in all rows: of those that begin at a word, so many to each, the one with this number.
    #[inline(always)]
    fn column(&self, first: usize, number: usize, in_word: usize, mask: u64) -> View<'_> {
        let (word, shift) = (first + number / in_word, (number % in_word) as u32);
        View { words: &self.words, stride: self.stride, word, shift, mask, seen: 0 }
    }
}

/// What a row of bits says of an action.
pub(super) fn part_of(row: &[u64], action: ActionId) -> u64 {
    row.get(action.index() / ACTIONS).map_or(0, |bits| bits >> (action.index() % ACTIONS) & CERTAIN)
}

/// One column of bits, and what has been seen of it.
#[derive(Clone, Copy)]
pub(crate) struct View<'m> {
    words: &'m [u64],
    stride: usize,
    word: usize,
    shift: u32,
    /// The bits of one action.
    mask: u64,
    seen: u64,
}

impl View<'_> {
    /// Takes what a grant gives, `None` where there is none: terms may keep it from counting.
    #[inline(always)]
    pub fn take(&mut self, given: Option<Packed>) {
        let row = given.map_or(0, |given| 1 + given.bundle().index());
        let bits = self.words.get(row * self.stride + self.word).copied().unwrap_or_default();
        let mask = if given.is_some_and(Packed::has_terms) { self.mask & !LOWER } else { self.mask };
        self.seen |= bits >> self.shift & mask;
    }

    /// Whether nothing has a part in it.
    #[inline(always)]
    pub const fn sees_nothing(self) -> bool {
        self.seen == 0
    }

    /// The answer, if it is clear.
    #[inline(always)]
    pub const fn answer(self) -> Option<bool> {
        clear(self.seen)
    }

    /// The answer if the action's only footnote says yes, or no; if it is clear.
    #[inline(always)]
    pub const fn answer_if(self, yes: bool) -> Option<bool> {
        clear(self.seen >> if yes { SAYS_YES } else { 0 } & CERTAIN)
    }
}

#[inline(always)]
const fn clear(seen: u64) -> Option<bool> {
    match seen {
        0 => Some(false),
        CERTAIN => Some(true),
        _ => None,
    }
}

/// Two bits out of four: what is certain or possible while it is not known what the footnote says.
const fn either_way(bits: u64) -> u64 {
    bits & 1 | bits >> SAYS_YES & POSSIBLE
}

/// A bit for each action, 64 to a word.
fn bits(plans: &[Plan], is_set: &dyn Fn(&Plan) -> bool) -> Vec<u64> {
    let mut bits = vec![0; plans.len().div_ceil(64)];
    for (index, plan) in plans.iter().enumerate() {
        bits[index / 64] |= u64::from(is_set(plan)) << (index % 64);
    }
    bits
}

/// The actions, by what has a part in their rows.
struct Rows {
    /// By tool: the actions that its levels count for.
    of_tools: Vec<Vec<ActionId>>,
    of_extras: Vec<Vec<ActionId>>,
    of_roles: Vec<Vec<ActionId>>,
    /// By action: what each level has to do with it, in four bits, the lowest first; of an action without levels, what nothing
    /// has.
    by_level: Vec<Vec<u64>>,
    /// By action: whether its row has footnotes.
    footnotes: Vec<bool>,
}

impl Rows {
    fn of(catalog: &Catalog) -> Self {
        let mut rows = Self {
            of_tools: vec![Vec::new(); catalog.tools().len()],
            of_extras: vec![Vec::new(); catalog.extras.len()],
            of_roles: vec![Vec::new(); catalog.roles().len()],
            by_level: Vec::with_capacity(catalog.actions().len()),
            footnotes: Vec::with_capacity(catalog.actions().len()),
        };
        for action in (0..catalog.actions().len()).map(ActionId::at) {
            let row = catalog.row(action);
            row.extras.iter().for_each(|(extra, _)| rows.of_extras[extra.index()].push(action));
            row.roles.iter().for_each(|(role, _)| rows.of_roles[role.index()].push(action));
            let source = source(catalog, action);
            let count = source.map_or(0, |_| row.levels.len());
            rows.footnotes.push(row.cells().any(|cell| matches!(cell, Cell::If(_))));
            let alone = |level| rows.bits(catalog, action, level, &Bundle::default());
            let mut by_level = Vec::new();
            for level in 0..count {
                by_level.push(alone(Some(Level(level as u8))));
            }
            rows.by_level.push(if count == 0 { vec![alone(None)] } else { by_level });
            if let Some(tool) = source {
                rows.of_tools[tool.index()].push(action);
            }
        }
        rows
    }

    /// What a bundle has to do with a row, in four bits; those of a row without footnotes are the same twice.
    fn bits(&self, catalog: &Catalog, action: ActionId, lowest: Option<Level>, bundle: &Bundle) -> u64 {
        let no = part(catalog, action, lowest, bundle, false);
        let yes =
            if self.footnotes[action.index()] { part(catalog, action, lowest, bundle, true) } else { no };
        no | yes << SAYS_YES
    }

    /// Calls `each` with what a bundle has to do with the actions that it says anything of.
    fn each(&self, catalog: &Catalog, bundle: &Bundle, each: &mut dyn FnMut(ActionId, u64)) {
        for (tool, level) in &bundle.levels {
            for action in &self.of_tools[tool.index()] {
                let bits = self.by_level[action.index()].get(level.0 as usize);
                each(*action, bits.copied().unwrap_or_default());
            }
        }
        let of_extras = bundle.extras.iter().flat_map(|extra| &self.of_extras[extra.index()]);
        let of_roles = bundle.roles.iter().flat_map(|role| &self.of_roles[role.index()]);
        for action in of_extras.chain(of_roles) {
            each(*action, self.bits(catalog, *action, level(catalog, bundle, *action), bundle));
        }
    }
}

/// The tool whose levels count for an action, where that is always the same one.
fn source(catalog: &Catalog, action: ActionId) -> Option<ToolId> {
    match catalog.tool_of(action).levels {
        Levels::None | Levels::OfItem(_) => None,
        Levels::Own(_) => Some(catalog.actions()[action.index()].tool),
        Levels::Of(source, _) => Some(source),
    }
}

/// Bits cannot decide where a column takes away, where the level is that of the item's tool, and what guests may: that
/// depends on what they hold beneath (S13).
fn plan(catalog: &Catalog, bundles: &Bundles, action: ActionId, footnotes: &mut Vec<Footnote>) -> Plan {
    let tool = catalog.tool_of(action);
    let item = matches!(tool.levels, Levels::OfItem(_));
    let guest = |role: RoleId| {
        let bundle = bundles.get(bundles.id(Column::Role(role)));
        part(catalog, action, level(catalog, bundle, action), bundle, true) != 0
    };
    let guests = catalog.sharing().iter().filter_map(|rules| rules.guest).any(guest);
    let hard = item || guests || catalog.row(action).takes();
    let footnote = only_footnote(catalog, action).filter(|_| !hard).map(|footnote| {
        footnotes.push(footnote);
        footnotes.len() as u16 - 1
    });
    let may_be_cut = catalog.ceilings().any(|(_, ceiling)| ceiling.cuts(action));
    Plan { on: tool.on, hard, may_be_cut, footnote }
}

/// The footnote of a row that has one and no other, and whose meaning is known.
fn only_footnote(catalog: &Catalog, action: ActionId) -> Option<Footnote> {
    let row = catalog.row(action);
    let mut conditions = row.cells().filter_map(|cell| if let Cell::If(id) = cell { Some(id) } else { None });
    let condition = conditions.next()?;
    let known = matches!(catalog.condition(condition).rule, Rule::When(..));
    let times = row.roles.len() + row.levels.len() * (1 + row.extras.len());
    (known && conditions.all(|other| other == condition))
        .then_some(Footnote { condition, times: times as u32 })
}

/// What a bundle has to do with a row, where it lifts its holder to this level at least, and the row's footnotes say this.
#[inline(never)] // once in the module, not once in each of its loops
fn part(catalog: &Catalog, action: ActionId, lowest: Option<Level>, bundle: &Bundle, says: bool) -> u64 {
    let row = catalog.row(action);
    let gives = |cell: Cell| cell == Cell::Yes || says && matches!(cell, Cell::If(_));
    let role = || row.roles.iter().any(|(role, cell)| gives(*cell) && bundle.has_role(*role));
    let held = |counts: &dyn Fn(&Extra) -> bool| {
        let has = |extra: ExtraId| bundle.has_extra(extra) && counts(catalog.extra(extra));
        row.extras.iter().any(|(extra, cell)| gives(*cell) && has(*extra))
    };
    let unheld = |level: usize| {
        let has = |extra: ExtraId| catalog.extra(extra).always >> level & 1 == 1;
        gives(row.levels[level]) || row.extras.iter().any(|(extra, cell)| gives(*cell) && has(*extra))
    };
    let levels = lowest.map_or(0..0, |level| level.0 as usize..row.levels.len());
    let at_level = |level: usize| unheld(level) || held(&|extra| active(extra.active_at, level));
    let every_level = !levels.is_empty() && levels.clone().all(at_level);
    if every_level || held(&|extra| extra.active_at.is_none()) || role() {
        return CERTAIN;
    }
    // A level gives something by its own cell, or by a granular that it has without a grant. What other grants add, their
    // own bundles answer for.
    let own = lowest.is_some_and(|level| unheld(level.0 as usize));
    if own || held(&|_| true) { POSSIBLE } else { 0 }
}

fn active(at: Option<u32>, level: usize) -> bool {
    at.is_none_or(|at| at >> level & 1 == 1)
}

/// The level of the row's ladder that the bundle lifts its holder to, at least.
fn level(catalog: &Catalog, bundle: &Bundle, action: ActionId) -> Option<Level> {
    source(catalog, action).map(|tool| bundle.level(tool).unwrap_or(Level(0)))
}
