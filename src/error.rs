//! The one error: a stable code, a message in the reader's words, and where it is.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// What went wrong, as a stable code. Denials are not errors; see [`crate::Reason`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// The code as it stands in messages and in JavaScript.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

codes! {
    /// The text is not JSON.
    BadJson = "bad_json",
    /// A value of another kind was expected.
    BadType = "bad_type",
    /// A key that the format does not have.
    UnknownKey = "unknown_key",
    /// A key that must be there is not.
    MissingKey = "missing_key",
    /// The same key twice in one object.
    DuplicateKey = "duplicate_key",
    /// A name of another shape was expected.
    BadName = "bad_name",
    /// An id with characters that ids cannot have, or too long.
    BadId = "bad_id",
    /// A name that nothing bears.
    UnknownName = "unknown_name",
    /// Two things of the same name.
    DuplicateName = "duplicate_name",
    /// A new user's name that looks like another user's (S17).
    LookAlike = "look_alike",
    /// A value out of those that are possible.
    BadValue = "bad_value",
    /// Something would contain itself.
    Cycle = "cycle",
    /// More than the limits allow.
    Limit = "limit",
    /// A condition that cannot be parsed.
    BadCondition = "bad_condition",
    /// A condition whose parts do not fit together.
    ConditionType = "condition_type",
    /// A format version this program does not read.
    BadVersion = "bad_version",
    /// Facts made for another catalog.
    WrongCatalog = "wrong_catalog",
    /// The matrix does not let the actor make this change (S16).
    Denied = "denied",
    /// A change that would change nothing it names: the grant to revoke is not there.
    NotThere = "not_there",
    /// More than the author of a change can give (S20).
    NotAssignable = "not_assignable",
    /// The catalog's sharing rules do not provide for this share (S18).
    NotShareable = "not_shareable",
    /// The item has as many shares as there can be (S18).
    QuotaPerItem = "quota_per_item",
    /// The user or group has as many shares as there can be (S18).
    QuotaPerPrincipal = "quota_per_principal",
    /// The container has as many shares as there can be (S18).
    QuotaPerContainer = "quota_per_container",
    /// A user or request is not in the state that this change is for (S21, S22).
    BadState = "bad_state",
    /// A token that is not the one sent last (S22).
    BadToken = "bad_token",
    /// An invitation or request whose time is over (S21, S22).
    Expired = "expired",
    /// Somebody approves what he asked for himself (S21).
    OwnRequest = "own_request",
    /// There are no random bytes to make a token (S22) or a secret of.
    NoRandom = "no_random",
    /// Bytes of a snapshot or delta that are not what was written.
    Damaged = "damaged",
    /// A delta that does not begin where the engine is.
    Gap = "gap",
    /// A slice was asked for what only the whole engine knows.
    NotInSlice = "not_in_slice",
    /// Names are needed that were left out of the snapshot.
    NoNames = "no_names",
}

/// Something that could not be done. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Told>); // one word: errors are handed on in a thousand places, and each would copy the whole

#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    code: Code,
    message: String,
    path: String,
    position: Option<(u32, u32)>,
}

/// Short for results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error at `path`, for example `tools.rfi.actions.edit.cells`.
    #[must_use]
    pub fn new(code: Code, path: impl fmt::Display, message: impl Into<String>) -> Self {
        Self(Box::new(Told { code, message: message.into(), path: path.to_string(), position: None }))
    }

    /// The same error, with line and column of the text it was found in, both from 1.
    #[must_use]
    pub(crate) fn at_position(mut self, position: (u32, u32)) -> Self {
        self.0.position = Some(position);
        self
    }

    /// The same error in a part of a larger document.
    #[must_use]
    pub fn within(mut self, part: &str) -> Self {
        let path = &mut self.0.path;
        let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        *path = format!("{part}{dot}{path}");
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What is wrong and what to do, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The place in the document: keys joined by dots; empty for the document as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Line and column from 1, where the input was text.
    #[must_use]
    pub fn position(&self) -> Option<(u32, u32)> {
        self.0.position
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())?;
        match (self.path(), self.position()) {
            ("", None) => Ok(()),
            ("", Some((line, column))) => write!(f, " (line {line}, column {column})"),
            (path, None) => write!(f, " (at {path})"),
            (path, Some((line, column))) => write!(f, " (at {path}, line {line}, column {column})"),
        }
    }
}

impl std::error::Error for Error {}

/// The error for what a slice does not know.
pub(crate) fn not_in_slice() -> Error {
    Error::new(
        Code::NotInSlice,
        "",
        "this is a slice, which knows of one user only: ask the engine that made it",
    )
}

/// The error for what cannot be done without names.
pub(crate) fn no_names() -> Error {
    Error::new(Code::NoNames, "", "the names were left out of this snapshot: ask the engine that made it")
}

/// `a`, `b`, `c`, with what stands between them.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    let mut names = names.into_iter();
    list(&mut || names.next(), between)
}

/// `, did you mean X?` for the nearest of the known names, or nothing when none is near.
pub(crate) fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let mut known = known.into_iter();
    nearest(name, &mut || known.next())
}

/// Gives the next name. So what follows is once in the module, not once for every kind of list that names come from; and a
/// reference to an iterator would have all behind it that iterators can do.
type Next<'n, 'a> = &'n mut dyn FnMut() -> Option<&'a str>;

fn list(next: Next<'_, '_>, between: &str) -> String {
    let mut list = String::new();
    while let Some(name) = next() {
        if !list.is_empty() {
            list.push_str(between);
        }
        list.push('`');
        list.push_str(name);
        list.push('`');
    }
    list
}

fn nearest<'a>(name: &str, next: Next<'_, 'a>) -> String {
    let most = 1 + letters(name).len() / 4;
    let mut nearest: Option<(usize, &'a str)> = None;
    while let Some(candidate) = next() {
        let found = (distance(name, candidate, most), candidate);
        if found.0 <= most && nearest.is_none_or(|nearest| found < nearest) {
            nearest = Some(found);
        }
    }
    nearest.map_or_else(String::new, |(_, name)| format!(", did you mean `{name}`?"))
}

/// The letters of a name that are compared.
const LETTERS: usize = 64;

/// Edit distance with swaps of neighbours, or more than `most`.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let (a, b) = (letters(a), letters(b));
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before = [0; LETTERS + 1];
    let mut row: [usize; LETTERS + 1] = std::array::from_fn(|j| j);
    for i in 0..a.len() {
        let mut next = [i + 1; LETTERS + 1];
        for j in 0..b.len() {
            let change = row[j] + usize::from(a[i] != b[j]);
            next[j + 1] = change.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                next[j + 1] = next[j + 1].min(before[j - 1] + 1);
            }
        }
        (before, row) = (row, next);
    }
    row[b.len()]
}

fn letters(name: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(LETTERS);
    for letter in name.chars().take(LETTERS) {
        letters.push(letter);
    }
    letters
}
