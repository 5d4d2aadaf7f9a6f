/** One form for every address: what is accepted, what it becomes, and that each way in agrees. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { domainName, emailAddress } from "../../convex/component/core/emailAddress";
import { begin, type Scene } from "../support/signIn";
import { httpRuntime, inProcessRuntime, newProject } from "../support/runtime";
import { setUp } from "../support/secondFactor";

const longLabel = "d".repeat(63);
const accepted: readonly (readonly [typed: string, normal: string])[] = [
  ["ada@example.com", "ada@example.com"],
  ["  Ada@Example.COM\u00a0\n", "ada@example.com"],
  ["o'brien+tag=1&more@example.com", "o'brien+tag=1&more@example.com"],
  ["a.b-c_d@sub.example.co", "a.b-c_d@sub.example.co"],
  ["info@xn--e1afmkfd.xn--p1ai", "info@xn--e1afmkfd.xn--p1ai"],
  ["info@XN--FIQ228C.XN--FIQS8S", "info@xn--fiq228c.xn--fiqs8s"],
  ["info@пример.рф", "info@xn--e1afmkfd.xn--p1ai"],
  ["info@BÜCHER.example", "info@xn--bcher-kva.example"],
  ["info@bu\u0308cher.example", "info@xn--bcher-kva.example"],
  ["info@straße.de", "info@xn--strae-oqa.de"],
  ["info@ｅｘａｍｐｌｅ．ｃｏｍ", "info@example.com"],
  ["info@例え。テスト", "info@xn--r8jz45g.xn--zckzah"],
  ["info@\u212aelvin.example", "info@kelvin.example"],
  ["info@163.com", "info@163.com"],
  [`${"l".repeat(64)}@example.com`, `${"l".repeat(64)}@example.com`],
  [`a@${longLabel}.example`, `a@${longLabel}.example`],
];
const refused: readonly (readonly [what: string, typed: string])[] = [
  ["nothing", ""],
  ["no @", "example.com"],
  ["no local part", "@example.com"],
  ["no domain", "ada@"],
  ["one label", "ada@localhost"],
  ["two @", "two@@example.com"],
  ["a quoted local part", '"a b"@example.com'],
  ["a dot first", ".ada@example.com"],
  ["two dots", "a..da@example.com"],
  ["a KELVIN SIGN in the local part", "quac\u212a@example.com"],
  ["a dotless i in the local part", "\u0131nfo@example.com"],
  ["full-width letters in the local part", "ａｄａ@example.com"],
  ["a letter beyond ASCII in the local part", "andré@example.com"],
  ["a zero-width space", "zero\u200bwidth@example.com"],
  ["a no-break space inside", "nbsp\u00a0x@example.com"],
  ["a right-to-left mark", "rlm\u200fx@example.com"],
  ["a full-width @", "ada＠example.com"],
  ["a line break inside", "ada@example.com\r\nBcc: eve@example.com"],
  ["a NUL", "ada\u0000@example.com"],
  ["a tab in the domain", "ada@exam\tple.com"],
  ["half a surrogate pair in the local part", "ada\ud800@example.com"],
  ["half a surrogate pair in the domain", "ada@exam\ud800ple.com"],
  ["a port", "ada@example.com:80"],
  ["a path", "ada@example.com/x"],
  ["a percent escape", "ada@ex%61mple.com"],
  ["a full-width slash", "ada@example．com／x"],
  ["user information", "ada@eve:x@example.com"],
  ["an IPv4 address", "ada@127.0.0.1"],
  ["an IPv4 address in hexadecimal", "ada@0x7f.1"],
  ["an IPv4 address in full-width digits", "ada@１２７．０．０．１"],
  ["an IPv6 address", "ada@[::1]"],
  ["a dot at the end", "ada@example.com."],
  ["an empty label", "ada@example..com"],
  ["a label that begins with a hyphen", "ada@-example.com"],
  ["an underscore in the domain", "ada@exa_mple.com"],
  ["a top-level domain of digits", "ada@example.123"],
  ["a top-level domain of one letter", "ada@example.c"],
  ["broken Punycode", "ada@xn--a.example"],
  ["a local part of 65 characters", `${"l".repeat(65)}@example.com`],
  ["a label of 64 characters", `ada@${"d".repeat(64)}.example`],
  ["255 characters", `${"l".repeat(59)}@${`${longLabel}.`.repeat(3)}abc`],
];

test.each(accepted)("an address: %j is %j", (typed, normal) => {
  expect(emailAddress(typed)).toBe(normal);
  expect(emailAddress(normal)).toBe(normal);
});
test.each(refused)("no address: %s", (_what, typed) => {
  expect(emailAddress(typed)).toBeNull();
});
test("254 characters are an address", () => {
  const longest = `${"l".repeat(58)}@${`${longLabel}.`.repeat(3)}abc`;
  expect(longest).toHaveLength(254);
  expect(emailAddress(longest)).toBe(longest);
});
test("whatever is typed, the form is reached once and is ASCII", () => {
  const part = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(part, part, part, (local, domain, end) => {
      const address = emailAddress(`${local}@${domain}.${end}`);
      return address === null || (/^[!-~]+$/.test(address) && emailAddress(address) === address);
    }),
    { numRuns: 2_000 },
  );
});
test("a domain has the form that its addresses have", () => {
  for (const [, normal] of accepted) {
    const domain = normal.slice(normal.indexOf("@") + 1);
    expect(domainName(` ${domain.toUpperCase()} `)).toBe(domain);
  }
});

const settings = { authMethods: { magicLink: true, emailOtp: true } };
const typedForms = (scene: Scene): readonly string[] => {
  const [local] = scene.ada.email.split("@");
  return [
    `  ${local}@xn--bcher-kva.example `,
    `${local!.toUpperCase()}@BÜCHER.example`,
    `${local}@bücher。example`,
  ];
};
const stored = (scene: Scene) => `${scene.ada.email.split("@")[0]}@xn--bcher-kva.example`;

describe("one account, however its address is typed", () => {
  test("by key, at sign-up, sign-in and reset, by link and code", async () => {
    const scene = await begin(httpRuntime, settings);
    const { admin, inbox, ada } = scene;
    const email = stored(scene);
    const { user } = await admin.users.createUser({
      ...{ name: "Ada", password: ada.password, emailVerified: true },
      email: typedForms(scene)[1]!,
    });
    expect(user.email).toBe(email);
    let mails = 0;
    for (const typed of typedForms(scene)) {
      const visitor = scene.visit();
      await expect(admin.users.createUser({ email: typed, name: "B" })).rejects.toMatchObject({
        status: 409,
      });
      expect((await admin.users.listUsers({ email: typed })).data).toMatchObject([{ email }]);
      expect((await admin.users.listUsers({ search: typed })).data).toMatchObject([{ email }]);
      const post = async (path: string, body: object) => {
        const response = await visitor.post(path, body);
        return { status: response.status, body: (await response.json()) as object };
      };
      expect(
        await post("/sign-up/email", { email: typed, name: "B", password: "another good one" }),
      ).toMatchObject({ status: 422, body: { code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL" } });
      const { status } = await post("/sign-in/email", { email: typed, password: ada.password });
      expect(status, typed).toBe(200);
      await visitor.client.signOut();
      for (const [path, more] of [
        ["/request-password-reset", {}],
        ["/sign-in/magic-link", {}],
        ["/email-otp/send-verification-otp", { type: "sign-in" }],
      ] as const) {
        expect((await post(path, { email: typed, ...more })).status, path).toBe(200);
        await inbox.next(email, ++mails);
      }
      const otp = /\b\d{6}\b/.exec((await inbox.next(email)).text)![0];
      expect((await post("/sign-in/email-otp", { email: typed, otp })).status).toBe(200);
    }
    expect((await admin.users.listUsers()).data).toHaveLength(1);
  });

  test("a top-level domain in ASCII form signs up, by mail too", async () => {
    const scene = await begin(httpRuntime, settings);
    const email = `info-${scene.ada.email.split("@")[0]}@xn--e1afmkfd.xn--p1ai`;
    const { data, error } = await scene.client.signUp.email({ ...scene.ada, email });
    expect(error).toBeNull();
    expect(data?.user.email).toBe(email);
    await scene.client.signOut();
    const other = `b${email}`;
    for (const [path, more] of [
      ["/sign-in/magic-link", {}],
      ["/send-verification-email", {}],
      ["/email-otp/send-verification-otp", { type: "sign-in" }],
    ] as const)
      expect((await scene.post(path, { email: other, ...more })).status, path).toBe(200);
    expect((await scene.inbox.next(other)).to).toBe(other);
  });

  test("change of address takes any form of it, and stores one", async () => {
    const scene = await begin(httpRuntime);
    await scene.client.signUp.email(scene.ada);
    const response = await scene.post("/change-email", { newEmail: typedForms(scene)[2] });
    expect(response.status).toBe(200);
    expect((await scene.inbox.next(stored(scene))).to).toBe(stored(scene));
  });

  test("a refused address is refused on every path, and reaches nobody", async () => {
    const scene = await begin(httpRuntime, settings);
    const { admin, inbox } = scene;
    const email = scene.ada.email.replace("@", "k@");
    await admin.users.createUser({ email, name: "Quack" });
    const alike = email.replace("k@", "\u212a@");
    await scene.client.signUp.email(scene.ada);
    for (const [path, field, more] of [
      ["/sign-up/email", "email", { name: "B", password: scene.ada.password }],
      ["/sign-in/email", "email", { password: scene.ada.password }],
      ["/request-password-reset", "email", {}],
      ["/send-verification-email", "email", {}],
      ["/sign-in/magic-link", "email", {}],
      ["/email-otp/send-verification-otp", "email", { type: "sign-in" }],
      ["/email-otp/request-password-reset", "email", {}],
      ["/email-otp/check-verification-otp", "email", { type: "sign-in", otp: "123456" }],
      ["/email-otp/verify-email", "email", { otp: "123456" }],
      ["/email-otp/reset-password", "email", { otp: "123456", password: scene.ada.password }],
      ["/sign-in/email-otp", "email", { otp: "123456" }],
      ["/change-email", "newEmail", {}],
    ] as const) {
      const response = await scene.post(path, { [field]: alike, ...more });
      expect([response.status, await response.json()], path).toMatchObject([
        400,
        { code: "INVALID_EMAIL" },
      ]);
    }
    await expect(admin.users.createUser({ email: alike, name: "B" })).rejects.toMatchObject({
      status: 422,
      errors: [{ field: "email" }],
    });
    expect(await inbox.messages(email)).toEqual([]);
    expect((await admin.users.listUsers()).data).toHaveLength(2);
  });
});

describe("organizations", () => {
  test("admit by domain, invite and find members by address in any form", async () => {
    const scene = await begin(httpRuntime);
    const { admin } = scene;
    const organization = await admin.organizations.createOrganization({
      name: "Bücher",
      allowedEmailDomains: [" BÜCHER.example"],
    });
    expect(organization.allowedEmailDomains).toEqual(["xn--bcher-kva.example"]);
    const [typed, again] = typedForms(scene);
    const { id: organizationId } = organization;
    const invitation = await admin.organizations.sendInvitation({
      ...{ organizationId, role: "member" },
      email: typed!,
    });
    expect(invitation.email).toBe(stored(scene));
    await expect(
      admin.organizations.sendInvitation({ organizationId, email: again!, role: "member" }),
    ).rejects.toMatchObject({ status: 409 });
    const { user } = await admin.users.createUser({ email: again!, name: "Ada" });
    await admin.organizations.addMember({ organizationId, userId: user.id, role: "member" });
    await admin.organizations.removeMember({
      organizationId,
      memberIdOrUserId: typedForms(scene)[2]!,
    });
    expect((await admin.organizations.listMembers({ organizationId })).data).toEqual([]);
  });
});

test("an operator is made with the normal form of the address", async () => {
  const runtime = inProcessRuntime();
  const args = { email: " Op@BÜCHER.example ", name: "Op" };
  expect(await runtime.setup<{ email: string }>("createOperator", args)).toMatchObject({
    email: "op@xn--bcher-kva.example",
  });
});

describe("search", () => {
  test.each([
    ["Ｆｒéｄéric".normalize("NFC"), "fre\u0301"],
    ["Straße 7", "STRASS"],
    ["STRASSE 7", "straß"],
    ["ΟΔΥΣΣΕΥΣ", "οδυσσευς"],
    ["ΟΔΟΣΑ", "οδος"],
    ["ﬁona", "FI"],
  ])("finds %s by %s", async (name, search) => {
    const runtime = inProcessRuntime();
    const admin = runtime.client(await newProject(runtime));
    await admin.users.createUser({ email: "x@example.com", name });
    expect((await admin.users.listUsers({ search })).data).toMatchObject([{ name }]);
  });
});

describe("codes", () => {
  const typed = (code: string): readonly string[] => [
    `${code} `,
    `${code.slice(0, 3)} ${code.slice(3)}`,
    `${code.slice(0, 3)}-${code.slice(3)}`,
    `\u00a0${code.slice(0, 2)}\u2009${code.slice(2, 4)}\u2013${code.slice(4)}\u200e`,
    code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    code.replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit))),
  ];

  test("from a mail are taken with spaces, dashes and digits of other scripts", async () => {
    const scene = await begin(httpRuntime, settings);
    await scene.admin.users.createUser({ ...scene.ada, emailVerified: true });
    for (let form = 0; form < typed("123456").length; form++) {
      const { email } = scene.ada;
      await scene.client.emailOtp.sendVerificationOtp({ email, type: "sign-in" });
      const code = /\b\d{6}\b/.exec((await scene.inbox.next(email, form + 1)).text)![0];
      const otp = typed(code)[form]!;
      const { error } = await scene.visit().client.signIn.emailOtp({ email, otp });
      expect(error, otp).toBeNull();
    }
  });

  test("from an authenticator and from the list of backup codes likewise", async () => {
    const scene = await begin(httpRuntime, { authMethods: { twoFactor: true } });
    const { email, password } = scene.ada;
    await scene.client.signUp.email(scene.ada);
    const { code, backupCodes } = await setUp(scene, password);
    const begun = async () => {
      const visitor = scene.visit();
      await visitor.client.signIn.email({ email, password });
      return visitor.client.twoFactor;
    };
    const twoFactor = await begun();
    const grouped = typed(await code())[1]!;
    expect((await twoFactor.verifyTotp({ code: grouped })).error?.code).not.toBe("INVALID_CODE");
    for (const [index, form] of [
      (each: string) => ` ${each} `,
      (each: string) => each.replace("-", ""),
      (each: string) => each.replace("-", " \u2013 "),
    ].entries())
      expect(
        (await (await begun()).verifyBackupCode({ code: form(backupCodes[index]!) })).error,
      ).toBeNull();
    const wrongCase = backupCodes[5]!.replace(/[a-zA-Z]/g, (c) =>
      c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase(),
    );
    expect((await (await begun()).verifyBackupCode({ code: wrongCase })).error).not.toBeNull();
  });
});
