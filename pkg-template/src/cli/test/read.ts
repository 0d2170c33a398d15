// From a test file to what it says. Names are looked up when the tests run; here only the shape counts.

import { dirname, isAbsolute, join } from "node:path";
import type { ErrorCode } from "../package.js";
import type { Change, DecisionCode, Given } from "../../types.js";
import { catalogIn, documentOf, factsIn } from "../documents.js";
import type { Document } from "../documents.js";
import { jsonOf } from "../files.js";
import { isList } from "../json.js";
import type { Json, JsonFile } from "../json.js";
import { CODES } from "../words.js";
import { Entry } from "./entry.js";
import type { ApplyTest, Asks, Expected, GridTest, Suite, TableTest, Test, WhatCanTest } from "./suite.js";

/** The keys of each kind of test, besides `name`, `why` and `after`. Its first tells which kind it is. */
const KINDS = {
  question: ["subject", "action", "resource", "given", "expect"],
  ask: ["ask", "expect"],
  whatCan: ["whatCan", "expect"],
  grid: ["grid"],
  table: ["table"],
  apply: ["apply", "actor", "now", "expect"],
} as const;

const ANSWERS = ["yes", "no", "depends"] as const;
const DECISIONS = Object.keys(CODES) as readonly DecisionCode[];

/** What changes can be refused with; complete because the compiler sees to it. */
const REFUSALS = Object.keys({
  bad_argument: 0,
  bad_condition: 0,
  bad_id: 0,
  bad_name: 0,
  bad_state: 0,
  bad_token: 0,
  bad_type: 0,
  bad_value: 0,
  condition_type: 0,
  cycle: 0,
  denied: 0,
  duplicate_key: 0,
  duplicate_name: 0,
  expired: 0,
  limit: 0,
  look_alike: 0,
  missing_key: 0,
  no_random: 0,
  not_assignable: 0,
  not_shareable: 0,
  not_there: 0,
  own_request: 0,
  quota_per_container: 0,
  quota_per_item: 0,
  quota_per_principal: 0,
  unknown_key: 0,
  unknown_name: 0,
} satisfies Record<Exclude<ErrorCode, OfDocuments>, 0>) as readonly ErrorCode[];

/** What happens to documents and engines only. */
type OfDocuments =
  | "bad_json"
  | "bad_signature"
  | "bad_source"
  | "bad_version"
  | "broken"
  | "damaged"
  | "freed"
  | "gap"
  | "no_names"
  | "not_in_slice"
  | "not_started"
  | "stale"
  | "too_early"
  | "wrong_catalog"
  | "wrong_tenant";

/** A test file. Fails with a `Trouble` when it, or one of the two documents, cannot be read. */
export function read(file: string): Suite {
  const json = jsonOf(file);
  const root = new Entry(json, json.value, "an object with `catalog`, `facts` and `tests`");
  root.only(["catalog", "facts", "now", "tests"]);
  return {
    file,
    catalog: document(json, root, "catalog", catalogIn),
    facts: document(json, root, "facts", factsIn),
    now: root.time("now"),
    tests: tests(json, root.entries("tests")),
  };
}

/** A path, from where the test file is, or the document itself. */
function document(json: JsonFile, root: Entry, key: string, open: (file: string) => Document): Document {
  const value = root.need(key);
  if (typeof value !== "string") return documentOf(json, root.entry(key).object);
  return open(isAbsolute(value) ? value : join(dirname(json.file), value));
}

function tests(json: JsonFile, entries: readonly Entry[]): Test[] {
  const names = new Set<string>();
  return entries.map((entry) => {
    const name = entry.text("name");
    if (names.has(name)) entry.refuse("duplicate_name", `two tests are named \`${name}\``, "name");
    names.add(name);
    return test(json, entry);
  });
}

function test(json: JsonFile, entry: Entry): Test {
  const kind = kindOf(entry);
  entry.only(["name", "why", "after", ...KINDS[kind]]);
  return {
    name: entry.text("name"),
    why: entry.optional("why"),
    after: entry.has("after") ? changes(entry, "after") : [],
    place: () => json.placeOf(entry.object),
    asks: READERS[kind](entry),
  };
}

function kindOf(entry: Entry): keyof typeof KINDS {
  const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const found = kinds.filter((kind) => entry.has(KINDS[kind][0]));
  const [kind] = found;
  const firsts = kinds.map((kind) => `\`${KINDS[kind][0]}\``).join(", ");
  if (kind === undefined) {
    entry.only(["name", "why", "after", ...Object.values(KINDS).flat()]);
    return entry.refuse("missing_key", `a test has one of ${firsts}`);
  }
  if (found.length > 1) entry.refuse("unknown_key", `a test has only one of ${firsts}`);
  return kind;
}

const READERS: { readonly [Kind in keyof typeof KINDS]: (entry: Entry) => Asks } = {
  question: (entry) => ({ kind: "question", ...names(entry), given: given(entry), expect: expected(entry) }),
  ask(entry) {
    const asked = entry.entry("ask");
    asked.only(["subject", "action", "resource", "now"]);
    return { kind: "ask", ...names(asked), now: asked.time("now"), expect: entry.one("expect", ANSWERS) };
  },
  whatCan: (entry) => ({ kind: "whatCan", ...whatCan(entry) }),
  grid: (entry) => ({ kind: "grid", ...grid(entry.entry("grid")) }),
  table: (entry) => ({ kind: "table", ...table(entry.entry("table")) }),
  apply: (entry) => ({ kind: "apply", ...apply(entry) }),
};

function names(entry: Entry): { subject: string; action: string; resource: string } {
  return { subject: entry.text("subject"), action: entry.text("action"), resource: entry.text("resource") };
}

/** What the engine says to it, it says when it is asked. */
function given(entry: Entry): Given | undefined {
  return entry.has("given") ? (entry.entry("given").object as Given) : undefined;
}

function expected(entry: Entry): Expected {
  const value = entry.need("expect");
  if (typeof value === "boolean") return { allowed: value, code: undefined, missing: undefined };
  const expect = entry.entry("expect");
  expect.only(["allowed", "code", "missing"]);
  const allowed = expect.need("allowed");
  if (typeof allowed !== "boolean") return expect.wrong("allowed", "true or false");
  const code = expect.has("code") ? expect.one("code", DECISIONS) : undefined;
  if (code !== undefined && (code === "granted") !== allowed) {
    expect.refuse("bad_value", `\`${code}\` is never the code of what is ${allowed ? "allowed" : "denied"}`, "code");
  }
  return { allowed, code, missing: expect.has("missing") ? expect.texts("missing") : undefined };
}

function whatCan(entry: Entry): WhatCanTest {
  const asked = entry.entry("whatCan");
  asked.only(["subject", "resource", "tool", "now"]);
  const question = { subject: asked.text("subject"), resource: asked.text("resource"), tool: asked.optional("tool") };
  const at = { ...question, now: asked.time("now") };
  if (isList(entry.need("expect"))) return { ...at, yes: entry.texts("expect"), depends: [] };
  const expect = entry.entry("expect");
  expect.only(["yes", "depends"]);
  return { ...at, yes: expect.texts("yes"), depends: expect.has("depends") ? expect.texts("depends") : [] };
}

function grid(entry: Entry): GridTest {
  entry.only(["tool", "columns", "rows"]);
  const columns = entry.texts("columns");
  return { tool: entry.text("tool"), columns, rows: rows(entry.entry("rows"), columns, cell) };
}

function table(entry: Entry): TableTest {
  entry.only(["resource", "now", "actions", "subjects"]);
  const actions = entry.texts("actions");
  const subjects = rows(entry.entry("subjects"), actions, (rows, key, cell) => rows.among(key, cell, ANSWERS));
  return { resource: entry.text("resource"), now: entry.time("now"), actions, subjects };
}

/** Lists as long as `heads`, by name. */
function rows<Value>(
  entry: Entry,
  heads: readonly string[],
  read: (entry: Entry, key: string, cell: Json) => Value,
): Map<string, Value[]> {
  if (entry.keys().length === 0) entry.refuse("bad_value", "there is no row");
  return new Map(
    entry.keys().map((key) => {
      const cells = entry.list(key);
      const [here, wanted] = [cells.length, heads.length];
      if (here !== wanted) entry.refuse("bad_value", `row \`${key}\` has ${here} cells for ${wanted} columns`, key);
      return [key, cells.map((cell) => read(entry, key, cell))];
    }),
  );
}

/** As the grid shows it; `no` is another way to write an empty cell, as it is in catalogs. */
function cell(entry: Entry, key: string, value: Json): string {
  if (typeof value === "string" && /^(|no|yes|never|if [a-z0-9_.]+)$/.test(value)) return value === "no" ? "" : value;
  return entry.refuse("bad_value", `row \`${key}\`: a cell is "yes", "", "if NAME" or "never"`, key);
}

function apply(entry: Entry): ApplyTest {
  const test = { changes: changes(entry, "apply"), actor: entry.text("actor"), now: entry.time("now") };
  if (typeof entry.need("expect") === "string") {
    entry.one("expect", ["accepted"]);
    return { ...test, refused: undefined };
  }
  const expect = entry.entry("expect");
  expect.only(["refused"]);
  return { ...test, refused: expect.one("refused", REFUSALS) };
}

/** Changes as they stand: the engine reads them. */
function changes(entry: Entry, key: string): readonly Change[] {
  return entry.entries(key).map(({ object }) => object as unknown as Change);
}
