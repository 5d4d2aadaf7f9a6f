/**
 * Every case once more with node-saml 5.1.0, in one direction: what it refuses for its signature is
 * refused here, and where both accept, both read the same person. It accepts much that is refused
 * here; the number is printed.
 */
import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { verifyResponse, type VerifiedAssertion } from "../../convex/component/saml/response";
import { takeShare } from "../support/share";
import { allCases } from "./cases/all";
import { ACS, IDP, SP } from "./support/connection";
import { type Case, type Laboratory, openLaboratory } from "./support/laboratory";
import { NOW } from "./support/messages";

/** It has no SHA-384 and no ECDSA. */
const isBeyondIt = ({ name }: Case) => /sha384|ecdsa/.test(name);

/** It has no limits, and takes minutes for these. */
const isAmount = ({ rule }: Case) => rule === "too-complex" || rule === "too-large";

let lab: Laboratory;
beforeAll(async () => {
  lab = await openLaboratory();
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
});
afterAll(() => {
  vi.useRealTimers();
  console.log(`node-saml accepts ${lenient.length} cases that are refused here`);
});

const lenient: string[] = [];

interface Opinion {
  readonly nameId?: string;
  readonly email?: unknown;
  readonly refusal?: string;
}

async function askNodeSaml(xml: string, { rules }: Case): Promise<Opinion> {
  const own = rules?.(lab).certificates;
  const saml = new SAML({
    idpCert: own && own.length > 0 ? [...own] : lab.idpKey.certificate,
    issuer: SP,
    audience: SP,
    callbackUrl: ACS,
    idpIssuer: IDP,
    wantAuthnResponseSigned: false,
    wantAssertionsSigned: false,
    acceptedClockSkewMs: 120_000,
    validateInResponseTo: ValidateInResponseTo.never,
    decryptionPvk: lab.spKey.privateKey,
  });
  try {
    const { profile } = await saml.validatePostResponseAsync({
      SAMLResponse: Buffer.from(xml).toString("base64"),
    });
    return { nameId: profile?.nameID, email: profile?.email };
  } catch (error) {
    return { refusal: String(error) };
  }
}

const verify = async (xml: string, { rules }: Case): Promise<VerifiedAssertion | null> =>
  await verifyResponse(xml, { ...lab.rules, ...rules?.(lab) }).catch(() => null);

describe.each(allCases)("%s", (_group, cases) => {
  for (const each of takeShare(
    cases.filter((one) => !isAmount(one)),
    1,
  ))
    test(`${each.name}`, async () => {
      const xml = each.build(lab);
      const [own, theirs] = [await verify(xml, each), await askNodeSaml(xml, each)];
      if (own && theirs.refusal !== undefined && !isBeyondIt(each))
        expect(theirs.refusal).not.toMatch(/signature/i);
      if (!own && theirs.refusal === undefined) lenient.push(each.name);
      if (!own || theirs.refusal !== undefined) return;
      expect(own.nameId.value).toBe(theirs.nameId);
      const email = own.attributes.get("email");
      expect(email?.length === 1 ? email[0] : email).toEqual(theirs.email);
    });
});
