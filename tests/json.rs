//! The reader of JSON beside `serde_json`: documents with a mistake somewhere are read alike or refused alike, with the same
//! words at the same place.

use permatrix::{Code, Data};
use serde_json::Value;

const DOCUMENTS: [&str; 4] = [
    include_str!("../catalogs/construction/catalog.json"),
    r#"{"a":[1,-2.5,3e2,0.125,-0,18446744073709551616,1e-7,123456789012345678901234567890.5],"b":{"c":null,"d":true},"e":[]}"#,
    r#"["\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t","","plain",{"":[[[]]]},false]"#,
    "  [ 1 ,\n\t{ \"key\" : 0.5e+3 } ,\r\n \"text\" ]\n",
];
/// What mistakes are made of: the letters of JSON.
const LETTERS: &[u8] = b"{}[]\",:\\ue+-.019nrtlfas \n\t\x01d8DcC";

#[test]
fn mistakes_are_found_as_serde_json_finds_them() {
    let (mut random, mut refused) = (Random(7), 0);
    for document in DOCUMENTS {
        // A part of a large document does: mistakes far behind are like those before.
        let document: String = document.chars().filter(char::is_ascii).take(3_000).collect();
        for _ in 0..10_000 {
            let text = spoilt(&document, &mut random);
            refused += usize::from(!alike(&text));
        }
    }
    assert!(refused > 20_000, "only {refused} were refused: the mistakes are too small");
}

#[test]
fn whole_documents_are_read_as_serde_json_reads_them() {
    assert!(DOCUMENTS.iter().all(|document| alike(document)));
}

/// One to three letters put in, left out or exchanged; sometimes the end is missing.
fn spoilt(document: &str, random: &mut Random) -> String {
    let mut bytes = document.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let (place, letter) = (random.below(bytes.len()), LETTERS[random.below(LETTERS.len())]);
        match random.below(8) {
            0..3 => bytes[place] = letter,
            3..6 => bytes.insert(place, letter),
            6 if bytes.len() > 1 => drop(bytes.remove(place)),
            _ => bytes.truncate(place.max(1)),
        }
    }
    String::from_utf8(bytes).expect("letters of one byte")
}

/// Checks one text; whether it could be read.
fn alike(text: &str) -> bool {
    let theirs = serde_json::from_str::<Value>(text);
    match Data::from_json(text) {
        Ok(data) => {
            assert!(same(&data, &theirs.unwrap_or_else(|error| panic!("{error}: {text}"))), "{text}");
            true
        }
        Err(error) if error.code() == Code::BadJson => {
            let theirs = theirs.expect_err(text);
            let (line, mut column) = error.position().expect("a place");
            if error.message().ends_with("out of range") {
                column = theirs.column() as u32; // theirs may end within a long exponent, ours is behind it
            }
            if theirs.column() == 0 {
                column = 0; // theirs counts what has been read of the line, ours is from 1 on
            }
            let told = format!("{} at line {line} column {column}", error.message());
            assert_eq!(told, format!("not readable: {theirs}"), "{text}");
            false
        }
        // Keys that stand twice, and depth: they have no bounds there, or others.
        Err(_) => false,
    }
}

fn same(data: &Data, value: &Value) -> bool {
    match (data, value) {
        (Data::Null, Value::Null) => true,
        (Data::Bool(one), Value::Bool(other)) => one == other,
        (Data::Number(one), Value::Number(other)) => {
            let other = other.as_f64().expect("a double");
            // Beyond exact powers of ten neither reader promises the last bit.
            (one - other).abs() <= other.abs() * 1e-15
        }
        (Data::Text(one), Value::String(other)) => one == other,
        (Data::List(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Data::Map(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(&**key).is_some_and(|other| same(one, other)))
        }
        _ => false,
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}
