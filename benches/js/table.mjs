// The results as tables of text.

/** One size: everybody who was asked, and how many times the time of `can` by names it took. */
export function printSize(size, counts, rows) {
  const [users, projects, assignments] = counts.map((count) => count.toLocaleString("en"));
  console.log(`\n${size}: ${users} users, ${projects} projects, ${assignments} assignments; time of a question`);
  printed(["", "median", "quartiles", "memory", "to `can`"], rows.map(sizeCells));
}

function sizeCells({ name, low, median, high, bytes, beside, why }) {
  if (why !== undefined) return [name, why];
  const memory = bytes === undefined ? "" : megabytes(bytes);
  return [name, nanoseconds(median), `${nanoseconds(low)} - ${nanoseconds(high)}`, memory, times(median / beside)];
}

/** Figures of any unit, with what they have to be where there is a budget. */
export function printFigures(title, figures) {
  console.log(`\n${title}`);
  printed(["", "", "median", "quartiles", "must", "aim", ""], figures.map(figureCells));
}

function figureCells({ name, at, median, low, high, unit, must, aim, why }) {
  if (why !== undefined) return [name, at, why];
  const [value, quartiles] = [round(median), low === undefined ? "" : `${round(low)} - ${round(high)}`];
  const budget = must === undefined ? ["", "", ""] : [`${round(must)} ${unit}`, `${round(aim)} ${unit}`, verdict(median, must, aim)];
  return [name, at, `${value} ${unit}`, quartiles, ...budget];
}

/** Whether a figure misses what it must be. */
export const isMissed = ({ median, must }) => must !== undefined && median > must;

const verdict = (is, must, aim) => (is <= aim ? "aim met" : is <= must ? "met" : "MISSED");

/** Columns under one another; the first to the left. What stands alone beside a name (why there is no figure) goes on past it. */
function printed(heads, rows) {
  const lines = [heads, ...rows];
  const whole = lines.filter((line) => line.length === heads.length);
  const widths = heads.map((_, column) => Math.max(...(column === 0 ? lines : whole).map((line) => line[column].length)));
  for (const line of lines) console.log(`  ${line.map((cell, column) => aligned(cell, widths, column, line)).join("  ")}`.trimEnd());
}

function aligned(cell, widths, column, line) {
  if (column === 0 || column >= 6) return cell.padEnd(widths[column]);
  return line.length === widths.length ? cell.padStart(widths[column]) : cell;
}

export const megabytes = (bytes) => `${bytes < 1e6 ? (bytes / 1e6).toFixed(2) : round(bytes / 1e6)} MB`;

const nanoseconds = (time) => (time < 1_000 ? `${round(time)} ns` : `${round(time / 1_000)} µs`);
const times = (ratio) => `${ratio < 1 ? ratio.toFixed(2) : round(ratio)} x`;

/** Three digits that count. */
function round(number) {
  return number < 100 ? Number(number.toPrecision(3)).toString() : Math.round(number).toLocaleString("en");
}
