//! Every bound in one place, with its reason. Exceeding one is an error when data is read (`limit`), and a denial
//! (code `limit`) when a question is asked.

/// Bytes of an id; an e-mail address has at most 254.
pub const ID_BYTES: usize = 256;
/// Bytes of a name in a catalog: it stands in column heads and in TypeScript types.
pub const NAME_BYTES: usize = 64;
/// Bytes of a JSON document, 1 GiB: the memory of a module ends at 4 GiB, and while a document is read its text, its tree
/// and the tables made of it are there at once.
pub const JSON_BYTES: usize = 1 << 30;
/// Depth of nested data in a document: far above any catalog, far below the stack of a worker.
pub const DATA_DEPTH: usize = 32;
/// Tools, resource types, ladders, roles, conditions, ceilings, settings: each of these at the most. Their ids are 16 bits.
pub const CATALOG_ENTRIES: usize = 8_192;
/// Actions of a catalog. One bit row of all actions for each bundle: 1 KiB.
pub const ACTIONS: usize = 8_192;
/// Levels, granulars and privileges of all tools together. With all roles they must fit into 15 bits: a grant keeps
/// what it gives in 16, and one of them says that it has terms.
pub const COLUMNS: usize = 16_384;
/// Levels of a ladder.
pub const LEVELS: usize = 32;
/// Bytes of a condition's text, and its nesting: the parser recurses, and a footnote longer than a page helps nobody.
pub const CONDITION_BYTES: usize = 4_096;
/// Nesting of a condition.
pub const CONDITION_DEPTH: usize = 32;
/// Users, groups, resources, grants: each at the most. Ids are 32 bits, and the top value means "none".
pub const FACTS_ENTRIES: usize = 50_000_000;
/// Elements of a list attribute: conditions look at every one.
pub const LIST_ITEMS: usize = 1_024;
/// Bytes of a text attribute.
pub const TEXT_BYTES: usize = 65_536;
/// How deep resources lie in one another, and how long a path in a question is.
pub const RESOURCE_DEPTH: usize = 32;
/// How deep groups lie in one another: twice what the deepest directories have.
pub const GROUP_DEPTH: usize = 32;
/// Groups one subject is in, nested ones included: each is a list of grants to look through.
pub const GROUPS_OF_SUBJECT: usize = 1_024;
/// Steps one question may take: nodes of conditions evaluated and grants looked at by them. About 10 ms.
pub const STEPS: u32 = 200_000;
/// `can`, `holds` and `level` questions inside one another.
pub const NESTED_QUESTIONS: u32 = 16;
/// Attributes a question may carry for one thing.
pub const GIVEN_ATTRIBUTES: usize = 256;
/// Bytes of changes that an engine keeps for deltas: some ten thousand changes. Who is further behind takes a snapshot.
pub const LOG_BYTES: usize = 1 << 20;
/// Changes applied at once.
pub const CHANGES: usize = 10_000;
