import { z } from "zod";
import type { Assigned } from "./people";

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

const scimUser = z.object({ id: z.string(), userName: z.string(), active: z.boolean() });
export type ScimUser = z.output<typeof scimUser>;

const page = z.object({ totalResults: z.number(), Resources: z.array(scimUser) });
const failure = z.object({ detail: z.string() });

/** Okta asks for this many. */
const PAGE_SIZE = 100;

/** The runtime has refused a request. */
export class ScimRefusal extends Error {
  override readonly name = "ScimRefusal";
}

export interface Endpoint {
  readonly baseUrl: string;
  readonly bearerToken: string;
  /** Receives each request with the status of its response. */
  readonly log: (line: string) => void;
}

/** Provisions users by SCIM 2.0 with the requests that Okta sends. */
export class Provisioning {
  constructor(private readonly endpoint: Endpoint) {}

  /** Creates the user unless the directory has it. Returns whether it did. */
  async assign({ email, name }: Assigned): Promise<boolean> {
    if ((await this.find(email)) !== null) return false;
    const [givenName = name, ...rest] = name.split(" ");
    await this.send("POST", "/Users", {
      schemas: [USER],
      userName: email,
      name: { givenName, familyName: rest.join(" ") },
      emails: [{ primary: true, value: email, type: "work" }],
      displayName: name,
      externalId: `demo-${email}`,
      active: true,
    });
    return true;
  }

  /** Returns false when the directory has no such user. */
  async setActive(email: string, active: boolean): Promise<boolean> {
    const user = await this.find(email);
    if (user === null) return false;
    await this.send("PATCH", `/Users/${user.id}`, {
      schemas: [PATCH],
      Operations: [{ op: "replace", value: { active } }],
    });
    return true;
  }

  /** All users, oldest first. */
  async list(): Promise<readonly ScimUser[]> {
    const users: ScimUser[] = [];
    for (;;) {
      const path = `/Users?startIndex=${users.length + 1}&count=${PAGE_SIZE}`;
      const { totalResults, Resources } = page.parse(await this.send("GET", path));
      users.push(...Resources);
      if (Resources.length === 0 || users.length >= totalResults) return users;
    }
  }

  private async find(userName: string): Promise<ScimUser | null> {
    const filter = encodeURIComponent(`userName eq ${JSON.stringify(userName)}`);
    const path = `/Users?filter=${filter}&startIndex=1&count=${PAGE_SIZE}`;
    return page.parse(await this.send("GET", path)).Resources[0] ?? null;
  }

  private async send(method: string, path: string, body?: object): Promise<unknown> {
    const { baseUrl, bearerToken, log } = this.endpoint;
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${bearerToken}`,
        accept: "application/scim+json; charset=utf-8",
        ...(body ? { "content-type": "application/scim+json; charset=utf-8" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    log(`  ${method.padEnd(5)} ${decodeURIComponent(path)}  ${response.status}`);
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    throw new ScimRefusal(failure.parse(answer).detail);
  }
}
