import type { Problem } from "../types.js";
import { exactly } from "./arguments.js";
import type { Arguments } from "./arguments.js";
import type { Command } from "./command.js";
import { catalogIn, factsIn, opened, openedAlone } from "./documents.js";
import { jsonOf } from "./files.js";
import type { Terminal } from "./terminal.js";
import { placed } from "./trouble.js";
import { countWords } from "./words.js";

export const lint: Command = {
  usage: "permatrix lint CATALOG.json [--facts FACTS.json] [--strict]",
  about: "what in a catalog is worth a look",
  help: `Prints what is probably not meant (warning) and what is not known yet (todo),
a line each. A mistake in a document is an error and ends with 2.

  --facts FACTS.json  reads these facts, too
  --strict            ends with 1 when there are warnings`,
  options: { facts: "text", strict: "flag" },
  run,
};

function run(args: Arguments, terminal: Terminal): number {
  const [file] = exactly(args, ["CATALOG.json"]);
  const json = jsonOf(file);
  const facts = args.texts.get("facts");
  const engine = facts === undefined ? openedAlone(json) : opened(catalogIn(file), factsIn(facts));
  const problems = engine.lint();
  for (const problem of problems) terminal.line(`${placed(file, json.placeAt(problem.path))}: ${worded(problem)}`);
  const warnings = problems.filter(({ severity }) => severity === "warning").length;
  const todos = problems.filter(({ severity }) => severity === "todo").length;
  terminal.line(`${countWords(warnings, "warning")}, ${countWords(todos, "todo")}`);
  return args.flags.has("strict") && warnings > 0 ? 1 : 0;
}

function worded({ severity, code, path, message }: Problem): string {
  return `${severity}: ${code}: ${message} (at ${path})`;
}
