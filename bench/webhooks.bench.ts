/**
 * Measures webhooks on a local deployment with a receiver on this machine: `npx tsx
 * bench/webhooks.bench.ts`. Prints events delivered per second, the delay from the change to its
 * receiver, and what the database functions read and write.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { wireClient } from "../test/support/wireClient";
import { deployApp } from "../test/support/deployment";

const EVENTS = 500;
const PARALLEL = 16;
const COMPONENT = "banataAuth";

const arrivals = new Map<string, number>();
const receiver = createServer((request, response) => {
  request.resume().on("end", () => {
    const id = String(request.headers["webhook-id"]);
    if (!arrivals.has(id)) arrivals.set(id, Date.now());
    response.end();
  });
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`; // a TCP server

const deployment = await deployApp();
const { runner, siteUrl } = deployment;
const setup = async (name: string, args: object) => {
  const call = {
    component: COMPONENT,
    path: `setup:${name}`,
    args: args as never,
    identity: { kind: "admin" },
    access: "any",
    request: { ip: null, userAgent: null, requestId: "bench" },
  } as const; // plain JSON
  const outcome = await runner.mutation(call);
  if (outcome.status === "error") throw new Error(outcome.message);
  return outcome.value as { id: string; key: string };
};

/** Creates users in parallel and prints rate, delays and costs of their deliveries. */
async function run(endpointCount: number): Promise<void> {
  const project = await setup("createProject", { name: "bench", slug: `bench-${endpointCount}` });
  const { key } = await setup("createKey", { projectId: project.id, name: "bench" });
  const client = wireClient({ apiKey: key, baseUrl: `${siteUrl}/banata` });
  for (let i = 0; i < endpointCount; i++)
    await client.webhooks.createEndpoint({ url: `${url}/${i}`, eventTypes: ["user.created"] });
  arrivals.clear();
  runner.metrics.clear();
  const events = endpointCount > 1 ? 20 : EVENTS;
  const start = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (let i = next++; i < events; i = next++) {
        await client.users.createUser({ email: `user${i}@example.com`, name: "User" });
      }
    }),
  );
  const { data } = await client.events.listEvents({ eventTypes: ["user.created"], limit: 200 });
  while (arrivals.size < events) await new Promise((resolve) => setTimeout(resolve, 5));
  const seconds = (performance.now() - start) / 1_000;
  const delays = data
    .map(({ id, createdAt }) => arrivals.get(id)! - createdAt)
    .sort((a, b) => a - b);
  const at = (part: number) =>
    delays[Math.min(delays.length - 1, Math.floor(delays.length * part))];
  console.log(
    `${endpointCount} endpoint(s): ${events} events in ${seconds.toFixed(1)} s, ${(events / seconds).toFixed(0)} events/s, from the change to the receiver p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (of ${delays.length})`,
  );
  const costs = new Map<
    string,
    { calls: number; read: number; written: number; scheduled: number; retries: number }
  >();
  for (const { path, type, usage, retries } of runner.metrics.calls()) {
    if (
      type === "HttpAction" ||
      type === "Action" ||
      !/^(users\/functions:createUser|webhooks\/)/.test(path)
    )
      continue;
    const cost = costs.get(path) ?? { calls: 0, read: 0, written: 0, scheduled: 0, retries: 0 };
    costs.set(path, {
      calls: cost.calls + 1,
      read: cost.read + usage.documentsRead,
      written: cost.written + usage.documentsWritten,
      scheduled: cost.scheduled + usage.functionsScheduled,
      retries: cost.retries + retries,
    });
  }
  const mean = (sum: number, calls: number) => Number((sum / calls).toFixed(1));
  console.table(
    Object.fromEntries(
      [...costs].map(([path, { calls, read, written, scheduled, retries }]) => [
        path,
        {
          calls,
          read: mean(read, calls),
          written: mean(written, calls),
          scheduled: mean(scheduled, calls),
          retries,
        },
      ]),
    ),
  );
}

await run(1);
await run(100);
await deployment.close();
receiver.close();
receiver.closeAllConnections();
