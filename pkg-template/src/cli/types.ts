import type { Engine } from "../engine.js";
import { exactly } from "./arguments.js";
import type { Arguments } from "./arguments.js";
import type { Command } from "./command.js";
import { openedAlone } from "./documents.js";
import { jsonOf, write } from "./files.js";
import { Names } from "./names.js";
import type { Terminal } from "./terminal.js";
import { countWords } from "./words.js";

export const types: Command = {
  usage: "permatrix types CATALOG.json [--out FILE]",
  about: "the names in a catalog as TypeScript types",
  help: `Prints a module with the types Action, Tool, Role, Column and ResourceType:
unions of the names in the catalog, in its order. A Column is what a grant can
give besides a role: a level, granular or privilege (rfi.standard).

  --out FILE          writes it to a file`,
  options: { out: "text" },
  run,
};

function run(args: Arguments, terminal: Terminal): number {
  const [file] = exactly(args, ["CATALOG.json"]);
  const lines = moduleOf(openedAlone(jsonOf(file)));
  const out = args.texts.get("out");
  if (out === undefined) for (const line of lines) terminal.line(line);
  else {
    write(out, lines.map((line) => `${line}\n`).join(""));
    terminal.line(`${out}: ${countWords(lines.length, "line")}`);
  }
  return 0;
}

function moduleOf(engine: Engine): string[] {
  const { name, tools, roles, types } = engine.catalog;
  return [
    `// The names in the catalog \`${name}\`, written by \`permatrix types\`. Changes belong into the catalog.`,
    ...union("Action", "What can be done.", new Names(engine).actions),
    ...union(
      "Tool",
      "A part of the product with a matrix of its own.",
      tools.map(({ tool }) => tool),
    ),
    ...union(
      "Role",
      "A bundle of levels and granulars.",
      roles.map(({ role }) => role),
    ),
    ...union("Column", "What a grant can give besides a role.", columnsOf(engine)),
    ...union("ResourceType", "The kind of a resource: what stands before its id.", types),
  ];
}

/** Levels that are borrowed are columns of the grid, and given in the tool that lends them. */
function columnsOf(engine: Engine): string[] {
  return engine.catalog.tools.flatMap(({ tool, levels }) => {
    const columns = engine.matrix({ tool }).flatMap((grid) => grid.columns);
    const extras = columns.filter(({ kind }) => kind === "granular" || kind === "privilege");
    return [...levels, ...extras.map(({ column }) => column)].map((column) => `${tool}.${column}`);
  });
}

/** Names are `[a-z0-9_.]` by the catalog's own rules; they are quoted as if they were not. */
function union(type: string, about: string, names: readonly string[]): string[] {
  const head = ["", `/** ${about} */`];
  if (names.length === 0) return [...head, `export type ${type} = never;`];
  const members = names.map((name, index) => `  | ${JSON.stringify(name)}${index === names.length - 1 ? ";" : ""}`);
  return [...head, `export type ${type} =`, ...members];
}
