import type { LocalDeployment } from "@banata-auth/local";
import { z } from "zod";

type Address = Pick<LocalDeployment, "cloudUrl" | "adminKey">;

const listed = z.object({ environmentVariables: z.record(z.string(), z.string()) });

/** Fetches an environment variable of the deployment; undefined when it is not set. */
export async function fetchVariable(
  deployment: Address,
  name: string,
): Promise<string | undefined> {
  const response = await call(deployment, "/api/v1/list_environment_variables");
  return listed.parse(await response.json()).environmentVariables[name];
}

/** Sets an environment variable of the deployment, as `npx convex env set` does. */
export async function setVariable(deployment: Address, name: string, value: string): Promise<void> {
  await call(deployment, "/api/update_environment_variables", {
    method: "POST",
    body: JSON.stringify({ changes: [{ name, value }] }),
  });
}

async function call(
  { cloudUrl, adminKey }: Address,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const response = await fetch(cloudUrl + path, {
    ...init,
    headers: { authorization: `Convex ${adminKey}`, "content-type": "application/json" },
  });
  if (!response.ok)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response;
}
