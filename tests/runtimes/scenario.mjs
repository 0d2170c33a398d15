// What every runtime is asked, and what every one must answer. Rule numbers are those of docs/SEMANTICS.md.

import * as plainly from "./assert.mjs";
import { cases } from "./cases.mjs";
import { catalog, facts } from "./example.mjs";
import { runCases } from "./run.mjs";

const SUMMER = "2026-07-01T12:00:00Z";
const END = "2027-01-01T00:00:00Z"; // of the crew's grant

/** Runs all of it with the package as it was imported; gives back "ok". */
export async function run(permatrix, assert = plainly) {
  answers(permatrix, assert);
  reasons(permatrix, assert);
  screens(permatrix, assert);
  await changes(permatrix, assert);
  await documents(permatrix, assert);
  await failures(permatrix, assert);
  runCases(permatrix, cases);
  return "ok";
}

function answers({ Engine }, { equal }) {
  const engine = Engine.from({ catalog, facts });
  const can = (...question) => engine.can(...question);
  equal(can("user:anna", "rfi.view", "project:7"), true, "her role gives Standard (S4)");
  equal(can("user:anna", "rfi.view", "rfi:12"), true, "and reaches what is beneath (S2)");
  equal(can("user:anna", "rfi.edit", "rfi:12"), true, "her own RFI (S9)");
  equal(can("user:anna", "rfi.edit", "project:7/rfi:99"), false, "whose it is, is not said (S9)");
  const by = (creator, manager) => ({ resource: { creator, manager } });
  equal(can("user:anna", "rfi.edit", "project:7/rfi:99", by("user:anna")), true, "now it is (S9)");
  equal(can("user:anna", "rfi.edit", "project:7/rfi:99", by("user:ben", "user:ben")), false, "another's (S9)");
  equal(can("user:anna", "rfi.edit", "project:7/rfi:99", by("user:ben", "user:anna")), true, "as its manager (S6)");
  equal(can("user:ben", "rfi.view", "project:7", { now: SUMMER }), true, "through the crew (S3)");
  equal(can("user:ben", "rfi.view", "project:7", { now: new Date(END) }), false, "until then and no longer (S14)");
  equal(can("user:ben", "rfi.export", "project:7", { now: SUMMER }), false, "nobody from outside exports (S11)");
  equal(can("user:carl", "rfi.view", "project:7"), false, "nobody knows Carl (S1)");
  equal(can("user:anna", "rfi.fly", "project:7"), false, "no such action (S1)");
  const [anna, view, project] = ["user:anna", "rfi.view", "project:7"];
  const handles = [engine.handle("subject", anna), engine.handle("action", view), engine.handle("resource", project)];
  equal(engine.canByHandle(...handles), true, "by handles");
  equal(engine.as(anna).can("conversations.send", project), true, "by the directory's level (S10)");
  engine.free();
}

function reasons({ Engine }, { equal, same }) {
  const engine = Engine.from({ catalog, facts });
  const decide = (subject, action, resource) =>
    engine.decide({ subject, action, resource, context: { now: SUMMER } });
  const given = decide("user:ben", "rfi.view", "project:7");
  same([given.allowed, given.code, given.validUntil], [true, "granted", Date.parse(END)], "granted (S14)");
  equal(decide("user:ben", "rfi.export", "project:7").code, "ceiling", "the ceiling's code (S11)");
  equal(decide("user:carl", "rfi.view", "project:7").code, "unknown_subject", "an unknown user's code (S1)");
  const open = decide("user:anna", "rfi.edit", "project:7/rfi:99");
  equal(open.code, "missing", "the code when something is missing (S9)");
  equal(open.missing.includes("resource.creator"), true, "and what is missing (S9)");
  const spoken = engine.decide({
    subject: { type: "user", id: "anna" },
    action: { name: "rfi.edit" },
    resource: { type: "rfi", id: "99", parent: "project:7", properties: { creator: "user:anna" } },
  });
  equal(spoken.allowed, true, "as AuthZEN asks");
  engine.free();
}

function screens({ Engine }, { equal, same }) {
  const engine = Engine.from({ catalog, facts });
  const now = SUMMER;
  equal(engine.ask("user:anna", "rfi.view", "project:7", { now }), "yes", "whatever the item (S15)");
  equal(engine.ask("user:anna", "rfi.edit", "project:7", { now }), "depends", "on the item (S15)");
  equal(engine.ask("user:ben", "rfi.edit", "project:7", { now }), "no", "whatever the item (S15)");
  const all = { yes: ["directory.view", "rfi.view", "rfi.export", "conversations.send"], depends: ["rfi.edit"] };
  const { yes, depends } = engine.whatCan("user:anna", "project:7", { now });
  same({ yes, depends }, all, "what Anna can do");
  const [grid, ...others] = engine.matrix({ tool: "rfi" });
  equal(others.length, 0, "one tool, one grid");
  equal(grid.columns.length, 7, "four levels, two granulars, one privilege");
  same(grid.rows.map((row) => row.action), ["rfi.view", "rfi.edit", "rfi.export"], "a row per action");
  equal(grid.footnotes.length, 2, "two footnotes are used");
  engine.free();
}

async function changes({ Engine, PermatrixError }, { equal, thrown }) {
  const engine = Engine.from({ catalog, facts });
  const before = engine.revision;
  const told = [];
  const stop = engine.subscribe((revision) => told.push(revision));
  const grant = [{ kind: "grant", to: "user:ben", role: "engineer", on: "project:7" }];

  const refusal = await thrown(() => engine.apply(grant, { actor: "user:ben", now: SUMMER }), "Ben promotes himself");
  equal(refusal instanceof PermatrixError, true, "one class of errors");
  equal(refusal.code, "denied", "its code (S16)");
  equal(refusal.decision.allowed, false, "and its decision");
  equal(engine.revision, before, "nothing has changed");

  const { revision } = engine.apply(grant, { actor: "user:anna", now: SUMMER });
  equal(engine.revision, revision, "the number of the change (S16)");
  equal(revision > before, true, "is higher");
  equal(told.join(), String(revision), "subscribers are told it");
  equal(engine.can("user:ben", "rfi.view", "project:7", { now: END }), true, "in force at once (S16)");
  stop();

  const cell = { kind: "set_cell", action: "rfi.view", column: "standard", value: "no" };
  engine.apply([cell], { actor: "system" });
  equal(engine.can("user:anna", "rfi.view", "project:7"), false, "the cell was emptied (S16)");
  equal(told.length, 1, "nobody listens any more");
  engine.free();
}

async function documents({ Engine }, { equal, thrown }) {
  const text = JSON.stringify({ catalog, facts });
  const sources = [new Response(text), new Blob([text]), Promise.resolve(new TextEncoder().encode(text))];
  for (const source of sources) {
    const engine = await Engine.open(source);
    equal(engine.can("user:anna", "rfi.view", "project:7"), true, "opened");
    engine.free();
  }
  const bad = await thrown(() => Engine.open(new Response("no", { status: 404 })), "opening what is not there");
  equal(bad.code, "bad_source", "what is not there");
}

async function failures({ Engine, PermatrixError }, { equal, thrown }) {
  const misspelt = { ...catalog, toolz: {} };
  const error = await thrown(() => Engine.from({ catalog: misspelt, facts }), "a misspelt key");
  equal(error instanceof PermatrixError, true, "one class of errors");
  equal(error.code, "unknown_key", "a misspelt key");
  equal(error.message.includes("tools"), true, "the nearest key is named");

  const engine = Engine.from({ catalog, facts });
  const wrong = await thrown(() => engine.can(7, "rfi.view", "project:7"), "a number for a name");
  equal(wrong.code, "bad_argument", "a number for a name");
  engine.free();
  engine.free();
  const freed = await thrown(() => engine.can("user:anna", "rfi.view", "project:7"), "asking when freed");
  equal(freed.code, "freed", "asking when freed");
}
