//! Plain data as bytes: what catalogs, edits and deltas are in a snapshot. Shorter than JSON, read without a parser, and numbers
//! are what they were to the last bit.
//!
//! | byte | then |
//! |---|---|
//! | 0 nothing, 1 false, 2 true | |
//! | 3 a number | 8 bytes, little-endian IEEE 754 |
//! | 4 a text | its length, its UTF-8 bytes |
//! | 5 a list | its length, its items |
//! | 6 an object | its length, for each entry the key (length, bytes) and the value |
//!
//! A length is seven bits a byte, the lowest first; the eighth bit says that more follow.

use crate::data::{Cursor, Data, Entry};
use crate::error::{Code, Error, Result};
use crate::limits;
use std::borrow::Cow;

/// The data as bytes.
#[must_use]
pub fn bytes(data: &Data) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(data, &mut bytes);
    bytes
}

/// Puts data behind the bytes.
pub fn write(data: &Data, bytes: &mut Vec<u8>) {
    match data {
        Data::Null => bytes.push(0),
        Data::Bool(value) => bytes.push(1 + u8::from(*value)),
        Data::Number(number) => {
            bytes.push(3);
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        Data::Text(text) => {
            bytes.push(4);
            write_text(text, bytes);
        }
        Data::List(items) => {
            bytes.push(5);
            length(items.len(), bytes);
            for item in items {
                write(item, bytes);
            }
        }
        Data::Map(entries) => {
            bytes.push(6);
            length(entries.len(), bytes);
            for (key, value) in entries {
                write_text(key, bytes);
                write(value, bytes);
            }
        }
    }
}

fn write_text(text: &str, bytes: &mut Vec<u8>) {
    length(text.len(), bytes);
    bytes.extend_from_slice(text.as_bytes());
}

fn length(mut length: usize, bytes: &mut Vec<u8>) {
    while length >= 128 {
        bytes.push(128 | length as u8 & 127);
        length >>= 7;
    }
    bytes.push(length as u8);
}

/// Reads data that takes up all of these bytes.
///
/// Fails with `damaged` when they are something else. What is read is never larger than a small multiple of the bytes.
pub fn read(bytes: &[u8]) -> Result<Data<'_>> {
    let mut reader = Reader { left: bytes };
    let data = reader.data(limits::DATA_DEPTH).filter(|_| reader.left.is_empty()).ok_or_else(damaged)?;
    Cursor::root(&data).no_doubles().map(|()| data)
}

/// The error for bytes that are not what they should be.
#[must_use]
pub fn damaged() -> Error {
    Error::new(Code::Damaged, "", "the bytes are damaged, or no snapshot or delta of this program")
}

struct Reader<'b> {
    left: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, left) = self.left.split_at_checked(count)?;
        self.left = left;
        Some(taken)
    }

    fn length(&mut self) -> Option<usize> {
        let mut length = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.take(1)?[0];
            length |= usize::from(byte & 127) << shift;
            if byte < 128 {
                // Everything that is counted takes a byte at least, so no length can ask for more memory than there are bytes.
                return Some(length).filter(|length| *length <= self.left.len());
            }
        }
        None
    }

    fn text(&mut self) -> Option<Cow<'b, str>> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).ok().map(Cow::Borrowed)
    }

    fn data(&mut self, depth: usize) -> Option<Data<'b>> {
        let deeper = depth.checked_sub(1)?;
        Some(match self.take(1)?[0] {
            0 => Data::Null,
            kind @ (1 | 2) => Data::Bool(kind == 2),
            3 => {
                let number = f64::from_le_bytes(self.take(8)?.try_into().ok()?);
                Data::Number(Some(number).filter(|number| number.is_finite())?)
            }
            4 => Data::Text(self.text()?),
            5 => {
                let length = self.length()?;
                let mut items = Vec::new();
                for _ in 0..length {
                    items.push(self.data(deeper)?);
                }
                Data::List(items)
            }
            6 => {
                let length = self.length()?;
                let mut entries: Vec<Entry<'_>> = Vec::new();
                for _ in 0..length {
                    entries.push((self.text()?, self.data(deeper)?));
                }
                Data::Map(entries)
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Data<'static> {
        let json = r#"{ "a": [null, true, false, -0.1, 1e300, "ä€"], "b": {}, "": "x" }"#;
        let long = Data::Text("long ".repeat(100).into());
        Data::List(vec![Data::from_json(json).unwrap(), long, Data::List(vec![Data::Null; 200])])
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(read(&bytes(&some())), Ok(some()));
    }

    #[test]
    fn whatever_is_cut_off_or_put_behind_is_noticed() {
        let whole = bytes(&some());
        for end in 0..whole.len() {
            assert_eq!(read(&whole[..end]), Err(damaged()), "{end}");
        }
        assert_eq!(read(&[whole, vec![0]].concat()), Err(damaged()));
    }

    #[test]
    fn no_number_that_is_none_and_no_depth_without_end() {
        let mut nan = vec![3];
        nan.extend_from_slice(&f64::NAN.to_le_bytes());
        assert_eq!(read(&nan), Err(damaged()));
        let deep: Vec<u8> = [5, 1].repeat(100_000).into_iter().chain([0]).collect();
        assert_eq!(read(&deep), Err(damaged()));
        assert_eq!(read(&[5, 255, 255, 255, 127]), Err(damaged()), "more items than bytes");
    }
}
