/**
 * Turns the times of an answer into `Date`s: exactly where the contract declares one, so a string
 * in a customer's `metadata` stays what it is.
 */

/**
 * `paths` as the manifest writes them: `user.createdAt`, `data[].createdAt`, `[].createdAt`.
 * Changes the answer in place and answers it.
 */
export function withDates(answer: unknown, paths: readonly string[]): unknown {
  for (const path of paths) revive(answer, path.match(/\[\]|[^.[\]]+/g) ?? []);
  return answer;
}

function revive(value: unknown, [step, ...rest]: readonly string[]): void {
  if (step === undefined || typeof value !== "object" || value === null) return;
  if (step === "[]") {
    if (Array.isArray(value)) for (const item of value) revive(item, rest);
    return;
  }
  const fields = value as { [field: string]: unknown }; // an object of parsed JSON
  const field = fields[step];
  if (rest.length > 0) revive(field, rest);
  else if (typeof field === "string") fields[step] = new Date(field);
}
