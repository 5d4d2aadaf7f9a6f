/** What a slice's tests run over: `describe.each(transports)("%s", (_name, start) => …)`. */
import type { apiKeys } from "../../convex/component/apiKeys/contract";
import type { BanataAuth, BanataAuthError } from "../../src/index";
import type { WireClient, WireInput } from "./wireClient";
import {
  deployedRuntime,
  httpRuntime,
  inProcessRuntime,
  newProject,
  type HttpRuntime,
  type Runtime,
  type TestProject,
} from "./runtime";

export const transports: readonly (readonly [name: string, start: () => Runtime])[] = [
  ["over HTTP on the test engine", httpRuntime],
  ["in process on the test engine", inProcessRuntime],
  ["over HTTP on the local deployment", () => deployedRuntime()],
];

/** Those with a wire and with keys: in process the app acts, with all powers. */
export const wires: readonly (readonly [name: string, start: () => HttpRuntime])[] = [
  ["over HTTP on the test engine", httpRuntime],
  ["over HTTP on the local deployment", () => deployedRuntime()],
];

export interface Scene<R extends Runtime> {
  readonly runtime: R;
  readonly project: TestProject;
  /** With full access. */
  readonly client: WireClient;
  readonly sdk: BanataAuth;
}

/** A runtime with a project of the test's own. */
export async function scene<R extends Runtime>(
  start: () => R,
  fields: object = {},
): Promise<Scene<R>> {
  const runtime = start();
  const project = await newProject(runtime, fields);
  return { runtime, project, client: runtime.client(project), sdk: runtime.sdk(project) };
}

/** The error that a call rejects with; fails when it does not. */
export async function failureOf(call: Promise<unknown>): Promise<BanataAuthError> {
  const answer = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in answer) return answer.error as BanataAuthError; // the client rejects with nothing else
  throw new Error(`Expected a failure, got ${JSON.stringify(answer.value)}`);
}

/** Puts them into the project's catalogue. */
export async function define({ rbac }: WireClient, ...slugs: string[]): Promise<void> {
  for (const slug of slugs) await rbac.createPermission({ name: slug, slug });
}

/** A key with just these permissions, and a client that uses it. */
export async function keyWith(
  scene: Scene<Runtime>,
  permissions: string[],
  more: Omit<WireInput<typeof apiKeys.createKey>, "name" | "permissions"> = {},
) {
  const made = await scene.client.apiKeys.createKey({
    name: permissions.join(" ").slice(0, 100) || "nothing",
    permissions,
    ...more,
  });
  return {
    ...made,
    client: scene.runtime.client(scene.project, made.key),
    sdk: scene.runtime.sdk(scene.project, made.key),
    project: { id: scene.project.id, key: made.key },
  };
}

/** Two organizations of the project. */
export async function twoOrganizations({
  organizations,
}: WireClient): Promise<[here: string, there: string]> {
  return [
    (await organizations.createOrganization({ name: "Here" })).id,
    (await organizations.createOrganization({ name: "There" })).id,
  ];
}
