import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";
import { SWEEP_INTERVAL_SECONDS } from "./core/expirySweep";

const crons = cronJobs();

crons.interval(
  "schedule ends",
  { seconds: SWEEP_INTERVAL_SECONDS },
  internal.expiry.sweep.sweep,
  {},
);
crons.interval("fold API key use marks", { minutes: 1 }, internal.tenancy.keyUse.fold, {
  olderThanSeconds: 5,
});
crons.interval("purge API key usage", { hours: 1 }, internal.tenancy.keyUse.purgeUsage, {});
crons.interval("purge idempotency keys", { hours: 1 }, internal.tenancy.idempotency.purge, {});
crons.interval("resume project deletions", { minutes: 10 }, internal.projects.deletion.resume, {});
crons.interval(
  "resume organization deletions",
  { minutes: 10 },
  internal.organizations.unfinished.resume,
  {},
);
crons.interval("purge mails", { hours: 1 }, internal.emails.delivery.purge, {});
crons.interval("resume webhook deliveries", { minutes: 5 }, internal.webhooks.sweep.sweep, {});
crons.interval("purge webhook deliveries", { hours: 1 }, internal.webhooks.deletion.purge, {});
crons.interval("purge denial counts", { hours: 1 }, internal.auditLogs.denials.forget, {});
crons.interval(
  "purge sign-in attempt counts",
  { hours: 1 },
  internal.signIn.limits.purge.purge,
  {},
);
crons.interval("count statistics", { minutes: 1 }, internal.statistics.fold.fold, {});
crons.interval("purge statistics", { hours: 1 }, internal.statistics.fold.purge, {});
crons.interval("purge events and audit entries", { hours: 1 }, internal.auditLogs.purge.begin, {});
crons.interval(
  "purge events and audit entries by default",
  { hours: 1 },
  internal.auditLogs.purge.purgeDefault,
  {},
);

crons.interval("re-check domains", { minutes: 10 }, internal.domains.recheck.sweep, {});

crons.interval("ask auth domains again", { hours: 1 }, internal.projects.domainRecheck.sweep, {});

crons.interval(
  "resume secret re-sealing",
  { minutes: 10 },
  internal.secretRotation.reseal.resume,
  {},
);
crons.interval(
  "resume deletions of SSO connections",
  { minutes: 10 },
  internal.sso.deletion.resume,
  {},
);
crons.interval(
  "resume endings of sessions through SSO",
  { minutes: 10 },
  internal.sso.endings.resume,
  {},
);
crons.interval(
  "resume work on directory users",
  { minutes: 10 },
  internal.directories.resume.resume,
  {},
);
crons.interval("purge ended sign-ins through SSO", { hours: 1 }, internal.sso.purge.purge, {});

crons.interval("purge authorization codes", { hours: 1 }, internal.hosted.purge.purge, {});

crons.interval("purge sessions of the admin portal", { hours: 1 }, internal.portal.purge.purge, {});

crons.interval("resume key rotations", { minutes: 5 }, internal.vault.rotation.resume, {});

export default crons;
