/**
 * Copies that events, audit entries and stored answers keep of a resource, bounded whatever the
 * resource holds: rows that were written before a field had a rule may be as large as 1 MiB, and a
 * change is kept twice (`before` and `after`).
 */

/** Longer than any text that the contract takes. */
const MAXIMUM_TEXT = 17_000;
/** Of the whole copy. The largest regular one is a key with 500 permissions. */
const MAXIMUM_COPY = 200_000;

/**
 * JSON text of the value, in which a text that is too long is replaced by a marker; where that does
 * not suffice, the largest fields are.
 */
export function boundedJson(value: object): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "string" && item.length > MAXIMUM_TEXT ? marker(item.length) : item,
  );
  return text.length <= MAXIMUM_COPY ? text : withoutLargest(JSON.parse(text) as object);
}

function withoutLargest(value: object): string {
  const fields = Object.entries(value).map(([field, item]) => ({
    field,
    item: item as unknown,
    length: JSON.stringify(item)?.length ?? 0,
  }));
  let total = fields.reduce((sum, { length }) => sum + length, 0);
  for (const entry of fields.toSorted((a, b) => b.length - a.length)) {
    if (total <= MAXIMUM_COPY) break;
    total -= entry.length;
    entry.item = marker(entry.length);
  }
  return JSON.stringify(Object.fromEntries(fields.map(({ field, item }) => [field, item])));
}

const marker = (length: number) => `[left out: ${length} characters]`;
