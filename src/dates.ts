/**
 * Converts the times of an answer to `Date`s, only where the contract declares a time. A date-like
 * string in a customer's `metadata` stays a string.
 */

/**
 * Changes the answer in place and returns it. Paths have the manifest's form: `user.createdAt`,
 * `data[].createdAt`, `[].createdAt`.
 */
export function withDates(answer: unknown, paths: readonly string[]): unknown {
  for (const path of paths) reviveDates(answer, path.match(/\[\]|[^.[\]]+/g) ?? []);
  return answer;
}

function reviveDates(value: unknown, [step, ...rest]: readonly string[]): void {
  if (step === undefined || typeof value !== "object" || value === null) return;
  if (step === "[]") {
    if (Array.isArray(value)) for (const item of value) reviveDates(item, rest);
    return;
  }
  const fields = value as { [field: string]: unknown }; // an object of parsed JSON
  const field = fields[step];
  if (rest.length > 0) reviveDates(field, rest);
  else if (typeof field === "string") fields[step] = new Date(field);
}
