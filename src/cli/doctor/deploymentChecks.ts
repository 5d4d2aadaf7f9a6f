/** The checks of a deployment: one row for each, in the order of the output. */
import { randomBytes } from "node:crypto";
import { isLoopback, isPublicName } from "../../../convex/component/core/webAddresses";
import {
  finding,
  list,
  ok,
  type Finding,
} from "../../../convex/component/projects/readiness/finding";
import { checkClientAddress } from "./clientAddress";
import { checkConsoleOrigin } from "./consoleOrigin";
import { checkLivePages } from "./livePages";
import type { Check, Report } from "./report";
import { parseObject, request } from "./request";

type DeploymentCheckId =
  | "component"
  | "secret"
  | "issuer"
  | "jwks"
  | "site_url"
  | "projects"
  | "environments"
  | "secret_rotation"
  | "signing_key_rotation"
  | "client_address"
  | "console_origin"
  | "live_pages";

const checks: Readonly<Record<DeploymentCheckId, (report: Report) => Finding | Promise<Finding>>> =
  {
    component: ({ siteUrl }) =>
      siteUrl === ""
        ? finding(
            "failed",
            "The component has no URL: its HTTP routes are not mounted.",
            'Pass httpPrefix: "/banata/" to app.use(banataAuth, …) in convex/convex.config.ts and deploy.',
          )
        : ok(`The component is deployed and mounted at ${siteUrl}.`),

    secret: ({ secretFault }) =>
      secretFault === null
        ? ok("BANATA_AUTH_SECRET is set.")
        : finding(
            "failed",
            secretFault,
            "Set the variable with npx convex env set; docs/rotation.md says how to replace a secret in use.",
          ),

    issuer: checkIssuer,
    jwks: checkJwks,
    site_url: checkSiteUrl,
    projects: ({ projects, hasMore }) =>
      hasMore
        ? finding(
            "warning",
            `Only the newest ${projects.length} projects were checked, and only their secrets compared.`,
            "Check older ones with --project.",
          )
        : ok(`Checked projects: ${projects.length}.`),

    environments: checkEnvironments,

    secret_rotation: ({ secretRotation }) => {
      if (secretRotation === null)
        return finding(
          "unknown",
          "BANATA_AUTH_SECRET cannot be used.",
          "Fix the check secret first.",
        );
      if (secretRotation.hasPreviousSecret)
        return finding(
          "warning",
          "BANATA_AUTH_SECRET_PREVIOUS is set: a rotation is in progress.",
          "Run npx banata-auth secret status, and remove the variable when it says so.",
        );
      return secretRotation.reseal === "finished"
        ? ok("BANATA_AUTH_SECRET has been rotated.")
        : finding(
            "warning",
            "No rotation of BANATA_AUTH_SECRET is on record.",
            "Try it before you need it: docs/rotation.md.",
          );
    },

    signing_key_rotation: ({ signingKeys }) =>
      signingKeys === "rotated"
        ? ok("The keys that sign tokens for Convex have been rotated.")
        : finding(
            "warning",
            "No rotation of the keys that sign tokens for Convex is on record.",
            "Try it before you need it: npx banata-auth signing-keys rotate.",
          ),

    client_address: checkClientAddress,
    console_origin: checkConsoleOrigin,
    live_pages: checkLivePages,
  };

export async function runDeploymentChecks(report: Report): Promise<Check[]> {
  const rows = Object.entries(checks) as [DeploymentCheckId, (typeof checks)[DeploymentCheckId]][]; // its own entries
  return await Promise.all(rows.map(async ([id, run]) => ({ id, ...(await run(report)) })));
}

/**
 * Shows Convex a token of the issuer with a random signature. Convex reads its
 * configuration and the key set before it refuses the token, and says where it stopped.
 */
async function checkIssuer({ siteUrl, cloudUrl }: Report): Promise<Finding> {
  const url = cloudUrl ?? toCloudUrl(siteUrl);
  const fix = "Write convex/auth.config.ts as the README shows and deploy: npx convex deploy.";
  if (url === null)
    return finding(
      "unknown",
      "The URL of Convex clients is not known, so auth.config.ts could not be tried.",
      `Check that convex/auth.config.ts has the issuer ${siteUrl}.`,
    );
  const response = await request(`${url}/api/query`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${forgedToken(siteUrl)}`,
    },
    body: JSON.stringify({ path: "banataAuthDoctor:none", args: {}, format: "json" }),
  });
  if ("failure" in response)
    return finding("unknown", `${url} could not be reached: ${response.failure}.`, fix);
  const { code = "", message = "" } = parseObject(response.text);
  if (code === "NoAuthProvider")
    return finding("failed", `auth.config.ts of the deployment does not trust ${siteUrl}.`, fix);
  if (code === "AuthProviderDiscoveryFailed" || /fetch JWKS/i.test(String(message)))
    return finding(
      "failed",
      `Convex trusts ${siteUrl} but cannot read its keys: ${String(message)}`,
      'Check jwks and type: "customJwt" in convex/auth.config.ts. On a self-hosted backend, its container must reach the site URL itself.',
    );
  return response.status === 401
    ? ok(`auth.config.ts trusts ${siteUrl}, and Convex reads its keys.`)
    : finding(
        "unknown",
        `Convex answered ${response.status} to a token with a forged signature.`,
        fix,
      );
}

/** On Convex Cloud the two differ in the last label. */
function toCloudUrl(siteUrl: string): string | null {
  const host = /^https:\/\/([^/]+)\.convex\.site(\/|$)/.exec(siteUrl)?.[1];
  return host === undefined ? null : `https://${host}.convex.cloud`;
}

function forgedToken(issuer: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const parts = [
    { alg: "RS256", typ: "JWT", kid: "banata-auth-doctor" },
    { iss: issuer, aud: "convex", sub: "banata-auth-doctor", iat: now, exp: now + 60 },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  return [...parts, randomBytes(256).toString("base64url")].join(".");
}

async function checkJwks({ siteUrl }: Report): Promise<Finding> {
  const url = `${siteUrl}/api/auth/convex/jwks`;
  const fix = `Open ${url}: a proxy or firewall in front of the deployment must let it through.`;
  const response = await request(url);
  if ("failure" in response)
    return finding("failed", `The JWKS cannot be fetched from here: ${response.failure}.`, fix);
  if (response.status !== 200)
    return finding("failed", `The JWKS URL answers ${response.status}.`, fix);
  const { keys } = parseObject(response.text);
  return Array.isArray(keys) && keys.length > 0
    ? ok("The JWKS can be fetched from here.")
    : finding("failed", "The JWKS URL answers something else than keys.", fix);
}

function checkSiteUrl({ siteUrl }: Report): Finding {
  if (!URL.canParse(siteUrl))
    return finding("failed", "The component has no URL.", "Fix the check component first.");
  const { protocol, hostname } = new URL(siteUrl);
  if (isLoopback(hostname))
    return finding(
      "warning",
      "The site URL is on this machine, so only this machine can sign in.",
      "Deploy to Convex Cloud or a self-hosted backend before customers sign in.",
    );
  const fix =
    "Set the site URL of the deployment (CONVEX_SITE_ORIGIN when self-hosting) to a public https URL.";
  if (protocol !== "https:") return finding("failed", `The site URL ${siteUrl} is not https.`, fix);
  return isPublicName(hostname)
    ? ok("Users sign in over https.")
    : finding("warning", `The site URL has a host name that is not public: ${hostname}.`, fix);
}

function checkEnvironments({ projects }: Report): Finding {
  const labels = new Map<string, string>();
  const unlabelled: string[] = [];
  for (const { name, environment, isAdmin } of projects) {
    if (isAdmin) continue;
    if (environment === null) unlabelled.push(name);
    else labels.set(environment, name);
  }
  if (labels.size > 1)
    return finding(
      "warning",
      `Projects of different environments share this deployment and its database: ${list([...labels].map(([label, name]) => `${label} (${name})`))}.`,
      "Give production a deployment of its own.",
    );
  if (unlabelled.length > 0 || labels.size === 0)
    return finding(
      "unknown",
      unlabelled.length === 0
        ? "There is no project yet."
        : `Projects without an environment label cannot be compared: ${list(unlabelled)}.`,
      "Label a project when you create it: npx banata-auth project create --name Shop --slug shop --environment production.",
    );
  return ok(`All projects belong to one environment: ${[...labels.keys()].join("")}.`);
}
