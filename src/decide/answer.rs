//! From a question to a decision: names found, the rule asked, and what came up put into words.

use super::judge::Judge;
use super::question::{Asked, Open, Target, Told, target};
use super::{Decider, Decision, Question, Reason, Standing, Viewer};
use crate::catalog::{Bundle, Catalog};
use crate::condition::{Column, Constant, Expr, Reference, Trace, Truth};
use crate::facts::{Handle, Principal};
use crate::ids::{ActionId, ConditionId, ExtraId, ResourceId, Time, ToolId, TypeId, UserId};
use crate::order::insert;

impl Decider<'_> {
    /// Decides a question. Whatever is wrong with it, the answer is a decision (S1).
    #[must_use]
    pub fn decide(&self, question: &Question<'_>) -> Decision {
        match question.resolve(self.catalog(), self.facts, Open::Nothing) {
            Ok(asked) => self.decided(&asked),
            Err(reason) => Decision::denied(reason),
        }
    }

    pub(super) fn decided(&self, asked: &Asked<'_>) -> Decision {
        let decision = self.judged(asked, asked.action);
        let requestable = if decision.allowed() { None } else { self.requestable(asked) };
        Decision { requestable, ..decision }
    }

    /// Whether a question is allowed: [`Decider::decide`] without the reasons.
    #[must_use]
    pub fn allows(&self, question: &Question<'_>) -> bool {
        let asked = question.resolve(self.catalog(), self.facts, Open::Nothing);
        asked.is_ok_and(|asked| self.answer(&asked, asked.action) == Truth::Yes)
    }

    /// S15: the answer for a screen, without the item's attributes: unknown means *depends*.
    #[must_use]
    pub fn ask(&self, question: &Question<'_>) -> Truth {
        match question.resolve(self.catalog(), self.facts, Open::Item) {
            Ok(asked) => self.answer(&asked, asked.action),
            Err(_) => Truth::No,
        }
    }

    /// S15 for every action that applies to the resource, in the order of the catalog. The question's own action does
    /// not matter. Empty when the resource is unknown.
    #[must_use]
    pub fn ask_all(&self, subject: &str, resource: &str, now: Option<Time>) -> Vec<(ActionId, Truth)> {
        let Some(first) = self.catalog().actions().first() else {
            return Vec::new();
        };
        let question =
            Question { subject, action: &first.name, resource, now, given: super::Given::default() };
        let Ok(asked) = question.resolve(self.catalog(), self.facts, Open::Item) else {
            return Vec::new();
        };
        let actions = (0..self.catalog().actions().len()).map(ActionId::at);
        actions.map(|action| (action, self.answer(&asked, action))).collect()
    }

    /// S21: the first kind of request for this action that the subject may make, at the nearest place for it.
    fn requestable(&self, asked: &Asked<'_>) -> Option<(TypeId, ResourceId)> {
        let judge = Judge { decider: *self, asked };
        let mut kinds = self.catalog().requests().iter().filter(|rules| rules.answers(asked.action));
        kinds.find_map(|rules| {
            let within = &self.catalog().types()[rules.kind.index()].within;
            let mut above = std::iter::successors(Some(asked.target.known), |at| self.facts.parent(*at));
            let on = above.find(|at| within.contains(&self.facts.type_of(*at)))?;
            let may =
                judge.answer(rules.ask, asked.subject, Reference::Resource(on), &mut Trace::default()).0;
            (may == Truth::Yes).then_some((rules.kind, on))
        })
    }

    fn answer(&self, asked: &Asked<'_>, action: ActionId) -> Truth {
        let judge = Judge { decider: *self, asked };
        judge.answer(action, asked.subject, asked.target.reference(), &mut Trace::default()).0
    }

    fn judged(&self, asked: &Asked<'_>, action: ActionId) -> Decision {
        let judge = Judge { decider: *self, asked };
        let mut trace = Trace::default();
        let (answer, evidence) = judge.answer(action, asked.subject, asked.target.reference(), &mut trace);
        let reason = judge.reason(answer, evidence.as_ref(), &trace);
        let evidence = evidence.as_ref();
        let paths = evidence.map(|evidence| judge.paths(action, reason, evidence)).unwrap_or_default();
        let ceilings = evidence.map(|evidence| judge.cut_by(action, reason, evidence)).unwrap_or_default();
        let missing = if answer == Truth::Unknown { missing(self.catalog(), &trace) } else { Vec::new() };
        Decision { answer, reason, missing, valid_until: trace.until, paths, ceilings, requestable: None }
    }
}

/// The names of what would have to be known, each once.
fn missing(catalog: &Catalog, trace: &Trace<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for part in &trace.missing {
        insert(&mut names, written(catalog, part));
    }
    for name in &trace.todo {
        insert(&mut names, format!("footnote {name}"));
    }
    if trace.now_missing {
        insert(&mut names, "now".to_owned());
    }
    names
}

/// An attribute as the condition writes it: `resource.creator.company`. Settings are never missing, for they have defaults.
fn written(catalog: &Catalog, part: &Expr) -> String {
    let attribute = |id| &catalog.attribute(id).name;
    match part {
        Expr::Attribute(of, id) => format!("{}.{}", written(catalog, of), attribute(*id)),
        Expr::Context(id) => format!("context.{}", attribute(*id)),
        Expr::Subject => "subject".to_owned(),
        Expr::Resource => "resource".to_owned(),
        Expr::Constant(Constant::Name(_, name)) => name.clone(),
        _ => "element".to_owned(),
    }
}

impl Decider<'_> {
    /// Cuts by ceilings only; the rest of the answer was clear from the bundles.
    pub(super) fn uncut(&self, asked: &Asked<'_>) -> Truth {
        let judge = Judge { decider: *self, asked };
        judge.ceilings(asked.action, asked.subject, asked.target.reference(), &mut Trace::default()).negated()
    }

    /// What a condition says of somebody and a resource.
    pub(crate) fn says(
        self,
        condition: ConditionId,
        subject: &str,
        resource: ResourceId,
        now: Option<Time>,
    ) -> Truth {
        let known = self.facts.user(subject).map_or(Reference::Foreign(subject), Reference::User);
        let target = Target::of(resource);
        let asked = Asked {
            subject: known,
            action: ActionId::at(0),
            target,
            now,
            given: Told::default(),
            open: Open::Nothing,
        };
        let judge = Judge { decider: self, asked: &asked };
        let mut trace = Trace::default();
        let says = judge.footnote(condition, known, Reference::Resource(resource), &mut trace);
        trace.unless_exhausted(says)
    }

    /// Whether somebody has at least all that a bundle gives: its levels or higher ones, and its granulars and privileges
    /// or, instead of a granular, a level above those it acts at. Roles are what they bundle.
    pub(crate) fn reaches(self, bundle: &Bundle, viewer: Viewer<'_>) -> bool {
        let at_least = |tool: ToolId, level: u32| {
            self.looks(viewer, Open::Nothing, |judge, subject, resource| {
                judge.at_least(tool, level, subject, resource)
            })
        };
        let has = |extra: ExtraId| {
            let known = self.catalog().extra(extra);
            let above = known.active_at.map(|at| u32::BITS - at.leading_zeros());
            above.is_some_and(|level| at_least(known.tool, level) == Some(true))
                || self.has(Column::Extra(extra), viewer)
        };
        bundle.levels.iter().all(|(tool, level)| at_least(*tool, level.0.into()) == Some(true))
            && bundle.extras.iter().all(|extra| has(*extra))
    }

    /// Whether a column is certainly active for somebody on a resource, now (S4-S8, S10).
    pub(crate) fn has(self, column: Column, viewer: Viewer<'_>) -> bool {
        let active = self.looks(viewer, Open::Nothing, |judge, subject, resource| {
            judge.holds(column, subject, resource, &mut Trace::default())
        });
        active == Some(Truth::Yes)
    }

    /// How a column stands for somebody on a resource, now, as a screen sees it (S15).
    pub(crate) fn standing(self, column: Column, viewer: Viewer<'_>) -> Standing {
        let standing = self.looks(viewer, Open::Item, |judge, subject, resource| {
            match judge.holds(column, subject, resource, &mut Trace::default()) {
                Truth::Yes => Standing::Active,
                _ if judge.given(column, subject, resource) => Standing::Idle,
                _ => Standing::Off,
            }
        });
        standing.unwrap_or(Standing::Off)
    }

    /// Looks at a resource with somebody's eyes; `None` when it is unknown.
    fn looks<T>(
        self,
        Viewer { subject, resource, now }: Viewer<'_>,
        open: Open,
        look: impl for<'e> FnOnce(&Judge<'e>, Reference<'e>, Reference<'e>) -> T,
    ) -> Option<T> {
        let action = &self.catalog().actions().first()?.name;
        let question = Question { subject, action, resource, now, given: super::Given::default() };
        let asked = question.resolve(self.catalog(), self.facts, open).ok()?;
        let judge = Judge { decider: self, asked: &asked };
        Some(look(&judge, asked.subject, asked.target.reference()))
    }

    /// Whether a name is that of a subject to look at: a known user, or `anyone` for who is none (S3).
    pub(crate) fn is_somebody(&self, name: &str) -> bool {
        match self.facts.principal(name) {
            Some(Principal::User(_)) => true,
            Some(Principal::Anyone) => !self.facts.is_slice(),
            _ => false,
        }
    }

    /// Whether something can be asked about: a known resource, or a path that is possible (S1); why not, if not.
    pub(crate) fn place(&self, path: &str) -> Result<(), Reason> {
        target(path, self.catalog(), self.facts).map(|_| ())
    }

    /// A question by handles, with a time.
    #[must_use]
    #[inline]
    pub fn can_at(self, subject: Handle, action: ActionId, resource: ResourceId, now: Option<Time>) -> bool {
        let Some(user) = self.facts.user_of(subject) else { return false };
        if self.policy.matrix.plan(action).is_none() || !self.facts.has_resource(resource) {
            return false;
        }
        self.answer_by_bits(&Asked::by_handles(user, action, resource, now), &mut Trace::default())
            == Truth::Yes
    }

    /// The answer by the bits of the matrix, where they make it clear, else by the rule. Only what is compiled for speed calls it.
    #[inline]
    pub(super) fn answer_by_bits<'q>(self, asked: &'q Asked<'q>, trace: &mut Trace<'q>) -> Truth
    where
        Self: 'q,
    {
        let judge = Judge { decider: self, asked };
        let by_bits = judge.by_bits(asked.action, trace);
        by_bits
            .unwrap_or_else(|| judge.answer(asked.action, asked.subject, asked.target.reference(), trace).0)
    }

    /// A question about a known user, by the rule.
    pub(crate) fn rules_that(
        self,
        user: UserId,
        action: ActionId,
        resource: ResourceId,
        now: Option<Time>,
    ) -> bool {
        self.answer(&Asked::by_handles(user, action, resource, now), action) == Truth::Yes
    }

    /// The tools that apply to a resource or a path; `None` when it is unknown.
    #[must_use]
    pub fn tools_on(&self, resource: &str) -> Option<Vec<ToolId>> {
        let target = target(resource, self.catalog(), self.facts).ok()?;
        let (subject, given) = (Reference::Foreign(""), Told::default());
        let asked = Asked { subject, action: ActionId::at(0), target, now: None, given, open: Open::Item };
        let judge = Judge { decider: *self, asked: &asked };
        let mut tools = Vec::new();
        for (index, tool) in self.catalog().tools().iter().enumerate() {
            if judge.has_type(tool.on, asked.target.reference()) {
                tools.push(ToolId::at(index));
            }
        }
        Some(tools)
    }
}
