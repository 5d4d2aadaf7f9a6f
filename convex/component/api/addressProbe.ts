/**
 * Shows `npx banata-auth doctor` how its own request arrives, so that it can tell whether a client
 * can forge its address. The report (projects/readiness/report.ts) carries the token, so only
 * holders of the deployment's admin key can ask; for others there is no such endpoint.
 */
import type { ActionCtx } from "../_generated/server";
import { acceptedMacs, DEPLOYMENT_SCOPE, equalInConstantTime, projectMac } from "../core/secrets";
import { readSender } from "./clientAddress";
import type { Place } from "./request";

const PATH = "/api/auth/client-address";
const TOKEN = "x-banata-address-probe";
const PURPOSE = "client-address-probe";
const LIFETIME_MS = 5 * 60_000;
/** Characters of X-Forwarded-For that are shown. */
const SHOWN = 2_000;

export async function newProbeToken(now: number): Promise<string> {
  const expiresAt = String(now + LIFETIME_MS);
  return `${expiresAt}.${await projectMac(DEPLOYMENT_SCOPE, PURPOSE, expiresAt)}`;
}

/** Null when the request is no probe. */
export async function answerAddressProbe(
  ctx: ActionCtx,
  request: Request,
  { path }: Place,
): Promise<Response | null> {
  if (path !== PATH || !(await isGenuine(request.headers.get(TOKEN) ?? ""))) return null;
  const { ip, hasTrustedIp } = await readSender(ctx, request);
  const forwardedFor = request.headers.get("x-forwarded-for")?.slice(-SHOWN) ?? null;
  return Response.json(
    { address: ip, isTrusted: hasTrustedIp, forwardedFor },
    { headers: { "cache-control": "no-store" } },
  );
}

async function isGenuine(token: string): Promise<boolean> {
  const [, expiresAt, mac = ""] = /^(\d{1,16})\.([0-9a-f]{64})$/.exec(token) ?? [];
  if (expiresAt === undefined || Number(expiresAt) < Date.now()) return false;
  const macs = await acceptedMacs(DEPLOYMENT_SCOPE, PURPOSE, expiresAt);
  return macs.some((accepted) => equalInConstantTime(accepted, mac));
}
