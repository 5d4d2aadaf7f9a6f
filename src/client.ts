import { manifest, type ManifestEntry } from "../convex/component/api/manifest.generated";
import { groupAliases, methodAliases, nestedMethods, type Alias } from "./aliases";
import { compositions } from "./compositions";
import { createMethod } from "./method";
import type { AliasedGroups, Groups } from "./resources";
import type { Operation, OperationKind, Transport } from "./transport";
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
 * The client of the auth runtime, with the interface of the hosted product's SDK: one property per
 * resource group (`users`, `apiKeys`, `projects` …), one method per operation.
 *
 * A method takes its input as one object followed by the options of the call, or an id (and what
 * belongs to it) by position followed by the other fields and the options in one object. It
 * resolves to the resource itself and rejects with a subclass of `BanataAuthError`. Times in
 * answers are `Date`s, except in free JSON and where the contract declares epoch milliseconds;
 * times in input may be `Date`s, ISO 8601 text or epoch milliseconds.
 *
 * ```ts
 * const client = new BanataAuth("sk_live_…"); // or { apiKey, baseUrl, timeout, retries, projectId }
 * const user = await client.users.createUser({ email: "ada@example.com", name: "Ada" });
 * await client.users.setRole(user.id, "admin", { idempotencyKey: "promotion-1" });
 * for await (const each of client.users.listUsers.all()) console.log(each.email, each.createdAt.getFullYear());
 * ```
 *
 * In a browser, with the session it has for the project in `baseUrl`: `new BanataAuth({ baseUrl,
 * session: "cookie" })`; an operator's pages add the `projectId` to work in.
 *
 * Inside a Convex function: `new BanataAuth({ transport: convexTransport(ctx,
 * components.banataAuth, { projectId }) })`; in a query the client has only the methods that read.
 */
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

type ComposedGroups = Parameters<typeof compositions.rbac>[0] &
  Parameters<typeof compositions.sso>[0];
type Methods = { [method: string]: unknown };

function createGroups<Kind extends OperationKind>(transport: Transport<Kind>) {
  const groups: { [group: string]: Methods } = {};
  for (const [group, operations] of Object.entries(manifest))
    groups[group] = createGroup(transport, group, operations);
  // The groups have the contract's methods; the loop above loses their types.
  for (const [group, compose] of Object.entries(compositions))
    Object.assign(groups[group]!, compose(groups as unknown as ComposedGroups));
  for (const [alias, group] of Object.entries(groupAliases)) groups[alias] = groups[group]!;
  return groups;
}

function createGroup<Kind extends OperationKind>(
  transport: Transport<Kind>,
  group: string,
  operations: { readonly [name: string]: ManifestEntry },
): Methods {
  // The client's type keeps queries to queries; a transport that cannot run the operation throws.
  const createNamed = ({ operation: name, parameters }: Alias) => {
    const entry = operations[name]!;
    const operation = { ...entry, parameters: parameters ?? entry.parameters, group, name };
    return createMethod(transport, operation as Operation<Kind>);
  };
  const createAll = (aliases: { readonly [method: string]: Alias }): Methods =>
    Object.fromEntries(
      Object.entries(aliases).map(([method, alias]) => [method, createNamed(alias)]),
    );
  const nested: { readonly [name: string]: { readonly [method: string]: Alias } } =
    { ...nestedMethods }[group] ?? {};
  const moved = Object.values(nested).flatMap((aliases) =>
    Object.values(aliases).map(({ operation }) => operation),
  );
  const methods: Methods = {};
  for (const name of Object.keys(operations))
    if (!moved.includes(name)) methods[name] = createNamed({ operation: name });
  Object.assign(methods, createAll({ ...methodAliases }[group] ?? {}));
  for (const [name, aliases] of Object.entries(nested)) methods[name] = createAll(aliases);
  return methods;
}
