/** The requests that identity providers send, over HTTP, as their conformance checks describe them. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  ENTERPRISE_SCHEMA,
  ERROR_SCHEMA,
  LIST_SCHEMA,
  newDirectory,
  PATCH_SCHEMA,
  person,
  scimClient,
  USER_SCHEMA,
  type ScimAnswer,
  type ScimClient,
} from "../support/scim";
import { ssoStage, type Tenant } from "../support/ssoStage";

const stage = ssoStage();
const NOBODY = "diru_01ARZ3NDEKTSV4RRFFQ69G5FAV";

let tenant: Tenant;
let scim: ScimClient;
beforeAll(async () => {
  tenant = await stage.newTenant();
  scim = await newDirectory(stage, tenant);
});

let people = 0;
const newEmail = () => `person${people++}@${tenant.domain}`;

const filtered = async (filter: string): Promise<ScimAnswer> =>
  await scim.send("GET", `/Users?filter=${encodeURIComponent(filter)}`);
const found = async (filter: string) => {
  const { status, body } = await filtered(filter);
  expect(status).toBe(200);
  return body.Resources as { id: string; userName: string }[];
};
const isError = (status: number, scimType?: string) => ({
  status,
  body: {
    schemas: [ERROR_SCHEMA],
    status: String(status),
    detail: expect.any(String) as string,
    ...(scimType === undefined ? {} : { scimType }),
  },
});

describe("Okta", () => {
  test("its specification suite, R1 to R12", async () => {
    const email = newEmail();
    const first = await scim.send("POST", "/Users", person(email));
    expect(first.status).toBe(201);
    expect(first.headers.get("content-type")).toContain("application/scim+json");
    const id = first.body.id as string;
    expect(first.headers.get("location")).toBe(`${scim.directory.scimConfig.baseUrl}/Users/${id}`);

    const page = await scim.send("GET", "/Users?count=1&startIndex=1");
    expect(page).toMatchObject({
      status: 200,
      body: { schemas: [LIST_SCHEMA], startIndex: 1, itemsPerPage: 1 },
    });
    const shown = (page.body.Resources as object[])[0]!; // one was created
    expect(shown).toMatchObject({
      id: expect.any(String) as string,
      name: { familyName: "Lovelace", givenName: "Ada" },
      userName: expect.any(String) as string,
      active: true,
      emails: [{ value: expect.any(String) as string }],
    });
    expect(await scim.send("GET", `/Users/${id}`)).toMatchObject({
      status: 200,
      body: { id, userName: email, active: true, meta: { resourceType: "User" } },
    });
    expect(await filtered('userName eq "nobody@x.example"')).toMatchObject({
      status: 200,
      body: { totalResults: 0, Resources: [] },
    });
    expect(await scim.send("GET", `/Users/${NOBODY}`)).toMatchObject(isError(404));
    expect(await scim.send("GET", "/Users/00000000000000")).toMatchObject(isError(404));

    const second = newEmail();
    const made = await scim.send("POST", "/Users", JSON.stringify(person(second)), {
      "content-type": "application/json; charset=utf-8",
      accept: "application/scim+json; charset=utf-8",
    });
    expect(made).toMatchObject({
      status: 201,
      body: { schemas: [USER_SCHEMA], userName: second, active: true },
    });
    const again = person(newEmail(), { userName: second });
    expect(await scim.send("POST", "/Users", again)).toMatchObject(isError(409, "uniqueness"));
    expect(await found(`userName eq "${second.toUpperCase()}"`)).toMatchObject([
      { userName: second },
    ]);
    for (const authorization of ["non-token", "Basic dXNlcjpwYXNz", "Bearer scim_wrong", ""])
      expect(await scim.send("GET", "/Users", undefined, { authorization })).toMatchObject(
        isError(401),
      );
  });

  test("creates, finds, replaces, deactivates and activates", async () => {
    const email = newEmail();
    const created = await scim.send(
      "POST",
      "/Users",
      person(email, { title: "Dr", phoneNumbers: [{ value: "123" }], password: "s3cret-pass" }),
    );
    expect(created.status).toBe(201);
    expect(JSON.stringify(created.body)).not.toContain("s3cret-pass");
    const id = created.body.id as string;
    expect(await found(`userName eq "${email}"`)).toMatchObject([{ id }]);
    const { body } = await scim.send("GET", `/Users/${id}`);
    const replaced = await scim.send("PUT", `/Users/${id}`, {
      ...body,
      name: { givenName: "Augusta", familyName: "King" },
    });
    expect(replaced).toMatchObject({
      status: 200,
      body: { id, name: { givenName: "Augusta" }, title: "Dr", phoneNumbers: [{ value: "123" }] },
    });
    for (const active of [false, true, false])
      expect(await scim.patch(id, { op: "replace", value: { active } })).toMatchObject({
        status: 200,
        body: { id, active },
      });
    expect(await scim.send("GET", `/Users/${id}`)).toMatchObject({
      status: 200,
      body: { active: false },
    });
    const rows = await stage.engine.run(
      async (ctx) => await ctx.db.query("directoryUsers").collect(),
    );
    expect(JSON.stringify(rows)).not.toContain("s3cret-pass");
  });
});

describe("Entra ID", () => {
  const newUser = async (fields: object = {}) => {
    const email = newEmail();
    return { email, id: await scim.create(person(email, fields)) };
  };

  test("Test Connection asks for a user that is not there", async () => {
    expect(await filtered('userName eq "6b2b6dd0-2f5f-4d4b-9b4d-2f6f0d8f6a11"')).toMatchObject({
      status: 200,
      body: { totalResults: 0 },
    });
  });

  test("creates with the enterprise schema, and finds by externalId and by the work address", async () => {
    const email = newEmail();
    const externalId = `entra-${people}`;
    const id = await scim.create(
      person(email, {
        schemas: [USER_SCHEMA, ENTERPRISE_SCHEMA],
        externalId,
        roles: [],
        meta: { resourceType: "User" },
        [ENTERPRISE_SCHEMA]: { department: "Engines", employeeNumber: "7" },
      }),
    );
    expect(await found(`externalId eq "${externalId}"`)).toMatchObject([{ id }]);
    expect(await found(`emails[type eq "work"].value eq "${email}"`)).toMatchObject([{ id }]);
    expect(await found(`userName eq "${email}" and active eq true`)).toMatchObject([{ id }]);
    expect(await tenant.admin.directories.getUser({ userId: id })).toMatchObject({
      ...{ externalId, department: "Engines" },
    });
  });

  test("PATCH in its default shapes", async () => {
    const { id } = await newUser();
    const patched = await scim.patch(
      id,
      { op: "Replace", path: "active", value: "False" },
      { op: "Replace", path: "displayName", value: "Countess" },
      { op: "Add", path: 'phoneNumbers[type eq "work"].value', value: "55" },
      { op: "Add", path: 'addresses[type eq "work"].postalCode', value: "SW1" },
      { op: "Add", path: 'roles[primary eq "True"].value', value: "Reader" },
      { op: "Add", path: `${ENTERPRISE_SCHEMA}:department`, value: "Looms" },
    );
    expect(patched).toMatchObject({
      status: 200,
      body: {
        active: false,
        displayName: "Countess",
        phoneNumbers: [{ type: "work", value: "55" }],
        addresses: [{ type: "work", postalCode: "SW1" }],
        roles: [{ primary: true, value: "Reader" }],
        [ENTERPRISE_SCHEMA]: { department: "Looms" },
      },
    });
  });

  test("PATCH without a path, with dotted names and URNs", async () => {
    const { id } = await newUser();
    expect(
      await scim.patch(id, {
        op: "replace",
        value: { "name.givenName": "Grace", [`${ENTERPRISE_SCHEMA}:department`]: "Navy" },
      }),
    ).toMatchObject({
      status: 200,
      body: { name: { givenName: "Grace" }, [ENTERPRISE_SCHEMA]: { department: "Navy" } },
    });
    expect(await scim.patch(id, { op: "Remove" })).toMatchObject(isError(400, "noTarget"));
  });

  test("deletes, after which the user is gone and can be created again", async () => {
    const { id, email } = await newUser();
    expect((await scim.send("DELETE", `/Users/${id}`)).status).toBe(204);
    expect(await scim.send("GET", `/Users/${id}`)).toMatchObject(isError(404));
    expect((await scim.send("POST", "/Users", person(email))).status).toBe(201);
  });
});

describe("Google", () => {
  test("deletes an active user", async () => {
    const id = await scim.create(person(newEmail()));
    expect((await scim.send("DELETE", `/Users/${id}`)).status).toBe(204);
    expect(await scim.send("GET", `/Users/${id}`)).toMatchObject(isError(404));
  });

  test("reads the schema of users", async () => {
    const { status, body } = await scim.send("GET", `/Schemas/${USER_SCHEMA}`);
    expect(status).toBe(200);
    const attributes = body.attributes as { name: string }[];
    const named = (name: string) => attributes.find((each) => each.name === name);
    expect(named("userName")).toMatchObject({ type: "string", required: true });
    expect(named("active")).toMatchObject({ type: "boolean", mutability: "readWrite" });
    expect(named("emails")).toMatchObject({ multiValued: true });
    expect(named("name")).toMatchObject({ type: "complex" });
  });
});

describe("the protocol", () => {
  test("discovery answers GET alone, and unknown URLs are errors of SCIM", async () => {
    for (const path of ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"]) {
      expect((await scim.send("GET", path)).status).toBe(200);
      for (const method of ["POST", "PUT", "PATCH", "DELETE"])
        expect(await scim.send(method, path, {}), `${method} ${path}`).toMatchObject(isError(405));
    }
    for (const path of ["/Groups/a/b", "/Me", "/Users/a/b", "/__proto__", "/ResourceTypes/Nothing"])
      expect(await scim.send("GET", path), path).toMatchObject(isError(404));
  });

  test("an ETag is answered with 304, and If-Match with 412 when another request was first", async () => {
    const id = await scim.create(person(newEmail()));
    const { headers } = await scim.send("GET", `/Users/${id}`);
    const version = headers.get("etag")!;
    const known = { "if-none-match": version };
    expect((await scim.send("GET", `/Users/${id}`, undefined, known)).status).toBe(304);
    const patch = {
      schemas: [PATCH_SCHEMA],
      Operations: [{ op: "replace", path: "title", value: "Dr" }],
    };
    const ifMatch = { "if-match": version };
    expect((await scim.send("PATCH", `/Users/${id}`, patch, ifMatch)).status).toBe(200);
    expect(await scim.send("PATCH", `/Users/${id}`, patch, ifMatch)).toMatchObject(isError(412));
    expect(await scim.send("DELETE", `/Users/${id}`, undefined, ifMatch)).toMatchObject(
      isError(412),
    );
  });

  test("attributes and excludedAttributes, in the URL and in a search", async () => {
    const email = newEmail();
    const id = await scim.create(person(email));
    const { body } = await scim.send("GET", `/Users/${id}?attributes=userName`);
    expect(Object.keys(body).sort()).toEqual(["id", "schemas", "userName"]);
    for (const name of ["attributes", "Attributes"]) {
      const answer = await scim.send("POST", "/Users/.search", {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        filter: `userName eq "${email}"`,
        [name]: ["userName"],
      });
      expect(answer).toMatchObject({ status: 200, body: { totalResults: 1 } });
      expect(Object.keys((answer.body.Resources as object[])[0]!).sort(), name).toEqual([
        ...["id", "schemas", "userName"],
      ]);
    }
    const without = await scim.send("GET", `/Users/${id}?excludedAttributes=emails,name`);
    expect(without.body).not.toHaveProperty("emails");
    expect(without.body).toHaveProperty("userName");
  });

  test("Bulk runs each operation, and later ones may refer to what earlier ones made", async () => {
    const [one, two] = [newEmail(), newEmail()];
    const { status, body } = await scim.send("POST", "/Bulk", {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
      Operations: [
        { method: "POST", path: "/Users", bulkId: "a", data: person(one) },
        { method: "POST", path: "/Users", bulkId: "b", data: person(two, { userName: one }) },
        {
          method: "PATCH",
          path: "/Users/bulkId:a",
          data: {
            schemas: [PATCH_SCHEMA],
            Operations: [{ op: "replace", path: "active", value: false }],
          },
        },
      ],
    });
    expect(status).toBe(200);
    expect((body.Operations as { status: string }[]).map((each) => each.status)).toEqual([
      ...["201", "409", "200"],
    ]);
    expect(await found(`userName eq "${one}"`)).toMatchObject([{ active: false }]);
  });

  type Request = Parameters<ScimClient["send"]>;
  const search = (filter: string): Request => [
    "GET",
    `/Users?filter=${encodeURIComponent(filter)}`,
  ];
  test.each<[string, string, Request]>([
    ["no JSON", "invalidSyntax", ["POST", "/Users", "{"]],
    ["a list", "invalidSyntax", ["POST", "/Users", "[]"]],
    ["no userName", "invalidValue", ["POST", "/Users", { schemas: [USER_SCHEMA] }]],
    ["a filter that no index answers", "invalidFilter", search('title co "x"')],
    ["a filter of parentheses", "invalidFilter", search("(".repeat(900))],
    ["the prototype in a filter", "invalidFilter", search('__proto__.x eq "1"')],
  ])("%s is a 400 with its scimType", async (_what, scimType, request) => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    expect(await scim.send(...request)).toMatchObject(isError(400, scimType));
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  test("another content type is 415", async () => {
    const asXml = { "content-type": "application/xml" };
    expect(await scim.send("POST", "/Users", "<user/>", asXml)).toMatchObject(isError(415));
  });

  test("pages count from 1 and hold every user once", async () => {
    const own = await newDirectory(stage, tenant, { name: "Pages" });
    const made: string[] = [];
    for (let i = 0; i < 7; i++) made.push(await own.create(person(`page${i}@else.example`)));
    await own.send("DELETE", `/Users/${made.splice(2, 1)[0]!}`);
    const seen: string[] = [];
    for (let start = 1; start <= 6; start += 2) {
      const { body } = await own.send("GET", `/Users?startIndex=${start}&count=2`);
      expect(body).toMatchObject({ totalResults: 6, startIndex: start, itemsPerPage: 2 });
      seen.push(...(body.Resources as { id: string }[]).map(({ id }) => id));
    }
    expect(seen.sort()).toEqual(made.sort());
    expect((await own.send("GET", "/Users?startIndex=7")).body).toMatchObject({
      ...{ totalResults: 6, itemsPerPage: 0, Resources: [] },
    });
  });
});

describe("a directory's token", () => {
  test("opens its own directory alone: not another's users, not another project's path", async () => {
    const id = await scim.create(person(newEmail()));
    const sibling = await newDirectory(stage, tenant, { name: "Sibling" });
    const strange = await newDirectory(stage, await stage.newTenant());
    for (const other of [sibling, strange]) {
      for (const method of ["GET", "DELETE"])
        expect(await other.send(method, `/Users/${id}`)).toMatchObject(isError(404));
      expect((await other.send("GET", "/Users")).body).toMatchObject({ totalResults: 0 });
    }
    const crossed = scimClient(stage, strange.directory, scim.directory.scimConfig.bearerToken);
    expect(await crossed.send("GET", "/Users")).toMatchObject(isError(401));
    expect((await scim.send("GET", `/Users/${id}`)).status).toBe(200);
  });

  test("is no credential of the API, and an API key is none of a directory", async () => {
    const { bearerToken } = scim.directory.scimConfig;
    const path = `/p/${tenant.project.id}/api/auth/banata/scim/list-providers`;
    const headers = { authorization: `Bearer ${bearerToken}` };
    expect((await stage.runtime.fetch(path, { headers })).status).toBe(401);
    const byKey = scimClient(stage, scim.directory, tenant.project.key);
    expect(await byKey.send("GET", "/Users")).toMatchObject(isError(401));
  });

  test("is replaced with an overlap, and the ended one shows in the status", async () => {
    const own = await newDirectory(stage, tenant, { name: "Rotated" });
    const providerId = own.directory.id;
    const { directories } = tenant.admin;
    const { scimConfig } = await directories.rotateToken({ providerId, gracePeriodSeconds: 60 });
    const next = scimClient(stage, own.directory, scimConfig.bearerToken);
    for (const client of [own, next]) expect((await client.send("GET", "/Users")).status).toBe(200);
    const last = await directories.rotateToken({ providerId, gracePeriodSeconds: 0 });
    expect(await next.send("GET", "/Users")).toMatchObject(isError(401));
    expect(await directories.getDirectory({ providerId })).toMatchObject({
      state: "invalid_credentials",
      lastFailure: { status: 401 },
    });
    const newest = scimClient(stage, own.directory, last.scimConfig.bearerToken);
    expect((await newest.send("GET", "/Users")).status).toBe(200);
    expect(await directories.getDirectory({ providerId })).toMatchObject({ state: "linked" });
  });
});

test("parallel requests for one person create one user, and the others are 409", async () => {
  const email = newEmail();
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => await scim.send("POST", "/Users", person(email))),
  );
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
    201,
    ...Array<number>(7).fill(409),
  ]);
  expect(await found(`userName eq "${email}"`)).toHaveLength(1);
});
