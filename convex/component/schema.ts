import { defineSchema } from "convex/server";
import { apiKeyTables } from "./apiKeys/tables";
import { auditLogTables } from "./auditLogs/tables";
import { eventTables } from "./events/tables";
import { projectTables } from "./projects/tables";
import { tenancyTables } from "./tenancy/tables";
import { userTables } from "./users/tables";

export default defineSchema({
  ...projectTables,
  ...tenancyTables,
  ...apiKeyTables,
  ...userTables,
  ...eventTables,
  ...auditLogTables,
});
