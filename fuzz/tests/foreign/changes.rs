//! Changes that could be made: of every kind, with names that there are.

use crate::Data;
use crate::hostile;
use crate::world::make::{BASE, Dice};
use permatrix::catalog::Subject;
use permatrix::{Engine, Question, Time, TypeId};
use std::borrow::Cow;

/// Kinds and their keys; a `?` marks those that can be left out.
const KINDS: [(&str, &[&str]); 26] = [
    ("grant", &["to", "gives", "on", "until?", "if?"]),
    ("revoke", &["to", "gives", "on"]),
    ("share", &["to", "role", "on", "until?"]),
    ("unshare", &["to", "role", "on"]),
    ("set_cell", &["action", "column", "value"]),
    ("set_role", &["role", "on:type", "exclusive?", "levels?"]),
    ("create_user", &["user:new", "title?"]),
    ("delete_user", &["user"]),
    ("create_group", &["group:new", "members?"]),
    ("delete_group", &["group"]),
    ("add_member", &["group", "member"]),
    ("remove_member", &["group", "member"]),
    ("create_resource", &["resource:new", "parent?", "attributes?"]),
    ("delete_resource", &["resource"]),
    ("move_resource", &["resource", "parent"]),
    ("duplicate_resource", &["resource", "as"]),
    ("set_attributes", &["of", "attributes"]),
    ("set_setting", &["setting", "value"]),
    ("request", &["request:new", "on", "attributes?"]),
    ("approve_request", &["request"]),
    ("deny_request", &["request", "reason?"]),
    ("cancel_request", &["request"]),
    ("invite_user", &["user"]),
    ("activate_user", &["user", "token?"]),
    ("suspend_user", &["user"]),
    ("reinstate_user", &["user"]),
];

/// A few changes, by some.
pub fn list(dice: &mut Dice, engine: &Engine, token: &str) -> Data {
    let names = Names { token, ..Names::of(engine) };
    Data::List((0..dice.between(1, 4)).map(|_| change(dice, engine, &names)).collect())
}

/// The host, somebody known, or somebody unknown.
pub fn actor(dice: &mut Dice, engine: &Engine) -> String {
    match dice.below(10) {
        0..6 => "system".to_owned(),
        6..9 => one(dice, &Names::of(engine).users),
        _ => hostile::name(dice),
    }
}

/// S16: whether an actor other than the host may make the first change of a list anywhere at all.
pub fn may_begin(engine: &Engine, list: &Data, actor: &str, now: Option<Time>) -> bool {
    let Data::List(changes) = list else { return true };
    let Some(Data::Map(first)) = changes.first() else { return true };
    let kind = first.iter().find(|(key, _)| key == "kind");
    let Some((_, Data::Text(kind))) = kind else { return false };
    if kind.ends_with("request") || kind == "activate_user" {
        return true; // who has made a request, and who has a token, is asked otherwise
    }
    let catalog = engine.catalog();
    let types = (0..catalog.types().len()).map(|index| Subject::Type(TypeId::at(index)));
    let settings = catalog.settings().iter().map(|setting| Subject::Setting(setting.attribute));
    let about = types.chain(settings).map(Some).chain([None]);
    let needed = about.filter_map(|about| catalog.change_action(kind, about));
    let needed: Vec<&str> = needed.map(|action| catalog.actions()[action.index()].name.as_str()).collect();
    let may = |place: &String| {
        let question = |action| Question { now, ..Question::new(actor, action, place) };
        needed.iter().any(|action| engine.decide(&question(action)).allowed())
    };
    Names::of(engine).places.iter().any(may)
}

/// What an engine has names for.
struct Names<'t> {
    /// Of the last invitation.
    token: &'t str,
    users: Vec<String>,
    groups: Vec<String>,
    places: Vec<String>,
    types: Vec<String>,
    roles: Vec<String>,
    attributes: Vec<String>,
}

impl Names<'_> {
    fn of(engine: &Engine) -> Self {
        let (facts, catalog) = (engine.facts(), engine.catalog());
        let attributes = catalog.types().iter().flat_map(|kind| &kind.attributes);
        Self {
            token: "",
            users: facts.users().map(|user| facts.user_name(user).to_owned()).collect(),
            groups: facts.groups().map(|group| facts.group_name(group).to_owned()).collect(),
            places: facts.resources().map(|place| facts.resource_name(place).to_owned()).collect(),
            types: catalog.types().iter().map(|kind| kind.name.clone()).collect(),
            roles: catalog.roles().iter().map(|role| role.name.clone()).collect(),
            attributes: attributes.map(|id| catalog.attribute(*id).name.clone()).collect(),
        }
    }
}

fn one(dice: &mut Dice, names: &[String]) -> String {
    dice.one(names).cloned().unwrap_or_default()
}

fn change(dice: &mut Dice, engine: &Engine, names: &Names<'_>) -> Data {
    let (kind, keys) = KINDS[dice.below(KINDS.len())];
    let mut entries = vec![("kind".into(), Data::text(kind))];
    for key in
        keys.iter().filter(|key| !key.ends_with('?')).chain(keys.iter().filter(|key| key.ends_with('?')))
    {
        let what = key.trim_end_matches('?');
        if what == *key || dice.chance(40) {
            entries.push(entry(dice, engine, names, what));
        }
    }
    Data::Map(entries)
}

fn entry(dice: &mut Dice, engine: &Engine, names: &Names<'_>, what: &str) -> (Cow<'static, str>, Data) {
    let key = match what {
        "gives" if dice.chance(60) => "role",
        "gives" => "column",
        _ => what.split(':').next().unwrap_or(what),
    };
    let text = |text: String| (key.to_owned().into(), Data::text(&text));
    match what {
        "gives" if key == "column" => text(column(dice, engine)),
        "gives" | "role" => text(one(dice, &names.roles)),
        "to" => text(principal(dice, names)),
        "member" => text(member(dice, names)),
        "user" => text(one(dice, &names.users)),
        "group" => text(one(dice, &names.groups)),
        "on" | "resource" | "request" | "parent" | "of" => text(one(dice, &names.places)),
        "on:type" => text(one(dice, &names.types)),
        "user:new" => text(format!("user:new{}", dice.below(4))),
        "group:new" => text(format!("group:new{}", dice.below(4))),
        "resource:new" | "request:new" | "as" => {
            text(format!("{}:new{}", one(dice, &names.types), dice.below(4)))
        }
        "action" => {
            text(dice.one(engine.catalog().actions()).map_or(String::new(), |action| action.name.clone()))
        }
        "column" => text(column(dice, engine).rsplit('.').next().unwrap_or_default().to_owned()),
        "setting" => text(setting(dice, engine)),
        "value" => (key.to_owned().into(), value(dice)),
        "until" => (key.to_owned().into(), Data::Number(in_some_days(dice))),
        "exclusive" => (key.to_owned().into(), Data::Bool(dice.chance(50))),
        "members" => (key.to_owned().into(), Data::List(vec![Data::text(&one(dice, &names.users))])),
        "attributes" => (
            key.to_owned().into(),
            Data::Map(vec![(one(dice, &names.attributes).into(), attribute(dice, names))]),
        ),
        "levels" => (key.to_owned().into(), levels(dice, engine)),
        "token" => text(names.token.to_owned()),
        "if" => text(dice.one(engine.catalog().conditions()).map_or(String::new(), |one| one.name.clone())),
        _ => text(hostile::name(dice)),
    }
}

fn principal(dice: &mut Dice, names: &Names<'_>) -> String {
    match dice.below(6) {
        0 => "everyone".to_owned(),
        1 => "anyone".to_owned(),
        2 => one(dice, &names.groups),
        _ => one(dice, &names.users),
    }
}

fn member(dice: &mut Dice, names: &Names<'_>) -> String {
    let names = if dice.chance(60) { &names.users } else { &names.groups };
    one(dice, names)
}

/// Any level, granular or privilege, with its tool.
fn column(dice: &mut Dice, engine: &Engine) -> String {
    let catalog = engine.catalog();
    let Some(tool) = dice.one(catalog.tools()) else { return String::new() };
    let levels =
        tool.levels.ladder().map(|ladder| catalog.ladder(ladder).levels.as_slice()).unwrap_or_default();
    let levels = levels.iter().map(|(name, _)| name.clone());
    let extras = tool.extras.iter().map(|extra| catalog.extra(*extra).name.clone());
    format!("{}.{}", tool.name, one(dice, &levels.chain(extras).collect::<Vec<_>>()))
}

fn levels(dice: &mut Dice, engine: &Engine) -> Data {
    let column = column(dice, engine);
    let (tool, level) = column.split_once('.').unwrap_or_default();
    let tool = if dice.chance(20) { "*" } else { tool };
    Data::Map(vec![(tool.to_owned().into(), Data::text(level))])
}

fn setting(dice: &mut Dice, engine: &Engine) -> String {
    let setting = dice.one(engine.catalog().settings());
    setting.map_or(String::new(), |one| engine.catalog().attribute(one.attribute).name.clone())
}

fn value(dice: &mut Dice) -> Data {
    match dice.below(6) {
        0 => Data::Bool(dice.chance(50)),
        1 => hostile::value(dice),
        _ => Data::text(["yes", "no", "never", "if own"][dice.below(4)]),
    }
}

fn attribute(dice: &mut Dice, names: &Names<'_>) -> Data {
    match dice.below(5) {
        0 => Data::Null,
        1 => Data::Bool(dice.chance(50)),
        2 => Data::text(&one(dice, &names.users)),
        3 => Data::List(vec![Data::text(&one(dice, &names.users))]),
        _ => hostile::value(dice),
    }
}

#[allow(clippy::cast_precision_loss)] // far below 2^53
fn in_some_days(dice: &mut Dice) -> f64 {
    (BASE + dice.number(100) * 86_400_000) as f64
}
