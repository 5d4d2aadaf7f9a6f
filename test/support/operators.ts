/** Operators who sign in by the link that the command line makes. */
import { contract } from "../../convex/component/contract";
import type { OperatorRole } from "../../convex/component/core/operatorRoles";
import type { OperationDefinition } from "../../convex/component/wire/operation";
import { Authenticator } from "./authenticator";
import { challengeOf, pageOf } from "./passkeys";
import type { HttpRuntime, RunOnRows } from "./runtime";
import { newVisitor, pathIn, type TestVisitor } from "./visitor";

export interface Operator extends TestVisitor {
  readonly id: string;
  /** `/p/<admin project>`, below which operators call. */
  readonly base: string;
  readonly call: (name: string, input?: object, headers?: object) => Promise<OperatorAnswer>;
}
export interface OperatorAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

let serial = 0;
export const newOperatorEmail = (): string =>
  `operator-${process.pid}-${Date.now().toString(36)}-${serial++}@example.com`;

export const linkFor = async (
  runtime: HttpRuntime,
  email: string,
  projectId?: string,
): Promise<{ operatorId: string; link: string }> =>
  await runtime.setup(
    "createOperatorLink",
    projectId === undefined ? { email } : { email, projectId },
  );

/** A full-access client of the admin project, whose key works in no other project. */
export async function adminClientOf(runtime: HttpRuntime, { base }: Pick<Operator, "base">) {
  const { key } = await runtime.setup<{ key: string }>("createAdminKey", { name: "admin" });
  return runtime.client({ id: base.slice("/p/".length), key });
}

/** Another browser, at the sign-in of the admin project. */
export function visitAsOperator(
  runtime: HttpRuntime,
  { id, base }: Pick<Operator, "id" | "base">,
  cookies?: Map<string, string>,
): Operator {
  const visitor = newVisitor(runtime, base.slice("/p/".length), cookies);
  return { ...visitor, id, base, call: callerAs(visitor, base) };
}

/** Opens the link and presses its button. The session has no second factor yet. */
export async function beginOperator(
  runtime: HttpRuntime,
  { email = newOperatorEmail(), projectId }: { email?: string; projectId?: string } = {},
): Promise<Operator> {
  const { operatorId, link } = await linkFor(runtime, email, projectId);
  return { ...(await operatorBy(runtime, link)), id: operatorId };
}

/** The same with a link of which the operator's id is not known, such as a mailed one. */
export async function operatorBy(
  runtime: HttpRuntime,
  link: string,
): Promise<Omit<Operator, "id">> {
  const base = /^\/p\/[^/]+/.exec(pathIn(link))![0]; // links of operators have it
  const visitor = newVisitor(runtime, base.slice("/p/".length));
  await visitor.click(link);
  return { ...visitor, base, call: callerAs(visitor, base) };
}

/** Calls an operation, `users.listUsers`, with the visitor's cookies. */
const callerAs =
  ({ browse }: TestVisitor, base: string): Operator["call"] =>
  async (name, input = {}, headers = {}) => {
    const [group = "", method = ""] = name.split(".");
    const groups: Record<string, Record<string, OperationDefinition>> = contract;
    const { path } = groups[group]![method]!; // tests name operations that are there
    const response = await browse(base + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(input),
    });
    return {
      status: response.status,
      body: (await response.json()) as OperatorAnswer["body"], // every answer is an object
    };
  };

/** Registers a passkey and confirms with it, as operators do at first. */
export async function passSecondFactor(
  runtime: HttpRuntime,
  operator: TestVisitor,
): Promise<Authenticator> {
  const authenticator = new Authenticator();
  const page = pageOf({ runtime });
  const registered = await operator.post("/passkey/verify-registration", {
    response: authenticator.register(await challengeOf(operator, "register"), page),
    name: "Laptop",
  });
  if (registered.status !== 200) throw new Error(await registered.text());
  await confirm(runtime, operator, authenticator);
  return authenticator;
}

/** Signs in by the passkey, or adds it to the session that there is. */
export async function confirm(
  runtime: HttpRuntime,
  operator: TestVisitor,
  authenticator: Authenticator,
): Promise<void> {
  const response = await operator.post("/passkey/verify-authentication", {
    response: authenticator.assert(
      await challengeOf(operator, "authenticate"),
      pageOf({ runtime }),
    ),
  });
  if (response.status !== 200) throw new Error(await response.text());
}

/** Instead of a passkey, where many operators are needed: the row says that there was one. */
export async function trustSession(run: RunOnRows, { id }: Operator): Promise<void> {
  await run(async ({ db }) => {
    for (const row of await db.query("sessions").collect())
      if (row.userId === id) await db.patch(row._id, { multiFactor: true });
  });
}

export async function setRole(
  run: RunOnRows,
  { id }: Operator,
  projectId: string,
  role: OperatorRole,
): Promise<void> {
  await run(async ({ db }) => {
    for (const row of await db.query("projectMembers").collect())
      if (row.operatorId === id && row.projectId === projectId) await db.patch(row._id, { role });
  });
}
