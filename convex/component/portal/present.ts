import type { Doc } from "../_generated/dataModel";
import { toIsoDate } from "../wire/fields";
import type { PortalSession } from "./contract";

export function presentSession(
  row: Doc<"portalSessions">,
  status: PortalSession["status"],
): PortalSession {
  const { id, organizationId, intent, creator, returnUrl, startedAt } = row;
  return {
    ...{ id, organizationId, intent, status, returnUrl },
    createdBy: { type: creator.type, id: creator.id, name: creator.name },
    startedAt: startedAt === null ? null : toIsoDate(startedAt),
    expiresAt: toIsoDate(row.expiresAt),
    createdAt: toIsoDate(row.createdAt),
  };
}

export const toTarget = ({ id, intent }: Pick<PortalSession, "id" | "intent">) => ({
  type: "portal_session",
  id,
  name: intent,
});
