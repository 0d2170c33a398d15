import type { Engine } from "../engine.js";
import { PermatrixError } from "./package.js";
import type { Context, Decision, Given, Grid, GridColumn, Time } from "../types.js";
import { exactly } from "./arguments.js";
import type { Arguments } from "./arguments.js";
import type { Command } from "./command.js";
import { catalogIn, factsIn, opened } from "./documents.js";
import { isObject, JsonFile } from "./json.js";
import { Names } from "./names.js";
import type { Terminal } from "./terminal.js";
import { Trouble, WrongUse } from "./trouble.js";
import { ceilingWords, cellWords, CODES, listWords, pathWords, timeWords, titleWords } from "./words.js";

export const explain: Command = {
  usage: "permatrix explain CATALOG.json FACTS.json SUBJECT ACTION RESOURCE [--now TIME] [--given JSON]",
  about: "a decision in words",
  help: `Says whether SUBJECT may do ACTION on RESOURCE, and what that rests on.
Ends with 0 whatever the answer is.

  --now TIME          2026-11-23T09:00:00Z, or milliseconds since 1970;
                      the clock otherwise
  --given JSON        what the question brings along, as for engine.can:
                      { "resource": { … }, "subject": { … }, "context": { … } }`,
  options: { now: "text", given: "text" },
  run,
};

/** A question, and the engine that answers it. */
interface Asked {
  readonly engine: Engine;
  readonly subject: string;
  readonly action: string;
  readonly resource: string;
  readonly given: Given;
}

function run(args: Arguments, terminal: Terminal): number {
  const words = ["CATALOG.json", "FACTS.json", "SUBJECT", "ACTION", "RESOURCE"] as const;
  const [catalog, facts, subject, action, resource] = exactly(args, words);
  const given = givenIn(args);
  const engine = opened(catalogIn(catalog), factsIn(facts));
  const asked = { engine, subject, action, resource, given };
  const decision = decided(asked);
  const may = `${subject} ${decision.allowed ? "may" : "may not"} ${action} on ${resource}`;
  terminal.line(`${may} (${decision.code}: ${CODES[decision.code]})`, decision.allowed ? "good" : "bad");
  for (const line of [...pathLines(asked, decision), ...reasonLines(asked, decision)]) terminal.line(`  ${line}`);
  const until = decision.validUntil;
  if (until !== null) terminal.line(`  the answer holds until ${timeWords(until)}, if nothing is changed`);
  return 0;
}

function givenIn(args: Arguments): Given {
  const text = args.texts.get("given");
  const { value } = new JsonFile("--given", text ?? "{}");
  if (!isObject(value)) throw new Trouble("--given", "bad_type", "expected an object");
  const now = args.texts.get("now");
  if (now === undefined) return value;
  if ("now" in value) throw new WrongUse("--now and --given both say when");
  return { ...value, now: moment(now) };
}

/** Milliseconds, unless it is so short that a year is meant; the engine refuses that one. */
function moment(text: string): Time {
  return /^-?[0-9]{5,}$/.test(text) ? Number(text) : text;
}

/** `can` checks what is given, in the words of whoever gave it; `decide` has the reasons. */
function decided({ engine, subject, action, resource, given }: Asked): Decision {
  try {
    engine.can(subject, action, resource, given);
    return engine.decide({ subject, action, resource, context: contextOf(given) });
  } catch (error) {
    if (!(error instanceof PermatrixError)) throw error;
    throw new Trouble("the question", error.code, error.message);
  }
}

/** The same circumstances as `decide` takes them. */
export function contextOf({ context, ...others }: Given): Context {
  return { ...context, ...others };
}

function pathLines({ engine, action }: Asked, { paths }: Decision): string[] {
  if (paths.length === 0) return [];
  const [grid] = engine.matrix({ tool: toolOf(action) });
  return paths.map((path) => `${pathWords(path)}${footnoteWords(grid, path.condition)}`);
}

/** What the footnote says, in words and as an expression. */
function footnoteWords(grid: Grid | undefined, condition: string | undefined): string {
  const footnote = grid?.footnotes.find((footnote) => footnote.condition === condition);
  if (footnote === undefined) return "";
  const words = [titleWords(footnote.title), footnote.when ?? footnote.todo].filter((word) => word !== undefined);
  return ` (${words.join(": ")})`;
}

/** Of a denial: what is not known or cuts, or what would give it and what is held instead. */
function reasonLines(asked: Asked, { allowed, code, missing, ceilings }: Decision): string[] {
  const { engine, subject, action, resource } = asked;
  if (allowed) return [];
  const names = new Names(engine);
  const wrong = names.wrong({ subject, action, resource });
  if (code === "unknown_action" || code === "unknown_resource") return wrong;
  if (code === "not_here") return [...wrong, `the tool \`${toolOf(action)}\` is on a ${typeOf(asked)}`];
  const known = missing.length === 0 ? [] : [`not known: ${missing.join(", ")}`];
  // How columns stand for a name that nobody bears, nobody can say.
  const standing = names.subject(subject) === undefined ? standingLines(asked) : [];
  return [...wrong, ...known, ...ceilings.map(ceilingWords), ...standing];
}

/** The row of the matrix, and how its columns stand for the subject. */
function standingLines({ engine, subject, action, resource, given }: Asked): string[] {
  const [grid] = engine.matrix({ tool: toolOf(action), subject, resource, now: given.now });
  if (grid === undefined) return [];
  const cells = grid.rows.find((row) => row.action === action)?.cells ?? [];
  const row = grid.columns.flatMap((column, index) => {
    const cell = cells[index];
    if (cell === undefined || cell.value === "no") return [];
    const footnote = cell.value === "if" ? footnoteWords(grid, cell.condition) : "";
    return [`  ${column.column}${stateWords(column)}: ${cellWords(cell)}${footnote}`];
  });
  const held = grid.columns.filter(({ state }) => state === "active").map(({ column }) => column);
  return [
    ...(row.length === 0 ? ["nothing in the matrix gives it"] : ["in the matrix:", ...row]),
    `active here: ${held.join(", ") || "nothing"}`,
  ];
}

/** S4, S6: what is held and does not act says why. */
function stateWords({ kind, state, levels = [] }: GridColumn): string {
  if (state !== "idle") return state === "active" ? " (held)" : "";
  return kind === "level" ? " (held, but a higher level counts)" : ` (held, but acts only at ${listWords(levels)})`;
}

function typeOf({ engine, action }: Asked): string {
  return engine.catalog.tools.find(({ tool }) => tool === toolOf(action))?.on ?? "";
}

function toolOf(action: string): string {
  return action.split(".", 1)[0] ?? "";
}
