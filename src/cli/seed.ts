import { randomUUID } from "node:crypto";
import type { JSONValue } from "convex/values";
import { z } from "zod";
import type { LocalDeployment } from "../local";
import { CommandError } from "./command";

/** A project to try things in, and a key of it with full access. */
export interface Seed {
  readonly projectId: string;
  readonly apiKey: string;
}

const SLUG = "development";
const created = z.object({ id: z.string() });
const createdKey = z.object({ key: z.string() });

/**
 * The seed of this deployment: the one from before while its key is good, else a new key, of a new
 * project when there is none. It is made through the component's setup functions, like the first
 * project of any deployment.
 *
 * @param component where the auth runtime is installed in the app
 */
export async function seed(
  deployment: LocalDeployment,
  component: string,
  before: Seed | null,
  isGood: (apiKey: string) => Promise<boolean>,
): Promise<Seed> {
  if (before !== null && (await isGood(before.apiKey))) return before;
  const projects = storedProjects(deployment, component);
  const projectId =
    projects.find(({ slug }) => slug === SLUG)?.id ??
    // Only the first project of a deployment may become its default: a later one would take that
    // from another.
    created.parse(
      await setup(deployment, component, "createProject", {
        name: "Development",
        slug: SLUG,
        keyPrefix: "sk_test_",
        isDefault: projects.length === 0,
      }),
    ).id;
  const { key } = createdKey.parse(
    await setup(deployment, component, "createKey", { projectId, name: "Local development" }),
  );
  return { projectId, apiKey: key };
}

/** Whether the auth runtime is deployed there. */
export function isInstalled({ runner }: LocalDeployment, component: string): boolean {
  try {
    return runner.functionType({ component, path: "setup:createProject" }) !== null;
  } catch {
    return false; // there is no such function, or no such component
  }
}

const storedProject = z.object({ id: z.string(), slug: z.string() });

/**
 * Read from the store: the setup functions make, they do not list. A start that was killed between
 * project and key leaves a project without a known key.
 */
function storedProjects({ database }: LocalDeployment, component: string) {
  const rows = database.begin().scan({
    component,
    table: "projects",
    index: "by_creation_time",
    lower: null,
    upper: null,
    order: "asc",
  });
  const projects = [];
  for (let row = rows.next(); row.done !== true; row = rows.next())
    projects.push(storedProject.parse(row.value.document));
  return projects;
}

async function setup(
  { runner }: LocalDeployment,
  component: string,
  name: string,
  args: JSONValue,
): Promise<JSONValue> {
  const outcome = await runner.mutation({
    component,
    path: `setup:${name}`,
    args,
    identity: { kind: "admin" },
    access: "any",
    request: { ip: null, userAgent: null, requestId: randomUUID() },
  });
  if (outcome.status === "error")
    throw new CommandError(`The development project cannot be made: ${outcome.message}`);
  return outcome.value;
}
