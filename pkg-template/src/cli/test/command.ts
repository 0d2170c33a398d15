import type { Arguments } from "../arguments.js";
import type { Command } from "../command.js";
import { opened } from "../documents.js";
import { ENDING, testFiles } from "../files.js";
import { didYouMean } from "../near.js";
import type { Terminal } from "../terminal.js";
import { Trouble, WrongUse } from "../trouble.js";
import { Coverage, percentWords } from "./coverage.js";
import { read } from "./read.js";
import { counts, REPORTERS } from "./report.js";
import type { Result } from "./report.js";
import { run as runSuite } from "./run.js";

export const test: Command = {
  usage: "permatrix test FILE|FOLDER … [--reporter plain|tap|junit] [--coverage] [--min-coverage N]",
  about: "a policy's own tests",
  help: `Runs test files; of folders, all files in them and beneath whose names end
with ${ENDING}. Ends with 0 when all passed, 1 when not, 2 when there is no
test or a file cannot be read. The README of the package shows the format.

  --reporter NAME     plain (for people), tap (TAP 13), junit (JUnit XML)
  --coverage          which cells of the matrix no test has gone through
  --min-coverage N    how many they are, and ends with 1 when tests have gone
                      through fewer than N percent`,
  options: { reporter: "text", coverage: "flag", "min-coverage": "text" },
  run,
};

function run(args: Arguments, terminal: Terminal): number {
  if (args.positionals.length === 0) throw new WrongUse("FILE or FOLDER is missing");
  const report = reporterIn(args);
  const least = leastIn(args);
  const results: Result[] = [];
  const files = testFiles(args.positionals, (trouble) => results.push({ file: trouble.file, trouble }));
  const coverage = new Coverage();
  results.push(...files.map((file) => resultOf(file, coverage)));
  const { tests, failed, troubles } = counts(results);
  if (tests + troubles === 0) throw new WrongUse(nothing(args.positionals, files));
  const cells = args.flags.has("coverage");
  const enough = coverage.percent >= (least ?? 0);
  const isWanted = cells || least !== undefined;
  const lines = isWanted ? [...coverage.lines({ cells }), ...(enough ? [] : [tooLittle(coverage.percent, least)])] : [];
  report(results, lines, terminal);
  if (troubles > 0) return 2;
  return failed > 0 || !enough ? 1 : 0;
}

function reporterIn({ texts }: Arguments): (typeof REPORTERS)[keyof typeof REPORTERS] {
  const name = texts.get("reporter") ?? "plain";
  const known = Object.keys(REPORTERS) as (keyof typeof REPORTERS)[];
  const found = known.find((reporter) => reporter === name);
  if (found !== undefined) return REPORTERS[found];
  const near = didYouMean(name, known) || `; there are ${known.join(", ")}`;
  throw new WrongUse(`there is no reporter \`${name}\`${near}`);
}

function leastIn({ texts }: Arguments): number | undefined {
  const text = texts.get("min-coverage");
  if (text === undefined) return undefined;
  const percent = /^[0-9]{1,3}(\.[0-9]+)?$/.test(text) ? Number(text) : NaN;
  if (percent <= 100) return percent;
  throw new WrongUse(`--min-coverage: expected a percentage from 0 to 100, found \`${text}\``);
}

function tooLittle(percent: number, least: number | undefined): string {
  return `coverage is ${percentWords(percent)}, less than the ${least} % that are wanted`;
}

function nothing(paths: readonly string[], files: readonly string[]): string {
  if (files.length > 0) return `there is no test in ${files.join(", ")}`;
  return `there is no file that ends with ${ENDING} in ${paths.join(", ")}`;
}

function resultOf(file: string, coverage: Coverage): Result {
  try {
    const suite = read(file);
    const engine = opened(suite.catalog, suite.facts);
    try {
      return { file, outcomes: runSuite(suite, engine, coverage.witness(suite.catalog.json, engine)) };
    } finally {
      engine.free();
    }
  } catch (error) {
    if (error instanceof Trouble) return { file, trouble: error };
    throw error;
  }
}
