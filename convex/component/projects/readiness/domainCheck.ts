/** Whether mails and pages of the project are at one of its auth domains. */
import { toRecordName } from "../../core/authDomain";
import { MAXIMUM_MISSES } from "../authDomains";
import type { ReadinessFacts } from "./facts";
import { finding, list, ok, type Finding } from "./finding";

const toRetry = ({ id }: ReadinessFacts["project"], open: readonly string[]): string =>
  `Publish TXT records with the value ${id} at ${list(open.map(toRecordName))}, let the domains lead to this deployment with their own Host header (docs/auth-domain.md), and save authDomains again, which asks them again.`;

export function checkAuthDomain(facts: ReadinessFacts): Finding {
  const { project, siteHost } = facts;
  const names = project.authDomains ?? [];
  if (names.length === 0)
    return finding(
      "unknown",
      `The project names no auth domains: users sign in at ${siteHost}.`,
      "Name a domain that leads to this deployment in authDomains (docs/auth-domain.md).",
    );
  if (project.isAdmin)
    return finding(
      "warning",
      "The auth domains of the admin project have no effect.",
      "Set BANATA_AUTH_CONSOLE_ORIGIN, the origin at which operators work.",
    );
  return checkConfirmations(facts, names);
}

function checkConfirmations(
  { authDomains, project, siteHost }: ReadinessFacts,
  names: readonly string[],
): Finding {
  const findTime = (name: string) =>
    authDomains.find(({ domain }) => domain === name)?.confirmedAt ?? null;
  const open = names.filter((name) => name !== siteHost && findTime(name) === null);
  const home = names.find((name) => name === siteHost || findTime(name) !== null) ?? siteHost;
  const time = home === siteHost ? null : findTime(home);
  const since = time === null ? "" : `, confirmed at ${new Date(time).toISOString()}`;
  const message = `Mails and pages use ${home}${since}.`;
  if (open.length > 0)
    return finding("warning", `${message} Not confirmed: ${list(open)}.`, toRetry(project, open));
  const silent = authDomains.flatMap(({ domain, misses = 0 }) => (misses > 0 ? domain : []));
  return silent.length === 0
    ? ok(message)
    : finding(
        "warning",
        `${message} Did not answer when asked again: ${list(silent)}.`,
        `After ${MAXIMUM_MISSES} days without an answer a domain is not confirmed any more. ${toRetry(project, silent)}`,
      );
}
