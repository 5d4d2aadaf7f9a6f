/** Responses of real identity providers, in every combination of signatures and encryption. */
import { describe, expect, test } from "vitest";
import { verifyResponse } from "../../convex/component/saml/response";
import { openConnection } from "./support/connection";
import { type Combination, issueBySamlify, issueResponse, USER } from "./support/identityProviders";

const combinations: Combination[] = (["samlp", "samlify"] as const).flatMap((provider) =>
  (["assertion", "response", "both"] as const).flatMap((signed) =>
    (["none", "aes256-gcm", "aes128-gcm", "aes256-cbc", "aes128-cbc"] as const).map(
      (encryption): Combination => ({ provider, signed, encryption }),
    ),
  ),
);

describe("a response is accepted", () => {
  for (const combination of combinations) {
    const { provider, signed, encryption } = combination;
    test(`of ${provider}, signed: ${signed}, encrypted: ${encryption}`, async () => {
      const connection = await openConnection();
      const xml = await issueResponse(connection, combination);
      const now = Date.now();
      const required = signed;
      const verified = await verifyResponse(xml, {
        ...connection.rules,
        now,
        requiredSignature: required,
      });
      expect(verified).toMatchObject({
        nameId: {
          value: USER,
          format: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        },
        responseInResponseTo: connection.rules.requestId,
        sessionIndex: "_session-1",
        authnContexts: ["urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified"],
        sessionNotOnOrAfter: null,
      });
      expect(Object.fromEntries(verified.attributes)).toEqual({
        email: [USER],
        groups: ["staff", "admins"],
        nickname: ["Ådä 👩‍💻"],
      });
      expect(verified.notOnOrAfter).toBeGreaterThan(now + 300_000);
      expect(xml.includes(USER)).toBe(encryption === "none");
      const missing = (["response", "assertion"] as const).find(
        (part) => signed !== "both" && part !== signed,
      );
      if (missing)
        await expect(
          verifyResponse(xml, { ...connection.rules, requiredSignature: missing }),
        ).rejects.toMatchObject({ rule: "not-signed" });
    });
  }
});

test("a message that was signed before its assertion was encrypted is refused", async () => {
  const connection = await openConnection();
  const xml = await issueBySamlify(
    connection,
    { provider: "samlify", signed: "both", encryption: "aes256-gcm" },
    { encryptThenSign: false },
  );
  await expect(verifyResponse(xml, connection.rules)).rejects.toMatchObject({
    rule: "signature-digest",
  });
});
