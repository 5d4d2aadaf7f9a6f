/** Versions of resources as weak entity tags (RFC 7644, 3.14; RFC 9110, 8.8.3 and 13.1). */
import { ScimError } from "./errors";

/** `W/"3"` for version 3. */
export const etag = (version: number): string => `W/"${version}"`;

/** Tags of a header, without `W/`: all comparisons are weak. Null for `*`. */
function parseTags(header: string): readonly string[] | null {
  if (header.trim() === "*") return null;
  return header
    .slice(0, 1024)
    .split(",")
    .map((tag) => tag.trim().replace(/^W\//i, ""));
}

const isListed = (header: string, version: number): boolean =>
  parseTags(header)?.includes(`"${version}"`) ?? true;

/** Throws 412 if an `If-Match` header is there and has neither this version nor `*`. */
export function checkIfMatch(header: string | null, version: number): void {
  if (header !== null && !isListed(header, version))
    throw new ScimError(412, "The resource has changed. Read it again, and repeat the change.");
}

/** Whether a GET with this `If-None-Match` header is answered with 304. */
export const isNotModified = (header: string | null, version: number): boolean =>
  header !== null && isListed(header, version);
