//! What is refused, in which words. Without `type:` it cannot even be read.

/// Conditions whose parts do not fit together, and what is said of them.
pub const UNFIT: &[(&str, &str)] = &[
    (
        "has(subject)",
        "type: `has` asks for an attribute, such as `has(resource.creator)` (character 5 of the condition)",
    ),
    (
        "has(resource.count == 3)",
        "type: `has` asks for an attribute, such as `has(resource.creator)` (character 5 of the condition)",
    ),
    ("context", "type: `context` needs an attribute: `context.…` (character 1 of the condition)"),
    ("settings == 3", "type: `settings` needs an attribute: `settings.…` (character 1 of the condition)"),
    (
        "subjekt == resource.creator",
        "type: unknown name `subjekt`, did you mean `subject`? (character 1 of the condition)",
    ),
    ("[[1], [2]] == [[1]]", "type: lists in lists are not possible (character 2 of the condition)"),
    (
        "1 in [1, \"a\"]",
        "type: the elements of a list must be of one kind, and not move with `now` (character 10 of the condition)",
    ),
    (
        "now in [now]",
        "type: the elements of a list must be of one kind, and not move with `now` (character 9 of the condition)",
    ),
    (
        "resource.due in [resource.due, now]",
        "type: the elements of a list must be of one kind, and not move with `now` (character 32 of the condition)",
    ),
    (
        "now in [resource.due]",
        "type: `now` cannot be looked for in a list: it never stays the same (character 8 of the condition)",
    ),
    (
        "resource.count in 3",
        "type: expected a list after `in`, found a number (character 19 of the condition)",
    ),
    (
        "resource.tags in resource.tags",
        "type: a list (a text each) cannot be compared with a text (character 18 of the condition)",
    ),
    ("-resource.count == 3", "type: `-` stands before numbers only (character 2 of the condition)"),
    ("-\"a\" == \"b\"", "type: `-` stands before numbers only (character 2 of the condition)"),
    (
        "resource.tags == resource.tags",
        "type: `==` does not compare a list (a text each) (character 18 of the condition)",
    ),
    ("resource.done < true", "type: `<` does not compare yes or no (character 17 of the condition)"),
    ("resource.creator < subject", "type: `<` does not compare a user (character 20 of the condition)"),
    ("resource.team >= resource.team", "type: `>=` does not compare a group (character 18 of the condition)"),
    (
        "resource.name + \"a\" == \"ba\"",
        "type: `+` is for moments and durations, not for a text and a text (character 1 of the condition)",
    ),
    (
        "1 - 1 == 0",
        "type: `-` is for moments and durations, not for a number and a number (character 1 of the condition)",
    ),
    (
        "resource.due + resource.due > now",
        "type: `+` is for moments and durations, not for a moment and a moment (character 1 of the condition)",
    ),
    (
        "resource.wait - resource.due > resource.wait",
        "type: `-` is for moments and durations, not for a duration and a moment (character 1 of the condition)",
    ),
    (
        "now + (now - resource.due) > resource.due",
        "type: `now` counts twice here (character 1 of the condition)",
    ),
    (
        "now - resource.due > resource.due - now",
        "type: `now` counts twice here (character 22 of the condition)",
    ),
    (
        "resource.due - now - (now - resource.due) > resource.wait",
        "type: `now` counts twice here (character 1 of the condition)",
    ),
    (
        "resource.creator == \"anna\"",
        "type: `anna` does not name a user: write its type and id, such as `user:…` (character 21 of the condition)",
    ),
    (
        "resource.creator == \"group:crew\"",
        "type: `group:crew` does not name a user: write its type and id, such as `user:…` (character 21 of the condition)",
    ),
    (
        "resource.team == \"user:crew\"",
        "type: `user:crew` does not name a group: write its type and id, such as `group:…` (character 18 of the condition)",
    ),
    (
        "resource.near == \"here\"",
        "type: `here` does not name a resource: write its type and id, such as `:…` (character 18 of the condition)",
    ),
    (
        "resource.count == \"3\"",
        "type: a number cannot be compared with a text (character 19 of the condition)",
    ),
    (
        "resource.done == \"yes\"",
        "type: yes or no cannot be compared with a text (character 18 of the condition)",
    ),
    (
        "resource.creator == resource.name",
        "type: a user cannot be compared with a text (character 21 of the condition)",
    ),
    (
        "duration(5) == resource.wait",
        "type: `duration` takes one text, such as `duration(\"5m\")` (character 1 of the condition)",
    ),
    (
        "duration(\"5\") == resource.wait",
        "type: `5` is not a duration; write it like `duration(\"5m\")` (character 1 of the condition)",
    ),
    (
        "timestamp(\"today\") == now",
        "type: `today` is not a timestamp; write it like `timestamp(\"2026-01-31T00:00:00Z\")` (character 1 of the condition)",
    ),
    (
        "timestamp(1, 2) == now",
        "type: `timestamp` takes one text, such as `timestamp(\"2026-01-31T00:00:00Z\")` (character 1 of the condition)",
    ),
    ("resource.count", "type: expected yes or no, found a number (character 1 of the condition)"),
    ("resource.count && true", "type: expected yes or no, found a number (character 1 of the condition)"),
    ("!resource.count", "type: expected yes or no, found a number (character 2 of the condition)"),
    ("resource.wait", "type: expected yes or no, found a duration (character 1 of the condition)"),
    ("resource.creator", "type: expected yes or no, found a user (character 1 of the condition)"),
    ("resource.team", "type: expected yes or no, found a group (character 1 of the condition)"),
    ("resource", "type: expected yes or no, found a resource (character 1 of the condition)"),
    ("resource.tags", "type: expected yes or no, found a list (a text each) (character 1 of the condition)"),
    ("[]", "type: expected yes or no, found an empty list (character 1 of the condition)"),
    ("[] == []", "type: `==` does not compare an empty list (character 7 of the condition)"),
    ("resource.due", "type: expected yes or no, found a moment (character 1 of the condition)"),
    ("resource.name", "type: expected yes or no, found a text (character 1 of the condition)"),
    ("level(\"steps\")", "type: expected yes or no, found a level (character 1 of the condition)"),
    ("true ? 1 : 2", "type: expected yes or no, found a number (character 8 of the condition)"),
    (
        "resource.count.exists(x, true)",
        "type: expected a list, found a number (character 1 of the condition)",
    ),
    ("resource.tags.exists(x, x)", "type: expected yes or no, found a text (character 25 of the condition)"),
    (
        "resource.nmae == \"b\"",
        "type: no resource type has an attribute `nmae`, did you mean `name`? (character 1 of the condition)",
    ),
    (
        "subject.aeg == 3",
        "type: users have no attribute `aeg`, did you mean `age`? (character 1 of the condition)",
    ),
    (
        "resource.count.more == 3",
        "type: `.more`: only users and resources have attributes, this is a number (character 1 of the condition)",
    ),
    (
        "level(\"stepz\") == \"low\"",
        "type: unknown tool with levels `stepz`, did you mean `steps`? (character 7 of the condition)",
    ),
    ("level(\"steps\") == \"lo\"", "type: the tool has no level `lo` (character 19 of the condition)"),
    ("level(\"tool\") == \"low\"", "type: unknown tool with levels `tool` (character 7 of the condition)"),
    (
        "level(\"steps\") == 3",
        "type: a level cannot be compared with a number (character 19 of the condition)",
    ),
    (
        "level(resource.name) == \"low\"",
        "type: `level` begins with the name of a tool with levels, written as a text (character 1 of the condition)",
    ),
    (
        "holds(\"tool.al\")",
        "type: unknown column `tool.al`, did you mean `tool.all`? (character 7 of the condition)",
    ),
    (
        "can(\"tool.asc\")",
        "type: unknown action `tool.asc`, did you mean `tool.ask`? (character 5 of the condition)",
    ),
    ("member(subject)", "type: `member` takes two arguments (character 1 of the condition)"),
    ("member(resource, resource)", "type: expected a user, found a resource (character 8 of the condition)"),
    ("in_group(subject, subject)", "type: expected a group, found a user (character 19 of the condition)"),
    (
        "level()",
        "type: `level` begins with the name of a tool with levels, written as a text (character 1 of the condition)",
    ),
    (
        "leval(\"steps\") == \"low\"",
        "type: unknown function `leval`, did you mean `level`? (character 1 of the condition)",
    ),
    ("has(resource.count, 3)", "type: `has` takes one attribute (character 1 of the condition)"),
];

/// Texts that are no conditions, and what is said of them.
pub const UNREADABLE: &[(&str, &str)] = &[
    ("", "expected a value, found the end (character 1 of the condition)"),
    ("true true", "expected an operator or the end, found `true` (character 6 of the condition)"),
    ("(true", "expected `)`, found the end (character 6 of the condition)"),
    ("true)", "expected an operator or the end, found `)` (character 5 of the condition)"),
    ("true &&", "expected a value, found the end (character 8 of the condition)"),
    ("1 < 2 < 3", "comparisons do not chain: join them with `&&` (character 9 of the condition)"),
    ("1 == 1 == true", "comparisons do not chain: join them with `&&` (character 11 of the condition)"),
    ("\"a", "a text that does not end (character 1 of the condition)"),
    ("'a\"", "a text that does not end (character 1 of the condition)"),
    (
        r#""\x" == resource.name"#,
        "unknown escape: known are \\n \\t \\\\ \\\" \\' (character 2 of the condition)",
    ),
    (r#""\"#, "unknown escape: known are \\n \\t \\\\ \\\" \\' (character 2 of the condition)"),
    ("true ? true", "expected `:`, found the end (character 12 of the condition)"),
    ("true & true", "unexpected character `&` (character 6 of the condition)"),
    ("true ; true", "unexpected character `;` (character 6 of the condition)"),
    (
        "9223372036854775808 == 1",
        "the number 9223372036854775808 is too large or too long (character 1 of the condition)",
    ),
    (
        "0.9007199254740992 == 1",
        "the number 0.9007199254740992 is too large or too long (character 1 of the condition)",
    ),
    (
        "1.00000000000000000000 == 1",
        "the number 1.00000000000000000000 is too large or too long (character 1 of the condition)",
    ),
    ("resource.1", "expected a name after `.` (character 10 of the condition)"),
    ("resource..count", "expected a name after `.` (character 10 of the condition)"),
    (
        "resource.tags.map(x, x)",
        "unknown list question `map`: known are `exists` and `all` (character 15 of the condition)",
    ),
    ("resource.tags.exists(1, true)", "expected a name for the element (character 22 of the condition)"),
    ("resource.tags.exists(x true)", "expected `,`, found `true` (character 24 of the condition)"),
    ("[1, 2", "expected `,`, found the end (character 6 of the condition)"),
    ("[1 2]", "expected `,`, found `2` (character 4 of the condition)"),
    ("3 % 2 == 1", "expected an operator or the end, found `%` (character 3 of the condition)"),
    ("3 * 2 == 6", "expected an operator or the end, found `*` (character 3 of the condition)"),
    ("ä", "unexpected character `ä` (character 1 of the condition)"),
    ("1. == 1", "expected a name after `.` (character 4 of the condition)"),
    ("resource.tags.exists(", "expected a name for the element (character 22 of the condition)"),
    (
        "resource.name == true false",
        "expected an operator or the end, found `false` (character 23 of the condition)",
    ),
    ("resource.name \"a\"", "expected an operator or the end, found a text (character 15 of the condition)"),
    ("resource.name 1.5", "expected an operator or the end, found a number (character 15 of the condition)"),
];
