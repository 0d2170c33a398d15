// The result as a table of text.

/** Adds to each row what it is held against: the ratio, and whether the must and the aim are met. */
export function judged(rows) {
  return rows.map((row) => {
    if (!row.against) return { ...row, met: true };
    const ratio = row.median / rows.find(({ name }) => name === row.against.name).median;
    return { ...row, ratio, met: ratio <= row.against.must, aimed: ratio <= row.against.aim };
  });
}

export function print(size, world, opening, rows) {
  const { users, projects, assignments } = world;
  const counts = [users, projects, assignments.user].map((list) => list.length.toLocaleString("en"));
  console.log(`\n${size}: ${counts[0]} users, ${counts[1]} projects, ${counts[2]} assignments`);
  const heads = ["", "ns per question", "quartiles", "memory", "ratio", "must", "aim", ""];
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) console.log(`  ${line.map((cell, column) => aligned(cell, widths[column], column)).join("  ")}`.trimEnd());
  const { bytes, milliseconds, kept } = opening;
  console.log(`  opened from ${megabytes(bytes)} of JSON in ${Math.round(milliseconds)} ms; its memory grew by ${megabytes(kept)}`);
}

function cells({ name, low, median, high, bytes, ratio, met, aimed, against }) {
  const memory = bytes === undefined ? "" : megabytes(bytes);
  const time = [name, median.toFixed(1), `${low.toFixed(1)} - ${high.toFixed(1)}`, memory];
  if (!against) return [...time, "", "", "", ""];
  const verdict = aimed ? "aim met" : met ? "met" : "MISSED";
  return [...time, `${ratio.toFixed(2)} x`, `${against.must} x`, `${against.aim} x`, verdict];
}

const aligned = (cell, width, column) => (column === 0 || column === 7 ? cell.padEnd(width) : cell.padStart(width));

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
