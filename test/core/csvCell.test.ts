/** Cells of CSV files: what a reader of RFC 4180 gets back, and what a spreadsheet would run. */
import { expect, test } from "vitest";
import { csvCell } from "../../convex/component/core/csvCell";

/** The cells of a line, as RFC 4180 reads them. */
function readLine(line: string): string[] {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?=,|$)/gy)];
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

test.each(["", "plain", "a,b", 'say "hi"', '"', "two\r\nlines", "a\nb", "a\rb", "it's", " ", "ü"])(
  "%j is read back as it was, between others",
  (text) => {
    const line = ["before", text, "after"].map(csvCell).join(",");
    expect(readLine(line)).toEqual(["before", text, "after"]);
  },
);

const starts = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"];
test.each(starts.flatMap((start) => [start, ` ${start}`, `\u00A0${start}`]))(
  "a text that starts with %j is no formula",
  (start) => {
    const text = `${start}1,"x"`;
    expect(readLine(csvCell(text))).toEqual([`'${text}`]);
  },
);

test("a sign within a text changes nothing", () => {
  for (const text of ["a=b", "1-2", "ada@acme.example"]) expect(csvCell(text)).toBe(text);
});
