import { defineSchema } from "convex/server";
import { apiKeyTables } from "./apiKeys/tables";
import { auditLogTables } from "./auditLogs/tables";
import { authClientTables } from "./authClients/tables";
import { configurationTables } from "./configuration/tables";
import { directoryTables } from "./directories/tables";
import { domainTables } from "./domains/tables";
import { emailTables } from "./emails/tables";
import { envelopeTables } from "./envelopes/tables";
import { eventTables } from "./events/tables";
import { hostedTables } from "./hosted/tables";
import { laneTables } from "./lanes/tables";
import { operatorTables } from "./operators/tables";
import { organizationTables } from "./organizations/tables";
import { portalTables } from "./portal/tables";
import { projectTables } from "./projects/tables";
import { rbacTables } from "./rbac/tables";
import { secretRotationTables } from "./secretRotation/tables";
import { sessionTables } from "./sessions/tables";
import { signInTables } from "./signIn/tables";
import { ssoTables } from "./sso/tables";
import { statisticTables } from "./statistics/tables";
import { tenancyTables } from "./tenancy/tables";
import { userTables } from "./users/tables";
import { vaultTables } from "./vault/tables";
import { webhookTables } from "./webhooks/tables";

export default defineSchema({
  ...projectTables,
  ...operatorTables,
  ...tenancyTables,
  ...apiKeyTables,
  ...userTables,
  ...configurationTables,
  ...authClientTables,
  ...organizationTables,
  ...domainTables,
  ...portalTables,
  ...directoryTables,
  ...rbacTables,
  ...secretRotationTables,
  ...sessionTables,
  ...signInTables,
  ...hostedTables,
  ...laneTables,
  ...emailTables,
  ...envelopeTables,
  ...eventTables,
  ...auditLogTables,
  ...statisticTables,
  ...vaultTables,
  ...webhookTables,
  ...ssoTables,
});
