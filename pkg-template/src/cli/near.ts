/** `, did you mean \`X\`?` for the nearest of the known names, or nothing when none is near: the rule of src/error.rs. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const most = 1 + Math.floor([...name].length / 4);
  let [best, nearest] = [most + 1, ""];
  for (const candidate of known) {
    const found = distance(name, candidate, most);
    if (found < best || (found === best && found <= most && candidate < nearest)) [best, nearest] = [found, candidate];
  }
  return best <= most ? `, did you mean \`${nearest}\`?` : "";
}

/** Characters that are compared; what is longer differs too much anyway, or is no name. */
const COMPARED = 64;

/** Edit distance with swaps of neighbours, or more than `most`. */
function distance(one: string, other: string, most: number): number {
  const [a, b] = [[...one].slice(0, COMPARED), [...other].slice(0, COMPARED)];
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      let least = Math.min(cell(row, j) + (a[i] === b[j] ? 0 : 1), cell(row, j + 1) + 1, cell(next, j) + 1);
      if (i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j]) least = Math.min(least, cell(before, j - 1) + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return cell(row, b.length);
}

function cell(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
