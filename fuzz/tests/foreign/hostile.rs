//! Values and names that programs have stumbled over.

use crate::Data;
use crate::world::make::Dice;

const TEXTS: [&str; 44] = [
    "",
    " ",
    ".",
    "..",
    ":",
    "/",
    "*",
    "\\",
    "\"",
    "$ref",
    "[0]",
    "a.b",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "user:",
    "user:anna/rfi:1",
    "user:\u{202e}anna",
    "USER:ANNA",
    "user:аnna",
    "group:group:a",
    "everyone",
    "anyone",
    "system",
    "subject",
    "resource",
    "item",
    "if ",
    "if  own",
    "never",
    "\u{0}",
    "\u{feff}",
    "\u{fffd}",
    "e\u{301}",
    "👩‍👩‍👧",
    "9999-12-31T23:59:59.999999Z",
    "-0001-01-01T00:00:00Z",
    "9223372036854775807s",
];

/// Numbers at the edges of what a computer can hold.
const NUMBERS: [f64; 16] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    255.0,
    256.0,
    65_535.0,
    65_536.0,
    4_294_967_295.0,
    4_294_967_296.0,
    9_007_199_254_740_991.0,
    -9_007_199_254_740_993.0,
    9.3e18,
    1.7e308,
    5e-324,
];

pub fn name(dice: &mut Dice) -> String {
    match dice.below(20) {
        0 => "x".repeat([63, 64, 65, 256, 257, 70_000][dice.below(6)]),
        1 => char::from_u32(u32::try_from(dice.below(0x11_0000)).unwrap_or_default()).unwrap_or('?').into(),
        _ => TEXTS[dice.below(TEXTS.len())].to_owned(),
    }
}

pub fn value(dice: &mut Dice) -> Data {
    match dice.below(9) {
        0 => Data::Null,
        1 => Data::Bool(dice.chance(50)),
        2 | 3 => Data::Number(NUMBERS[dice.below(NUMBERS.len())]),
        4 => Data::List(Vec::new()),
        5 => Data::Map(Vec::new()),
        6 => Data::Map(vec![(name(dice).into(), Data::text(&name(dice)))]),
        7 => Data::List(vec![Data::text(&name(dice)), Data::Number(1.0)]),
        _ => Data::text(&name(dice)),
    }
}
