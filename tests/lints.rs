//! What lint finds in a catalog: of each kind one that it finds, and one as near as can be that it must not report.

use permatrix::{Catalog, Data};
use serde_json::{Value, json};

/// A catalog with nothing to report.
fn site() -> Value {
    json!({
        "permatrix": 1, "name": "site",
        "types": {
            "company": {},
            "project": { "within": ["company"] },
            "rfi": { "within": ["project"], "attributes": {
                "creator": "user", "assignees": ["user"], "status": "string", "private": "bool", "cost": "int" } },
            "office": {}
        },
        "subject": { "employee": "bool" },
        "context": { "mobile": "bool" },
        "settings": {
            "installs": { "type": "bool", "default": true },
            "mode": { "type": "string", "values": ["open", "closed"], "default": "open" },
            "motto": { "type": "string", "default": "" }
        },
        "ladders": { "general": [{ "level": "none" }, { "level": "reader" }, { "level": "editor" }, { "level": "admin" }] },
        "tools": { "rfi": { "on": "project", "ladder": "general", "actions": {
            "view": { "cells": { "reader": "yes", "editor": "yes", "admin": "yes" } } } } },
        "changes": { "share": "rfi.view" }
    })
}

/// The same with more or other entries; `null` takes one away.
fn with(mut site: Value, changes: &Value) -> Value {
    fn lay(under: &mut Value, over: &Value) {
        match (under, over) {
            (Value::Object(under), Value::Object(over)) => {
                for (key, value) in over {
                    if value.is_null() {
                        under.remove(key);
                    } else {
                        lay(under.entry(key.clone()).or_insert(Value::Null), value);
                    }
                }
            }
            (under, over) => *under = over.clone(),
        }
    }
    lay(&mut site, changes);
    site
}

/// Code, path and message of each problem.
fn found(changes: &Value) -> Vec<String> {
    let text = with(site(), changes).to_string();
    let catalog = Data::from_json(&text).and_then(|data| Catalog::from_data(&data));
    let problems = catalog.unwrap_or_else(|error| panic!("{error}: {text}")).lint();
    problems.iter().map(|problem| format!("{} {}: {}", problem.code, problem.path, problem.message)).collect()
}

fn finds(changes: &Value, expected: &[&str]) {
    assert_eq!(found(changes), expected, "{changes}");
}

fn nothing(changes: &Value) {
    finds(changes, &[]);
}

/// A row more in the tool.
fn row(cells: &Value) -> Value {
    json!({ "tools": { "rfi": { "actions": { "edit": { "cells": cells } } } } })
}

#[test]
fn nothing_is_wrong_with_the_site() {
    nothing(&json!({}));
}

/// What lint says of a footnote, used in one cell.
fn said(when: &str) -> String {
    let cell = row(&json!({ "admin": "if it" }));
    let problems = found(&with(cell, &json!({ "conditions": { "it": { "when": when } } })));
    let about: Vec<_> =
        problems.iter().filter_map(|problem| problem.split_once(" conditions.it: ")).collect();
    assert!(about.len() <= 1, "{about:?}");
    about.first().map_or("", |(code, _)| *code).to_owned()
}

#[test]
fn footnotes_that_never_say_yes() {
    for when in [
        "false",
        "1 == 2",
        "2 < 1.5",
        "!(\"a\" in [\"a\", \"b\"])",
        "resource.status != resource.status",
        "resource.creator.employee && !resource.creator.employee",
        "settings.mode == \"opne\"",
        "!settings.installs && settings.installs",
        "resource.status == \"a\" && resource.status == \"b\"",
        "resource.cost < 3 && resource.cost > 5",
        "3 > resource.cost && resource.cost >= 3",
        "resource.status in []",
        "resource.status in [\"a\"] && resource.status != \"a\"",
        "has(context.mobile) && !has(context.mobile)",
        "!has(context.mobile) && context.mobile",
        "level(\"rfi\") < \"none\"",
        "level(\"rfi\") == \"reader\" && level(\"rfi\") >= \"editor\"",
        "now < timestamp(\"2026-01-01T00:00:00Z\") && now > timestamp(\"2027-01-01T00:00:00Z\")",
        "resource.creator == \"user:anna\" && resource.creator == \"user:ben\"",
        "subject != subject",
        "settings.mode == \"open\" ? settings.mode == \"closed\" : false",
    ] {
        assert_eq!(said(when), "never_true", "{when}");
    }
}

#[test]
fn footnotes_that_always_say_yes_or_never_say_no() {
    for when in [
        "true",
        "settings.mode in [\"open\", \"closed\"]",
        "settings.mode != \"opne\"",
        "settings.mode == \"open\" || settings.mode == \"closed\"",
        "settings.installs || !settings.installs",
        "settings.motto == settings.motto",
        "settings.motto < \"m\" || settings.motto >= \"m\"",
        "subject == subject",
        "resource.private ? true : 1 < 2",
    ] {
        assert_eq!(said(when), "always_true", "{when}");
    }
    for when in [
        "resource.status == resource.status",
        "resource.cost <= 3 || resource.cost > 2",
        "has(resource.creator) || !has(resource.creator)",
        "level(\"rfi\") >= \"none\"",
        "level(\"rfi\") == \"none\" || level(\"rfi\") > \"none\"",
        "resource.private == true || resource.private == false",
        "now == now",
    ] {
        assert_eq!(said(when), "never_false", "{when}");
    }
}

#[test]
fn footnotes_that_say_yes_and_no() {
    for when in [
        "settings.mode == \"closed\"",
        "settings.motto == \"opne\"",
        "settings.motto in [\"open\", \"closed\"]",
        "settings.installs",
        "resource.status == \"a\" || resource.status == \"b\"",
        "resource.status != \"a\" && resource.status != \"b\"",
        "resource.cost > 3 && resource.cost < 5",
        "resource.cost > 3 && resource.cost < 4", // whole numbers are not looked at
        "has(context.mobile) && context.mobile",
        "!has(context.mobile) || context.mobile",
        "level(\"rfi\") >= \"reader\"",
        "level(\"rfi\", resource) >= \"editor\" && level(\"rfi\", resource, resource.creator) < \"editor\"",
        "now >= timestamp(\"2026-01-01T00:00:00Z\") && now < timestamp(\"2027-01-01T00:00:00Z\")",
        "resource.creator == \"user:Anna\" && resource.creator == \"user:anna\"", // one person (S17)
        "resource.creator == subject && !(subject == \"user:ben\")",
        "resource.creator.employee && !subject.employee",
        "subject in resource.assignees && !(resource.creator in resource.assignees)",
        "resource.assignees.exists(u, u == subject) && !resource.assignees.all(u, u == subject)",
        "resource.status in [\"a\", settings.motto] && resource.status != \"a\"",
        "member(subject, resource) && !member(resource.creator, resource)",
    ] {
        assert_eq!(said(when), "", "{when}");
    }
}

#[test]
fn what_would_take_too_long_to_find_out_is_not_said() {
    let parts: Vec<String> = (0..20).map(|number| format!("resource.status != \"{number}\"")).collect();
    let many = parts.iter().chain([&"resource.cost == 1".to_owned()]).cloned().collect::<Vec<_>>();
    let others = [
        "resource.private",
        "context.mobile",
        "subject.employee",
        "resource.creator.employee",
        "settings.motto == \"a\"",
    ];
    let when = format!("{} && {} && false", many.join(" && "), others.join(" && "));
    assert_eq!(said(&when), "");
    assert_eq!(said(&format!("{} && false", others.join(" && "))), "never_true");
}

#[test]
fn footnotes_that_are_not_known_or_not_used() {
    let late = json!({ "conditions": { "late": { "todo": "nobody has said when" } } });
    let one = "todo conditions.late: footnote `late` is not known yet: nobody has said when (1 cell denies because of it: `rfi.edit`)";
    let two = "todo conditions.late: footnote `late` is not known yet: nobody has said when (2 cells deny because of it: `rfi.edit`)";
    finds(&with(late.clone(), &row(&json!({ "editor": "if late", "admin": "yes" }))), &[one]);
    let nobody = "todo tools.rfi.actions.edit: nobody can do `rfi.edit`: the footnote that would give it is not known yet";
    finds(&with(late.clone(), &row(&json!({ "editor": "if late", "admin": "if late" }))), &[two, nobody]);
    let mut many = late.clone();
    for action in ["a", "b", "c", "d", "e", "f"] {
        many["tools"]["rfi"]["actions"][action] = json!({ "cells": { "editor": "if late", "admin": "yes" } });
    }
    let some = "nobody has said when (6 cells deny because of it: `rfi.a`, `rfi.b`, `rfi.c`, `rfi.d`, `rfi.e` and 1 more)";
    finds(&many, &[&*format!("todo conditions.late: footnote `late` is not known yet: {some}")]);
    finds(&late, &["unused conditions.late: no cell uses the footnote `late`"]);
}

#[test]
fn ceilings_that_always_or_never_cut() {
    let ceiling = |when: &str, cuts: &str| {
        let admins = row(&json!({ "admin": "yes" }));
        with(admins, &json!({ "ceilings": { "top": { "when": when, "except": [cuts] } } }))
    };
    finds(
        &ceiling("subject.employee || !subject.employee", "rfi.edit"),
        &[
            "always_true ceilings.top: ceiling `top` always cuts",
            "nobody tools.rfi.actions.edit: nobody can do `rfi.edit`: ceiling `top` always cuts it",
        ],
    );
    finds(
        &ceiling("settings.mode == \"shut\"", "rfi.edit"),
        &["never_true ceilings.top: ceiling `top` never cuts"],
    );
    nothing(&ceiling("!subject.employee", "rfi.edit"));
    nothing(&ceiling("subject.employee && !subject.employee", "rfi.edit")); // it cuts who is not known to be either
    let all = json!({ "ceilings": { "top": { "when": "!subject.employee", "only": ["*"] } } });
    finds(&all, &["unused ceilings.top: ceiling `top` cuts no action"]);
}

#[test]
fn actions_that_nobody_can_do() {
    let nobody = "nobody tools.rfi.actions.edit: nobody can do `rfi.edit`: no column gives it";
    finds(&row(&json!({})), &[nobody]);
    finds(&row(&json!({ "admin": "never" })), &[nobody]);
    let shut = json!({ "conditions": { "shut": { "when": "settings.mode == \"shut\"" } } });
    let never = "never_true conditions.shut: footnote `shut` never says yes";
    finds(&with(shut, &row(&json!({ "admin": "if shut" }))), &[never, nobody]);
    let closed = json!({ "conditions": { "closed": { "when": "settings.mode == \"closed\"" } } });
    nothing(&with(closed, &row(&json!({ "admin": "if closed" }))));
    nothing(&with(
        row(&json!({ "signer": "yes" })),
        &json!({ "tools": { "rfi": { "privileges": { "signer": {} } } } }),
    ));
}

#[test]
fn changes_that_nobody_can_make() {
    let change = json!({ "changes": { "grant": "rfi.edit" } });
    finds(
        &with(row(&json!({})), &change),
        &[
            "nobody tools.rfi.actions.edit: nobody can do `rfi.edit`: no column gives it",
            "nobody changes.grant: only the host itself can `grant`: nobody can do `rfi.edit`",
        ],
    );
    nothing(&with(row(&json!({ "admin": "yes" })), &change));
}

#[test]
fn cells_that_count_for_nobody() {
    let role = |on: &str| {
        let cells = row(&json!({ "admin": "yes", "clerk": "yes" }));
        with(cells, &json!({ "roles": { "clerk": { "on": on } } }))
    };
    let apart = "unreachable tools.rfi.actions.edit.cells.clerk: the cell of `clerk` in `rfi.edit` counts for nobody: it cannot be held there";
    finds(&role("office"), &[apart]);
    nothing(&role("company"));
    nothing(&role("rfi"));

    let granular = |keys: Value| {
        let granular = json!({ "tools": { "rfi": { "granulars": { "locked": keys } } } });
        with(row(&json!({ "editor": "yes", "admin": "yes", "locked": "never" })), &granular)
    };
    let taken = "unreachable tools.rfi.actions.edit.cells.editor: the cell of `editor` in `rfi.edit` counts for nobody: a `never` takes the action away there";
    finds(&granular(json!({ "always": ["editor"] })), &[taken]);
    nothing(&granular(json!({ "levels": ["editor"] })));

    let cells = row(&json!({ "editor": "never", "admin": "yes", "helper": "yes" }));
    let helper =
        |levels: Value| json!({ "tools": { "rfi": { "granulars": { "helper": { "levels": levels } } } } });
    let useless = "unreachable tools.rfi.actions.edit.cells.helper: the cell of `helper` in `rfi.edit` counts for nobody: a `never` takes the action away there";
    finds(&with(cells.clone(), &helper(json!(["editor"]))), &[useless]);
    nothing(&with(cells, &helper(json!(["reader", "editor"]))));
}

/// S10: a tool that takes the levels of the item's tool meets those of other ladders by name.
#[test]
fn levels_that_no_item_has() {
    let notes = |item: Value| {
        json!({
            "types": { "rfi": item },
            "ladders": { "short": [{ "level": "none" }, { "level": "editor" }, { "level": "owner" }] },
            "tools": { "notes": { "on": "project", "ladder": "short", "borrows": "item", "actions": {
                "write": { "cells": { "editor": "yes", "owner": "yes" } } } } }
        })
    };
    let unreachable = |level: &str| {
        format!(
            "unreachable tools.notes.actions.write.cells.{level}: the cell of `{level}` in `notes.write` counts for nobody: it cannot be held there"
        )
    };
    finds(&notes(json!({ "tool": "rfi" })), &[&*unreachable("owner")]);
    let nobody = "nobody tools.notes.actions.write: nobody can do `notes.write`: no column gives it";
    finds(&notes(json!({})), &[&*unreachable("editor"), &*unreachable("owner"), nobody]);
    let ladders = json!({ "general": [{ "level": "none" }, { "level": "reader" }, { "level": "editor" }, { "level": "admin" }, { "level": "owner" }] });
    let owner = json!({ "tools": { "rfi": { "actions": { "view": { "cells": { "owner": "yes" } } } } } });
    nothing(&with(with(notes(json!({ "tool": "rfi" })), &json!({ "ladders": ladders })), &owner));
}

#[test]
fn levels_that_lack_what_a_lower_one_has() {
    let lacks = |level: &str, lower: &str| {
        format!(
            "step_down tools.rfi.actions.edit: level `{level}` lacks `rfi.edit`, which `{lower}` below it has"
        )
    };
    finds(&row(&json!({ "reader": "yes", "editor": "yes" })), &[&*lacks("admin", "editor")]);
    finds(&row(&json!({ "reader": "yes", "admin": "yes" })), &[&*lacks("editor", "reader")]);
    let own = json!({ "conditions": { "own": { "when": "resource.creator == subject" } } });
    let weaker = "step_down tools.rfi.actions.edit: level `admin` has `rfi.edit` only under a footnote, `editor` below it always";
    finds(&with(row(&json!({ "editor": "yes", "admin": "if own" })), &own), &[weaker]);
    nothing(&with(row(&json!({ "editor": "if own", "admin": "if own" })), &own));
    nothing(&row(&json!({ "reader": "yes", "editor": "yes", "admin": "never" }))); // that is said
    let helper = json!({ "tools": { "rfi": { "granulars": { "helper": { "always": ["admin"] } } } } });
    nothing(&with(row(&json!({ "editor": "yes", "helper": "yes" })), &helper));
}

#[test]
fn a_borrowed_ladder_has_steps_too() {
    let notes = |cells: Value| json!({ "tools": { "notes": { "on": "project", "borrows": "rfi", "actions": { "write": { "cells": cells } } } } });
    let lacks =
        "step_down tools.notes.actions.write: level `admin` lacks `notes.write`, which `editor` below it has";
    finds(&notes(json!({ "editor": "yes" })), &[lacks]);
    nothing(&notes(json!({ "admin": "yes" })));
}

#[test]
fn granulars_and_privileges_that_do_nothing() {
    let granular =
        |levels: Value| json!({ "tools": { "rfi": { "granulars": { "helper": { "levels": levels } } } } });
    let cells = row(&json!({ "admin": "yes", "helper": "yes" }));
    finds(
        &with(cells.clone(), &granular(json!([]))),
        &[
            "idle tools.rfi.granulars.helper: granular `rfi.helper` acts at no level that somebody can be at",
            "unreachable tools.rfi.actions.edit.cells.helper: the cell of `helper` in `rfi.edit` counts for nobody: it cannot be held there",
        ],
    );
    nothing(&with(cells, &granular(json!(["reader"]))));

    let unused = granular(json!(["reader"]));
    let message = "unused tools.rfi.granulars.helper: no cell and no footnote uses the granular `rfi.helper`";
    finds(&unused, &[message]);
    let asked = json!({ "conditions": { "helped": { "when": "holds(\"rfi.helper\")" } } });
    nothing(&with(with(unused, &asked), &row(&json!({ "admin": "if helped" }))));
    let privilege = json!({ "tools": { "rfi": { "privileges": { "signer": {} } } } });
    finds(
        &privilege,
        &["unused tools.rfi.privileges.signer: no cell and no footnote uses the privilege `rfi.signer`"],
    );
}

#[test]
fn granulars_that_a_role_leaves_idle() {
    let role = |levels: Value| {
        let granular =
            json!({ "tools": { "rfi": { "granulars": { "helper": { "levels": ["reader", "editor"] } } } } });
        let role = json!({ "roles": { "crew": { "on": "project", "levels": levels, "granulars": ["rfi.helper"] } } });
        with(with(row(&json!({ "admin": "yes", "helper": "yes" })), &granular), &role)
    };
    let idle = "idle roles.crew: role `crew` has `rfi.helper`, which does not act at `admin`, the level that it gives, nor above it";
    finds(&role(json!({ "rfi": "admin" })), &[idle]);
    finds(&role(json!({ "*": "admin" })), &[idle]);
    nothing(&role(json!({ "rfi": "none" }))); // another grant may lift whoever has it
    nothing(&role(json!({ "rfi": "editor", "*": "admin" })));
    nothing(&role(json!({})));
}

#[test]
fn roles_that_are_equal() {
    let roles = |other: Value, more: Value| {
        let crew = json!({ "on": "project", "levels": { "rfi": "editor" } });
        with(
            json!({ "roles": { "crew": crew, "gang": crew } }),
            &with(json!({ "roles": { "gang": other } }), &more),
        )
    };
    let equal = "equal_roles roles.gang: role `gang` is equal to `crew`";
    finds(&roles(json!({}), json!({})), &[equal]);
    finds(
        &roles(json!({ "title": "The gang" }), row(&json!({ "admin": "yes", "crew": "yes", "gang": "yes" }))),
        &[equal],
    );
    for other in [
        json!({ "on": "company" }),
        json!({ "exclusive": true }),
        json!({ "levels": { "rfi": "reader" } }),
        json!({ "assigns": ["crew"] }),
    ] {
        nothing(&roles(other, json!({})));
    }
    nothing(&roles(json!({}), row(&json!({ "admin": "yes", "gang": "yes" }))));
    let asked = json!({ "conditions": { "crew_only": { "when": "holds(\"crew\")" } } });
    nothing(&roles(json!({}), with(asked, &row(&json!({ "admin": "if crew_only" })))));
    let shared = json!({ "sharing": { "project": { "items": ["rfi"], "roles": ["gang"] } } });
    nothing(&roles(json!({}), shared));
}

#[test]
fn sharing_rules_that_nobody_can_use() {
    let sharing = |rules: Value, more: Value| {
        let usual = json!({
            "roles": { "viewer": { "on": "rfi" }, "clerk": { "on": "office" } },
            "sharing": { "project": { "items": ["rfi"], "roles": ["viewer"] } }
        });
        with(with(usual, &json!({ "sharing": { "project": rules } })), &more)
    };
    let none = json!({});
    nothing(&sharing(json!({}), none.clone()));
    let nothing_shared =
        |why: &str| format!("no_sharing sharing.project: nothing can be shared out of a `project`: {why}");
    let cases = [
        (json!({ "items": [] }), nothing_shared("no type of item is named")),
        (json!({ "roles": [] }), nothing_shared("no role is offered")),
        (json!({ "to": { "user": "no" } }), nothing_shared("it can be with nobody")),
        (json!({ "limits": { "item": 200, "principal": 0 } }), nothing_shared("limit `principal` is 0")),
        (
            json!({ "roles": ["viewer", "clerk"] }),
            "out_of_reach sharing.project: role `clerk` cannot be given on what can be shared out of a `project`".to_owned(),
        ),
    ];
    for (rules, expected) in cases {
        finds(&sharing(rules, none.clone()), &[&*expected]);
    }
    nothing(&sharing(json!({ "to": { "everyone": "yes" }, "limits": { "item": 1 } }), none.clone()));

    let shut = json!({ "conditions": { "shut": { "when": "settings.mode == \"shut\"" } } });
    let never = "never_true conditions.shut: footnote `shut` never says yes";
    let with_nobody = nothing_shared("it can be with nobody");
    finds(&sharing(json!({ "to": { "user": "if shut" } }), shut), &[never, &*with_nobody]);
    let closed = json!({ "conditions": { "closed": { "when": "settings.mode == \"closed\"" } } });
    nothing(&sharing(json!({ "to": { "user": "if closed" } }), closed));
}

#[test]
fn sharing_that_only_the_host_can_do() {
    let sharing = |more: Value| {
        let rules = json!({
            "roles": { "viewer": { "on": "rfi" } },
            "sharing": { "project": { "items": ["rfi"], "roles": ["viewer"] } }
        });
        with(rules, &more)
    };
    let only_host = "no_sharing sharing.project: only the host itself can share out of a `project`: `changes` has no action for `share` that applies there";
    finds(&sharing(json!({ "changes": { "share": null } })), &[only_host]);
    finds(&sharing(json!({ "changes": { "share": { "project": "rfi.view" } } })), &[only_host]);
    nothing(&sharing(json!({ "changes": { "share": { "rfi": "rfi.view" } } })));
    let away = json!({
        "tools": { "doors": { "on": "office", "ladder": "general", "actions": { "open": { "cells": { "admin": "yes" } } } } },
        "changes": { "share": "doors.open" }
    });
    finds(&sharing(away), &[only_host]);
    let nobody = with(row(&json!({})), &json!({ "changes": { "share": "rfi.edit" } }));
    finds(
        &sharing(nobody),
        &[
            "nobody tools.rfi.actions.edit: nobody can do `rfi.edit`: no column gives it",
            "nobody changes.share: only the host itself can `share`: nobody can do `rfi.edit`",
        ],
    );
    nothing(&sharing(with(row(&json!({ "admin": "yes" })), &json!({ "changes": { "share": "rfi.edit" } }))));
}

#[test]
fn guests_who_can_do_nothing() {
    let guests = |more: Value| {
        let rules = json!({
            "roles": { "viewer": { "on": "rfi" }, "visitor": { "on": "project" } },
            "sharing": { "project": { "items": ["rfi"], "roles": ["viewer"], "guest": "visitor" } }
        });
        with(rules, &more)
    };
    let none =
        "no_guests sharing.project: guests of a `project` can do nothing there: role `visitor` gives nothing";
    finds(&guests(json!({})), &[none]);
    let item = json!({ "tools": { "notes": { "on": "rfi", "actions": { "read": { "cells": { "visitor": "yes" } } } } } });
    finds(&guests(item), &[none]); // guests are so on the container itself (S13)
    nothing(&guests(row(&json!({ "admin": "yes", "visitor": "yes" }))));
    nothing(&guests(json!({ "roles": { "visitor": { "levels": { "rfi": "reader" } } } })));
}

#[test]
fn roles_that_do_not_reach_or_cannot_be_columns() {
    let role =
        |on: &str, name: &str| json!({ "roles": { name: { "on": on, "levels": { "rfi": "editor" } } } });
    finds(
        &role("rfi", "crew"),
        &[
            "out_of_reach roles.crew: role `crew` names `rfi`, a tool of a `project`, which it does not reach when it is given on a `rfi`",
        ],
    );
    nothing(&role("project", "crew"));
    finds(
        &role("project", "editor"),
        &[
            "hidden_role roles.editor: role `editor` cannot be a column of `rfi`, which has another column of that name",
        ],
    );
}
