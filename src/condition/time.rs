//! Moments and durations as text: RFC 3339, and CEL's durations.

use crate::cut::{Pieces, cut};

/// Milliseconds since 1970 of an RFC 3339 text such as `2026-11-23T08:30:00Z` or `…+01:00`; `None` if it is not one.
#[must_use]
pub fn parse_time(text: &str) -> Option<i64> {
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let [year, month, day] = numbers(date, b'-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(rest.get(..8)?, b':', [2, 2, 2])?;
    let (fraction, zone) = split_fraction(rest.get(8..)?)?;
    let days = days_since_1970(year, month, day)?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - zone_seconds(zone)?;
    Some(seconds * 1000 + fraction)
}

fn numbers(text: &str, separator: u8, widths: [usize; 3]) -> Option<[i64; 3]> {
    let mut out = [0; 3];
    let mut parts = Pieces::of(text, separator);
    for (slot, width) in out.iter_mut().zip(widths) {
        *slot = digits(parts.next().filter(|part| part.len() == width)?)?;
    }
    parts.next().is_none().then_some(out)
}

/// A number of up to eighteen digits and nothing else.
fn digits(text: &str) -> Option<i64> {
    if text.len() < 19 { whole_number(text) } else { None }
}

/// A number of digits and nothing else.
pub(super) fn whole_number(text: &str) -> Option<i64> {
    let mut number = (!text.is_empty()).then_some(0_i64)?;
    for byte in text.bytes() {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number = number.checked_mul(10)?.checked_add(digit.into())?;
    }
    Some(number)
}

/// `.123Z` → (123, `Z`); finer than a millisecond is cut.
fn split_fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let finest = rest.get(..length.min(3))?;
    let unit = [0, 100, 10, 1][finest.len()];
    Some((digits(finest)? * unit, rest.get(length..)?))
}

fn zone_seconds(zone: &str) -> Option<i64> {
    if zone == "Z" || zone == "z" {
        return Some(0);
    }
    let sign = match zone.bytes().next()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = cut(zone.get(1..)?, b':')?;
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
}

fn two(text: &str) -> Option<i64> {
    digits(text).filter(|_| text.len() == 2)
}

/// The proleptic Gregorian calendar, counted in eras of 400 years that begin on the first of March.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    if day < 1 || day > length {
        return None;
    }
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

/// Milliseconds of a CEL duration such as `300s`, `1h30m`, `1.5s` or `-5m`; `None` if it is not one.
#[must_use]
pub fn parse_span(text: &str) -> Option<i64> {
    let (sign, mut rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut total: i64 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let (number, tail) = rest.split_at_checked(length)?;
        let (unit, tail) = unit(tail)?;
        total = total.checked_add(milliseconds(number, unit)?)?;
        rest = tail;
    }
    Some(sign * total)
}

fn unit(text: &str) -> Option<(i64, &str)> {
    const UNITS: [(&str, i64); 5] =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
    UNITS.iter().find_map(|(name, ms)| text.strip_prefix(name).map(|rest| (*ms, rest)))
}

fn milliseconds(number: &str, unit: i64) -> Option<i64> {
    let (whole, fraction) = cut(number, b'.').unwrap_or((number, "0"));
    let scale = 10_i64.checked_pow(u32::try_from(fraction.len()).ok().filter(|n| *n <= 9)?)?;
    let part = digits(fraction)?.checked_mul(unit)? / scale;
    digits(whole)?.checked_mul(unit)?.checked_add(part)
}
