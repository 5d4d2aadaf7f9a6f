/**
 * Where a flow was begun, of which its address is the only state. A flow that was begun at the
 * deployment's own address goes on at the project's domain, but ends with the issuer of that address.
 * The mark needs no signature: each issuer that it can choose is the project's own, and an app
 * refuses the one that it did not begin with.
 */
const NAME = "begun_at";
const SITE = "site";

export const isBegunAtSite = ({ searchParams }: URL): boolean => searchParams.get(NAME) === SITE;

/** The query of a flow, marked. */
export function markBegunAtSite(search: string): string {
  const parameters = new URLSearchParams(search);
  if (!parameters.has("client_id")) return search;
  parameters.set(NAME, SITE);
  return `?${parameters}`;
}
