import { manifest, type ManifestEntry } from "../convex/component/api/manifest.generated";
import { groupAliases, methodAliases } from "./aliases";
import { compositions } from "./compositions";
import { withDates } from "./dates";
import { allItems } from "./pages";
import type { AliasedGroups, Groups } from "./resources";
import type { Operation, OperationKind, Transport, WriteOptions } from "./transport";
import { httpTransport, type HttpOptions } from "./transports/http";

/** How the client reaches the runtime: over HTTP, or through a custom transport. */
export type BanataAuthOptions<Kind extends OperationKind = OperationKind> =
  (HttpOptions & { transport?: undefined }) | { transport: Transport<Kind> };

// Types the resource groups, which the constructor assigns: one property for each group of the
// manifest. The manifest is generated from the contract.
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export interface BanataAuth<Kind extends OperationKind = OperationKind>
  extends Groups<Kind>, AliasedGroups<Kind> {}

/**
 * The client of the auth runtime: one property per resource group (`users`, `apiKeys`, `projects`
 * …), one method per operation.
 *
 * A method takes its input as one object (or just the id where that is all it needs), followed by
 * `{ signal, timeout }` and, for writes, `idempotencyKey`. It rejects with a subclass of
 * `BanataAuthError`. Times are `Date`s, except in free JSON and where the contract declares epoch
 * milliseconds.
 *
 * ```ts
 * const client = new BanataAuth("sk_live_…"); // or { apiKey, baseUrl, timeout, retries, projectId }
 * const { user } = await client.users.createUser({ email: "ada@example.com", name: "Ada" });
 * for await (const each of client.users.listUsers.all()) console.log(each.email, each.createdAt.getFullYear());
 * ```
 *
 * Inside a Convex function: `new BanataAuth({ transport: convexTransport(ctx,
 * components.banataAuth, { projectId }) })`; in a query the client has only the methods that read.
 */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- as above
export class BanataAuth<Kind extends OperationKind = OperationKind> {
  /**
   * @param options an API key, or options; missing values come from the environment (see
   *   `HttpOptions`). Throws `invalid_configuration` when no key is found.
   */
  constructor(options: string | BanataAuthOptions<Kind> = {}) {
    Object.assign(this, createGroups(toTransport(options)));
  }
}

function toTransport<Kind extends OperationKind>(
  options: string | BanataAuthOptions<Kind>,
): Transport<Kind> {
  if (typeof options === "string") return httpTransport({ apiKey: options });
  return options.transport ?? httpTransport(options);
}

type ClientMethod = ReturnType<typeof createMethod>;

function createGroups<Kind extends OperationKind>(
  transport: Transport<Kind>,
): { [group: string]: { [method: string]: ClientMethod } } {
  const groups: { [group: string]: { [method: string]: ClientMethod } } = {};
  for (const [group, entries] of Object.entries(manifest)) {
    const methods: { [method: string]: ClientMethod } = {};
    for (const [name, entry] of Object.entries<ManifestEntry>(entries)) {
      // The client's type keeps queries to queries; a transport that cannot run the operation
      // throws.
      methods[name] = createMethod(transport, { ...entry, group, name } as Operation<Kind>);
    }
    const aliases: { readonly [alias: string]: string } = { ...methodAliases }[group] ?? {};
    for (const [alias, name] of Object.entries(aliases)) methods[alias] = methods[name]!;
    groups[group] = methods;
  }
  // The groups have the contract's methods; the loop above loses their types.
  for (const [group, compose] of Object.entries(compositions))
    Object.assign(
      groups[group]!,
      compose(groups as unknown as Parameters<typeof compositions.rbac>[0]),
    );
  for (const [alias, group] of Object.entries(groupAliases)) groups[alias] = groups[group]!;
  return groups;
}

type Fields = { readonly [field: string]: unknown };

function createMethod<Kind extends OperationKind>(
  transport: Transport<Kind>,
  operation: Operation<Kind>,
) {
  const call = async (input: Fields | string = {}, options: WriteOptions = {}): Promise<unknown> =>
    withDates(
      await transport.request(operation, toFields(operation, input), options),
      operation.dates,
    );
  const all = (input: Fields = {}, options: WriteOptions = {}) =>
    allItems(async (page) => await call(page, options), input);
  const method = operation.kind === "query" ? Object.assign(call, { all }) : call;
  return Object.defineProperty(method, "name", { value: `${operation.group}.${operation.name}` });
}

function toFields(operation: Operation, input: Fields | string): Fields {
  if (typeof input !== "string") return input;
  if (operation.positional !== undefined) return { [operation.positional]: input };
  throw new TypeError(`${operation.group}.${operation.name} expects an object, not a string.`);
}
