import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

crons.interval("fold the marks of key use", { minutes: 1 }, internal.tenancy.keyUse.fold, {
  olderThanSeconds: 5,
});
crons.interval("forget old usage of keys", { hours: 1 }, internal.tenancy.keyUse.purgeUsage, {});
crons.interval("forget old idempotency keys", { hours: 1 }, internal.tenancy.idempotency.purge, {});
crons.interval(
  "resume deletions of projects",
  { minutes: 10 },
  internal.projects.deletion.resume,
  {},
);
crons.interval(
  "resume deletions of organizations",
  { minutes: 10 },
  internal.organizations.unfinished.resume,
  {},
);
crons.interval("forget old mails", { hours: 1 }, internal.emails.delivery.purge, {});
crons.interval(
  "take up webhooks that were left",
  { minutes: 5 },
  internal.webhooks.sweep.sweep,
  {},
);
crons.interval("forget old webhook deliveries", { hours: 1 }, internal.webhooks.deletion.purge, {});
crons.interval(
  "forget counts of denied attempts",
  { hours: 1 },
  internal.auditLogs.denials.forget,
  {},
);
crons.interval("purge counts of attempts", { hours: 1 }, internal.signIn.limits.purge.purge, {});
crons.interval(
  "delete events and audit entries that are not kept",
  { hours: 1 },
  internal.auditLogs.purge.begin,
  {},
);

crons.interval(
  "resume the re-sealing under a new secret",
  { minutes: 10 },
  internal.secretRotation.reseal.resume,
  {},
);

export default crons;
