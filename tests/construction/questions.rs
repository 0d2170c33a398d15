//! Questions as lines of text, put to a company: `user action resource yes|no`, then a time or parts of the context
//! (`target=managed_space:board`) if the question needs them.

use permatrix::decide::Written;
use permatrix::{Data, Decision, Engine};
use serde_json::{Map, Value, json};

/// The decision on a question with its context.
pub fn decided(engine: &Engine, subject: &str, action: &str, resource: &str, context: &Value) -> Decision {
    let question = json!({ "subject": subject, "action": action, "resource": resource, "context": context });
    let question: Data<'_> = question.to_string().parse().expect("a question");
    let question = Written::read(&question, engine.catalog()).expect("a question of this catalog");
    engine.decide(&question.question())
}

/// Asks every line that is neither empty nor a comment; how many there were.
pub fn all_are_answered(engine: &Engine, lines: &str) -> usize {
    let lines = lines.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| is_answered(engine, line)).count()
}

fn is_answered(engine: &Engine, line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [user, action, resource, answer, context @ ..] = words.as_slice() else {
        panic!("not a question: {line}")
    };
    assert!(["yes", "no"].contains(answer), "not an answer: {line}");
    let decision = decided(engine, &format!("user:{user}"), action, resource, &read(context));
    let known = !["unknown_action", "unknown_resource"].contains(&decision.reason.as_str());
    assert!(known && decision.allowed() == (*answer == "yes"), "{line}: {decision:?}");
}

fn read(words: &[&str]) -> Value {
    let part = |word: &&str| {
        let (key, value) = word.split_once('=').unwrap_or(("now", word));
        (key.to_owned(), json!(value))
    };
    Value::Object(words.iter().map(part).collect::<Map<_, _>>())
}
