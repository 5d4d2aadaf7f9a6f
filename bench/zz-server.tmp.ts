import { deployApp } from "../test/support/deployment";
import { createServer } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
const deployment = await deployApp();
const { runner, siteUrl } = deployment;
const run = async <T>(path: string, args: object): Promise<T> => {
  const outcome = await runner.mutation({ component: "banataAuth", path, args: args as never, identity: { kind: "admin" }, access: "any", request: { ip: null, userAgent: null, requestId: "bench" } });
  if (outcome.status === "error") throw new Error(outcome.message);
  return outcome.value as T;
};
const { id: projectId } = await run<{ id: string }>("setup:createProject", { name: "Bench", slug: "bench" });
const { key: apiKey } = await run<{ key: string }>("setup:createKey", { projectId, name: "bench" });
let h = monitorEventLoopDelay({ resolution: 5 }); h.enable();
let cpu = process.cpuUsage(); let peak = 0; setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss()); }, 50);
createServer((req, res) => {
  if (req.url === "/stop") { res.end(); setTimeout(() => process.exit(0), 100); return; }
  const u = process.cpuUsage(cpu);
  res.end(JSON.stringify({ cpu: (u.user + u.system) / 1000, rss: process.memoryUsage.rss() / 2 ** 20, peak: peak / 2 ** 20, loopMax: h.max / 1e6, loopP99: h.percentile(99) / 1e6 }));
  h.reset(); cpu = process.cpuUsage(); peak = 0;
}).listen(4777, "127.0.0.1");
console.log(JSON.stringify({ projectId, apiKey, siteUrl }));
