//! The matrix, compiled: for each bundle, which actions it gives for certain, and which it has anything to do with.
//!
//! *Certain*: whoever holds the bundle, without terms, may perform the action, whatever else he holds. *Possible*: the
//! bundle has a part in the row. Both are worked out from the rule of [`super::judge`] for every level that other grants
//! could raise a holder to; where that cannot be said in bits (footnotes, `never`, borrowed ladders of items),
//! a row is not certain and the rule itself is asked.

use crate::catalog::{Bundle, Bundles, Catalog, Cell, Levels};
use crate::ids::{ActionId, BundleId, ExtraId, Level, TypeId};

/// Bit rows of all bundles.
#[derive(Clone, Debug)]
pub struct Matrix {
    words: usize,
    /// For each bundle and word: certain, possible.
    rows: Vec<[u64; 2]>,
    /// The same for what every known user has without a grant (S5).
    nobody: Vec<[u64; 2]>,
    /// By action: the type its tool is on (S2).
    on: Vec<TypeId>,
    /// Actions that bits cannot decide.
    hard: Vec<u64>,
    /// Actions that some ceiling cuts.
    cut: Vec<u64>,
}

impl Matrix {
    /// Compiles the matrix of a catalog.
    #[must_use]
    pub fn of(catalog: &Catalog, bundles: &Bundles) -> Self {
        let words = catalog.actions().len().div_ceil(64).max(1);
        let rows = bundles.all().iter().flat_map(|bundle| bit_rows(catalog, bundle, words)).collect();
        let nobody = bit_rows(catalog, &Bundle::default(), words);
        let on =
            (0..catalog.actions().len()).map(|action| catalog.tool_of(ActionId::at(action)).on).collect();
        Self { words, rows, nobody, on, hard: hard(catalog, words), cut: cut(catalog, words) }
    }

    /// The type that the action's tool is on.
    pub(crate) fn on(&self, action: ActionId) -> TypeId {
        self.on[action.index()]
    }

    /// Whether some ceiling speaks of the action (S11).
    pub(crate) fn may_be_cut(&self, action: ActionId) -> bool {
        self.cut[action.index() / 64] >> (action.index() % 64) & 1 == 1
    }

    /// What can be said about an action bit by bit; `None` if nothing can.
    pub(crate) fn view(&self, action: ActionId) -> Option<View<'_>> {
        let (word, bit) = (action.index() / 64, 1_u64 << (action.index() % 64));
        let hard = self.hard.get(word)? & bit != 0;
        if hard {
            return None;
        }
        let [certain, possible] = self.nobody[word].map(|bits| bits & bit);
        Some(View { matrix: self, word, bit, certain, possible })
    }
}

/// One column of bits, and what has been seen of it.
pub(crate) struct View<'m> {
    matrix: &'m Matrix,
    word: usize,
    bit: u64,
    certain: u64,
    possible: u64,
}

impl View<'_> {
    /// Takes a bundle that is held; `always`: its grant has no terms.
    #[inline]
    pub fn take(&mut self, bundle: BundleId, always: bool) {
        let bits = self.matrix.rows.get(bundle.index() * self.matrix.words + self.word);
        let [certain, possible] = bits.map_or([0; 2], |bits| bits.map(|bits| bits & self.bit));
        self.possible |= possible;
        if always {
            self.certain |= certain;
        }
    }

    /// The answer, if it is clear.
    pub const fn answer(&self) -> Option<bool> {
        match (self.certain != 0, self.possible != 0) {
            (true, _) => Some(true),
            (false, false) => Some(false),
            (false, true) => None,
        }
    }
}

fn bit_rows(catalog: &Catalog, bundle: &Bundle, words: usize) -> Vec<[u64; 2]> {
    let mut rows = vec![[0; 2]; words];
    for index in 0..catalog.actions().len() {
        let Part { certain, possible } = part(catalog, bundle, ActionId::at(index));
        rows[index / 64][0] |= u64::from(certain) << (index % 64);
        rows[index / 64][1] |= u64::from(possible) << (index % 64);
    }
    rows
}

struct Part {
    certain: bool,
    possible: bool,
}

/// What a bundle has to do with a row.
fn part(catalog: &Catalog, bundle: &Bundle, action: ActionId) -> Part {
    let row = catalog.row(action);
    let role = row.roles.iter().filter(|(role, _)| bundle.has_role(*role));
    let roles: Vec<Cell> = role.map(|(_, cell)| *cell).collect();
    let held: Vec<_> = row.extras.iter().filter(|(extra, _)| bundle.has_extra(*extra)).collect();
    let privilege =
        held.iter().any(|(extra, cell)| catalog.extra(*extra).active_at.is_none() && *cell == Cell::Yes);
    let lowest = level(catalog, bundle, action);
    let levels = lowest.map_or(0..0, |level| level.0 as usize..row.levels.len());
    let at_level = |level: usize| {
        row.levels[level] == Cell::Yes
            || held
                .iter()
                .any(|(extra, cell)| *cell == Cell::Yes && active(catalog.extra(*extra).active_at, level))
            || row
                .extras
                .iter()
                .any(|(extra, cell)| *cell == Cell::Yes && catalog.extra(*extra).always >> level & 1 == 1)
    };
    let every_level = !levels.is_empty() && levels.clone().all(at_level);
    // A level gives something by its own cell, or by a granular that it has without a grant. What other grants add, their
    // own bundles answer for.
    let own = lowest.is_some_and(|level| {
        let has = |extra: &ExtraId| catalog.extra(*extra).always >> level.0 & 1 == 1;
        row.levels[level.0 as usize] != Cell::No || row.extras.iter().any(|(extra, _)| has(extra))
    });
    Part {
        certain: every_level || privilege || roles.contains(&Cell::Yes),
        possible: !held.is_empty() || !roles.is_empty() || own,
    }
}

fn active(at: Option<u32>, level: usize) -> bool {
    at.is_none_or(|at| at >> level & 1 == 1)
}

/// The level of the row's ladder that the bundle lifts its holder to, at least.
fn level(catalog: &Catalog, bundle: &Bundle, action: ActionId) -> Option<Level> {
    let tool = catalog.actions()[action.index()].tool;
    match catalog.tool_of(action).levels {
        Levels::None | Levels::OfItem(_) => None,
        Levels::Own(_) => Some(bundle.level(tool).unwrap_or(Level(0))),
        Levels::Of(source, _) => Some(bundle.level(source).unwrap_or(Level(0))),
    }
}

/// Rows that bits cannot decide: a column takes away, or the level is that of the item's tool.
fn hard(catalog: &Catalog, words: usize) -> Vec<u64> {
    let mut hard = vec![0; words];
    for index in 0..catalog.actions().len() {
        let action = ActionId::at(index);
        let item = matches!(catalog.tool_of(action).levels, Levels::OfItem(_));
        hard[index / 64] |= u64::from(item || catalog.row(action).takes()) << (index % 64);
    }
    hard
}

fn cut(catalog: &Catalog, words: usize) -> Vec<u64> {
    let mut cut = vec![0; words];
    for (_, ceiling) in catalog.ceilings() {
        cut.iter_mut().zip(&ceiling.cuts).for_each(|(all, cuts)| *all |= cuts);
    }
    cut
}
