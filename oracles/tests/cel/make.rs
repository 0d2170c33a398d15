//! Random conditions and random values for what they read. The same number always gives the same.

use super::condition::{Condition, Kind, List, Term};
use super::value::{Known, Source, Told, Value};
use crate::world::make::{BASE, Dice};

pub const ROOTS: [&str; 4] = ["resource", "subject", "context", "settings"];
pub const KINDS: [(Kind, &str, &str); 6] = [
    (Kind::Bool, "flag", "bool"),
    (Kind::Int, "count", "int"),
    (Kind::Double, "ratio", "double"),
    (Kind::Text, "word", "string"),
    (Kind::Time, "moment", "timestamp"),
    (Kind::Span, "span", "duration"),
];

/// Settings are no lists and no moments.
pub fn can_be_set(kind: Kind) -> bool {
    kind != Kind::Time
}

/// Values from few, so that comparisons come out either way.
pub fn value(dice: &mut Dice, kind: Kind) -> Value {
    match kind {
        Kind::Bool => Value::Bool(dice.chance(50)),
        Kind::Int => Value::Int(whole(dice)),
        Kind::Double => Value::Double(decimal(dice).parse().expect("a number")),
        Kind::Text => Value::Text(word(dice)),
        Kind::Time => Value::Time(moment(dice)),
        Kind::Span => Value::Span(span(dice)),
    }
}

fn whole(dice: &mut Dice) -> i64 {
    const MOST: i64 = (1 << 53) - 1;
    match dice.below(12) {
        0 => MOST,
        1 => -MOST,
        _ => dice.number(5) - 2,
    }
}

/// At most 15 digits: more are not read exactly (`a_long_decimal_is_read_exactly`).
fn decimal(dice: &mut Dice) -> String {
    let all =
        ["-2.0", "-1.0", "-0.5", "0.0", "0.1", "0.5", "1.0", "1.25", "2.0", "100.001", "900719925474099.0"];
    all[dice.below(all.len())].to_owned()
}

fn word(dice: &mut Dice) -> String {
    let all = [
        "",
        "a",
        "ab",
        "b",
        "B",
        "ä",
        "z",
        "😀",
        "\u{fffc}",
        "it's",
        "say \"so\"",
        "line\nend",
        "tab\t",
        "back\\",
    ];
    all[dice.below(all.len())].to_owned()
}

/// Mostly within a few seconds, some far away, but between 1900 and 2100: `cel` cannot subtract times that lie 292 years
/// apart.
fn moment(dice: &mut Dice) -> i64 {
    match dice.below(12) {
        0 => -2_190_000_000_123,
        1 => 4_100_000_000_999,
        2 => 0,
        3 => BASE + 86_400_000 * dice.number(800),
        _ => BASE + 500 * dice.number(20),
    }
}

fn span(dice: &mut Dice) -> i64 {
    match dice.below(8) {
        0 => 1,
        1 => -86_400_000,
        2 => 3_600_000 * dice.number(60),
        _ => 500 * (dice.number(20) - 6),
    }
}

/// What a question and the facts say: some attributes are said by one, some by both, some by nobody.
pub fn known(dice: &mut Dice) -> Known {
    let mut told = Vec::new();
    for root in ROOTS {
        for (kind, name, _) in KINDS {
            if root == "settings" {
                if can_be_set(kind) {
                    let value = value(dice, kind);
                    told.push(Told { name: format!("settings.{name}"), value, source: Source::Facts });
                }
                continue;
            }
            let value = value(dice, kind);
            attribute(dice, root, name, value, &mut told);
            let items = (0..dice.below(4)).map(|_| self::value(dice, kind)).collect();
            attribute(dice, root, &format!("{name}s"), Value::List(items), &mut told);
        }
    }
    Known { told, now: dice.chance(85).then(|| moment(dice)) }
}

fn attribute(dice: &mut Dice, root: &str, name: &str, value: Value, told: &mut Vec<Told>) {
    if dice.chance(30) {
        return;
    }
    let name = format!("{root}.{name}");
    let stored = root != "context" && dice.chance(50);
    if stored && dice.chance(20) {
        let other = match &value {
            Value::List(_) => Value::List(Vec::new()),
            Value::Bool(yes) => Value::Bool(!yes),
            other => other.clone(),
        };
        told.push(Told { name: name.clone(), value: other, source: Source::Unheard });
    }
    told.push(Told { name, value, source: if stored { Source::Facts } else { Source::Question } });
}

/// The elements of the lists around, with their kinds.
type Around = Vec<(String, Kind)>;

pub fn condition(dice: &mut Dice) -> Condition {
    let depth = dice.between(1, 3);
    deeper(dice, depth, &Around::new())
}

fn deeper(dice: &mut Dice, depth: usize, around: &Around) -> Condition {
    if depth == 0 {
        return simple(dice, around);
    }
    let part = |dice: &mut Dice| Box::new(deeper(dice, depth - 1, around));
    match dice.below(14) {
        0..=2 => Condition::And(part(dice), part(dice)),
        3..=5 => Condition::Or(part(dice), part(dice)),
        6 | 7 => Condition::Choose(part(dice), part(dice), part(dice)),
        8 => Condition::Not(part(dice)),
        9 => Condition::Same(equality(dice), part(dice), part(dice)),
        10 | 11 => about_each(dice, depth - 1, around),
        _ => simple(dice, around),
    }
}

fn about_each(dice: &mut Dice, depth: usize, around: &Around) -> Condition {
    let kind = any(dice);
    let list = list(dice, kind, around);
    // What is in an empty list is taken for yes or no.
    let empty = matches!(&list, List::Written(items) if items.is_empty());
    let kind = if empty { Kind::Bool } else { kind };
    let name = format!("x{}", around.len());
    let mut inside = around.clone();
    inside.push((name.clone(), kind));
    let body = Box::new(deeper(dice, depth, &inside));
    if dice.chance(50) { Condition::Exists(list, name, body) } else { Condition::All(list, name, body) }
}

fn any(dice: &mut Dice) -> Kind {
    KINDS[dice.below(KINDS.len())].0
}

fn simple(dice: &mut Dice, around: &Around) -> Condition {
    match dice.below(10) {
        0 => Condition::Is(term(dice, Kind::Bool, around)),
        1 => {
            let (_, name, _) = KINDS[dice.below(KINDS.len())];
            let end = if dice.chance(30) { "s" } else { "" };
            Condition::Has(format!("{}.{name}{end}", ROOTS[dice.below(3)]))
        }
        2 | 3 => {
            let kind = any(dice);
            Condition::In(term(dice, kind, around), list(dice, kind, around))
        }
        _ => compared(dice, around),
    }
}

fn compared(dice: &mut Dice, around: &Around) -> Condition {
    let kind = any(dice);
    // Whole numbers and others compare with one another.
    let other = match kind {
        Kind::Int if dice.chance(30) => Kind::Double,
        Kind::Double if dice.chance(30) => Kind::Int,
        same => same,
    };
    let (mut left, right) = (calculated(dice, kind, around), calculated(dice, other, around));
    // `now` may stand in a comparison once.
    match kind {
        Kind::Time if dice.chance(40) => left = Term::Now,
        Kind::Span if dice.chance(20) => {
            left = Term::Sum(Box::new(Term::Now), '-', Box::new(term(dice, Kind::Time, around)));
        }
        Kind::Time if dice.chance(20) => {
            left = Term::Sum(Box::new(Term::Now), sign(dice), Box::new(term(dice, Kind::Span, around)));
        }
        _ => {}
    }
    let how =
        if kind == Kind::Bool { equality(dice) } else { ["==", "!=", "<", "<=", ">", ">="][dice.below(6)] };
    if dice.chance(50) { Condition::Compare(how, left, right) } else { Condition::Compare(how, right, left) }
}

fn equality(dice: &mut Dice) -> &'static str {
    if dice.chance(50) { "==" } else { "!=" }
}

fn sign(dice: &mut Dice) -> char {
    if dice.chance(50) { '+' } else { '-' }
}

/// A term that may be a sum of moments and durations.
fn calculated(dice: &mut Dice, kind: Kind, around: &Around) -> Term {
    let sum = |dice: &mut Dice, a, sign, b| {
        Term::Sum(Box::new(term(dice, a, around)), sign, Box::new(calculated(dice, b, around)))
    };
    match (kind, dice.below(8)) {
        (Kind::Time, 0 | 1) => {
            let sign = sign(dice);
            sum(dice, Kind::Time, sign, Kind::Span)
        }
        (Kind::Time, 2) => {
            Term::Sum(Box::new(term(dice, Kind::Span, around)), '+', Box::new(term(dice, Kind::Time, around)))
        }
        (Kind::Span, 0) => sum(dice, Kind::Time, '-', Kind::Time),
        (Kind::Span, 1) => {
            let sign = sign(dice);
            sum(dice, Kind::Span, sign, Kind::Span)
        }
        _ => term(dice, kind, around),
    }
}

fn list(dice: &mut Dice, kind: Kind, around: &Around) -> List {
    if dice.chance(50) {
        return List::Attribute(format!("{}s", attribute_of(dice, kind, 3)));
    }
    List::Written((0..dice.below(4)).map(|_| term(dice, kind, around)).collect())
}

fn attribute_of(dice: &mut Dice, kind: Kind, roots: usize) -> String {
    let (_, name, _) = KINDS.iter().find(|(known, _, _)| *known == kind).expect("every kind is there");
    format!("{}.{name}", ROOTS[dice.below(roots)])
}

fn term(dice: &mut Dice, kind: Kind, around: &Around) -> Term {
    let fitting: Vec<_> = around.iter().filter(|(_, known)| *known == kind).collect();
    if let (Some((name, _)), true) = (dice.one(&fitting), dice.chance(60)) {
        return Term::Element(name.clone());
    }
    if dice.chance(60) {
        let roots = if can_be_set(kind) { 4 } else { 3 };
        return Term::Attribute(attribute_of(dice, kind, roots));
    }
    literal(dice, kind)
}

fn literal(dice: &mut Dice, kind: Kind) -> Term {
    let (ours, rival) = match kind {
        Kind::Bool => same(dice.chance(50).to_string()),
        Kind::Int => same(whole(dice).to_string()),
        Kind::Double => same(decimal(dice)),
        Kind::Text => same(quoted(dice)),
        Kind::Time => written_moment(dice),
        Kind::Span => written_span(dice),
    };
    Term::Literal(ours, rival)
}

fn same(text: String) -> (String, String) {
    (text.clone(), text)
}

fn quoted(dice: &mut Dice) -> String {
    let quote = if dice.chance(50) { '"' } else { '\'' };
    let mut text = String::from(quote);
    for letter in word(dice).chars() {
        match letter {
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\\' => text.push_str("\\\\"),
            other if other == quote => text.extend(['\\', other]),
            other => text.push(other),
        }
    }
    text.push(quote);
    text
}

/// RFC 3339 in its many spellings. What is finer than a millisecond we cut, so the rival is not told of it.
fn written_moment(dice: &mut Dice) -> (String, String) {
    let (date, zones): (String, &[&str]) = match dice.below(6) {
        0 => (format!("{:04}-02-28", dice.between(1901, 2099)), &["Z", "+14:00"]),
        1 => {
            (["2000-02-29", "1900-03-01", "2024-02-29", "1970-01-01"][dice.below(4)].into(), &["Z", "-00:30"])
        }
        _ => ("2026-01-01".into(), &["Z", "Z", "z", "+00:00", "+01:00", "-05:30"]),
    };
    let zone = zones[dice.below(zones.len())];
    let hour = match zone {
        "+01:00" => "01",
        "-00:30" => "23",
        _ => "00",
    };
    let between = ["T", "T", "t", " "][dice.below(4)];
    let (fraction, cut) =
        [("", ""), ("", ""), (".5", ".5"), (".123", ".123"), (".5009", ".500")][dice.below(5)];
    let start = format!("{date}{between}{hour}:00:{:02}", dice.below(10));
    (format!("timestamp(\"{start}{fraction}{zone}\")"), format!("timestamp(\"{start}{cut}{zone}\")"))
}

/// Days, and what is finer than a millisecond, are ours alone.
fn written_span(dice: &mut Dice) -> (String, String) {
    let all = [
        ("2d", "48h"),
        ("1.5d", "36h"),
        ("0.0005s", "0s"),
        ("-1.0009s", "-1s"),
        ("1s", "1s"),
        ("1.5s", "1.5s"),
        ("500ms", "500ms"),
        ("-5m", "-5m"),
        ("1h30m", "1h30m"),
        ("1m0.25s", "1m0.25s"),
        ("2500ms", "2500ms"),
        ("0s", "0s"),
    ];
    let (ours, rival) = all[dice.below(all.len())];
    (format!("duration(\"{ours}\")"), format!("duration('{rival}')"))
}
