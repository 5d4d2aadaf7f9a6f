import { randomUUID } from "node:crypto";
import type { LocalDeployment } from "@banata-auth/local";
import type { JSONValue } from "convex/values";
import { z } from "zod";
import { CommandError } from "./command";

/** A development project and an API key with full access to it. */
export interface Seed {
  readonly projectId: string;
  readonly apiKey: string;
}

const SLUG = "development";
const created = z.object({ id: z.string() });
const createdKey = z.object({ key: z.string() });

/**
 * Returns the previous seed while its key is valid. Otherwise creates a key, and a project if there
 * is none, through the component's setup functions, like the first project of any deployment.
 *
 * @param component the component's name in the app
 */
export async function seed(
  deployment: LocalDeployment,
  component: string,
  before: Seed | null,
  isValid: (apiKey: string) => Promise<boolean>,
): Promise<Seed> {
  if (before !== null && (await isValid(before.apiKey))) return before;
  const projects = loadProjects(deployment, component);
  const projectId =
    projects.find(({ slug }) => slug === SLUG)?.id ??
    // Only the first project becomes the default: a later one would replace another default.
    created.parse(
      await runSetup(deployment, component, "createProject", {
        name: "Development",
        slug: SLUG,
        keyPrefix: "sk_test_",
        isDefault: projects.length === 0,
      }),
    ).id;
  const { key } = createdKey.parse(
    await runSetup(deployment, component, "createKey", { projectId, name: "Local development" }),
  );
  return { projectId, apiKey: key };
}

const createdLink = z.object({ link: z.string() });
const OPERATOR = "operator@localhost.test";

/** A link that signs an operator of the project in to the console: once, within 15 minutes. */
export const createSignInLink = async (
  deployment: LocalDeployment,
  component: string,
  projectId: string,
): Promise<string> =>
  createdLink.parse(
    await runSetup(deployment, component, "createOperatorLink", { email: OPERATOR, projectId }),
  ).link;

const storedProject = z.object({ id: z.string(), slug: z.string() });

/**
 * Reads the database directly, because setup functions only create. A start that was killed between
 * project and key leaves a project without a known key.
 */
function loadProjects({ database }: LocalDeployment, component: string) {
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

async function runSetup(
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
    throw new CommandError(`Could not prepare the development project: ${outcome.message}`);
  return outcome.value;
}
