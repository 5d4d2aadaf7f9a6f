/** Versions of resources as weak entity tags (RFC 7644, 3.14; RFC 9110, 8.8.3 and 13.1). */
import { ScimError } from "./errors";

/**
 * `W/"3"` for version 3. A group with its members is `W/"3-5ab8"`: the digest of the members follows,
 * because members also change without a request for the group.
 */
export const etag = (version: number, membersDigest?: string): string =>
  `W/"${version}${membersDigest === undefined ? "" : `-${membersDigest}`}"`;

/** Tags of a header, without `W/`: all comparisons are weak. Null for `*`. */
function parseTags(header: string): readonly string[] | null {
  if (header.trim() === "*") return null;
  return header
    .slice(0, 1024)
    .split(",")
    .map((tag) => tag.trim().replace(/^W\//i, ""));
}

/**
 * Throws 412 if an `If-Match` header is there and has neither this version nor `*`. The digest of a
 * group's members does not count: they are changed one by one, so no change overwrites another.
 */
export function checkIfMatch(header: string | null, version: number): void {
  const tags = header === null ? null : parseTags(header);
  if (tags === null || tags.some((tag) => tag.replace(/-[^"]*/, "") === `"${version}"`)) return;
  throw new ScimError(412, "The resource has changed. Read it again, and repeat the change.");
}

/** Whether a GET with this `If-None-Match` header is answered with 304. */
export function isNotModified(header: string | null, tag: string): boolean {
  if (header === null) return false;
  return parseTags(header)?.includes(tag.replace(/^W\//, "")) ?? true;
}
