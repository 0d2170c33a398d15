//! The cases of tests/cases: one idea a file, with its rule and what a simple evaluator gets wrong. tests/cases/README.md
//! has the shape. The same files run through the npm package by tests/cases/run.mjs.

use permatrix::change::{By, Mail};
use permatrix::decide::Written;
use permatrix::{Catalog, Decision, Engine, Given, LeftOut, Question, Reason, Result, Time, Truth};
use std::borrow::Cow;
use std::fs;
use std::path::Path;

/// Data that has been read.
type Data = permatrix::Data<'static>;

const RULES: [&str; 22] = [
    "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13", "S14", "S15", "S16",
    "S17", "S18", "S19", "S20", "S21", "S22",
];

#[test]
fn every_case_holds() {
    all_hold(Way::Plain);
}

#[test]
fn every_case_holds_in_a_snapshot_that_is_opened_after_each_change() {
    all_hold(Way::Reopened);
}

#[test]
fn every_case_holds_where_changes_come_as_deltas() {
    all_hold(Way::Replica);
}

fn all_hold(way: Way) {
    let differences: Vec<String> =
        cases().iter().flat_map(|(file, case)| play_all(file, case, way)).collect();
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}

/// What a case asks of somebody, his slice answers in the same way. It denies what it cannot know: what hangs on other people, and
/// what their requests are about.
#[test]
fn every_case_holds_in_the_slice_of_who_asks() {
    let (mut same, mut of_others) = (0, Vec::new());
    for (file, case) in cases().iter().filter(|(_, case)| get(case, "refused").is_none()) {
        let mut engine = engine(&document(case, "catalog"), &document(case, "facts")).unwrap();
        let mut token = String::new();
        let mut slices: Vec<(&str, Engine)> = Vec::new();
        for (index, step) in list(need(case, "steps")).iter().enumerate() {
            let place = format!("{file}, step {}", index + 1);
            if get(step, "apply").is_some() {
                apply(&mut engine, step, &mut token, &place);
                slices.clear();
            }
            let Some((asked, subject)) = get(step, "ask").and_then(|asked| Some((asked, name(asked)?)))
            else {
                continue;
            };
            if !slices.iter().any(|(known, _)| *known == subject) {
                let Ok(words) = engine.slice(subject) else { continue }; // who is no user has none
                slices.push((subject, Engine::from_snapshot(words).unwrap()));
            }
            let slice = &slices.iter().find(|(known, _)| *known == subject).unwrap().1;
            match in_slice(slice, &engine, asked, &place) {
                Ok(()) => same += 1,
                Err(unsaid) => of_others.extend(unsaid),
            }
        }
    }
    println!("{same} questions have the same answers; these hang on others:\n{}", of_others.join("\n"));
    assert!(same > 10 * of_others.len(), "{same} and {}", of_others.len());
}

/// Asks a slice what the whole is asked, which answers in the same way. Otherwise the slice denies: with a line, where the whole
/// might not.
fn in_slice(
    slice: &Engine,
    whole: &Engine,
    asked: &Data,
    place: &str,
) -> std::result::Result<(), Option<String>> {
    let Ok(written) = Written::read(asked, whole.catalog()) else { return Ok(()) };
    let question = written.question();
    let [part, all] = [slice, whole].map(|engine| engine.decide(&question));
    if part.reason != Reason::NotInSlice {
        assert_eq!(described(slice, &part), described(whole, &all), "{}", titled(place, asked));
        return Ok(());
    }
    assert!(!part.allowed(), "{}", titled(place, asked));
    let there = slice.facts().resource(question.resource.split('/').next().unwrap_or_default()).is_some();
    let line = || format!("{}: {}", titled(place, asked), all.reason.as_str());
    Err((there || all.allowed()).then(line))
}

/// What a case asks and expects of the whole is answered in the same way where names and titles were left out.
#[test]
fn every_case_holds_in_a_snapshot_without_names() {
    let mut asked = 0;
    for (file, case) in cases().iter().filter(|(_, case)| get(case, "refused").is_none()) {
        let mut engine = engine(&document(case, "catalog"), &document(case, "facts")).unwrap();
        let mut token = String::new();
        let mut nameless = without_names(&engine);
        for (index, step) in list(need(case, "steps")).iter().enumerate() {
            let place = format!("{file}, step {}", index + 1);
            let differences = play(&mut engine, step, &mut token, &place);
            assert!(differences.is_empty(), "{differences:?}");
            if get(step, "apply").is_some() {
                nameless = without_names(&engine);
            } else {
                asked += 1;
                same_without_names(&nameless, &engine, step, &place);
            }
        }
    }
    assert!(asked > 500, "only {asked} questions");
}

fn without_names(engine: &Engine) -> Engine {
    let left_out = LeftOut { titles: true, names: Some([7; 16]) };
    Engine::from_snapshot(engine.snapshot_without(left_out).unwrap()).unwrap()
}

fn same_without_names(nameless: &Engine, whole: &Engine, step: &Data, place: &str) {
    let both = [nameless, whole];
    if let Some(asked) = get(step, "ask").or_else(|| get(step, "attempt")) {
        let Ok(written) = Written::read(asked, whole.catalog()) else { return };
        let question = written.question();
        let [part, all] = both.map(|engine| (engine.decide(&question), engine.ask(&question)));
        assert_eq!(part, all, "{}", titled(place, asked));
        let handles = both.map(|engine| by_handles(engine, &question, &all.0, place));
        assert_eq!(handles[0], handles[1]);
    } else if let Some(screen) = get(step, "screen") {
        let [part, all] = both.map(|engine| engine.ask(&question(engine, screen)));
        assert_eq!(part, all, "{}", titled(place, screen));
    } else if let Some(wanted) = get(step, "whatCan") {
        let [part, all] = both.map(|engine| what_can(engine, wanted));
        assert_eq!(part, all, "{}", titled(place, wanted));
    }
    let resources: Vec<_> = whole.facts().resources().collect();
    let rows = both.map(|engine| {
        let facts = engine.facts();
        let handles: Vec<_> = facts.users().map(|user| facts.handle(user)).collect();
        resources.iter().map(|on| engine.decide_all(&handles, *on, None)).collect::<Vec<_>>()
    });
    assert_eq!(rows[0], rows[1], "{place}");
}

fn name(asked: &Data) -> Option<&str> {
    if let Data::Text(name) = need(asked, "subject") { Some(name) } else { None }
}

/// Which engine is asked.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// The one that changes are made in.
    Plain,
    /// That, written and opened again.
    Reopened,
    /// One that was opened at the beginning, and gets deltas.
    Replica,
}

#[test]
fn every_rule_has_a_case() {
    let cases = cases();
    let told: Vec<&str> = cases.iter().flat_map(|(_, case)| list(need(case, "rule"))).map(text).collect();
    let untold: Vec<_> = RULES.iter().filter(|rule| !told.contains(*rule)).collect();
    let unknown: Vec<_> = told.iter().filter(|rule| !RULES.contains(*rule)).collect();
    assert!(untold.is_empty(), "rules without a case: {untold:?}");
    assert!(unknown.is_empty(), "rules that are not there, or not built: {unknown:?}");
}

#[test]
fn every_file_is_named_by_its_idea_and_complete() {
    for (file, case) in cases() {
        let keys = keys(&case);
        let shape = ["idea", "rule", "why", "catalog", "facts"];
        assert_eq!(keys[..5], shape, "{file}");
        assert!(
            keys[5..] == ["steps"] || keys[5..] == ["refused"],
            "{file}: `steps` or `refused` comes last"
        );
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(file.strip_suffix(".json").is_some_and(|name| name.chars().all(plain)), "{file}");
        assert!(!list(need(&case, "rule")).is_empty(), "{file}: no rule");
        let steps = get(&case, "steps").map(list).unwrap_or_default();
        assert!(keys[5] == "refused" || !steps.is_empty(), "{file}: no step");
        for step in steps {
            assert!(is_step(step), "{file}: {step:?}");
        }
    }
}

/// A misspelt key would be an expectation that nobody looks at.
fn is_step(step: &Data) -> bool {
    let step_keys = keys(step);
    let shapes: [&[&str]; 5] =
        [&["ask"], &["screen"], &["whatCan"], &["attempt"], &["apply", "actor", "now"]];
    let fits = |shape: &&[&str]| {
        let known = |key: &&str| shape.contains(key) || ["clockless", "expect"].contains(key);
        step_keys.contains(&shape[0]) && step_keys.iter().all(known)
    };
    let told =
        ["allowed", "code", "missing", "validUntil", "error", "yes", "depends", "requestable", "outbox"];
    let expected = need(step, "expect");
    shapes.iter().any(fits)
        && (matches!(expected, Data::Text(_)) || keys(expected).iter().all(|key| told.contains(key)))
}

/// The quick way by handles against the whole rule: every user, action and resource of every case, before its changes and
/// after them.
#[test]
fn the_compiled_matrix_agrees_about_everybody_everywhere() {
    let mut asked = 0;
    for (file, case) in cases().iter().filter(|(_, case)| get(case, "refused").is_none()) {
        let facts = document(case, "facts");
        let mut engine = engine(&document(case, "catalog"), &facts).unwrap();
        asked += everybody(&engine, &facts, file);
        let changes = list(need(case, "steps")).iter().filter(|step| get(step, "apply").is_some());
        let mut token = String::new();
        for step in changes {
            apply(&mut engine, step, &mut token, file);
            asked += everybody(&engine, &facts, file);
        }
    }
    assert!(asked > 100_000, "only {asked} questions");
}

/// The bulk form has the same answers.
fn in_bulk(engine: &Engine, facts: &Data, file: &str) {
    let facts_of = engine.facts();
    let users = keys(need(facts, "users"));
    let users: Vec<_> = users.iter().filter_map(|name| facts_of.user(name)).collect();
    let handles: Vec<_> = users.iter().map(|user| facts_of.handle(*user)).collect();
    let actions = engine.catalog().actions();
    for resource in keys(need(facts, "resources")).iter().filter_map(|name| facts_of.resource(name)) {
        let rows = engine.decide_all(&handles, resource, None);
        let width = actions.len().div_ceil(64);
        for (number, user) in users.iter().enumerate() {
            for (index, action) in actions.iter().enumerate() {
                let bit = rows[number * width + index / 64] >> (index % 64) & 1 == 1;
                let names = (facts_of.user_name(*user), &action.name, facts_of.resource_name(resource));
                let decision = engine.decide(&Question::new(names.0, names.1, names.2));
                assert_eq!(bit, decision.allowed(), "{file}: {names:?} in bulk");
            }
        }
    }
}

fn everybody(engine: &Engine, facts: &Data, file: &str) -> usize {
    in_bulk(engine, facts, file);
    let (users, resources) = (keys(need(facts, "users")), keys(need(facts, "resources")));
    let actions = engine.catalog().actions();
    for user in &users {
        for resource in &resources {
            for action in actions {
                let question = Question::new(user, &action.name, resource);
                let place = format!("{file}: {user} {} {resource}", action.name);
                assert_eq!(by_handles(engine, &question, &engine.decide(&question), &place), None);
            }
        }
    }
    users.len() * resources.len() * actions.len()
}

/// A runner that cannot fail proves nothing: every expectation of every case, turned round, must be reported.
#[test]
fn every_expectation_can_fail() {
    for (file, case) in cases() {
        if let Some(code) = get(&case, "refused") {
            assert!(!run(&file, &with(&case, "refused", &wrong(code))).is_empty(), "{file}");
            continue;
        }
        let steps = list(need(&case, "steps"));
        let turned = steps.iter().map(|step| with(step, "expect", &wrong(need(step, "expect")))).collect();
        let differences = run(&file, &with(&case, "steps", &Data::List(turned)));
        for step in 1..=steps.len() {
            let place = format!("{file}, step {step}");
            let reported = differences.iter().any(|line| {
                line.strip_prefix(&place).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
            });
            assert!(reported, "{place} cannot fail");
        }
    }
}

/// Something else than what a case expects.
fn wrong(expected: &Data) -> Data {
    match expected {
        Data::Map(entries) if get(expected, "allowed").is_some() => {
            let turn = |(key, value): &(Cow<'static, str>, Data)| match value {
                Data::Bool(value) => (key.clone(), Data::Bool(!value)),
                value => (key.clone(), value.clone()),
            };
            Data::Map(entries.iter().map(turn).collect())
        }
        Data::Map(entries) => {
            Data::Map(entries.iter().map(|(key, value)| (key.clone(), wrong(value))).collect())
        }
        Data::List(items) => Data::List([items.as_slice(), &[Data::Text("x".into())]].concat()),
        Data::Text(text) if text == "yes" => Data::Text("no".into()),
        Data::Text(_) => Data::Text("yes".into()),
        other => other.clone(),
    }
}

fn cases() -> Vec<(String, Data)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        let case = fs::read_to_string(path).unwrap().parse();
        let case = case.unwrap_or_else(|error| panic!("{file}: {error}"));
        (file, case)
    };
    files.iter().map(read).collect()
}

/// Plays a case; what differs from what it expects, a line each.
fn run(file: &str, case: &Data) -> Vec<String> {
    play_all(file, case, Way::Plain)
}

fn play_all(file: &str, case: &Data, way: Way) -> Vec<String> {
    let engine = engine(&document(case, "catalog"), &document(case, "facts"));
    if let Some(code) = get(case, "refused") {
        let got = engine.err().map_or("nothing", |error| error.code().as_str());
        let expected = text(code);
        return differs(&format!("{file}, reading"), expected, got).into_iter().collect();
    }
    let mut engine = match engine {
        Ok(engine) => engine,
        Err(error) => return vec![format!("{file}, reading: {error}")],
    };
    let mut differences = Vec::new();
    let mut token = String::new();
    let again = |engine: &Engine| {
        Engine::from_snapshot(engine.snapshot()).unwrap_or_else(|error| panic!("{file}: {error}"))
    };
    let mut replica = if way == Way::Plain { engine.clone() } else { again(&engine) };
    for (index, step) in list(need(case, "steps")).iter().enumerate() {
        let place = format!("{file}, step {}", index + 1);
        let changes = get(step, "apply").is_some();
        let asked = if way == Way::Plain || changes { &mut engine } else { &mut replica };
        differences.extend(play(asked, step, &mut token, &place));
        if changes && way == Way::Reopened {
            replica = again(&engine);
        } else if changes && way == Way::Replica {
            let delta = engine.delta(replica.revision()).expect("all is kept");
            replica.apply_delta(&delta).unwrap_or_else(|refused| panic!("{place}: {}", refused.error));
        }
    }
    differences
}

fn engine(catalog: &Data, facts: &Data) -> Result<Engine> {
    Engine::new(Catalog::from_data(catalog)?, facts)
}

/// A document of the case itself, or of a folder of catalogs.
fn document(case: &Data, key: &str) -> Data {
    match need(case, key) {
        Data::Text(name) => {
            let path = format!("{}/catalogs/{name}/{key}.json", env!("CARGO_MANIFEST_DIR"));
            fs::read_to_string(path).unwrap().parse().unwrap()
        }
        inline => inline.clone(),
    }
}

/// `token`: the one in the last mail that had one.
fn play(engine: &mut Engine, step: &Data, token: &mut String, place: &str) -> Vec<String> {
    let expected = need(step, "expect");
    if let Some(question) = get(step, "ask") {
        ask(engine, question, expected, place)
    } else if let Some(screen) = get(step, "screen") {
        let question = question(engine, screen);
        differs(&titled(place, screen), text(expected), word(engine.ask(&question))).into_iter().collect()
    } else if let Some(wanted) = get(step, "whatCan") {
        let got = what_can(engine, wanted);
        let expected =
            format!("yes: {}; depends: {}", names(need(expected, "yes")), names(need(expected, "depends")));
        differs(&titled(place, wanted), &expected, &got).into_iter().collect()
    } else if let Some(question) = get(step, "attempt") {
        attempt(engine, question, expected, place)
    } else {
        apply(engine, step, token, place)
    }
}

/// Tried: the decision is the one there is, and the mails are those expected.
fn attempt(engine: &Engine, asked: &Data, expected: &Data, place: &str) -> Vec<String> {
    let written = Written::read(asked, engine.catalog()).unwrap();
    let (decision, outbox) = engine.attempt(&written.question()).unwrap();
    let place = titled(place, asked);
    let mut differences: Vec<String> =
        differs(&place, &expectation(engine, expected), &described(engine, &decision)).into_iter().collect();
    differences.extend(differs(&place, &names(need(expected, "outbox")), &mails(&outbox)));
    differences
}

/// Mails as a case writes them: template, language and recipients, sorted.
fn mails(outbox: &[Mail]) -> String {
    let line = |mail: &Mail| {
        let language = mail.language.as_deref().unwrap_or("-");
        let to: Vec<&str> = mail.to.iter().map(|person| text(need(person, "id"))).collect();
        format!("{} {language} {}", mail.template, to.join(" "))
    };
    let mut lines: Vec<String> = outbox.iter().map(line).collect();
    lines.sort();
    lines.join(" ")
}

/// Asked in every way there is: `decide`, and what must agree with it.
fn ask(engine: &Engine, asked: &Data, expected: &Data, place: &str) -> Vec<String> {
    let place = titled(place, asked);
    let written = match Written::read(asked, engine.catalog()) {
        Ok(written) => written,
        Err(error) => {
            return differs(
                &place,
                &expectation(engine, expected),
                &format!("error {}", error.code().as_str()),
            )
            .into_iter()
            .collect();
        }
    };
    let question = written.question();
    let decision = engine.decide(&question);
    let mut differences: Vec<String> =
        differs(&place, &expectation(engine, expected), &described(engine, &decision)).into_iter().collect();
    // S15: what is yes or no whatever the item says is so for this item.
    if question.given.subject.is_empty() && decision.reason != Reason::Limit {
        let screen = engine.ask(&Question { given: Given::default(), ..question.clone() });
        let against = if decision.allowed() { Truth::No } else { Truth::Yes };
        let [screen, against] = [screen, against].map(word);
        if screen == against {
            differences
                .push(format!("{place}: the screen says {screen}, the decision {}", decision.allowed()));
        }
    }
    let context = get(asked, "context");
    if context.is_none_or(
        |context| matches!(context, Data::Map(entries) if entries.iter().all(|(key, _)| key == "now")),
    ) {
        differences.extend(by_handles(engine, &question, &decision, &place));
    }
    differences
}

/// The compiled matrix, where it has an answer, has the same one; and so has the question by handles and time.
fn by_handles(engine: &Engine, question: &Question<'_>, decision: &Decision, place: &str) -> Option<String> {
    let user = engine.facts().user(question.subject)?;
    let action = engine.catalog().action(question.action)?;
    let resource = engine.facts().resource(question.resource)?;
    let compiled = engine.can(engine.facts().handle(user), action, resource);
    let timed = engine.can_at(engine.facts().handle(user), action, resource, question.now);
    let agrees = compiled.is_none_or(|answer| answer == decision.allowed()) && timed == decision.allowed();
    (!agrees).then(|| {
        format!("{place}: by handles {compiled:?}, with the time {timed}, decided {}", decision.allowed())
    })
}

fn what_can(engine: &Engine, wanted: &Data) -> String {
    let now = at(engine, wanted);
    let all = engine.what_can(text(need(wanted, "subject")), text(need(wanted, "resource")), now);
    let of = |answer: Truth| {
        let those = all.iter().filter(|(_, one)| *one == answer);
        let names = those.map(|(action, _)| engine.catalog().actions()[action.index()].name.clone());
        names.collect::<Vec<_>>().join(" ")
    };
    format!("yes: {}; depends: {}", of(Truth::Yes), of(Truth::Unknown))
}

/// A run of changes is numbered when it is made, and leaves no trace when it is not (S16).
fn apply(engine: &mut Engine, step: &Data, token: &mut String, place: &str) -> Vec<String> {
    let place = format!("{place} (apply)");
    let expected = need(step, "expect");
    let before = engine.revision();
    let changes = with_token(need(step, "apply"), token);
    let random = || Some([7; 32]);
    let by = By::new(text(need(step, "actor")), at(engine, step)).with_random(&random);
    let applied = engine.apply_by(&changes, &by);
    let (got, after) = match &applied {
        Ok(applied) => ("ok", applied.revision),
        Err(refused) => (refused.error.code().as_str(), before),
    };
    let sent = applied.as_ref().map(|applied| applied.outbox.as_slice()).unwrap_or_default();
    sent.iter().filter_map(|mail| get(&mail.fields, "token")).for_each(|sent| text(sent).clone_into(token));
    let wanted = match get(expected, "outbox") {
        Some(_) => "ok",
        None => text(get(expected, "code").unwrap_or(expected)),
    };
    let numbered = engine.revision() == after && (applied.is_err() || after == before + 1);
    let mut differences: Vec<String> = differs(&place, wanted, got).into_iter().collect();
    if !numbered {
        differences.push(format!("{place}: revision {} after {before}", engine.revision()));
    }
    if let (Some(difference), Err(refused)) = (differences.first_mut(), &applied) {
        *difference = format!("{difference} ({})", refused.error);
    }
    // A case that says nothing of mails expects none.
    let expected = get(expected, "outbox").map(names).unwrap_or_default();
    differences.extend(differs(&format!("{place}, outbox"), &expected, &mails(sent)));
    differences
}

/// `{token}` stands for the token that was sent last.
fn with_token(changes: &Data, token: &str) -> Data {
    match changes {
        Data::List(items) => Data::List(items.iter().map(|item| with_token(item, token)).collect()),
        Data::Map(entries) => {
            Data::Map(entries.iter().map(|(key, value)| (key.clone(), with_token(value, token))).collect())
        }
        Data::Text(text) if text == "{token}" => Data::text(token),
        other => other.clone(),
    }
}

fn question<'d>(engine: &Engine, screen: &'d Data) -> Question<'d> {
    let part = |key| text(need(screen, key));
    let question = Question::new(part("subject"), part("action"), part("resource"));
    Question { now: at(engine, screen), ..question }
}

/// An expected decision as one line. What a case leaves out is expected to be empty.
fn expectation(engine: &Engine, expected: &Data) -> String {
    if let Some(code) = get(expected, "error") {
        return format!("error {}", text(code));
    }
    let Some(Data::Bool(allowed)) = get(expected, "allowed") else { panic!("a decision is allowed or not") };
    let missing = get(expected, "missing").map(names).unwrap_or_default();
    let until = get(expected, "validUntil").map(|until| moment(until, engine));
    let line = line(*allowed, text(need(expected, "code")), &missing, until);
    match get(expected, "requestable") {
        Some(requestable) => format!("{line}, requestable {}", text(requestable)),
        None => line,
    }
}

fn described(engine: &Engine, decision: &Decision) -> String {
    let missing = decision.missing.join(" ");
    let line = line(decision.allowed(), decision.reason.as_str(), &missing, decision.valid_until);
    match decision.requestable {
        Some((kind, on)) => {
            let kind = &engine.catalog().types()[kind.index()].name;
            format!("{line}, requestable {kind} on {}", engine.facts().resource_name(on))
        }
        None => line,
    }
}

fn line(allowed: bool, code: &str, missing: &str, until: Option<Time>) -> String {
    let until = until.map_or("ever".to_owned(), |until| until.0.to_string());
    format!("allowed {allowed}, {code}, missing [{missing}], until {until}")
}

fn differs(place: &str, expected: &str, got: &str) -> Option<String> {
    (expected != got).then(|| format!("{place}\n  expected {expected}\n  got      {got}"))
}

fn titled(place: &str, question: &Data) -> String {
    let part = |key| match get(question, key) {
        Some(Data::Text(text)) => format!(" {text:?}"),
        Some(_) => " {…}".to_owned(),
        None => String::new(),
    };
    format!("{place}:{}{}{}", part("subject"), part("action"), part("resource"))
}

const fn word(answer: Truth) -> &'static str {
    match answer {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "depends",
    }
}

/// The time a step is at, if it says one.
fn at(engine: &Engine, step: &Data) -> Option<Time> {
    get(step, "now").map(|now| moment(now, engine))
}

/// A time as questions write it.
fn moment(value: &Data, engine: &Engine) -> Time {
    let entry = |key: &'static str, value: &Data| (Cow::from(key), value.clone());
    let names = ["subject", "action", "resource"].map(|key| entry(key, &Data::Text("x:y".into())));
    let context = Data::Map(vec![entry("now", value)]);
    let asked = Data::Map([names.as_slice(), &[entry("context", &context)]].concat());
    Written::read(&asked, engine.catalog()).unwrap().question().now.unwrap()
}

fn get<'d>(data: &'d Data, key: &str) -> Option<&'d Data> {
    let Data::Map(entries) = data else { return None };
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

fn need<'d>(data: &'d Data, key: &str) -> &'d Data {
    get(data, key).unwrap_or_else(|| panic!("`{key}` is missing in {data:?}"))
}

fn keys(data: &Data) -> Vec<&str> {
    let Data::Map(entries) = data else { panic!("{data:?} is not an object") };
    entries.iter().map(|(key, _)| &**key).collect()
}

fn with(data: &Data, key: &str, value: &Data) -> Data {
    let Data::Map(entries) = data else { panic!("{data:?} is not an object") };
    let entry = |(name, old): &(Cow<'static, str>, Data)| {
        (name.clone(), if name == key { value.clone() } else { old.clone() })
    };
    Data::Map(entries.iter().map(entry).collect())
}

fn text(data: &Data) -> &str {
    let Data::Text(text) = data else { panic!("{data:?} is not a text") };
    text
}

fn list(data: &Data) -> &[Data] {
    let Data::List(list) = data else { panic!("{data:?} is not a list") };
    list
}

fn names(data: &Data) -> String {
    list(data).iter().map(text).collect::<Vec<_>>().join(" ")
}
