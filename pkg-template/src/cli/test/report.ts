// What came of the tests, for people (plain) and for programs (TAP 13, JUnit).

import { printable } from "../terminal.js";
import type { Terminal } from "../terminal.js";
import { placed } from "../trouble.js";
import type { Trouble } from "../trouble.js";
import type { Outcome } from "./run.js";

/** What came of a file: its tests, or why it could not be read. */
export type Result = { readonly file: string } & (
  { readonly outcomes: readonly Outcome[] } | { readonly trouble: Trouble }
);

export const REPORTERS = {
  plain,
  tap,
  junit,
} satisfies Record<string, (results: readonly Result[], more: readonly string[], terminal: Terminal) => void>;

/** Tests and files that were not possible, counted. */
export function counts(results: readonly Result[]): { tests: number; failed: number; troubles: number } {
  const outcomes = results.flatMap(outcomesOf);
  const failed = outcomes.filter(({ problems }) => problems.length > 0).length;
  return { tests: outcomes.length, failed, troubles: results.filter((result) => "trouble" in result).length };
}

function outcomesOf(result: Result): readonly Outcome[] {
  return "trouble" in result ? [] : result.outcomes;
}

/** `policy.test.json:12:5: name: problem`, as compilers write it and editors read it. */
function plain(results: readonly Result[], more: readonly string[], terminal: Terminal): void {
  for (const result of results) {
    if ("trouble" in result) terminal.complain(result.trouble.line);
    for (const outcome of outcomesOf(result)) {
      const { name } = outcome.test;
      for (const problem of problemsOf(outcome)) terminal.line(`${placeOf(result.file, outcome)}: ${name}: ${problem}`);
    }
  }
  for (const line of more) terminal.line(line);
  const { tests, failed, troubles } = counts(results);
  terminal.line(`${tests - failed} passed, ${failed} failed`, failed + troubles === 0 ? "good" : "bad");
}

function placeOf(file: string, { test }: Outcome): string {
  return placed(file, test.place());
}

function problemsOf({ test, problems }: Outcome): readonly string[] {
  const why = test.why === undefined ? "" : ` (why it must be so: ${test.why})`;
  return problems.map((problem) => problem + why);
}

function tap(results: readonly Result[], more: readonly string[], terminal: Terminal): void {
  const { tests, troubles } = counts(results);
  terminal.line("TAP version 13");
  terminal.line(`1..${tests + troubles}`);
  let number = 0;
  for (const result of results) {
    if ("trouble" in result) {
      terminal.line(`not ok ${++number} - ${tapText(result.file)}`);
      details(terminal, placed(result.file, result.trouble.place), [result.trouble.line]);
      terminal.complain(result.trouble.line);
    }
    for (const outcome of outcomesOf(result)) {
      const passed = outcome.problems.length === 0;
      terminal.line(`${passed ? "ok" : "not ok"} ${++number} - ${tapText(outcome.test.name)}`);
      if (!passed) details(terminal, placeOf(result.file, outcome), problemsOf(outcome));
    }
  }
  for (const line of more) terminal.line(`# ${line}`);
}

/** In YAML; texts as in JSON, which is YAML. */
function details(terminal: Terminal, at: string, problems: readonly string[]): void {
  terminal.line("  ---");
  terminal.line(`  at: ${JSON.stringify(at)}`);
  terminal.line("  problems:");
  for (const problem of problems) terminal.line(`    - ${JSON.stringify(problem)}`);
  terminal.line("  ...");
}

/** `#` would begin a directive: a test named `# SKIP` is not skipped. */
function tapText(text: string): string {
  return printable(text).replace(/[\\#]/g, "\\$&");
}

/** Nothing but XML goes to the output; what else there is to say goes beside it. */
function junit(results: readonly Result[], more: readonly string[], terminal: Terminal): void {
  const { tests, failed, troubles } = counts(results);
  terminal.line('<?xml version="1.0" encoding="UTF-8"?>');
  terminal.line(`<testsuites name="permatrix" tests="${tests + troubles}" failures="${failed}" errors="${troubles}">`);
  for (const result of results) suite(result, terminal);
  terminal.line("</testsuites>");
  for (const line of more) terminal.complain(line);
}

function suite(result: Result, terminal: Terminal): void {
  const { tests, failed, troubles } = counts([result]);
  const total = `tests="${tests + troubles}" failures="${failed}" errors="${troubles}"`;
  terminal.line(`  <testsuite name="${xml(result.file)}" ${total}>`);
  if ("trouble" in result) {
    element(result.file, "the file", terminal, { kind: "error", lines: [result.trouble.line] });
    terminal.complain(result.trouble.line);
  }
  for (const outcome of outcomesOf(result)) {
    const lines = problemsOf(outcome).map((problem) => `${placeOf(result.file, outcome)}: ${problem}`);
    element(result.file, outcome.test.name, terminal, lines.length === 0 ? undefined : { kind: "failure", lines });
  }
  terminal.line("  </testsuite>");
}

function element(
  file: string,
  name: string,
  terminal: Terminal,
  bad?: { readonly kind: "error" | "failure"; readonly lines: readonly string[] },
): void {
  const head = `    <testcase classname="${xml(file)}" name="${xml(name)}"`;
  if (bad === undefined) return terminal.line(`${head}/>`);
  terminal.line(`${head}>`);
  const text = bad.lines.map(xml).join("&#10;");
  terminal.line(`      <${bad.kind} message="${xml(bad.lines[0] ?? "")}">${text}</${bad.kind}>`);
  terminal.line("    </testcase>");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text and attributes alike. Characters that XML cannot have are written out first. */
function xml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
