/**
 * Whether operators are bound to one origin, and whether the console answers there. Behind a proxy
 * that replaces `Host` it does not.
 */
import { isLoopback } from "../../../convex/component/core/webAddresses";
import { finding, ok, type Finding } from "../../../convex/component/projects/readiness/finding";
import type { Report } from "./report";

const TIMEOUT_MS = 15_000;
const GUIDE = 'docs/console.md, "An origin of its own"';

export async function checkConsoleOrigin({ siteUrl, consoleOrigin }: Report): Promise<Finding> {
  if (!consoleOrigin)
    return finding("unknown", "The runtime is too old to say.", "Update it and deploy.");
  const { variable, fault, isServed } = consoleOrigin;
  if (fault !== null)
    return finding(
      "failed",
      `${fault}. Operators cannot sign in.`,
      "Correct it with npx convex env set BANATA_AUTH_CONSOLE_ORIGIN https://console.example.com.",
    );
  if (variable === null) return describeUnset(siteUrl, isServed);
  if (!isServed)
    return finding(
      "unknown",
      `Operators work at ${variable} only, which was not tried, because the deployment serves no console.`,
      "Name console in BANATA_AUTH_PAGES to have it.",
    );
  const status = await fetchStatus(`${variable}${getMountPath(siteUrl)}/console`);
  if (status === 200) return ok(`Operators work at ${variable} only, where the console answers.`);
  return finding(
    "failed",
    status === 403
      ? `Operators work at ${variable} only, but requests to it arrive with another host, so the console refuses them.`
      : `Operators work at ${variable} only, but the console there ${status === null ? "cannot be reached from here" : `answers ${status}`}.`,
    `The name must lead to this deployment, and a proxy must hand on the Host header; ${GUIDE}.`,
  );
}

function describeUnset(siteUrl: string, isServed: boolean): Finding {
  if (!isServed) return ok("The deployment serves no console.");
  const effect =
    "BANATA_AUTH_CONSOLE_ORIGIN is not set: operators work at every host of the deployment, also beside other pages.";
  const fix = `Set it to an origin of the console's own; ${GUIDE}.`;
  const isLocal = URL.canParse(siteUrl) && isLoopback(new URL(siteUrl).hostname);
  return finding(isLocal ? "unknown" : "warning", effect, fix);
}

/** The path at which the component is mounted. */
const getMountPath = (siteUrl: string): string =>
  URL.canParse(siteUrl) ? new URL(siteUrl).pathname.replace(/\/$/, "") : "";

/** Null when nothing answers. */
async function fetchStatus(url: string): Promise<number | null> {
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}
