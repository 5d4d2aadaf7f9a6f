/** An identity provider's provisioning engine: many people, several requests at a time, retries. */
import { setTimeout as sleep } from "node:timers/promises";
import type { BanataAuth } from "../../../src/index";
import { PATCH_SCHEMA, person } from "../../support/scim";

export interface Employee {
  readonly email: string;
  readonly displayName: string;
  readonly active: boolean;
}

export interface Endpoint {
  readonly baseUrl: string;
  readonly bearerToken: string;
}

interface Resource {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly active: boolean;
}

const PARALLEL = 8;
const PAGE_SIZE = 100;
const RETRY_MS = 50;
/** A deployment that was killed starts again within seconds. */
const GIVE_UP_AFTER_MS = 120_000;

/** What is sent again: the request may or may not have been done. */
const isTemporary = (status: number): boolean => status === 429 || status >= 500;

export class SyncEngine {
  requests = 0;
  /** Requests beyond the directory's limit, which are sent again after `Retry-After`. */
  limited = 0;
  /** Requests without an answer, or with one of the server's errors. */
  failures = 0;

  /** The endpoint moves when the deployment is started again. */
  constructor(public endpoint: Endpoint) {}

  /** As Okta and Entra do it for one person: look for the user, then create or change it. */
  async push({ email, displayName, active }: Employee): Promise<void> {
    const found = await this.find(email);
    if (!found) {
      const { status } = await this.send(
        "POST",
        "/Users",
        person(email, { displayName, active, externalId: email }),
      );
      if (status === 409) return await this.push({ email, displayName, active }); // an earlier try was done
      if (status !== 201) throw new Error(`POST ${email}: ${status}`);
      return;
    }
    const value = {
      ...(found.displayName === displayName ? {} : { displayName }),
      ...(found.active === active ? {} : { active }),
    };
    if (Object.keys(value).length === 0) return;
    const { status } = await this.send("PATCH", `/Users/${found.id}`, {
      schemas: [PATCH_SCHEMA],
      Operations: [{ op: "replace", value }],
    });
    if (status !== 200) throw new Error(`PATCH ${email}: ${status}`);
  }

  async pushAll(employees: readonly Employee[]): Promise<void> {
    let next = 0;
    const work = async () => {
      while (next < employees.length) await this.push(employees[next++]!); // below its length
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
  }

  /** As identity providers do it for a person whose account there is deleted. */
  async remove(email: string): Promise<void> {
    const found = await this.find(email);
    if (!found) throw new Error(`${email} is not in the directory`);
    const { status } = await this.send("DELETE", `/Users/${found.id}`);
    if (status !== 204) throw new Error(`DELETE ${email}: ${status}`);
  }

  /** The whole directory, page by page. */
  async importAll(): Promise<Resource[]> {
    const all: Resource[] = [];
    for (;;) {
      const { body } = await this.send(
        "GET",
        `/Users?startIndex=${all.length + 1}&count=${PAGE_SIZE}`,
      );
      const { totalResults, Resources } = body as { totalResults: number; Resources: Resource[] };
      all.push(...Resources);
      if (Resources.length === 0 || all.length >= totalResults) return all;
    }
  }

  private async find(userName: string): Promise<Resource | undefined> {
    const filter = encodeURIComponent(`userName eq "${userName}"`);
    const { status, body } = await this.send("GET", `/Users?filter=${filter}&count=1`);
    if (status !== 200) throw new Error(`${userName}: ${status} ${JSON.stringify(body)}`);
    return (body as { Resources: Resource[] }).Resources[0];
  }

  private async send(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }> {
    const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
    for (;;) {
      this.requests++;
      try {
        const { baseUrl, bearerToken } = this.endpoint;
        const response = await fetch(baseUrl + path, {
          method,
          headers: {
            authorization: `Bearer ${bearerToken}`,
            ...(body ? { "content-type": "application/scim+json" } : {}),
          },
          ...(body ? { body: JSON.stringify(body) } : {}),
        });
        const answer: unknown = response.status === 204 ? null : await response.json();
        if (!isTemporary(response.status)) return { status: response.status, body: answer };
        if (response.status === 429) this.limited++;
        else this.failures++;
        if (Date.now() > giveUpAt) throw new Error(`${method} ${path}: ${response.status}`);
        await sleep(Number(response.headers.get("retry-after") ?? 0) * 1_000);
      } catch (error) {
        // The connection failed or ended: the deployment may be gone for a moment.
        if (!(error instanceof TypeError) || Date.now() > giveUpAt) throw error;
        this.failures++;
      }
      await sleep(RETRY_MS);
    }
  }
}

/** People with stable names: the same ones for the same count. */
export const employ = (count: number, domain: string): Employee[] =>
  Array.from({ length: count }, (_, i) => ({
    email: `person${i}@${domain}`,
    displayName: `Person ${i}`,
    active: true,
  }));

/** One night: of every `every` people one is renamed, or leaves; and a few new ones come. */
export function changeSome(
  before: readonly Employee[],
  domain: string,
  every: number,
): { readonly after: Employee[]; readonly changed: Employee[] } {
  const changed: Employee[] = [];
  const after = before.map((employee, i) => {
    if (i % every !== 7) return employee;
    const next =
      i % (2 * every) === 7
        ? { ...employee, active: false }
        : { ...employee, displayName: `${employee.displayName} Renamed` };
    changed.push(next);
    return next;
  });
  const hired = Array.from({ length: Math.ceil(before.length / every / 10) }, (_, i) => ({
    email: `hired${i}@${domain}`,
    displayName: `Hired ${i}`,
    active: true,
  }));
  return { after: [...after, ...hired], changed: [...changed, ...hired] };
}

type MembersInput = Parameters<BanataAuth["organizations"]["listMembers"]>[0];

export async function countMembers(
  { organizations }: BanataAuth,
  organizationId: string,
): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ;) {
    const input: MembersInput = {
      organizationId,
      limit: 100,
      ...(after === null ? {} : { after }),
    };
    const { data, listMetadata } = await organizations.listMembers(input);
    count += data.length;
    after = listMetadata.after;
    if (after === null) return count;
  }
}
