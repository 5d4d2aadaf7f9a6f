/** The total of an organization's members, which `maxMembers` bounds. */
import type { Doc } from "../_generated/dataModel";
import type { Total } from "../tenancy/totals";

export const membersTotal = ({
  id,
  maxMembers,
  memberCount,
}: Pick<Doc<"organizations">, "id" | "maxMembers" | "memberCount">): Total => ({
  subject: `members:${id}`,
  maximum: maxMembers,
  countExisting: async () => memberCount,
});
