import type { Doc } from "../_generated/dataModel";

/** A ban ends at its expiry, whether or not the row was updated. */
export const isBanned = (
  { banned, banExpires }: Pick<Doc<"users">, "banned" | "banExpires">,
  now: number,
): boolean => banned && (banExpires === null || banExpires > now);
