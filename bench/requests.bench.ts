/**
 * Measures what a request costs the server: CPU time of the local deployment's process, user and
 * system, by number of connections and after many requests: `npm run bench -- requests`. The load
 * comes from another process over HTTP. A busy machine inflates CPU time, so what makes it exit with
 * 1 are ratios within the run; the goals in milliseconds are for an idle machine.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { deployApp } from "../test/support/deployment";

const CONNECTIONS = [1, 16, 64] as const;
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 400);
const only = process.env.BENCH_ONLY; // one of the requests below
const MANY = Number(process.env.BENCH_MANY ?? 10_000);
/** At most, of the cost of one connection. */
const FLAT = 1.5;
const MEMORY_RATIO = 1.2;
const toMebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);

interface Addresses {
  readonly siteUrl: string;
  readonly projectId: string;
  readonly apiKey: string;
}
interface Usage {
  readonly cpuMilliseconds: number;
  /** After a collection. RSS depends on when V8 last collected its old generation. */
  readonly liveBytes: number;
  readonly rssBytes: number;
}
interface Answer {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly body: string;
}

if (process.argv[2] === "server") await serve();
else await measure();

async function serve(): Promise<void> {
  const { runner, siteUrl } = await deployApp(
    null,
    undefined,
    process.env.BENCH_HASHES === "real" ? "real" : "cheap",
  );
  const run = async (path: string, args: object) => {
    const outcome = await runner.mutation({
      component: "banataAuth",
      path,
      args: args as never, // plain JSON
      identity: { kind: "admin" },
      access: "any",
      request: { ip: null, userAgent: null, requestId: "bench" },
    });
    if (outcome.status === "error") throw new Error(outcome.message);
    return outcome.value as { id: string; key: string }; // the functions' answer
  };
  const { id: projectId } = await run("setup:createProject", { name: "Bench", slug: "bench" });
  const { key: apiKey } = await run("setup:createKey", { projectId, name: "bench" });
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void; // the flag defines it
  process.on("message", (message) => {
    if (message === "stop") process.exit(0);
    const { user, system } = process.cpuUsage();
    if (message === "collect") collect();
    const { heapUsed, external, rss } = process.memoryUsage();
    const usage: Usage = {
      cpuMilliseconds: (user + system) / 1_000,
      liveBytes: heapUsed + external,
      rssBytes: rss,
    };
    process.send!(usage); // started by fork
  });
  process.send!({ siteUrl, projectId, apiKey } satisfies Addresses); // as above
}

async function ask<T>(server: ChildProcess, message?: string): Promise<T> {
  const answer = once(server, "message");
  if (message !== undefined) server.send(message);
  return ((await answer) as [T])[0]; // what serve() sends
}

function send(
  agent: Agent,
  url: string,
  { headers, body }: { headers: Record<string, string>; body?: object | undefined },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const outgoing = request(url, { agent, method, headers }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          cookies: incoming.headers["set-cookie"] ?? [],
          body: text,
        }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function measure(): Promise<void> {
  const profile = process.env.BENCH_PROFILE; // a folder for a CPU profile of the server
  const server = fork(fileURLToPath(import.meta.url), ["server"], {
    execArgv: ["--import", "tsx", ...(profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [])],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const { siteUrl, projectId, apiKey } = await ask<Addresses>(server);
  const one = new Agent({ keepAlive: true, maxSockets: 1 });
  const keyHeaders = { "x-api-key": apiKey, "content-type": "application/json" };
  const manage = async (agent: Agent, path: string, body: object) =>
    await send(agent, `${siteUrl}/banata/api/auth/${path}`, { headers: keyHeaders, body });
  let serial = 0;
  const createUser = async (agent: Agent) =>
    await manage(agent, "admin/create-user", {
      email: `user${serial++}@example.com`,
      name: "User",
    });
  const { user } = JSON.parse((await createUser(one)).body) as { user: { id: string } }; // the contract's answer
  for (let i = 0; i < 30; i++) await createUser(one);
  const browser = { origin: siteUrl, "content-type": "application/json" };
  const auth = `${siteUrl}/banata/p/${projectId}/api/auth`;
  const { cookies } = await send(one, `${auth}/sign-up/email`, {
    headers: browser,
    body: { email: "ada@example.com", name: "Ada", password: "correct horse battery" },
  });
  const cookie = cookies.map((each) => each.split(";")[0]).join("; ");

  const requests: Record<string, { goal: number; send: (agent: Agent) => Promise<Answer> }> = {
    verifyKey: {
      goal: 2,
      send: (agent) => manage(agent, "api-key/verify", { key: apiKey }),
    },
    getUser: { goal: 2, send: (agent) => manage(agent, "admin/get-user", { userId: user.id }) },
    "list of 20": { goal: 4, send: (agent) => manage(agent, "admin/list-users", { limit: 20 }) },
    createUser: { goal: 5, send: createUser },
    "get-session": {
      goal: 3,
      send: (agent) => send(agent, `${auth}/get-session`, { headers: { ...browser, cookie } }),
    },
  };

  const cost = async (name: string, connections: number, count = REQUESTS) => {
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const before = await ask<Usage>(server, "usage");
    let next = 0;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (next++ < count) {
          const { status, body } = await requests[name]!.send(agent); // one of its keys
          if (status !== 200) throw new Error(`${name}: ${status} ${body}`);
        }
      }),
    );
    agent.destroy();
    const after = await ask<Usage>(server, "usage");
    return (after.cpuMilliseconds - before.cpuMilliseconds) / count;
  };

  const problems: string[] = [];
  const rows: Record<string, Record<string, number>> = {};
  try {
    for (const [name, { goal }] of Object.entries(requests)) {
      if (only !== undefined && only !== name) continue;
      const first = await cost(name, 64); // contexts are created, code is optimized
      const costs: number[] = [];
      for (const connections of CONNECTIONS) costs.push(await cost(name, connections));
      rows[name] = {
        "first 64": Number(first.toFixed(1)),
        ...Object.fromEntries(CONNECTIONS.map((n, i) => [`${n}`, Number(costs[i]!.toFixed(1))])), // one for each
        goal,
      };
      if (Math.max(...costs) > FLAT * costs[0]!)
        problems.push(`${name} is not flat from 1 to 64 connections`);
    }
    const early = await cost("getUser", 16, 1_000);
    await cost("getUser", 16, MANY);
    const warm = await ask<Usage>(server, "collect");
    await cost("getUser", 16, MANY);
    const late = await cost("getUser", 16, 1_000);
    const end = await ask<Usage>(server, "collect");
    const growth = end.liveBytes / warm.liveBytes;
    console.log("CPU of the server, ms per request, by number of connections");
    console.table(rows);
    console.log(
      `After ${2 * MANY} requests: getUser ${early.toFixed(1)} → ${late.toFixed(1)} ms; in the second half memory in use × ${growth.toFixed(2)} (${toMebibytes(end.liveBytes)} MiB), RSS × ${(end.rssBytes / warm.rssBytes).toFixed(2)} (${toMebibytes(end.rssBytes)} MiB)`,
    );
    if (late > FLAT * early) problems.push("getUser costs more after many requests");
    if (growth > MEMORY_RATIO) problems.push("the server's memory grows");
  } finally {
    one.destroy();
    server.send("stop");
  }
  for (const problem of problems) console.log(`MISSED ${problem}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
