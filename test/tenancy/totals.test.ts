import { expect, test } from "vitest";
import { TenantWriter } from "../../convex/component/tenancy/database";
import {
  addToTotal,
  changeMaximum,
  deleteTotal,
  subtractFromTotal,
  type Total,
} from "../../convex/component/tenancy/totals";
import { inProcessRuntime, newProject } from "../support/runtime";

const runtime = inProcessRuntime();

/** Works on the totals of a new project; `counted` reads the sum of a total's rows. */
async function withTotals(
  work: (db: TenantWriter, counted: (subject: string) => Promise<number>) => Promise<void>,
): Promise<void> {
  const { id } = await newProject(runtime);
  await runtime.runOnRows(async (ctx) => {
    const db = new TenantWriter(ctx.db, id);
    await work(db, async (subject) => {
      const rows = await db
        .range("totals", "bySubject", (q) => q.eq("subject", subject))
        .take(1_000);
      return rows.reduce((sum, { count }) => sum + count, 0);
    });
  });
}

const newTotal = (fields: Partial<Total> = {}): Total => ({
  subject: "things",
  maximum: 100,
  countExisting: async () => 0,
  ...fields,
});

/** A fixed sequence of numbers below `limit`. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

test.each([1, 7, 70])(
  "a maximum of %i is reached exactly, whatever comes and goes",
  async (maximum) => {
    await withTotals(async (db, counted) => {
      const total = newTotal({ maximum });
      const roll = dice(maximum);
      let expected = 0;
      for (let step = 0; step < 2 * maximum + 60; step++) {
        if (roll(3) > 0 || expected === 0) {
          const isAdded = await addToTotal(db, total);
          expect(isAdded).toBe(expected < maximum);
          if (isAdded) expected++;
        } else {
          await subtractFromTotal(db, total);
          expected--;
        }
      }
      expect(await counted("things")).toBe(expected);
    });
  },
);

test("a changed maximum holds at once, below what there is, too", async () => {
  await withTotals(async (db, counted) => {
    const roll = dice(1);
    let maximum: number | null = null;
    let expected = 0;
    for (let step = 0; step < 250; step++) {
      const total: Total = newTotal({ maximum });
      const choice = roll(10);
      if (choice === 0) {
        maximum = roll(4) === 0 ? null : 1 + roll(40);
        await changeMaximum(db, newTotal({ maximum }));
      } else if (choice < 7 || expected === 0) {
        const isAdded = await addToTotal(db, total);
        expect(isAdded, `${expected} of ${maximum}`).toBe(maximum === null || expected < maximum);
        if (isAdded) expected++;
      } else {
        await subtractFromTotal(db, total);
        expected--;
      }
      expect(await counted("things")).toBe(expected);
    }
  });
});

test("what there was before is counted once", async () => {
  await withTotals(async (db, counted) => {
    let counts = 0;
    const total = newTotal({
      maximum: 5,
      countExisting: async () => {
        counts++;
        return 4;
      },
    });
    expect([await addToTotal(db, total), await addToTotal(db, total)]).toEqual([true, false]);
    await subtractFromTotal(db, total);
    expect([await counted("things"), counts]).toEqual([4, 1]);
    await deleteTotal(db, "things");
    expect(await counted("things")).toBe(0);
  });
});
