import * as z from "zod/mini";
import { operation } from "../wire/operation";
import { idInput, idOutput, isoDate, ok, pageInput, pageOutput, text } from "../wire/fields";
import { Branding, brandingInput } from "../wire/branding";
import { audience, signInMethods } from "./fields";

/** Each field wins over the project's; null leaves the project's. */
const nullable = <S extends Record<string, z.ZodMiniType>>(shape: S) =>
  Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, z.nullable(field)])) as {
    [F in keyof S]: z.ZodMiniNullable<S[F]>;
  }; // the same fields
const ClientBranding = z.object(nullable(Branding.shape));

const type = z.enum(["web", "mobile", "desktop", "terminal", "service"]);

/** An application that relies on the project for sign-in. Its `clientId` is public. */
export const AuthClient = z.object({
  id: idOutput("client"),
  /** Same as `id`, under the name that OAuth uses. */
  clientId: z.string(),
  name: z.string(),
  type,
  redirectUris: z.array(z.string()),
  /** Where the runtime's sign-out page may return to. */
  postLogoutRedirectUris: z.array(z.string()),
  /**
   * The app's page that begins a sign-in through SSO which the identity provider started; null if
   * the app has none.
   */
  initiateLoginUri: z.nullable(z.string()),
  trustedOrigins: z.array(z.string()),
  audiences: z.array(z.string()),
  /** Null allows every method that the project has enabled. */
  enabledMethods: z.nullable(z.array(z.string())),
  /**
   * The client's own branding of the pages on the way to it; null if it has none. Fields that are
   * null are the project's.
   */
  branding: z.nullable(ClientBranding),
  /** Whether the client authenticates with a secret. */
  confidential: z.boolean(),
  /** Newest first; `start` identifies a secret. Older ones are valid until `expiresAt`. */
  secrets: z.array(
    z.object({ start: z.string(), createdAt: isoDate(), expiresAt: z.nullable(isoDate()) }),
  ),
  disabled: z.boolean(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type AuthClient = z.output<typeof AuthClient>;

// The allowed URLs depend on the client's type, so model.ts validates them.
const addresses = (longest: number) => z.array(text(longest)).check(z.maxLength(20));
const fields = {
  redirectUris: z.optional(addresses(512)),
  postLogoutRedirectUris: z.optional(addresses(512)),
  initiateLoginUri: z.optional(z.nullable(text(512))),
  trustedOrigins: z.optional(addresses(255)),
  audiences: z.optional(z.array(audience()).check(z.maxLength(20))),
  enabledMethods: z.optional(
    z.nullable(z.array(z.enum(signInMethods)).check(z.maxLength(signInMethods.length))),
  ),
  branding: z.optional(z.nullable(z.partial(z.strictObject(nullable(brandingInput))))),
};
const clientId = () => idInput("client");

export const authClients = {
  /** Lists the project's clients, newest first. */
  listClients: operation({
    kind: "query",
    path: "/api/auth/banata/clients/list",
    permission: "client.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject(pageInput()),
    output: () => pageOutput(AuthClient),
  }),

  /** Returns the client, without its secrets. 404 if the project has no client with this id. */
  getClient: operation({
    kind: "query",
    path: "/api/auth/banata/clients/get",
    permission: "client.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ clientId: clientId() }),
    output: () => AuthClient,
    client: { parameters: ["clientId"] },
  }),

  /**
   * Creates a client. A `service` client is confidential, and so is a `web` client with
   * `confidential: true`: `clientSecret` is returned here and never again. Other types cannot keep
   * a secret (422).
   *
   * `redirectUris` (at most 20) are compared as exact strings, so each must be spelled as a URL
   * parser writes it, without a fragment or user name: https, http on a loopback host, or for
   * `mobile` and `desktop` the app's own scheme. `postLogoutRedirectUris` (at most 20) follow the
   * same rules; the sign-out page of the hosted pages returns to them. `trustedOrigins` (at most 20)
   * are origins as browsers send them. A `service` client has none of these.
   *
   * `initiateLoginUri` is a page of the app, spelled like a redirect URI, that begins a sign-in
   * through SSO. A person who starts at an identity provider is sent to the one of the oldest enabled
   * client that has one, with `iss` and `organization_id`. 409 `conflict` if the project already has
   * 200 clients.
   */
  createClient: operation({
    kind: "mutation",
    path: "/api/auth/banata/clients/create",
    permission: "client.create",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        name: text(100),
        type,
        confidential: z.optional(z.boolean()),
        ...fields,
      }),
    output: () => z.extend(AuthClient, { clientSecret: z.optional(z.string()) }),
    events: ["client.created"],
    secret: true,
  }),

  /**
   * Updates the given fields; a list replaces the previous one. `enabledMethods: null` allows every
   * method that the project has enabled. `branding: null` removes the client's own branding; null
   * for a field of it removes that field, and fields that are left out stay. `disabled: true` rejects
   * every use of the client until it is enabled again. The type cannot be changed.
   */
  updateClient: operation({
    kind: "mutation",
    path: "/api/auth/banata/clients/update",
    permission: "client.update",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        clientId: clientId(),
        name: z.optional(text(100)),
        disabled: z.optional(z.boolean()),
        ...fields,
      }),
    output: () => AuthClient,
    events: ["client.updated"],
  }),

  /** Permanently deletes the client and its secrets, effective immediately. */
  deleteClient: operation({
    kind: "mutation",
    path: "/api/auth/banata/clients/delete",
    permission: "client.delete",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ clientId: clientId() }),
    output: () => ok(),
    events: ["client.deleted"],
    client: { parameters: ["clientId"], returns: null },
  }),

  /**
   * Creates a new secret and returns it once. Older secrets stay valid for `gracePeriodSeconds` (0
   * to 30 days, default one day), but never longer than before. 409 `conflict` if the client is
   * disabled or not confidential, or if it would have more than 5 active secrets: rotate with a
   * grace period of 0.
   */
  rotateClientSecret: operation({
    kind: "mutation",
    path: "/api/auth/banata/clients/rotate-secret",
    permission: "client.update",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        clientId: clientId(),
        gracePeriodSeconds: z._default(
          z.number().check(z.int(), z.minimum(0), z.maximum(2_592_000)),
          86_400,
        ),
      }),
    output: () => z.extend(AuthClient, { clientSecret: z.string() }),
    events: ["client.secret_rotated"],
    secret: true,
    client: { parameters: ["clientId"] },
  }),
};
