//! A list of mostly few things, which then needs no allocation.

/// Up to `NEAR` things beside one another; more of them are put elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Few<T, const NEAR: usize> {
    near: [T; NEAR],
    len: usize,
    /// All of them, where they are more.
    many: Vec<T>,
}

impl<T: Copy, const NEAR: usize> Few<T, NEAR> {
    /// None; `filler` stands where nothing is yet.
    #[inline]
    pub const fn none(filler: T) -> Self {
        Self { near: [filler; NEAR], len: 0, many: Vec::new() }
    }

    #[inline]
    pub fn push(&mut self, one: T) {
        match self.near.get_mut(self.len) {
            Some(place) => *place = one,
            None => self.push_far(one),
        }
        self.len += 1;
    }

    #[cold]
    fn push_far(&mut self, one: T) {
        if self.many.is_empty() {
            self.many.extend(self.near);
        }
        self.many.push(one);
    }

    #[inline]
    pub fn as_slice(&self) -> &[T] {
        if self.many.is_empty() { &self.near[..self.len.min(NEAR)] } else { &self.many }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_there_are_all_are_there_in_order() {
        let mut few: Few<u32, 3> = Few::none(77);
        let mut all = Vec::new();
        for one in 0..10 {
            assert_eq!(few.as_slice(), all);
            few.push(one);
            all.push(one);
        }
        assert_eq!(few.as_slice(), all);
    }
}
