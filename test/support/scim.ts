/** An identity provider that sends users into a directory, over HTTP. */
import type { HttpRuntime } from "./runtime";
import type { Tenant } from "./ssoStage";

export const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
export const ENTERPRISE_SCHEMA = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
export const PATCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";
export const LIST_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

type Directory = Awaited<ReturnType<Tenant["admin"]["directories"]["createDirectory"]>>;
type Input = Parameters<Tenant["admin"]["directories"]["createDirectory"]>[0];

/** Where the requests go. */
interface Wire {
  readonly runtime: Pick<HttpRuntime, "fetch">;
}

export interface ScimAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty for an answer without a body. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ScimClient {
  readonly directory: Directory;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ScimAnswer>;
  /** Creates a user, and returns its SCIM id. */
  create(fields: object): Promise<string>;
  patch(id: string, ...operations: readonly object[]): Promise<ScimAnswer>;
}

export function scimClient(
  { runtime }: Wire,
  directory: Directory,
  token = directory.scimConfig.bearerToken,
): ScimClient {
  const base = new URL(directory.scimConfig.baseUrl).pathname;
  const send: ScimClient["send"] = async (method, path, body, headers = {}) => {
    const response = await runtime.fetch(base + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/scim+json" }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? {} : (JSON.parse(text) as ScimAnswer["body"]),
    };
  };
  return {
    directory,
    send,
    create: async (fields) => {
      const answer = await send("POST", "/Users", fields);
      if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      return String(answer.body.id);
    },
    patch: async (id, ...operations) =>
      await send("PATCH", `/Users/${id}`, { schemas: [PATCH_SCHEMA], Operations: operations }),
  };
}

/** A directory of the tenant's organization. */
export const newDirectory = async (
  stage: Wire,
  { admin, organizationId }: Tenant,
  fields: Partial<Input> = {},
): Promise<ScimClient> =>
  scimClient(
    stage,
    await admin.directories.createDirectory({
      ...{ organizationId, name: "Okta", provider: "okta" },
      ...fields,
    }),
  );

/** A person as identity providers send one. */
export const person = (email: string, fields: object = {}) => ({
  schemas: [USER_SCHEMA],
  userName: email,
  name: { givenName: "Ada", familyName: "Lovelace" },
  emails: [{ primary: true, value: email, type: "work" }],
  displayName: "Ada Lovelace",
  active: true,
  ...fields,
});
