//! **May this subject perform this action on this resource, now, and why?** The answer comes from a permission matrix that
//! people can read and edit; what an administrator sees in the grid is what is decided.
//!
//! | step | here |
//! |---|---|
//! | what can be done: tools, columns, cells, footnotes | [`catalog`] |
//! | who and where: users, groups, resources, grants | [`facts`] |
//! | the one rule | [`decide`] |
//! | changes, authorised by the same matrix | [`change`] |
//! | the matrix as people see it | [`grid`] |
//! | who is a member, who has a share | [`members`] |
//! | all of it together | [`Engine`] |
//! | answers as plain data | [`shape`] |
//! | questions and changes as such, too | [`call`] |
//!
//! The crate has no clock, no random numbers, no I/O and no logging; a question brings its own time. The rules S1-S22 that
//! comments cite are in docs/SEMANTICS.md.
#![forbid(unsafe_code)]

// From the ground up: a part uses only parts above it (tests/arrows.rs).
mod cut;
mod ids;
mod order;
pub mod limits;
mod error;
mod data;
pub mod tree;
mod condition;
pub mod catalog;
pub mod facts;
pub mod decide;
pub mod grid;
pub mod members;
pub mod change;
mod snapshot;
mod engine;
pub mod shape;
pub mod call;

pub use catalog::Catalog;
pub use condition::{Column, Space, Truth};
pub use data::{Cursor, Data};
pub use decide::{Decision, Given, Question, Reason};
pub use engine::Engine;
pub use error::{Code, Error, Result};
pub use facts::Facts;
pub use ids::*;
pub use snapshot::{Arriving, LeftOut, is_one as is_snapshot};

/// The README's code is run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
