import * as z from "zod/mini";
import { operation } from "../wire/operation";
import { idInput, idOutput, isoDate, ok, pageInput, pageOf, text } from "../wire/fields";
import { audience, signInMethods } from "./fields";

const type = z.enum(["web", "mobile", "desktop", "terminal", "service"]);

/**
 * An application that relies on the project: it names itself with its `clientId`, which is public.
 */
export const AuthClient = z.object({
  id: idOutput("client"),
  /** The same as `id`, by the name that OAuth has for it. */
  clientId: z.string(),
  name: z.string(),
  type,
  redirectUris: z.array(z.string()),
  trustedOrigins: z.array(z.string()),
  audiences: z.array(z.string()),
  /** Null for every method that the project has switched on. */
  enabledMethods: z.nullable(z.array(z.string())),
  /** It has a secret to prove itself with. */
  confidential: z.boolean(),
  /** Newest first; `start` to recognise one by. An older one is good until `expiresAt`. */
  secrets: z.array(
    z.object({ start: z.string(), createdAt: isoDate(), expiresAt: z.nullable(isoDate()) }),
  ),
  disabled: z.boolean(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type AuthClient = z.output<typeof AuthClient>;

// What an address has to be depends on the client's type, so model.ts looks closer.
const addresses = (longest: number) => z.array(text(longest)).check(z.maxLength(20));
const fields = {
  redirectUris: z.optional(addresses(512)),
  trustedOrigins: z.optional(addresses(255)),
  audiences: z.optional(z.array(audience()).check(z.maxLength(20))),
  enabledMethods: z.optional(
    z.nullable(z.array(z.enum(signInMethods)).check(z.maxLength(signInMethods.length))),
  ),
};
const clientId = () => idInput("client");

export const authClients = {
  /** Lists the project's clients, newest first. */
  listClients: operation({
    kind: "query",
    path: "/api/auth/banata/clients/list",
    permission: "client.read",
    input: z.strictObject(pageInput()),
    output: pageOf(AuthClient),
  }),

  /** Answers the client, without its secrets. 404 when the project has none with that id. */
  getClient: operation({
    kind: "query",
    path: "/api/auth/banata/clients/get",
    permission: "client.read",
    input: z.strictObject({ clientId: clientId() }),
    output: AuthClient,
    positional: "clientId",
  }),

  /**
   * Creates a client. A `service` is confidential, a `web` client when `confidential: true`: then
   * `clientSecret` is in this answer and never again. Other types cannot keep a secret (422).
   *
   * `redirectUris` (at most 20) are compared as whole texts, so each is written as a URL parser writes it, without fragment and user name: https, or http on this machine, and for `mobile` and
   * `desktop` a scheme of the app's own. `trustedOrigins` (at most 20) are origins as browsers send them. A `service` has neither. 409 `conflict` at 200 clients in the project.
   */
  createClient: operation({
    kind: "mutation",
    path: "/api/auth/banata/clients/create",
    permission: "client.create",
    input: z.strictObject({
      name: text(100),
      type,
      confidential: z.optional(z.boolean()),
      ...fields,
    }),
    output: z.extend(AuthClient, { clientSecret: z.optional(z.string()) }),
    events: ["client.created"],
    secret: true,
  }),

  /**
   * Changes the fields that are given; a list replaces the old one. `enabledMethods: null` goes
   * back to all that the project has; `disabled: true` makes the client nobody until it is enabled
   * again. The type stays what it is.
   */
  updateClient: operation({
    kind: "mutation",
    path: "/api/auth/banata/clients/update",
    permission: "client.update",
    input: z.strictObject({
      clientId: clientId(),
      name: z.optional(text(100)),
      disabled: z.optional(z.boolean()),
      ...fields,
    }),
    output: AuthClient,
    events: ["client.updated"],
  }),

  /** Deletes the client, with its secrets: permanent and at once. */
  deleteClient: operation({
    kind: "mutation",
    path: "/api/auth/banata/clients/delete",
    permission: "client.delete",
    input: z.strictObject({ clientId: clientId() }),
    output: ok(),
    events: ["client.deleted"],
    positional: "clientId",
  }),

  /**
   * Makes a new secret and shows it; every older one stays good for `gracePeriodSeconds` (0 to 30
   * days, default one day), never longer than it was before. 409 `conflict` for a client that is
   * not confidential or disabled, and when 5 secrets would be good at once: rotate with a grace of
   * 0.
   */
  rotateClientSecret: operation({
    kind: "mutation",
    path: "/api/auth/banata/clients/rotate-secret",
    permission: "client.update",
    input: z.strictObject({
      clientId: clientId(),
      gracePeriodSeconds: z._default(
        z.number().check(z.int(), z.minimum(0), z.maximum(2_592_000)),
        86_400,
      ),
    }),
    output: z.extend(AuthClient, { clientSecret: z.string() }),
    events: ["client.secret_rotated"],
    secret: true,
    positional: "clientId",
  }),
};
