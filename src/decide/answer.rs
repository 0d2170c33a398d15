//! From a question to a decision: names found, the rule asked, and what came up put into words.

use super::judge::Judge;
use super::question::{Asked, Target};
use super::{Decider, Decision, Question, Standing, Viewer};
use crate::catalog::{Bundle, Catalog};
use crate::condition::{Column, Expr, Reference, Trace, Truth};
use crate::facts::Handle;
use crate::ids::{ActionId, ConditionId, ExtraId, Level, ResourceId, Time, ToolId, TypeId};
use crate::order::insert;

impl Decider<'_> {
    /// Decides a question. Whatever is wrong with it, the answer is a decision (S1).
    #[must_use]
    pub fn decide(&self, question: &Question<'_>) -> Decision {
        match question.resolve(self.catalog(), self.facts, false) {
            Ok(asked) => {
                let decision = self.judged(&asked, asked.action);
                let requestable = if decision.allowed() { None } else { self.requestable(&asked) };
                Decision { requestable, ..decision }
            }
            Err(reason) => Decision::denied(reason),
        }
    }

    /// S15: the answer for a screen, without the item's attributes: unknown means *depends*.
    #[must_use]
    pub fn ask(&self, question: &Question<'_>) -> Truth {
        match question.resolve(self.catalog(), self.facts, true) {
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
        let Ok(asked) = question.resolve(self.catalog(), self.facts, true) else {
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
        let paths = evidence.map(|evidence| judge.paths(action, reason, &evidence)).unwrap_or_default();
        let missing = if answer == Truth::Unknown { missing(self.catalog(), &trace) } else { Vec::new() };
        Decision { answer, reason, missing, valid_until: trace.until, paths, requestable: None }
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

/// An attribute as the condition writes it: `resource.creator.company`.
fn written(catalog: &Catalog, part: &Expr) -> String {
    let attribute = |id| &catalog.attribute(id).name;
    match part {
        Expr::Attribute(of, id) => format!("{}.{}", written(catalog, of), attribute(*id)),
        Expr::Context(id) => format!("context.{}", attribute(*id)),
        Expr::Setting(id) => format!("settings.{}", attribute(*id)),
        Expr::Subject => "subject".to_owned(),
        Expr::Resource => "resource".to_owned(),
        Expr::Now => "now".to_owned(),
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
        let given = super::Given::default();
        let known = self.facts.user(subject).map_or(Reference::Foreign(subject), Reference::User);
        let target = Target { known: resource, parts: Vec::new() };
        let asked =
            Asked { subject: known, action: ActionId::at(0), target, now, given: &given, open: false };
        let judge = Judge { decider: self, asked: &asked };
        let mut trace = Trace::default();
        let says = judge.footnote(condition, known, Reference::Resource(resource), &mut trace);
        trace.unless_exhausted(says)
    }

    /// Whether somebody has at least all that a bundle gives: its levels or higher ones, and its granulars and privileges
    /// or, instead of a granular, a level above those it acts at. Roles are what they bundle.
    pub(crate) fn reaches(self, bundle: &Bundle, viewer: Viewer<'_>) -> bool {
        let catalog = self.catalog();
        let active = |column| self.standing(column, viewer) == Standing::Active;
        let at_least = |tool: ToolId, level: u8| {
            let ladder = catalog.tools()[tool.index()].levels.ladder();
            let most = ladder.map_or(0, |ladder| catalog.ladder(ladder).levels.len() as u8);
            (level..most).any(|level| active(Column::Level(tool, Level(level))))
        };
        let has = |extra: ExtraId| {
            let above = catalog.extra(extra).active_at.map(|at| u32::BITS - at.leading_zeros());
            let above = above.is_some_and(|level| at_least(catalog.extra(extra).tool, level as u8));
            above || active(Column::Extra(extra))
        };
        bundle.levels.iter().all(|(tool, level)| at_least(*tool, level.0))
            && bundle.extras.iter().all(|extra| has(*extra))
    }

    /// How a column stands for somebody on a resource, now (S4-S8, S10).
    pub(crate) fn standing(&self, column: Column, viewer: Viewer<'_>) -> Standing {
        let Some(first) = self.catalog().actions().first() else { return Standing::Off };
        let Viewer { subject, resource, now } = viewer;
        let question =
            Question { subject, action: &first.name, resource, now, given: super::Given::default() };
        let Ok(asked) = question.resolve(self.catalog(), self.facts, true) else { return Standing::Off };
        let judge = Judge { decider: *self, asked: &asked };
        let (subject, resource) = (asked.subject, asked.target.reference());
        match judge.holds(column, subject, resource, &mut Trace::default()) {
            Truth::Yes => Standing::Active,
            _ if judge.given(column, subject, resource) => Standing::Idle,
            _ => Standing::Off,
        }
    }

    /// A question by handles, with a time.
    #[must_use]
    pub fn can_at(self, subject: Handle, action: ActionId, resource: ResourceId, now: Option<Time>) -> bool {
        let Some(user) = self.facts.user_of(subject) else { return false };
        if self.policy.matrix.plan(action).is_none() || !self.facts.has_resource(resource) {
            return false;
        }
        let given = super::Given::default();
        let asked = Asked::by_handles(user, action, resource, now, &given);
        self.answer(&asked, action) == Truth::Yes
    }

    /// The tools that apply to a resource or a path; `None` when it is unknown.
    #[must_use]
    pub fn tools_on(&self, resource: &str) -> Option<Vec<ToolId>> {
        let first = self.catalog().actions().first()?;
        let question = Question::new("", &first.name, resource);
        let asked = question.resolve(self.catalog(), self.facts, true).ok()?;
        let judge = Judge { decider: *self, asked: &asked };
        let tools = self.catalog().tools().iter().enumerate();
        let here = tools.filter(|(_, tool)| judge.has_type(tool.on, asked.target.reference()));
        Some(here.map(|(index, _)| ToolId::at(index)).collect())
    }
}
