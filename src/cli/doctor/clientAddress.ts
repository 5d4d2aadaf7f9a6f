/**
 * Whether a client can choose the address that limits count by. Sends two requests to the runtime,
 * of which one claims to come from another address, and looks at what the runtime believes.
 */
import { z } from "zod";
import { parseAddressRule } from "../../../convex/component/core/clientAddress";
import { isPublicAddress } from "../../../convex/component/core/networkAddresses";
import { isLoopback } from "../../../convex/component/core/webAddresses";
import { finding, ok, type Finding } from "../../../convex/component/projects/readiness/finding";
import type { Report } from "./report";

const TIMEOUT_MS = 15_000;
/** Reserved for documentation (RFC 5737), so no request comes from it. */
const FORGED = "192.0.2.1";
const GUIDE =
  'docs/deployment.md, "The client\'s address", says what a proxy must set and how to declare the variable';

const answer = z.object({
  address: z.string().nullable(),
  isTrusted: z.boolean(),
  forwardedFor: z.string().nullable(),
});
type Answer = z.output<typeof answer>;

export async function checkClientAddress({ siteUrl, clientAddress }: Report): Promise<Finding> {
  if (!clientAddress)
    return finding("unknown", "The runtime is too old to say.", "Update it and deploy.");
  const { variable, fault, probe } = clientAddress;
  if (fault !== null)
    return finding("failed", `${fault}. Every request is refused with 500.`, `${GUIDE}.`);
  if (variable === null) return await checkUnset(siteUrl, probe);
  const forged = await send(siteUrl, probe, forgery(variable));
  const plain = await send(siteUrl, probe, {});
  if (forged?.address === FORGED)
    return finding(
      "failed",
      `BANATA_AUTH_CLIENT_ADDRESS is ${variable}, and a request from here could choose its address.`,
      `The proxy must set that header and nothing may reach the backend around it; ${GUIDE}.`,
    );
  if (!plain)
    return finding(
      "unknown",
      `BANATA_AUTH_CLIENT_ADDRESS is ${variable}, but no request could be sent to ${siteUrl}.`,
      "Run the command from a place that reaches the site URL.",
    );
  if (plain.address === null)
    return finding(
      "failed",
      `BANATA_AUTH_CLIENT_ADDRESS is ${variable}, but a request from here arrives without an address there (X-Forwarded-For: ${plain.forwardedFor ?? "none"}).`,
      `Until it has one, no limit counts by address; ${GUIDE}.`,
    );
  if (!isPublicAddress(plain.address) && !isLoopback(new URL(siteUrl).hostname))
    return finding(
      "warning",
      `A request from here counts as ${plain.address}, which is not a public address: it may be a proxy's, shared by all users.`,
      `With several proxies, count all of them in xff:<n>; ${GUIDE}.`,
    );
  return ok(
    `A request from here counts as ${plain.address} and cannot choose another address. It must be the public address of this machine.`,
  );
}

async function checkUnset(siteUrl: string, probe: string | null): Promise<Finding> {
  const effect =
    "BANATA_AUTH_CLIENT_ADDRESS is not set: addresses are recorded as clients claim them, and no limit counts by address.";
  if (URL.canParse(siteUrl) && isLoopback(new URL(siteUrl).hostname))
    return finding("unknown", effect, `Set it where a proxy is in front; ${GUIDE}.`);
  const arrived = await send(siteUrl, probe, { "x-forwarded-for": FORGED });
  const list = arrived?.forwardedFor ?? null;
  return finding(
    "warning",
    list === null
      ? effect
      : `${effect} A request from here that claimed ${FORGED} arrived with X-Forwarded-For: ${list}.`,
    `If the n-th address from the right is the public address of this machine, set xff:<n>; ${GUIDE}.`,
  );
}

function forgery(variable: string): Record<string, string> {
  const rule = parseAddressRule(variable);
  return { [rule?.kind === "header" ? rule.name : "x-forwarded-for"]: FORGED };
}

/** Null when the runtime does not answer it. */
async function send(
  siteUrl: string,
  probe: string | null,
  headers: Record<string, string>,
): Promise<Answer | null> {
  if (probe === null) return null;
  try {
    const response = await fetch(`${siteUrl}/api/auth/client-address`, {
      headers: { ...headers, "x-banata-address-probe": probe },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return answer.safeParse(await response.json()).data ?? null;
  } catch {
    return null;
  }
}
