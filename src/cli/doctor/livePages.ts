/**
 * Whether the app exports the query that `BANATA_AUTH_LIVE_FUNCTION` names, and it is the feed of
 * this deployment's component: only that one accepts the report's token.
 */
import { finding, ok, type Finding } from "../../../convex/component/projects/readiness/finding";
import type { Report } from "./report";
import { parseObject, request } from "./request";

const GUIDE = 'docs/console.md, "Live pages"';

export async function checkLivePages({ consoleOrigin, liveFeed }: Report): Promise<Finding> {
  if (!liveFeed)
    return finding("unknown", "The runtime is too old to say.", "Update it and deploy.");
  const { variable, url, token } = liveFeed;
  if (variable === null)
    return ok(
      consoleOrigin?.isServed === false
        ? "The deployment serves no console."
        : `Pages of the console poll: BANATA_AUTH_LIVE_FUNCTION is not set, or convex.config.ts does not pass it on (${GUIDE}).`,
    );
  const effect = "Pages of the console poll instead";
  const fix = `Export liveFunctions and name it as file:export, such as live:latestEvent; ${GUIDE}.`;
  if (url === null)
    return finding(
      "failed",
      `BANATA_AUTH_LIVE_FUNCTION is ${variable}, which cannot be the name of a function. ${effect}.`,
      fix,
    );
  if (token === null)
    return finding(
      "unknown",
      `BANATA_AUTH_LIVE_FUNCTION is ${variable}, which was not tried, because there is no project or secret.`,
      "Create a project first.",
    );
  const problem = await tryFeed(url, variable, token);
  if (problem === null) return ok(`${variable} tells pages of the console of new events.`);
  if ("failure" in problem)
    return finding("unknown", `${url} could not be reached: ${problem.failure}.`, fix);
  return finding("failed", `${variable} ${problem.is}. ${effect}.`, fix);
}

/** What is wrong with the function; null when it accepts the token. */
async function tryFeed(
  url: string,
  path: string,
  token: string,
): Promise<{ readonly failure: string } | { readonly is: string } | null> {
  const answer = await request(`${url}/api/query`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ path, args: { token }, format: "json" }),
  });
  if ("failure" in answer) return answer;
  const { status, value, errorMessage, message } = parseObject(answer.text);
  if (status !== "success") {
    const text = String(errorMessage ?? message ?? `status ${answer.status}`);
    return /could not find/i.test(text)
      ? { is: "is not a public function of the app" }
      : { is: `is not the query of liveFunctions, or it fails: ${text.trim().split("\n")[0]}` };
  }
  return typeof value === "object" && value !== null && "eventId" in value
    ? null
    : { is: "is not the query of liveFunctions, or it is another component's" };
}
