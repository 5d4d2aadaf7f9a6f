/**
 * A field has one rule, whatever path it comes in on: management, Better Auth's endpoints, query
 * parameters, headers, or a row that is written by something else.
 */
import { describe, expect, test } from "vitest";
import {
  cleanProfile,
  fieldRules,
  rowFault,
  type BetterAuthTable,
} from "../../convex/component/core/fieldRules";
import schema from "../../convex/component/schema";
import { isUnsafeStyleSheet } from "../../convex/component/core/styleSheet";
import { cleanLine, textFault } from "../../convex/component/core/text";
import { begin, type Scene } from "../support/signIn";
import { httpRuntime } from "../support/runtime";
import { failureOf } from "../support/transports";

const long = (count: number) => "x".repeat(count);
const DATA_URL = `data:image/png;base64,${"A".repeat(4_000)}`;
const controls = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, i) => 0x7f + i),
].map((code) => String.fromCharCode(code));
const ofSeveralLines = ["\t", "\n", "\r"];

describe("every path refuses", () => {
  const broken: readonly (readonly [field: "name" | "image", what: string, value: string])[] = [
    ["name", "longer than 200 characters", long(201)],
    ["name", "900 KB", long(900 * 1024)],
    ["name", "with NUL", "A\0da"],
    ["name", "of two lines", "Ada\nBcc: x@example.com"],
    ["name", "with C1", "A\u0085da"],
    ["name", "with an escape", "\u001b[31mAda"],
    ["name", "with a high surrogate alone", "A\ud800"],
    ["name", "with a low surrogate alone", "\udc00A"],
    ["image", "a data: URL", DATA_URL],
    ["image", "a short data: URL", "data:,x"],
    ["image", "an upper-case one", "DATA:image/png;base64,AA=="],
    ["image", "longer than 2,048 characters", `https://example.com/${long(2_048)}`],
    ["image", "of another scheme", "javascript:alert(1)"],
    ["image", "a file's", "file:///etc/passwd"],
    ["image", "a path", "/me.png"],
    ["image", "with white space", "https://example.com/a b.png"],
    ["image", "with NUL", "https://example.com/\0.png"],
    ["image", "that is none", "https://"],
  ];
  const pending = begin(httpRuntime, { authMethods: { emailOtp: true, magicLink: true } }).then(
    async (scene) => {
      const { status } = await scene.post("/sign-up/email", scene.ada);
      expect(status).toBe(200);
      return scene;
    },
  );
  let scene: Scene;

  test.each(broken)("%s %s", async (field, _what, value) => {
    scene = await pending;
    const email = "new@example.com";
    const paths: [string, object][] = [
      ["/sign-up/email", { ...scene.ada, email }],
      ["/update-user", {}],
      ...(field === "name" ? [["/sign-in/magic-link", { email }] as [string, object]] : []),
    ];
    for (const [path, body] of paths) {
      const answer = await scene.post(path, { ...body, [field]: value });
      expect([400, 422], path).toContain(answer.status);
      const text = await answer.text();
      expect(text, path).toContain(field);
      if (/^data:/i.test(value)) expect(text).toMatch(/upload the file/);
    }
    const { users } = scene.admin;
    const failures = [
      await failureOf(users.createUser({ email, name: "A", [field]: value })),
      await failureOf(users.updateUser({ userId: "usr_1", [field]: value })),
    ];
    for (const failure of failures) {
      expect(failure).toMatchObject({ status: 422 });
      expect(failure.errors?.map((each) => each.field)).toEqual([field]);
      if (/^data:/i.test(value)) expect(failure.message).toMatch(/upload the file/);
    }
  });

  test("no user was made or changed by any of these", async () => {
    const { data } = await (await pending).admin.users.listUsers();
    expect(data.map(({ name, image }) => ({ name, image }))).toEqual([
      { name: "Ada", image: null },
    ]);
  });
});

describe("Better Auth's own client still can", () => {
  test.each([
    ["leave the image empty", { image: "" }, null],
    ["leave it out", {}, null],
    ["give one", { image: "https://cdn.example.com/a.png" }, "https://cdn.example.com/a.png"],
  ])("%s", async (_what, fields, image) => {
    const { post, ada, admin } = await begin(httpRuntime);
    expect((await post("/sign-up/email", { ...ada, ...fields })).status).toBe(200);
    expect((await admin.users.listUsers()).data[0]!.image).toBe(image);
    expect((await post("/update-user", { image: "https://x.example.com/b" })).status).toBe(200);
    expect((await post("/update-user", { image: "" })).status).toBe(200);
    expect((await admin.users.listUsers()).data[0]!.image).toBeNull();
  });

  test("have any user agent, of which one line is kept", async () => {
    const scene = await begin(httpRuntime);
    const headers = {
      "content-type": "application/json",
      origin: scene.runtime.origin,
      "user-agent": `a\u0085b\u0001${long(2_000)}`,
    };
    const body = JSON.stringify(scene.ada);
    const path = `/p/${scene.project.id}/api/auth/sign-up/email`;
    expect((await scene.browse(path, { method: "POST", headers, body })).status).toBe(200);
    const [user] = (await scene.admin.users.listUsers()).data;
    const [session] = (await scene.admin.users.listUserSessions(user!.id)).data;
    expect(session!.userAgent!.length).toBeLessThanOrEqual(500);
    expect(textFault(session!.userAgent!, "one")).toBeNull();
  });
});

describe("free JSON of the customer's", () => {
  const deep = (value: unknown) => ({ metadata: { a: [{ b: value }] } });
  const create = async (fields: object) => {
    const { admin } = await begin(httpRuntime);
    return await failureOf(
      admin.users.createUser({ email: "a@example.com", name: "A", ...fields }),
    );
  };
  test("holds no control characters, in values or keys, but may have several lines", async () => {
    const { admin } = await begin(httpRuntime);
    let i = 0;
    for (const control of controls) {
      const value = admin.users.createUser({
        ...{ email: `v${i}@example.com`, name: "A" },
        ...deep(`a${control}b`),
      });
      if (ofSeveralLines.includes(control)) expect((await value).user.name).toBe("A");
      else
        expect(await failureOf(value)).toMatchObject({
          status: 422,
          errors: [{ field: "metadata.a[0].b", code: "control_character" }],
        });
      const key = admin.users.createUser({
        ...{ email: `k${i++}@example.com`, name: "A" },
        ...deep({ [`a${control}`]: 1 }),
      });
      expect(await failureOf(key)).toMatchObject({ status: 422 });
    }
  });
  test("holds no half of a surrogate pair", async () => {
    for (const half of ["\ud800", "\udfff", "\udc00\ud800", "a\ud83d"]) {
      expect(await create(deep(half))).toMatchObject({ status: 422 });
      expect(await create(deep({ [half]: 1 }))).toMatchObject({ status: 422 });
    }
  });
  test.each(["1e400", "-1e400", "1e99999", "9".repeat(400)])(
    "no number such as %s",
    async (text) => {
      const { runtime, project } = await begin(httpRuntime);
      for (const metadata of [`{"a":${text}}`, `{"a":[{"b":${text}}]}`]) {
        const answer = await runtime.fetch("/api/auth/admin/create-user", {
          method: "POST",
          headers: { authorization: `Bearer ${project.key}` },
          body: `{"email":"a@example.com","name":"A","metadata":${metadata}}`,
        });
        expect(answer.status).toBe(422);
        expect(await answer.text()).toContain("metadata.a");
      }
    },
  );
  test.each(['{"a":1e400}', '{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"\\u0007":1}'])(
    "nor where it comes as text: %s",
    async (metadata) => {
      const { admin } = await begin(httpRuntime);
      const entry = { action: "x.y", actorType: "system" as const, actorId: "x" };
      expect(await failureOf(admin.auditLogs.createEvent({ ...entry, metadata }))).toMatchObject({
        status: 422,
        errors: [{ field: "metadata" }],
      });
    },
  );
  test.each([
    "search=a%00b",
    "search=%C2%85",
    "a%00=1",
    "email=a%07%40example.com",
    `userId=${encodeURIComponent('{"a":1e400}')}`,
  ])("query parameters are held to it too: %s", async (query) => {
    const { runtime, project } = await begin(httpRuntime);
    const { status } = await runtime.fetch(`/api/auth/admin/list-users?${query}`, {
      headers: { authorization: `Bearer ${project.key}` },
    });
    expect(status).toBe(422);
  });
});

describe("the table", () => {
  const tables = Object.keys(fieldRules) as BetterAuthTable[];
  test.each(tables)("of %s has every text and nothing else", (table) => {
    type Validator = { kind: string; members?: Validator[] };
    const { fields } = schema.tables[table].validator as unknown as {
      fields: Record<string, Validator>;
    };
    const isText = ({ kind, members }: Validator): boolean =>
      kind === "string" || members?.some(isText) === true;
    const texts = Object.keys(fields).filter(
      (field) => field !== "projectId" && isText(fields[field]!),
    );
    expect(Object.keys(fieldRules[table]).toSorted()).toEqual(texts.toSorted());
  });
  test.each(tables)("of %s holds for rows", (table) => {
    for (const [field, { maximum }] of Object.entries(fieldRules[table])) {
      expect(rowFault(table, { [field]: long(maximum + 1) }), field).toMatchObject({ field });
      expect(rowFault(table, { [field]: {} }), field).toMatchObject({ code: "invalid_type" });
    }
  });
});

describe("what a provider says is shortened or left out", () => {
  test.each([
    [{ name: long(5_000) }, { name: long(200), image: undefined }],
    [{ name: `${long(199)}😀` }, { name: long(199), image: undefined }],
    [{ name: "A\0d\na\ud800" }, { name: "A d a\uFFFD", image: undefined }],
    [
      { name: null, image: DATA_URL },
      { name: "", image: undefined },
    ],
    [
      { name: "A", image: `https://x.example/${long(2_048)}` },
      { name: "A", image: undefined },
    ],
    [
      { name: "A", image: "https://x.example/a" },
      { name: "A", image: "https://x.example/a" },
    ],
  ])("%j", (profile, clean) => expect(cleanProfile(profile)).toEqual(clean));
  test("also at a cut through a pair", () =>
    expect(textFault(cleanLine(`${long(9)}😀`, 10), "one")).toBeNull());
});

describe("a style sheet that reaches out is found, however it is spelled", () => {
  test.each([
    "@import 'https://x.example/a.css';",
    "@IMPORT url(a)",
    "\\40 import 'a'",
    "@\\69mport 'a'",
    "@\\000069 mport 'a'",
    "@im\\port 'a'",
    "@/**/import 'a'",
    "@imp/**/ort 'a'",
    "a{background:url(https://x.example)}",
    "a{background:URL( 'x')}",
    "a{background:u\\72l(x)}",
    "a{background:\\75 rl(x)}",
    "a{background:\\000075\\000072\\00006c(x)}",
    "a{background:u\\\nrl(x)}",
    "a{background:image-set('x' 1x)}",
    "a{background:-webkit-image-set('x' 1x)}",
    "a{background:src('x')}",
    "@font-face{font-family:x}",
    "a{width:expression(alert(1))}",
    "a{width:exp/**/ression(alert(1))}",
    "a{-moz-binding:x}",
    "a{behavior:x}",
    "a{x:javascript:1}",
    "</style><script>",
    "<\\/style>",
    "<!-- -->",
  ])("%j", async (customCss) => {
    expect(isUnsafeStyleSheet(customCss)).toBe(true);
    const { admin } = await begin(httpRuntime);
    expect(await failureOf(admin.configuration.saveBrandingConfig({ customCss }))).toMatchObject({
      status: 422,
      errors: [{ field: "customCss" }],
    });
  });
  test.each([
    "",
    ".a { color: #fff; scroll-behavior: smooth }\n\t.b > .c { content: '\\201C' }",
    "@media (min-width: 40em) { .curl { color: var(--src) } }",
    "/* see the guide */ .image { display: none }",
    ".a { transform: translate(1px); width: calc(100% - 2px) }",
  ])("and %j is none", (css) => expect(isUnsafeStyleSheet(css)).toBe(false));
});
