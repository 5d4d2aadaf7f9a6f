/**
 * Bounds the copies of a resource that events, audit entries and stored responses keep. Rows from
 * before a field had a limit can be as large as 1 MiB, and a change is stored twice (`before` and
 * `after`).
 */

/** Longer than any text that the contract accepts. */
const MAXIMUM_TEXT = 17_000;
/** Characters of the whole copy. The largest regular one is a key with 500 permissions. */
const MAXIMUM_COPY = 200_000;

/**
 * Serializes the value. Texts that are too long are replaced by a marker; if that is not enough,
 * the largest fields are replaced too.
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
