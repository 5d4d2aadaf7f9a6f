import schema from "../../convex/component/schema";
import type { httpRuntime } from "./runtime";

export type Engine = ReturnType<typeof httpRuntime>["engine"];
export type Table = keyof typeof schema.tables;
type Row = Record<string, unknown>;

/** Every row of every table of the component, on the test engine. */
export async function allRows(engine: Engine): Promise<Record<Table, Row[]>> {
  return await engine.run(async (ctx) => {
    const tables = Object.keys(schema.tables) as Table[]; // its own keys
    const rows = await Promise.all(
      tables.map(async (table) => [table, await ctx.db.query(table).collect()] as const),
    );
    return Object.fromEntries<Row[]>(rows) as Record<Table, Row[]>; // one of each
  });
}

/** As text to search in; a bigint is a commit's time. */
export const textOf = (rows: unknown): string =>
  JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
