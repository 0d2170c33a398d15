//! Every kind of problem in one line: its code, where it is, what it is. `{0}`, `{1}`… are names.

use crate::cut::cut;

// Footnotes: where, and name; what is known, how many cells, and in which actions.
pub const UNUSED: &str = "unused {0} no cell uses the footnote `{1}`";
pub const TODO: &str = "todo {0} footnote `{1}` is not known yet: {2} ({3} because of it: {4})";
pub const NEVER_TRUE: &str = "never_true {0} footnote `{1}` never says yes";
pub const NEVER_FALSE: &str =
    "never_false {0} footnote `{1}` never says no: it is yes once what it asks is known";
pub const ALWAYS_TRUE: &str = "always_true {0} footnote `{1}` always says yes";

pub const CUTS_NOTHING: &str = "unused ceilings.{0} ceiling `{0}` cuts no action";
pub const ALWAYS_CUTS: &str = "always_true ceilings.{0} ceiling `{0}` always cuts";
pub const NEVER_CUTS: &str = "never_true ceilings.{0} ceiling `{0}` never cuts";

// Granulars and privileges: tool, name, which of the two, and the key of all of them.
pub const UNUSED_COLUMN: &str = "unused tools.{0}.{3}.{1} no cell and no footnote uses the {2} `{0}.{1}`";
pub const IDLE: &str = "idle tools.{0}.{3}.{1} {2} `{0}.{1}` acts at no level that somebody can be at";

// Actions: where, name, columns.
pub const UNREACHABLE: &str =
    "unreachable {0}.cells.{2} the cell of `{2}` in `{1}` counts for nobody: it cannot be held there";
pub const TAKEN: &str = "unreachable {0}.cells.{2} the cell of `{2}` in `{1}` counts for nobody: a `never` takes the action away there";
pub const NOBODY: &str = "nobody {0} nobody can do `{1}`: no column gives it";
pub const NOBODY_CUT: &str = "nobody {0} nobody can do `{1}`: ceiling `{2}` always cuts it";
pub const NOBODY_YET: &str = "todo {0} nobody can do `{1}`: the footnote that would give it is not known yet";
pub const LACKS: &str = "step_down {0} level `{2}` lacks `{1}`, which `{3}` below it has";
pub const WEAKER: &str = "step_down {0} level `{2}` has `{1}` only under a footnote, `{3}` below it always";

pub const HIDDEN: &str =
    "hidden_role roles.{0} role `{0}` cannot be a column of `{1}`, which has another column of that name";
pub const BEYOND: &str = "out_of_reach roles.{0} role `{0}` names `{1}`, a tool of a `{2}`, which it does not reach when it is given on a `{3}`";
pub const EQUAL: &str = "equal_roles roles.{0} role `{0}` is equal to `{1}`";
pub const IDLE_IN_ROLE: &str =
    "idle roles.{0} role `{0}` has `{1}`, which does not act at `{2}`, the level that it gives, nor above it";

pub const ONLY_HOST: &str = "nobody changes.{0} only the host itself can `{0}`: nobody can do `{1}`";
pub const NO_SHARER: &str = "no_sharing sharing.{0} only the host itself can share out of a `{0}`: `changes` has no action for `share` that applies there";
pub const NOTHING_OFFERED: &str = "no_sharing sharing.{0} nothing can be shared out of a `{0}`: {1}";
pub const NOT_GIVEN: &str =
    "out_of_reach sharing.{0} role `{1}` cannot be given on what can be shared out of a `{0}`";
pub const NO_GUESTS: &str =
    "no_guests sharing.{0} guests of a `{0}` can do nothing there: role `{1}` gives nothing";

/// A text with the names in their places.
pub fn filled(text: &str, names: &[&str]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = cut(rest, b'{') {
        let place = after.bytes().next().unwrap_or_default().wrapping_sub(b'0');
        filled += before;
        filled += names.get(usize::from(place)).copied().unwrap_or_default();
        rest = after.get(2..).unwrap_or_default();
    }
    filled + rest
}
