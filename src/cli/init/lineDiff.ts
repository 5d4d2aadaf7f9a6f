/** A line of a diff: added, removed or unchanged. */
interface DiffLine {
  readonly sign: "+" | "-" | " ";
  readonly text: string;
}

const CONTEXT_LINES = 2;

/**
 * Formats a change of a file for people, with a few unchanged lines around each edit. `before` is
 * null for a new file.
 */
export function formatDiff(path: string, before: string | null, after: string): string {
  const lines = diffLines(before === null ? [] : toLines(before), toLines(after));
  const edits = lines.flatMap(({ sign }, index) => (sign === " " ? [] : [index]));
  const shown = lines.flatMap((line, index) => {
    const isNear = (position: number) =>
      edits.some((edit) => Math.abs(edit - position) <= CONTEXT_LINES);
    if (isNear(index)) return [`  ${line.sign} ${line.text}`.trimEnd()];
    return isNear(index - 1) ? ["    …"] : [];
  });
  return [`${path}${before === null ? " (new)" : ""}`, ...shown].join("\n");
}

const toLines = (text: string) => text.replace(/\r?\n$/, "").split(/\r?\n/);

/** The longest common subsequence by dynamic programming: for files of a few hundred lines. */
function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  // common[i][j]: length of the longest common subsequence of before[i…] and after[j…].
  const common = Array.from({ length: before.length + 1 }, () =>
    Array.from({ length: after.length + 1 }, () => 0),
  );
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i]![j] = // the rows are made above
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      lines.push({ sign: " ", text: old });
      i++;
      j++;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: "-", text: old });
      i++;
    } else {
      lines.push({ sign: "+", text: fresh ?? "" });
      j++;
    }
  }
  return lines;
}
