// Runs what a test file says. The engine answers; here its answers are compared with the expected ones.

import { PermatrixError } from "../package.js";
import type { ErrorCode } from "../package.js";
import type { Engine } from "../../engine.js";
import type { Decision } from "../../types.js";
import { opened } from "../documents.js";
import { contextOf } from "../explain.js";
import { Names } from "../names.js";
import { decisionWords } from "../words.js";
import { checkGrid } from "./grid.js";
import type { ApplyTest, AskTest, QuestionTest, Suite, TableTest, Test, WhatCanTest } from "./suite.js";

/** Told of every cell that a test goes through. */
export interface Witness {
  /** The paths of a decision that was as expected. */
  decided(engine: Engine, action: string, decision: Decision): void;
  /** A cell of a grid that was as expected. */
  seen(engine: Engine, action: string, column: string): void;
}

/** What came of a test: what is wrong, a line each. */
export interface Outcome {
  readonly test: Test;
  readonly problems: readonly string[];
}

/** What a test runs on. */
export interface Stage {
  readonly engine: Engine;
  readonly names: Names;
  readonly now: Suite["now"];
  readonly witness: Witness;
}

/** Runs all tests of a file, each on the file's own state. `shared` is an engine that nobody changes. */
export function run(suite: Suite, shared: Engine, witness: Witness): Outcome[] {
  const names = new Names(shared);
  return suite.tests.map((test) => {
    const changes = test.after.length > 0 || test.asks.kind === "apply";
    const stage = { engine: shared, names, now: suite.now, witness };
    return { test, problems: changes ? onItsOwn(suite, test, witness) : played(test, stage) };
  });
}

/** On an engine that is changed. */
function onItsOwn(suite: Suite, test: Test, witness: Witness): string[] {
  const engine = opened(suite.catalog, suite.facts);
  try {
    const problem = refusal(() => engine.apply(test.after, { actor: "system", now: suite.now }));
    if (problem !== undefined) return [`\`after\` was refused: ${problem.code}: ${problem.message}`];
    const stage = { engine, names: new Names(engine), now: suite.now, witness };
    return [...played(test, stage), ...wrongChanges(suite, test)];
  } finally {
    engine.free();
  }
}

/** Anything the engine refuses to look at is a failure of this test, not of the run. */
function played({ asks }: Test, stage: Stage): string[] {
  try {
    switch (asks.kind) {
      case "question":
        return question(asks, stage);
      case "ask":
        return ask(asks, stage);
      case "whatCan":
        return whatCan(asks, stage);
      case "grid":
        return checkGrid(asks, stage);
      case "table":
        return table(asks, stage);
      case "apply":
        return apply(asks, stage);
    }
  } catch (error) {
    if (!(error instanceof PermatrixError) || error.code === "broken") throw error;
    return [`${error.code}: ${error.message}`];
  }
}

function question({ subject, action, resource, given, expect }: QuestionTest, stage: Stage): string[] {
  const { engine, names, now, witness } = stage;
  const circumstances = { now, ...given };
  engine.can(subject, action, resource, circumstances); // refuses what is given in the words of whoever gave it
  const decision = engine.decide({ subject, action, resource, context: contextOf(circumstances) });
  const wrong = names.wrong({
    ...(expect.code !== "unknown_subject" && { subject }),
    ...(expect.code !== "unknown_action" && { action }),
    ...(expect.code !== "unknown_resource" && { resource }),
  });
  if (wrong.length > 0) return wrong;
  if (!isExpected(decision, expect)) return [`expected ${expectedWords(expect)}, found ${decisionWords(decision)}`];
  witness.decided(engine, action, decision);
  return [];
}

function isExpected(decision: Decision, { allowed, code, missing }: QuestionTest["expect"]): boolean {
  return (
    decision.allowed === allowed &&
    (code === undefined || decision.code === code) &&
    (missing === undefined || sorted(decision.missing) === sorted(missing))
  );
}

function sorted(words: readonly string[]): string {
  return JSON.stringify([...words].sort());
}

function expectedWords({ allowed, code, missing }: QuestionTest["expect"]): string {
  const words = [
    ...(code === undefined ? [] : [code]),
    ...(missing === undefined ? [] : [`missing: ${missing.join(", ") || "nothing"}`]),
  ];
  return `${allowed ? "allowed" : "denied"}${words.length === 0 ? "" : ` (${words.join("; ")})`}`;
}

function ask(test: AskTest, stage: Stage): string[] {
  const { subject, action, resource } = test;
  const wrong = stage.names.wrong({ subject, action, resource });
  return wrong.length > 0 ? wrong : answer(test, { ...stage, now: test.now ?? stage.now });
}

/** One answer for a screen; `lead` says which, where there are several. */
function answer({ subject, action, resource, expect }: AskTest, { engine, now, witness }: Stage, lead = ""): string[] {
  const found = engine.ask(subject, action, resource, { now });
  const decision = engine.decide({ subject, action, resource, context: { now } });
  const why = `without the item's attributes: ${decisionWords(decision)}`;
  if (found !== expect) return [`${lead}expected ${expect}, found ${found}; ${why}`];
  witness.decided(engine, action, decision);
  return [];
}

function table({ resource, actions, subjects, ...test }: TableTest, stage: Stage): string[] {
  const now = test.now ?? stage.now;
  const { names } = stage;
  const wrong = [...names.wrong({ resource }), ...actions.flatMap((action) => names.wrong({ action }))];
  if (wrong.length > 0) return wrong;
  return [...subjects].flatMap(([subject, cells]) => {
    const unknown = names.wrong({ subject });
    if (unknown.length > 0) return unknown;
    return cells.flatMap((expect, index) => {
      const action = actions[index] ?? "";
      const lead = `row ${subject}, column ${action}: `;
      return answer({ subject, action, resource, now, expect }, { ...stage, now }, lead);
    });
  });
}

function whatCan(test: WhatCanTest, stage: Stage): string[] {
  const { subject, resource, tool } = test;
  const { engine, names, witness } = stage;
  const now = test.now ?? stage.now;
  const named = [...test.yes, ...test.depends].flatMap((action) => names.wrong({ action }));
  const wrong = [...names.wrong({ subject, resource }), ...named];
  if (tool !== undefined) engine.matrix({ tool }); // refuses one that is not there
  if (wrong.length > 0) return wrong;
  const { yes, depends } = engine.whatCan(subject, resource, { now });
  const ofTool = (action: string) => tool === undefined || action.startsWith(`${tool}.`);
  const found = { yes: yes.filter(ofTool), depends: depends.filter(ofTool) };
  const problems = [...listDiffers("yes", test.yes, found.yes), ...listDiffers("depends", test.depends, found.depends)];
  if (problems.length > 0) return problems;
  for (const action of found.yes) {
    witness.decided(engine, action, engine.decide({ subject, action, resource, context: { now } }));
  }
  return [];
}

/** The order does not count. */
function listDiffers(list: string, expected: readonly string[], found: readonly string[]): string[] {
  const absent = expected.filter((action) => !found.includes(action));
  const extra = found.filter((action) => !expected.includes(action));
  return [
    ...absent.map((action) => `\`${list}\`: expected ${action}, not found`),
    ...extra.map((action) => `\`${list}\`: found ${action}, not expected`),
  ];
}

function apply({ changes, actor, now, refused }: ApplyTest, { engine, names, ...stage }: Stage): string[] {
  const unknown = actor === "system" ? [] : names.wrong({ subject: actor });
  if (unknown.length > 0) return unknown;
  const found = refusal(() => engine.apply(changes, { actor, now: now ?? stage.now }));
  if (found?.code === refused) return [];
  const expected = refused === undefined ? "accepted" : `refused (${refused})`;
  const instead = found === undefined ? "accepted" : `refused (${found.code}: ${found.message})`;
  return [`expected ${expected}, found ${instead}`];
}

/** What is wrong with a change whatever the state is. */
const MISWRITTEN: readonly ErrorCode[] = [
  "unknown_name",
  "unknown_key",
  "missing_key",
  "duplicate_key",
  "bad_type",
  "bad_value",
  "bad_name",
  "bad_id",
];

/** Whoever is denied a change is denied it whatever is in it: a misspelt one would pass as refused. The host is told. */
function wrongChanges(suite: Suite, { asks, after }: Test): string[] {
  if (asks.kind !== "apply" || asks.refused !== "denied") return [];
  const engine = opened(suite.catalog, suite.facts);
  try {
    const found = refusal(() => engine.apply([...after, ...asks.changes], { actor: "system", now: suite.now }));
    if (found === undefined || !MISWRITTEN.includes(found.code)) return [];
    return [`the changes cannot be made by anybody: ${found.code}: ${found.message}`];
  } finally {
    engine.free();
  }
}

/** What `apply` throws on purpose, or nothing. */
function refusal(call: () => unknown): PermatrixError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof PermatrixError && error.code !== "broken") return error;
    throw error;
  }
}
