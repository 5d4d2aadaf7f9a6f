/** The file of events that the console saves. */
import { expect, test } from "vitest";
import { exportEvents } from "../../pages/src/activity/eventExport";
import { httpRuntime } from "../support/runtime";
import { scene } from "../support/transports";

async function start() {
  const { sdk } = await scene(httpRuntime);
  const names: string[] = [];
  for (let i = 0; i < 205; i++) {
    const name = `Ada "${i}", ok`;
    await sdk.users.createUser({ email: `ada${i}@example.com`, name });
    names.push(name);
  }
  const range = { type: "user.created", rangeStart: undefined, rangeEnd: undefined };
  const counts: number[] = [];
  const run = async (format: "csv" | "json", maximum?: number) =>
    await exportEvents(sdk, { ...range, format }, (count) => counts.push(count), maximum);
  return { names, counts, run };
}

test("every event of the type is in the file once, oldest first, over several pages", async () => {
  const { names, counts, run } = await start();
  const { parts, count, isCut } = await run("json");
  const saved = JSON.parse(parts.join("")) as { type: string; data: { name: string } }[];
  expect(saved.map(({ data }) => data.name)).toEqual(names);
  expect(saved.every(({ type }) => type === "user.created")).toBe(true);
  expect([count, isCut, counts]).toEqual([205, false, [200, 205]]);

  const csv = (await run("csv")).parts.join("").split("\r\n");
  expect(csv[0]).toBe("id,type,createdAt,data");
  expect(csv).toHaveLength(205 + 2);
  const data = /^evt_\w+,user\.created,[\dT:.-]+Z,"(.*)"$/.exec(csv[1]!)?.[1];
  expect(JSON.parse(data!.replaceAll('""', '"'))).toMatchObject({ name: names[0] });

  const cut = await run("json", 203);
  expect([cut.count, cut.isCut]).toEqual([203, true]);
});
