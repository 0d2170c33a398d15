//! Cutting short texts at a letter. The standard library's cuts are made for long texts and any pattern: they first find out how to
//! look, and weigh a kilobyte.

/// What stands before and behind the first of these ASCII letters.
#[must_use]
#[inline]
pub fn cut(text: &str, letter: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == letter)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// What stands between these letters, one after the other; of no text, nothing.
pub struct Pieces<'t> {
    pub left: Option<&'t str>,
    pub letter: u8,
}

impl<'t> Pieces<'t> {
    /// The pieces of a text, at least one.
    #[must_use]
    pub const fn of(text: &'t str, letter: u8) -> Self {
        Self { left: Some(text), letter }
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t str;

    #[inline]
    fn next(&mut self) -> Option<&'t str> {
        let text = self.left?;
        let (first, left) = cut(text, self.letter).map_or((text, None), |(first, rest)| (first, Some(rest)));
        self.left = left;
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_is_what_the_standard_library_cuts() {
        for text in ["", "/", "a", "a/b", "/a", "a/", "a//b", "ä/€/x", "user:anna", "a/b/c/d"] {
            assert_eq!(cut(text, b'/'), text.split_once('/'), "{text}");
            let pieces: Vec<&str> = Pieces::of(text, b'/').collect();
            assert_eq!(pieces, text.split('/').collect::<Vec<_>>(), "{text}");
        }
        assert_eq!(Pieces { left: None, letter: b'/' }.next(), None);
    }
}
