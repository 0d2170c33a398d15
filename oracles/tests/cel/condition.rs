//! Conditions, and their text in three forms.

/// The kind of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bool,
    Int,
    Double,
    Text,
    Time,
    Span,
}

#[derive(Clone, Debug)]
pub enum Term {
    /// `resource.count`
    Attribute(String),
    /// As we write it, and as the rival does.
    Literal(String, String),
    /// The element of an `exists` or `all` around it.
    Element(String),
    Now,
    Sum(Box<Term>, char, Box<Term>),
}

#[derive(Clone, Debug)]
pub enum List {
    Attribute(String),
    Written(Vec<Term>),
}

#[derive(Clone, Debug)]
pub enum Condition {
    Is(Term),
    Has(String),
    Compare(&'static str, Term, Term),
    /// `==` or `!=` between two answers.
    Same(&'static str, Box<Condition>, Box<Condition>),
    In(Term, List),
    Exists(List, String, Box<Condition>),
    All(List, String, Box<Condition>),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Choose(Box<Condition>, Box<Condition>, Box<Condition>),
}

/// For whom a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For the engine.
    Ours,
    /// For the rival: the same, but for how moments and durations are written.
    Rival,
    /// For the rival, so that what cannot be known stands only where `&&` and `||` can pass over it: no `?:`, and no list
    /// that is written out.
    Parted,
}

/// How tightly the sign of a text binds: one that binds less goes into brackets.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Grip {
    Choice,
    Or,
    And,
    Relation,
    Unary,
}

/// What stands for the elements around.
type Elements<'e> = [(&'e str, String)];

impl Condition {
    pub fn text(&self, form: Form) -> String {
        self.write(form, &[], Grip::Choice)
    }

    /// The same, in brackets where what is around it binds more tightly.
    fn write(&self, form: Form, elements: &Elements<'_>, around: Grip) -> String {
        let (text, own) = self.bare(form, elements);
        if own < around { format!("({text})") } else { text }
    }

    fn bare(&self, form: Form, elements: &Elements<'_>) -> (String, Grip) {
        let part = |of: &Self, around| of.write(form, elements, around);
        let term = |of: &Term| of.text(form, elements);
        match self {
            Self::Is(of) => (term(of), Grip::Unary),
            Self::Has(attribute) => (format!("has({attribute})"), Grip::Unary),
            Self::Compare(sign, a, b) => (format!("{} {sign} {}", term(a), term(b)), Grip::Relation),
            Self::Same(sign, a, b) => {
                (format!("{} {sign} {}", part(a, Grip::Unary), part(b, Grip::Unary)), Grip::Relation)
            }
            Self::In(a, List::Written(items)) if form == Form::Parted && !items.is_empty() => {
                let each = items.iter().map(|item| format!("{} == {}", term(a), term(item)));
                (each.collect::<Vec<_>>().join(" || "), Grip::Or)
            }
            Self::In(a, list) => (format!("{} in {}", term(a), list.text(form, elements)), Grip::Relation),
            Self::Exists(list, name, of) => each(("exists", "||", Grip::Or), list, name, of, form, elements),
            Self::All(list, name, of) => each(("all", "&&", Grip::And), list, name, of, form, elements),
            Self::Not(of) => (format!("!{}", part(of, Grip::Unary)), Grip::Unary),
            Self::And(a, b) => (format!("{} && {}", part(a, Grip::And), part(b, Grip::And)), Grip::And),
            Self::Or(a, b) => (format!("{} || {}", part(a, Grip::Or), part(b, Grip::Or)), Grip::Or),
            Self::Choose(question, yes, no) if form == Form::Parted => {
                let [question, yes, no] = [question, yes, no].map(|of| part(of, Grip::Unary));
                (format!("{question} && {yes} || !{question} && {no} || {yes} && {no}"), Grip::Or)
            }
            Self::Choose(question, yes, no) => {
                let (question, yes) = (part(question, Grip::Or), part(yes, Grip::Or));
                (format!("{question} ? {yes} : {}", part(no, Grip::Choice)), Grip::Choice)
            }
        }
    }

    /// The condition with one of its parts in its place, or with a part that is smaller.
    pub fn simpler(&self) -> Vec<Self> {
        match self {
            Self::Not(a) => alone(a, &Self::Not),
            Self::Exists(list, name, a) => within(a, &|a| Self::Exists(list.clone(), name.clone(), a)),
            Self::All(list, name, a) => within(a, &|a| Self::All(list.clone(), name.clone(), a)),
            Self::And(a, b) => pair(a, b, &Self::And),
            Self::Or(a, b) => pair(a, b, &Self::Or),
            Self::Same(sign, a, b) => pair(a, b, &|a, b| Self::Same(sign, a, b)),
            Self::Choose(a, b, c) => {
                let mut all = alone(a, &|a| Self::Choose(a, b.clone(), c.clone()));
                all.extend(pair(b, c, &|b, c| Self::Choose(a.clone(), b, c)));
                all
            }
            Self::Is(_) | Self::Has(_) | Self::Compare(..) | Self::In(..) => Vec::new(),
        }
    }
}

type Boxed = Box<Condition>;

fn within(a: &Condition, make: &dyn Fn(Boxed) -> Condition) -> Vec<Condition> {
    a.simpler().into_iter().map(|a| make(Box::new(a))).collect()
}

fn alone(a: &Condition, make: &dyn Fn(Boxed) -> Condition) -> Vec<Condition> {
    [a.clone()].into_iter().chain(within(a, make)).collect()
}

fn pair(a: &Boxed, b: &Boxed, make: &dyn Fn(Boxed, Boxed) -> Condition) -> Vec<Condition> {
    let mut all = alone(a, &|a| make(a, b.clone()));
    all.extend(alone(b, &|b| make(a.clone(), b)));
    all
}

/// `exists` or `all`: over a list that is written out, the same asked of each element.
fn each(
    (word, sign, grip): (&str, &str, Grip),
    list: &List,
    name: &str,
    of: &Condition,
    form: Form,
    elements: &Elements<'_>,
) -> (String, Grip) {
    let about = |element: String, around| {
        let inside: Vec<_> = elements.iter().cloned().chain([(name, element)]).collect();
        of.write(form, &inside, around)
    };
    match list {
        List::Written(items) if form == Form::Parted && !items.is_empty() => {
            // Nothing is known of an element that is missing, not even what is said of every one.
            let all = items.iter().map(|item| {
                let item = item.text(form, elements);
                format!("({item} == {item} ? {} : false)", about(item.clone(), Grip::Or))
            });
            (all.collect::<Vec<_>>().join(&format!(" {sign} ")), grip)
        }
        _ => {
            let body = about(name.to_owned(), Grip::Choice);
            (format!("{}.{word}({name}, {body})", list.text(form, elements)), Grip::Unary)
        }
    }
}

impl Term {
    fn text(&self, form: Form, elements: &Elements<'_>) -> String {
        match self {
            Self::Attribute(name) => name.clone(),
            Self::Literal(ours, rival) => if form == Form::Ours { ours } else { rival }.clone(),
            Self::Element(name) => {
                let bound = elements.iter().find(|(known, _)| known == name);
                bound.map_or_else(|| name.clone(), |(_, text)| text.clone())
            }
            Self::Now => "now".into(),
            Self::Sum(a, sign, b) => {
                let right = b.text(form, elements);
                let right = if matches!(**b, Self::Sum(..)) { format!("({right})") } else { right };
                format!("{} {sign} {right}", a.text(form, elements))
            }
        }
    }
}

impl List {
    fn text(&self, form: Form, elements: &Elements<'_>) -> String {
        match self {
            Self::Attribute(name) => name.clone(),
            Self::Written(items) => {
                let items: Vec<_> = items.iter().map(|item| item.text(form, elements)).collect();
                format!("[{}]", items.join(", "))
            }
        }
    }
}
