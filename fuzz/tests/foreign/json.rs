//! Data as JSON text, double keys and all.

use crate::Data;
use std::fmt::Write;

pub fn written(data: &Data) -> String {
    let mut text = String::new();
    write(&mut text, data);
    text
}

fn write(out: &mut String, data: &Data) {
    match data {
        Data::Null => out.push_str("null"),
        Data::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Data::Number(value) => write!(out, "{value}").expect("a text takes everything"),
        Data::Text(text) => quoted(out, text),
        Data::List(items) => enclosed(out, ['[', ']'], items, write),
        Data::Map(entries) => enclosed(out, ['{', '}'], entries, |out, (key, value)| {
            quoted(out, key);
            out.push_str(": ");
            write(out, value);
        }),
    }
}

/// A line for each part, so that a place in the text says something.
fn enclosed<T>(out: &mut String, [open, close]: [char; 2], parts: &[T], part: impl Fn(&mut String, &T)) {
    out.push(open);
    for (index, one) in parts.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        part(out, one);
    }
    out.push(close);
}

fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\u{0}'..='\u{1f}' => {
                write!(out, "\\u{:04x}", u32::from(letter)).expect("a text takes everything");
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

#[test]
fn what_is_written_is_read_again() {
    let text = "{\n\"a \\\"\\\\\\u0007ä\": [\n1.5,\n-2,\n1e300,\n null, true],\n\"b\": {}}";
    let data = Data::from_json(text).unwrap();
    assert_eq!(written(&data).parse(), Ok(data));
}
