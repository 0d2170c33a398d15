//! Requests: what somebody can ask for, who answers, and what an approval does; and whom a blocked attempt is told (S21).

use super::Catalog;
use crate::data::Data;
use crate::ids::{ActionId, AttributeId, TypeId};

/// The rules of one type of requests. A request is a resource of this type, so that footnotes can read it.
#[derive(Clone, Debug)]
pub struct Requests {
    /// The type.
    pub kind: TypeId,
    /// The actions that one can ask for in this way, a bit each.
    pub answers: Vec<u64>,
    /// What one must be allowed where the request is made.
    pub ask: ActionId,
    /// What one must be allowed on the request to approve it, and to deny it.
    pub answer: [ActionId; 2],
    /// The attributes that every request must have.
    pub required: Vec<AttributeId>,
    /// Milliseconds until it ends unanswered; `None`: it waits.
    pub lasts: Option<i64>,
    /// The changes that an approval makes, with `{…}` for what the request says: a list.
    pub yields: Data<'static>,
    /// The names of the mails: to those who can approve it, and to who asked when it was approved or denied.
    pub mails: [Option<String>; 3],
    /// What the engine keeps of every request.
    pub kept: Kept,
}

/// The attributes that the engine itself writes.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// Who asks.
    pub requester: AttributeId,
    /// `pending`, `approved`, `denied` or `cancelled`.
    pub state: AttributeId,
    /// When it ends unanswered.
    pub until: AttributeId,
    /// Who answered.
    pub answered_by: AttributeId,
}

/// Waiting for an answer.
pub const PENDING: &str = "pending";
/// Answered with yes.
pub const APPROVED: &str = "approved";
/// Answered with no.
pub const DENIED: &str = "denied";
/// Taken back.
pub const CANCELLED: &str = "cancelled";
/// Waiting, but for too long: what is kept is still [`PENDING`].
pub const EXPIRED: &str = "expired";
/// All states of requests that are kept.
pub const STATES: [&str; 4] = [PENDING, APPROVED, DENIED, CANCELLED];

/// Which mails there are, in the order of [`Requests::mails`].
pub const MAILS: [&str; 3] = ["requested", "approved", "denied"];

/// What can stand in `{…}` in what an approval yields, besides the attributes of the request.
pub const PLACEHOLDERS: [&str; 4] = ["requester", "approver", "request", "on"];

/// Whom a blocked attempt is told.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What was tried.
    pub action: ActionId,
    /// Whoever may do this on the same resource is told.
    pub to: ActionId,
    /// The name of the mail.
    pub template: String,
}

impl Kept {
    /// Whether it is one of these.
    pub(crate) fn keeps(self, attribute: AttributeId) -> bool {
        [self.requester, self.state, self.until, self.answered_by].contains(&attribute)
    }
}

impl Requests {
    /// Whether one can ask for an action in this way.
    #[must_use]
    pub fn answers(&self, action: ActionId) -> bool {
        self.answers[action.index() / 64] >> (action.index() % 64) & 1 == 1
    }
}

impl Catalog {
    /// The rules of all types of requests.
    #[must_use]
    pub fn requests(&self) -> &[Requests] {
        &self.requests
    }

    /// The rules of requests of a type.
    #[must_use]
    pub fn requests_of(&self, kind: TypeId) -> Option<&Requests> {
        self.requests.iter().find(|rules| rules.kind == kind)
    }

    /// Whom a blocked attempt is told.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}
