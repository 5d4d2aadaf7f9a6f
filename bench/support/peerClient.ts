/**
 * The client of `peer.bench.ts`, in a process of its own: sends requests of one kind to one side and
 * reports when they are answered.
 */
export type Side = "ours" | "stock";
export type Action = "get-session" | "sign-in" | "sign-up";
export interface Batch {
  readonly side: Side;
  readonly action: Action;
  /** Of the first user who signs up, or of the one who signs in. */
  readonly user: number;
  readonly count: number;
}

const password = "correct horse battery";
const [siteUrl, projectId] = process.argv.slice(2) as [string, string]; // the bench passes both
const bases: Readonly<Record<Side, string>> = {
  ours: `${siteUrl}/banata/p/${projectId}/api/auth`,
  stock: `${siteUrl}/api/auth`,
};
const cookies: Record<Side, string> = { ours: "", stock: "" };
let serial = 0;

async function post(side: Side, path: string, body: object): Promise<string> {
  const client = serial++;
  const response = await fetch(bases[side] + path, {
    method: "POST",
    headers: {
      origin: siteUrl,
      "content-type": "application/json",
      // Another client each time: ours limits sign-ups of one address.
      "x-client": `10.${(client >> 16) & 255}.${(client >> 8) & 255}.${client & 255}`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${side} ${path}: ${response.status} ${text}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

const toAddress = (i: number) => `user${i}@example.com`;
const actions: Readonly<Record<Action, (side: Side, i: number) => Promise<unknown>>> = {
  "get-session": async (side) => {
    const headers = { origin: siteUrl, cookie: cookies[side] };
    const response = await fetch(`${bases[side]}/get-session`, { headers });
    const session = (await response.json()) as { user?: object } | null; // both answer this
    if (!session?.user) throw new Error(`${side} has no session: ${response.status}`);
  },
  "sign-in": async (side, i) =>
    await post(side, "/sign-in/email", { email: toAddress(i), password }),
  "sign-up": async (side, i) =>
    await post(side, "/sign-up/email", { email: toAddress(i), name: "User", password }),
};

async function perform({ side, action, user, count }: Batch): Promise<void> {
  for (let i = 0; i < count; i++)
    await actions[action](side, action === "sign-up" ? user + i : user);
}

for (const side of ["ours", "stock"] as const)
  cookies[side] = await post(side, "/sign-up/email", {
    email: toAddress(0),
    name: "User",
    password,
  });
process.on("message", (batch: Batch) => void perform(batch).then(() => process.send!("done"))); // started by fork
process.send!("ready"); // as above
