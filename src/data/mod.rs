//! Plain data as it comes in (JSON text, a JavaScript object), before anything is believed of it: a tree that keeps the
//! order of keys, refuses double ones and unbounded depth, and a cursor that knows where it is.

mod json;

pub(crate) use json::locate;

use crate::error::{Code, Error, Result, did_you_mean};
use crate::limits;
use crate::order::order;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A value as read. Texts stand where they were read from, where they can: a document of a million grants has six million.
#[derive(Debug, PartialEq)]
pub enum Data<'t> {
    /// `null`, or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; always finite.
    Number(f64),
    /// A text.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Data<'t>>),
    /// An object: keys in their order, none twice.
    Map(Vec<Entry<'t>>),
}

/// A key and its value.
pub type Entry<'t> = (Cow<'t, str>, Data<'t>);

impl Data<'static> {
    /// A text, copied.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned().into())
    }
}

/// From JSON text, kept apart from it.
impl FromStr for Data<'static> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Data::from_json(text).map(|data| data.owned())
    }
}

/// Its texts are copied, too.
impl Clone for Data<'_> {
    fn clone(&self) -> Self {
        self.owned()
    }
}

impl<'t> Data<'t> {
    /// Reads JSON text.
    ///
    /// Fails with `bad_json`, `duplicate_key` or `limit`, and says line and column.
    ///
    /// ```
    /// let error = permatrix::Data::from_json(r#"{ "a": { "b": 1, "b": 2 } }"#).unwrap_err();
    /// assert_eq!(error.to_string(), "key `b` stands twice in one object (at a.b, line 1, column 18)");
    /// ```
    pub fn from_json(text: &'t str) -> Result<Self> {
        Self::fits(text.len())?;
        json::read(text, |data| Cursor::root(data).no_doubles()).map_err(|error| locate(error, text))
    }

    /// Refuses a document of so many bytes before it is read, or even copied: with `limit`.
    pub fn fits(bytes: usize) -> Result<()> {
        if bytes <= limits::JSON_BYTES {
            return Ok(());
        }
        Err(Error::new(Code::Limit, "", format!("longer than {} bytes", limits::JSON_BYTES)))
    }

    /// The text of a document that came as bytes. Some editors begin files with a mark of the byte order: that is left out.
    ///
    /// Fails with `bad_json` when it is not UTF-8.
    pub fn decode(mut bytes: Vec<u8>) -> Result<String> {
        if bytes.starts_with("\u{feff}".as_bytes()) {
            bytes.drain(..3);
        }
        String::from_utf8(bytes)
            .map_err(|_| Error::new(Code::BadJson, "", "not readable: the bytes are not UTF-8 text"))
    }

    /// A copy that needs nothing of what it was read from.
    #[must_use]
    pub fn owned(&self) -> Data<'static> {
        match self {
            Self::Null => Data::Null,
            Self::Bool(value) => Data::Bool(*value),
            Self::Number(value) => Data::Number(*value),
            Self::Text(text) => Data::text(text),
            Self::List(items) => {
                let mut owned = Vec::with_capacity(items.len());
                for item in items {
                    owned.push(item.owned());
                }
                Data::List(owned)
            }
            Self::Map(entries) => {
                let mut owned: Vec<Entry<'_>> = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    owned.push((key.to_string().into(), value.owned()));
                }
                Data::Map(owned)
            }
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a yes/no value",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
        }
    }
}

fn first_double<'m>(map: &'m [Entry<'_>]) -> Option<&'m str> {
    // A document of a million grants has a million small objects.
    if map.len() <= 8 {
        let twice = |place: &usize| map[..*place].iter().any(|(key, _)| *key == map[*place].0);
        return (1..map.len()).find(twice).map(|place| &*map[place].0);
    }
    let order = order(map.len(), &|one, other| map[one].0.cmp(&map[other].0));
    let key = |number: &u32| &*map[*number as usize].0;
    order.windows(2).find(|pair| key(&pair[0]) == key(&pair[1])).map(|pair| key(&pair[0]))
}

/// A value and where it stands: the cursor it was reached from, and by which key. The way becomes text only when an error
/// needs it.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    data: &'a Data<'a>,
    above: Option<&'a Cursor<'a>>,
    key: Key<'a>,
}

#[derive(Clone, Copy)]
enum Key<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

/// The way to it: `tools.rfi.actions[2]`, empty for the whole document.
impl fmt::Display for Cursor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            above.fmt(f)?;
        }
        let first = self.above.is_none_or(|above| above.above.is_none() && matches!(above.key, Key::Root));
        match self.key {
            Key::Root => Ok(()),
            Key::Name(name) if first => write!(f, "{name}"),
            Key::Name(name) => write!(f, ".{name}"),
            Key::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// The entries of an object that are left.
pub struct Entries<'a> {
    left: std::slice::Iter<'a, Entry<'a>>,
    above: &'a Cursor<'a>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a str, Cursor<'a>);

    #[inline(never)] // once in the module, not once for each of a hundred loops
    fn next(&mut self) -> Option<Self::Item> {
        let (key, data) = self.left.next()?;
        Some((key, Cursor { data, above: Some(self.above), key: Key::Name(key) }))
    }
}

/// The items of a list that are left.
pub struct Items<'a> {
    left: std::slice::Iter<'a, Data<'a>>,
    index: usize,
    above: &'a Cursor<'a>,
}

impl<'a> Iterator for Items<'a> {
    type Item = Cursor<'a>;

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        let data = self.left.next()?;
        let index = self.index;
        self.index += 1;
        Some(Cursor { data, above: Some(self.above), key: Key::Index(index) })
    }
}

impl<'a> Cursor<'a> {
    /// The whole document.
    #[must_use]
    pub const fn root(data: &'a Data<'a>) -> Self {
        Self { data, above: None, key: Key::Root }
    }

    /// The value itself.
    #[must_use]
    pub const fn data(&self) -> &'a Data<'a> {
        self.data
    }

    /// An error here.
    pub fn error(&self, code: Code, message: impl Into<String>) -> Error {
        Error::new(code, self, message)
    }

    fn wrong(&self, wanted: &str) -> Error {
        self.error(Code::BadType, format!("expected {wanted}, found {}", self.data.kind()))
    }

    /// A text.
    pub fn text(&self) -> Result<&'a str> {
        match self.data {
            Data::Text(text) => Ok(text),
            _ => Err(self.wrong("a text")),
        }
    }

    /// A yes/no value.
    pub fn bool(&self) -> Result<bool> {
        match self.data {
            Data::Bool(value) => Ok(*value),
            _ => Err(self.wrong("true or false")),
        }
    }

    /// The entries of an object, in order.
    pub fn entries(&self) -> Result<Entries<'_>> {
        match self.data {
            Data::Map(map) => Ok(Entries { left: map.iter(), above: self }),
            _ => Err(self.wrong("an object")),
        }
    }

    /// The items of a list, in order.
    pub fn items(&self) -> Result<Items<'_>> {
        match self.data {
            Data::List(list) => Ok(Items { left: list.iter(), index: 0, above: self }),
            _ => Err(self.wrong("a list")),
        }
    }

    /// Reads the entries of the object that a key names; without the key there is nothing to read. One loop for all that do.
    pub fn each(&self, key: &str, read: &mut dyn FnMut(&str, &Cursor<'_>) -> Result<()>) -> Result<()> {
        let Some(part) = self.get(key) else { return Ok(()) };
        part.entries()?.try_for_each(|(name, entry)| read(name, &entry))
    }

    /// What is read from each item of the list that a key names; nothing without the key.
    pub fn list<T>(&self, key: &str, read: &dyn Fn(&Cursor<'_>) -> Result<T>) -> Result<Vec<T>> {
        self.get(key).map_or(Ok(Vec::new()), |part| part.all(read))
    }

    /// What is read from each item of this list.
    pub fn all<T>(&self, read: &dyn Fn(&Cursor<'_>) -> Result<T>) -> Result<Vec<T>> {
        let mut all = Vec::new();
        for item in self.items()? {
            all.push(read(&item)?);
        }
        Ok(all)
    }

    /// The number of entries or items; 0 for anything else.
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // who counts them wants to know whether they are too many
    pub const fn len(&self) -> usize {
        match self.data {
            Data::List(list) => list.len(),
            Data::Map(map) => map.len(),
            _ => 0,
        }
    }

    /// The value of `key`, unless it is absent or `null`.
    #[must_use]
    pub fn get<'b>(&'b self, key: &'b str) -> Option<Cursor<'b>> {
        let Data::Map(map) = self.data else {
            return None;
        };
        let (key, data) = map.iter().find(|(name, data)| name == key && *data != Data::Null)?;
        Some(Cursor { data, above: Some(self), key: Key::Name(key) })
    }

    /// The value of a key that must be there.
    pub fn need<'b>(&'b self, key: &'b str) -> Result<Cursor<'b>> {
        self.get(key).ok_or_else(|| self.error(Code::MissingKey, format!("`{key}` is missing")))
    }

    /// Checks that no object in here has a key twice. Done on the tree, where every key has a path; a reader of text would
    /// have to name a place, and knows only where it is itself: at the end of the object.
    pub(crate) fn no_doubles(&self) -> Result<()> {
        match self.data {
            Data::Map(map) => {
                if let Some(key) = first_double(map) {
                    let here = Cursor { data: self.data, above: Some(self), key: Key::Name(key) };
                    let message = format!("key `{key}` stands twice in one object");
                    return Err(Error::new(Code::DuplicateKey, here, message));
                }
                self.entries()?.try_for_each(|(_, entry)| entry.no_doubles())
            }
            Data::List(_) => self.items()?.try_for_each(|item| item.no_doubles()),
            _ => Ok(()),
        }
    }

    /// Checks that this is an object with no other keys than these.
    pub fn only(&self, known: &[&str]) -> Result<()> {
        for (key, entry) in self.entries()? {
            if !known.contains(&key) {
                let near = did_you_mean(key, known.iter().copied());
                return Err(entry.error(Code::UnknownKey, format!("unknown key `{key}`{near}")));
            }
        }
        Ok(())
    }
}
