//! Numbers inside, names at the edge: one newtype for each kind of thing, so that they cannot be mixed up.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($inner:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) $inner);

        impl $name {
            /// The id of the thing at `index` in its table. Tables are bounded by [`crate::limits`]: a number beyond them
            /// names nothing, and of nothing nothing is allowed.
            #[must_use]
            #[inline(always)]
            pub const fn at(index: usize) -> Self {
                Self(if index < <$inner>::MAX as usize { index as $inner } else { <$inner>::MAX })
            }

            /// The place of the thing in its table.
            #[must_use]
            #[inline(always)]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<$inner> for $name {
            /// The id of this number, as tables keep it.
            fn from(number: $inner) -> Self {
                Self(number)
            }
        }
    )*};
}

ids! {
    /// A resource type of the catalog.
    TypeId(u16);
    /// A ladder of the catalog.
    LadderId(u16);
    /// A tool of the catalog.
    ToolId(u16);
    /// An action: a row of a tool's matrix.
    ActionId(u16);
    /// A granular or privilege of a tool: a column beside the levels.
    ExtraId(u16);
    /// A role of the catalog, or one the customer made.
    RoleId(u16);
    /// A condition: a footnote.
    ConditionId(u16);
    /// An attribute of resources, subjects or the context, or a setting.
    AttributeId(u16);
    /// A ceiling.
    CeilingId(u16);
    /// A bundle: all that one grant gives, a column or a role with what it implies.
    BundleId(u16);
    /// A known user.
    UserId(u32);
    /// A group.
    GroupId(u32);
    /// A resource in the facts.
    ResourceId(u32);
}

/// A level's place on its ladder; 0 is the one everybody known has (S5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(pub(crate) u8);

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);
