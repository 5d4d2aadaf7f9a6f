import { z } from "zod";
import type { BanataAuth } from "../../client";
import { CommandError } from "../command";
import type { LocalFacts } from "../localFiles";
import { DEMO_DOMAIN } from "./person";

const outcome = z.object({ status: z.string(), errorMessage: z.string().optional() });

type Facts = Pick<LocalFacts, "cloudUrl" | "adminKey" | "projectId">;

/**
 * Verifies the demo's domain for the organization. The name is reserved (RFC 2606), so no DNS has
 * its record: with the admin key, the deployment is given the record as the result of a lookup. Its
 * own lookups find nothing, and the domain would lapse after 14 days; each start verifies it again.
 */
export async function verifyDomain(
  { domains }: BanataAuth,
  { cloudUrl, adminKey, projectId }: Facts,
  { organizationId, component }: { readonly organizationId: string; readonly component: string },
): Promise<void> {
  const { data } = await domains.list({ organizationId, limit: 100 });
  const claim =
    data.find(({ domain }) => domain === DEMO_DOMAIN) ??
    (await domains.createVerification({ organizationId, domain: DEMO_DOMAIN }));
  const response = await fetch(`${cloudUrl}/api/function`, {
    method: "POST",
    headers: { authorization: `Convex ${adminKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      componentPath: component,
      path: "domains/recheck:conclude",
      args: { projectId, id: claim.id, values: [claim.txtRecord.value] },
      format: "convex_encoded_json",
    }),
  });
  const { status, errorMessage } = outcome.parse(await response.json());
  const { state } = await domains.getVerification(claim.id);
  if (status !== "success" || state !== "verified")
    throw new CommandError(`${DEMO_DOMAIN} could not be verified: ${errorMessage ?? state}`);
}
