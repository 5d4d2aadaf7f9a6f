/** The public client, once for each project that the operator works in. */
import { BanataAuth } from "../../../src/client";
import { operatorBaseUrl } from "../site";

/** For what is about the operator's own projects. */
export const operatorClient = new BanataAuth({
  baseUrl: operatorBaseUrl,
  session: "cookie",
  retries: 1,
});

const clients = new Map<string, BanataAuth>();

export function clientFor(projectId: string): BanataAuth {
  const known = clients.get(projectId);
  if (known) return known;
  const made = new BanataAuth({
    baseUrl: operatorBaseUrl,
    session: "cookie",
    projectId,
    retries: 1,
  });
  clients.set(projectId, made);
  return made;
}
