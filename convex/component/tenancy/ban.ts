import type { Doc } from "../_generated/dataModel";

/** A ban is over at its expiry, whether or not anybody wrote that down. */
export const isBanned = (
  { banned, banExpires }: Pick<Doc<"users">, "banned" | "banExpires">,
  now: number,
): boolean => banned && (banExpires === null || banExpires > now);
