//! Reading JSON text (RFC 8259), and finding the place of a path in it. `serde_json` is larger by 7 KB compressed, for it reads
//! into any type; `tests/json.rs` holds this reader against it, mistake by mistake.

use super::{Data, Entry};
use crate::error::{Code, Error, Result};
use crate::limits;
use std::borrow::Cow;

/// Reads a whole text; `check` sees the value before what stands behind it is looked at.
pub fn read<'t>(text: &'t str, check: impl FnOnce(&Data<'t>) -> Result<()>) -> Result<Data<'t>> {
    let mut reader = Reader::new(text, None);
    let data = reader.value("")?;
    check(&data)?;
    match reader.peek() {
        None => Ok(data),
        Some(_) => Err(reader.fault("trailing characters")),
    }
}

/// Adds line and column to an error whose path was found in this text. The text is known to be JSON.
pub(crate) fn locate(error: Error, text: &str) -> Error {
    if error.position().is_some() {
        return error;
    }
    let sought = Sought { path: error.path(), second: error.code() == Code::DuplicateKey, found: None };
    let mut reader = Reader::new(text, Some(sought));
    // It was read before; what comes of it this time is the place alone.
    let _ = reader.value("");
    match reader.sought.and_then(|sought| sought.found) {
        Some(found) => error.at_position(position(text, found + 1)),
        None => error,
    }
}

/// Line and column after so many bytes, from 1; the column counts characters.
fn position(text: &str, bytes: usize) -> (u32, u32) {
    let (mut line, mut column) = (1, 0);
    for byte in text.bytes().take(bytes) {
        match byte {
            b'\n' => (line, column) = (line + 1, 0),
            0x80..0xC0 => {} // the rest of a character
            _ => column += 1,
        }
    }
    (line, column.max(1)) // where nothing of a line has been read, its first character is meant
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Levels of nesting that are left.
    depth: usize,
    /// What has been read of lists and objects that have not ended: once they have, they take as much room as they need.
    items: Vec<Data<'t>>,
    entries: Vec<Entry<'t>>,
    sought: Option<Sought<'t>>,
}

/// A path whose place is wanted. While one is sought, values are passed by and not kept.
struct Sought<'t> {
    path: &'t str,
    /// Whether the second of two equal keys is wanted.
    second: bool,
    found: Option<usize>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, sought: Option<Sought<'t>>) -> Self {
        Self { text, at: 0, depth: limits::DATA_DEPTH, items: Vec::new(), entries: Vec::new(), sought }
    }

    /// Not readable, because of the byte here.
    fn fault(&self, what: &str) -> Error {
        self.fault_after(what, self.at + 1)
    }

    /// Not readable, because of the last of so many bytes.
    fn fault_after(&self, what: &str, bytes: usize) -> Error {
        let message = format!("not readable: {what}");
        Error::new(Code::BadJson, "", message).at_position(position(self.text, bytes))
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no blank.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    fn value(&mut self, path: &str) -> Result<Data<'t>> {
        let first = self.peek();
        if let Some(sought) = &mut self.sought
            && !sought.second
            && sought.path == path
        {
            sought.found.get_or_insert(self.at);
        }
        match first {
            None => Err(self.fault("EOF while parsing a value")),
            Some(b'n') => self.word("null", Data::Null),
            Some(b't') => self.word("true", Data::Bool(true)),
            Some(b'f') => self.word("false", Data::Bool(false)),
            Some(b'"') => self.string().map(Data::Text),
            Some(b'-' | b'0'..=b'9') => self.number().map(Data::Number),
            Some(b'[') => self.nested(|reader| reader.list(path)),
            Some(b'{') => self.nested(|reader| reader.map(path)),
            Some(_) => Err(self.fault("expected value")),
        }
    }

    fn word(&mut self, word: &str, value: Data<'t>) -> Result<Data<'t>> {
        for letter in word.bytes() {
            match self.byte() {
                Some(byte) if byte == letter => self.at += 1,
                Some(_) => return Err(self.fault("expected ident")),
                None => return Err(self.fault("EOF while parsing a value")),
            }
        }
        Ok(value)
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Result<Data<'t>>) -> Result<Data<'t>> {
        let Some(depth) = self.depth.checked_sub(1) else {
            let message = format!("nested deeper than {} levels", limits::DATA_DEPTH);
            return Err(Error::new(Code::Limit, "", message).at_position(position(self.text, self.at + 1)));
        };
        self.depth = depth;
        self.at += 1;
        let data = read(self)?;
        self.depth += 1;
        Ok(data)
    }

    fn list(&mut self, path: &str) -> Result<Data<'t>> {
        let (first, mut index) = (self.items.len(), 0);
        while self.goes_on(index == 0, b']')? {
            let inner = if self.sought.is_some() { format!("{path}[{index}]") } else { String::new() };
            let item = self.value(&inner)?;
            if self.sought.is_none() {
                self.items.push(item);
            }
            index += 1;
        }
        Ok(Data::List(self.items.split_off(first)))
    }

    fn map(&mut self, path: &str) -> Result<Data<'t>> {
        let (begin, mut first) = (self.entries.len(), true);
        let mut passed = false;
        while self.goes_on(first, b'}')? {
            first = false;
            if self.byte() != Some(b'"') {
                return Err(self.fault("key must be a string"));
            }
            let start = self.at;
            let key = self.string()?;
            let inner = match &mut self.sought {
                None => String::new(),
                Some(sought) => {
                    let inner = if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
                    if inner == sought.path {
                        if passed || !sought.second {
                            sought.found.get_or_insert(start);
                        }
                        passed = true;
                    }
                    inner
                }
            };
            match self.peek() {
                Some(b':') => self.at += 1,
                Some(_) => return Err(self.fault("expected `:`")),
                None => return Err(self.fault("EOF while parsing an object")),
            }
            let value = self.value(&inner)?;
            if self.sought.is_none() {
                self.entries.push((key, value));
            }
        }
        Ok(Data::Map(self.entries.split_off(begin)))
    }

    /// Whether another part of a list or an object follows, and not the end, which is read.
    fn goes_on(&mut self, first: bool, end: u8) -> Result<bool> {
        let list = end == b']';
        match self.peek() {
            None if list => return Err(self.fault("EOF while parsing a list")),
            None => return Err(self.fault("EOF while parsing an object")),
            Some(byte) if byte == end => {
                self.at += 1;
                return Ok(false);
            }
            Some(_) if first => return Ok(true),
            Some(b',') => self.at += 1,
            Some(_) if list => return Err(self.fault("expected `,` or `]`")),
            Some(_) => return Err(self.fault("expected `,` or `}`")),
        }
        match self.peek() {
            None => Err(self.fault("EOF while parsing a value")),
            Some(byte) if byte == end => Err(self.fault("trailing comma")),
            Some(_) => Ok(true),
        }
    }

    fn string(&mut self) -> Result<Cow<'t, str>> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
            let plain = rest.bytes().position(special).unwrap_or(rest.len());
            let rest = rest.get(..plain).unwrap_or_default();
            self.at += plain;
            let next = self.byte();
            if next == Some(b'"') && string.is_empty() {
                self.at += 1;
                return Ok(Cow::Borrowed(rest));
            }
            string.push_str(rest);
            match next {
                None => return Err(self.fault("EOF while parsing a string")),
                Some(b'"') => break,
                Some(b'\\') => {
                    self.at += 1;
                    string.push(self.escaped()?);
                }
                Some(_) => {
                    let what = "control character (\\u0000-\\u001F) found while parsing a string";
                    return Err(self.fault(what));
                }
            }
        }
        self.at += 1;
        Ok(string.into())
    }

    /// The character that is written after a backslash.
    fn escaped(&mut self) -> Result<char> {
        let character = match self.byte() {
            None => return Err(self.fault("EOF while parsing a string")),
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.by_number(),
            Some(_) => return Err(self.fault("invalid escape")),
        };
        self.at += 1;
        Ok(character)
    }

    /// The character of `uXXXX`; those beyond 16 bits are written as two halves.
    fn by_number(&mut self) -> Result<char> {
        let mut code = self.half()?;
        if (0xD800..0xDC00).contains(&code) {
            for wanted in [Some(b'\\'), Some(b'u')] {
                match self.byte() {
                    None => return Err(self.fault("EOF while parsing a string")),
                    byte if byte != wanted => return Err(self.fault("unexpected end of hex escape")),
                    Some(_) if wanted == Some(b'\\') => self.at += 1,
                    Some(_) => {}
                }
            }
            let low = self.half()?.wrapping_sub(0xDC00);
            code = if low < 0x400 { 0x1_0000 + ((code - 0xD800) << 10 | low) } else { 0xDC00 };
        }
        // What is left of surrogates are halves without the other.
        char::from_u32(code).ok_or_else(|| self.fault_after("lone leading surrogate in hex escape", self.at))
    }

    /// `u` and four digits.
    fn half(&mut self) -> Result<u32> {
        self.at += 1;
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        self.at = (self.at + 4).min(self.text.len());
        let Some(digits) = digits else { return Err(self.fault("EOF while parsing a string")) };
        let value = |value: u32, digit: &u8| Some(value << 4 | char::from(*digit).to_digit(16)?);
        digits.iter().try_fold(0, value).ok_or_else(|| self.fault_after("invalid escape", self.at))
    }

    #[allow(clippy::cast_precision_loss)] // beyond 2^53 a reader refuses it where whole numbers are wanted
    fn number(&mut self) -> Result<f64> {
        let negative = self.passes(b"-");
        let (mut significand, mut exponent) = (0, 0);
        if !self.passes(b"0") {
            exponent = self.digits(&mut significand)?.1;
        } else if self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.fault("invalid number"));
        }
        if self.passes(b".") {
            exponent -= self.digits(&mut significand)?.0;
        }
        if self.passes(b"eE") {
            let down = self.byte() == Some(b'-');
            self.passes(b"+-");
            let mut by = 0;
            self.digits(&mut by)?;
            let by = i32::try_from(by).unwrap_or(i32::MAX);
            exponent = if down { exponent.saturating_sub(by) } else { exponent.saturating_add(by) };
        }
        let value = scaled(significand as f64, exponent);
        if value.is_infinite() {
            return Err(self.fault_after("number out of range", self.at));
        }
        Ok(if negative { -value } else { value })
    }

    fn passes(&mut self, bytes: &[u8]) -> bool {
        let here = self.byte().is_some_and(|byte| bytes.contains(&byte));
        self.at += usize::from(here);
        here
    }

    /// Digits, at least one. As many as go into `number` are put behind it; gives how many those are, and how many are left.
    fn digits(&mut self, number: &mut u64) -> Result<(i32, i32)> {
        let (mut taken, mut left) = (0, 0);
        while let Some(byte @ b'0'..=b'9') = self.byte() {
            self.at += 1;
            let longer = number.checked_mul(10).and_then(|ten| ten.checked_add(u64::from(byte - b'0')));
            match longer {
                Some(longer) if left == 0 => (*number, taken) = (longer, taken + 1),
                _ => left += 1,
            }
        }
        match self.byte() {
            _ if taken + left > 0 => Ok((taken, left)),
            Some(_) => Err(self.fault("invalid number")),
            None => Err(self.fault("EOF while parsing a value")),
        }
    }
}

/// A number times a power of ten. Powers up to 22 are exact, so is what most people write; a table of the others would weigh as
/// much as this whole file.
fn scaled(mut number: f64, exponent: i32) -> f64 {
    let mut left = exponent.unsigned_abs().min(400); // beyond, everything is nothing or too large
    while left > 0 {
        let step = left.min(22);
        let power = (0..step).fold(1.0, |power, _| power * 10.0);
        number = if exponent < 0 { number / power } else { number * power };
        left -= step;
    }
    number
}
