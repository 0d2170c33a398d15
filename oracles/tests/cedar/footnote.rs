//! S9 in Cedar. A condition of ours has three answers, one of Cedar's two, and an error where something is missing. An
//! error makes Cedar skip the policy, which is a denial for a `permit`, but lets everything through for a `forbid`. So a
//! condition becomes two expressions that cannot fail: when it is certainly yes, and when it is certainly no.

use super::text::{FALSE, TRUE, Text, and, entity, not, or, value};
use crate::world::{Footnote, Rule, Term, Value, World};

/// When the answer is yes, and when it is no; otherwise it is unknown.
#[derive(Clone)]
pub struct Answer {
    pub yes: Text,
    pub no: Text,
}

impl Answer {
    pub fn always() -> Self {
        Self { yes: TRUE.into(), no: FALSE.into() }
    }

    fn unknown() -> Self {
        Self { yes: FALSE.into(), no: FALSE.into() }
    }

    /// Of an expression that can be evaluated where `guard` holds.
    fn where_known(guard: &str, expression: &str) -> Self {
        Self {
            yes: and([guard.to_owned(), expression.to_owned()]),
            no: and([guard.to_owned(), not(expression)]),
        }
    }

    fn negated(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    pub fn all(parts: Vec<Self>) -> Self {
        Self {
            yes: and(parts.iter().map(|part| part.yes.clone())),
            no: or(parts.into_iter().map(|part| part.no)),
        }
    }

    fn any(parts: Vec<Self>) -> Self {
        Self::all(parts.into_iter().map(Self::negated).collect()).negated()
    }
}

/// A value, and when it is there.
struct Known {
    guard: Text,
    value: Text,
}

/// Conditions in one world.
#[derive(Clone, Copy)]
pub struct Conditions<'w> {
    pub world: &'w World,
    /// Whom a list of users can name, for Cedar cannot look at the elements of a set one by one.
    pub people: &'w [String],
}

impl Conditions<'_> {
    /// A condition of the tool or of the catalog; one that is still to do is unknown.
    pub fn named(&self, tool: Option<&str>, name: &str) -> Answer {
        let visible = |footnote: &&Footnote| footnote.tool.is_none() || footnote.tool.as_deref() == tool;
        let found = self.world.footnotes.iter().filter(visible).find(|footnote| footnote.name == name);
        let rule = found.and_then(|footnote| footnote.rule.as_ref());
        rule.map_or_else(Answer::unknown, |rule| self.answer(rule, None))
    }

    pub fn answer(&self, rule: &Rule, element: Option<&str>) -> Answer {
        let term = |of: &Term| self.term(of, element);
        let answer = |of: &Rule| self.answer(of, element);
        match rule {
            Rule::Is(of) => Answer::where_known(&term(of).guard, &term(of).value),
            Rule::Not(of) => answer(of).negated(),
            Rule::And(a, b) => Answer::all(vec![answer(a), answer(b)]),
            Rule::Or(a, b) => Answer::any(vec![answer(a), answer(b)]),
            Rule::Choose(question, yes, no) => chosen(&answer(question), &answer(yes), &answer(no)),
            Rule::Compare(sign, a, b) => compared(&term(a), sign, &term(b)),
            Rule::In(a, Term::List(items)) => {
                let sought = term(a);
                let each = items.iter().map(|item| compared(&sought, "==", &term(item))).collect();
                within(&sought.guard, Answer::any(each))
            }
            Rule::In(a, list) => {
                let (a, list) = (term(a), term(list));
                let guard = and([a.guard, list.guard]);
                Answer::where_known(&guard, &format!("{}.contains({})", list.value, a.value))
            }
            Rule::Exists(list, of) => within(&term(list).guard, self.exists(&term(list).value, of)),
            Rule::All(list, of) => {
                let other = Rule::Not(of.clone());
                within(&term(list).guard, self.exists(&term(list).value, &other).negated())
            }
            Rule::Has(of) => self.has(of, element),
            Rule::InGroup(subject, group) => {
                let (subject, group) = (term(subject), term(group));
                let guard = and([subject.guard, group.guard]);
                Answer::where_known(&guard, &format!("{} in {}", subject.value, group.value))
            }
            Rule::Holds(..) | Rule::Can(..) | Rule::Member(..) => unreachable!("left out before"),
        }
    }

    /// Whether somebody is in the set and fits: asked for everybody there is.
    fn exists(&self, set: &str, of: &Rule) -> Answer {
        let one = |name: &String| {
            let inside = format!("{set}.contains({})", entity("User", name));
            let fits = self.answer(of, Some(name));
            Answer { yes: and([inside.clone(), fits.yes]), no: or([not(&inside), fits.no]) }
        };
        Answer::any(self.people.iter().map(one).collect())
    }

    /// `has` asks about the last step only, and of nothing that does not exist.
    fn has(&self, of: &Term, element: Option<&str>) -> Answer {
        let Term::Attribute(owner, name) = of else {
            let Term::Context(name) = of else { return Answer::unknown() };
            return Answer::where_known(TRUE, &format!("context.given has {name}"));
        };
        let owner = self.term(owner, element);
        let there = format!("{} has {name}", owner.value);
        let stored = format!("{} has stored", owner.value);
        Answer { yes: and([owner.guard.clone(), there.clone()]), no: and([owner.guard, stored, not(&there)]) }
    }

    fn term(&self, of: &Term, element: Option<&str>) -> Known {
        let known = |value: Text| Known { guard: TRUE.into(), value };
        match of {
            Term::Subject => known("principal".into()),
            Term::Resource => known("resource".into()),
            Term::Now => Known { guard: "context has now".into(), value: "context.now".into() },
            Term::Constant(constant) => known(value(constant)),
            Term::Attribute(owner, name) => {
                let owner = self.term(owner, element);
                let there = format!("{} has {name}", owner.value);
                Known { guard: and([owner.guard, there]), value: format!("{}.{name}", owner.value) }
            }
            Term::Context(name) => {
                Known { guard: format!("context.given has {name}"), value: format!("context.given.{name}") }
            }
            Term::Setting(name) => known(format!("context.settings.{name}")),
            Term::Element => known(value(&Value::User(element.unwrap_or_default().to_owned()))),
            Term::Plus(a, b) => self.sum(a, '+', b, element),
            Term::Minus(a, b) => self.sum(a, '-', b, element),
            Term::List(_) | Term::Level(..) => unreachable!("left out before"),
        }
    }

    fn sum(&self, a: &Term, sign: char, b: &Term, element: Option<&str>) -> Known {
        let (a, b) = (self.term(a, element), self.term(b, element));
        Known { guard: and([a.guard, b.guard]), value: format!("({} {sign} {})", a.value, b.value) }
    }
}

fn compared(a: &Known, sign: &str, b: &Known) -> Answer {
    let guard = and([a.guard.clone(), b.guard.clone()]);
    Answer::where_known(&guard, &format!("{} {sign} {}", a.value, b.value))
}

/// Unknown unless something else is there.
fn within(guard: &str, answer: Answer) -> Answer {
    Answer { yes: and([guard.to_owned(), answer.yes]), no: and([guard.to_owned(), answer.no]) }
}

/// The branch that is chosen, or what both say.
fn chosen(question: &Answer, yes: &Answer, no: &Answer) -> Answer {
    let either = |question: &Answer, yes: &Text, no: &Text| {
        or([
            and([question.yes.clone(), yes.clone()]),
            and([question.no.clone(), no.clone()]),
            and([yes.clone(), no.clone()]),
        ])
    };
    Answer { yes: either(question, &yes.yes, &no.yes), no: either(question, &yes.no, &no.no) }
}
