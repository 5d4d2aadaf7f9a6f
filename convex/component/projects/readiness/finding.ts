/** The result of one check. */
import type { ReadinessCheck } from "../contract";

export type Finding = Omit<ReadinessCheck, "id">;

export const ok = (message: string): Finding => ({ status: "ok", message, fix: null });

/** Of any status that needs attention. */
export const finding = (
  status: Exclude<Finding["status"], "ok">,
  message: string,
  fix: string,
): Finding => ({ status, message, fix });

const MAXIMUM_NAMED = 3;

/** `a, b, c and 4 more` */
export function list(names: readonly string[]): string {
  const named = names.slice(0, MAXIMUM_NAMED);
  const more = names.length - named.length;
  if (more > 0) return `${named.join(", ")} and ${more} more`;
  return named.length < 2 ? named.join("") : `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
}
