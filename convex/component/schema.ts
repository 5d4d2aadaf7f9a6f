import { defineSchema } from "convex/server";
import { apiKeyTables } from "./apiKeys/tables";
import { auditLogTables } from "./auditLogs/tables";
import { eventTables } from "./events/tables";
import { organizationTables } from "./organizations/tables";
import { projectTables } from "./projects/tables";
import { rbacTables } from "./rbac/tables";
import { signInTables } from "./signIn/tables";
import { tenancyTables } from "./tenancy/tables";
import { userTables } from "./users/tables";

export default defineSchema({
  ...projectTables,
  ...tenancyTables,
  ...apiKeyTables,
  ...userTables,
  ...organizationTables,
  ...rbacTables,
  ...signInTables,
  ...eventTables,
  ...auditLogTables,
});
