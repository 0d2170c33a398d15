//! Worlds without what Cedar cannot say.

use crate::world::{Ladder, Rule, Term, Value, World};

/// Every tool with levels has or borrows a ladder that is known beforehand, and conditions ask about attributes only:
/// a part that asks for more becomes one that does not. Shares are grants like others, and make no guests.
pub fn plain(mut world: World) -> World {
    world.sharing.clear();
    for tool in &mut world.tools {
        if let Ladder::Item(ladder) = &tool.ladder {
            tool.ladder = Ladder::Own(ladder.clone());
        }
    }
    for footnote in &mut world.footnotes {
        footnote.rule = footnote.rule.as_ref().map(rule);
    }
    for ceiling in &mut world.ceilings {
        ceiling.when = rule(&ceiling.when);
    }
    world
}

fn rule(of: &Rule) -> Rule {
    let part = |of: &Rule| Box::new(rule(of));
    let owner = || Term::Attribute(Box::new(Term::Resource), "owner");
    match of {
        Rule::Not(a) => Rule::Not(part(a)),
        Rule::And(a, b) => Rule::And(part(a), part(b)),
        Rule::Or(a, b) => Rule::Or(part(a), part(b)),
        Rule::Choose(a, b, c) => Rule::Choose(part(a), part(b), part(c)),
        Rule::Member(subject, _) => Rule::Compare("==", subject.clone(), owner()),
        Rule::Holds(_, whose) => {
            Rule::In((*whose.subject).clone(), Term::Attribute(Box::new(Term::Resource), "team"))
        }
        Rule::Can(..) => Rule::Has(owner()),
        Rule::Compare(_, Term::Level(_, whose), _) => Rule::Compare("!=", (*whose.subject).clone(), owner()),
        Rule::Compare(sign, a, b) if ["<", "<=", ">", ">="].contains(sign) && (is_text(a) || is_text(b)) => {
            Rule::Compare("==", a.clone(), b.clone())
        }
        other => other.clone(),
    }
}

/// Texts have no order in Cedar.
fn is_text(of: &Term) -> bool {
    match of {
        Term::Constant(Value::Text(_)) => true,
        Term::Attribute(_, name) => ["state", "grade"].contains(name),
        Term::Setting(name) => *name == "mode",
        _ => false,
    }
}
