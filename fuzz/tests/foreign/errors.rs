//! What an error owes to whoever reads it.

use permatrix::Error;

/// A code, words, and for text a place in it.
pub fn complete(error: &Error, text: Option<&str>) -> Result<(), String> {
    if error.code().as_str().is_empty() || error.message().trim().is_empty() {
        return Err(format!("an error without words: {error:?}"));
    }
    match (error.position(), text) {
        (Some(place), Some(text)) if !is_in(place, text) => {
            Err(format!("a place outside the text: {error:?}"))
        }
        (None, Some(_)) => Err(format!("an error without a place: {error:?}")),
        _ => Ok(()),
    }
}

/// Lines and columns from 1; the end of a line is a place, too.
fn is_in((line, column): (u32, u32), text: &str) -> bool {
    let mut lines = text.split('\n');
    let line = (line as usize).checked_sub(1).and_then(|before| lines.nth(before));
    line.is_some_and(|line| (1..=line.chars().count() + 1).contains(&(column as usize)))
}

#[test]
fn a_place_is_in_its_text_or_not() {
    for (place, expected) in
        [((1, 1), true), ((1, 3), true), ((1, 4), false), ((2, 1), true), ((2, 2), false)]
    {
        assert_eq!(is_in(place, "aä\n"), expected, "{place:?}");
    }
    for place in [(0, 1), (1, 0), (3, 1)] {
        assert!(!is_in(place, "aä\n"), "{place:?}");
    }
}
