import { describe, expect, test } from "vitest";
import { readClaims } from "../../convex/component/sso/oidc/claims";

const read = (claims: object) =>
  readClaims(
    { claims: { sub: "ada", email: "ada@acme.example", ...claims }, isComplete: true },
    { claimMapping: [] },
  );

test("as many claims as fit are kept for the API, in time that grows with their number alone", () => {
  const claims = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, i) => [`claim${i}`, `ü${i}`] as const),
  );
  const begun = performance.now();
  const { rawAttributes } = read(claims);
  expect(performance.now() - begun).toBeLessThan(2_000); // minutes, if it grew with the square
  const kept = JSON.parse(rawAttributes) as Record<string, string[]>;
  expect(kept).toMatchObject({ email: ["ada@acme.example"], claim0: ["ü0"] });
  const bytes = new TextEncoder().encode(rawAttributes).byteLength;
  expect([bytes > 32_700, bytes <= 32_768]).toEqual([true, true]);
});

describe("an address counts as unchecked", () => {
  test.each([
    ["when the issuer says so", { email_verified: false }, true],
    ["when the issuer says so as text", { email_verified: "false" }, true],
    ["in a personal Google account", { iss: "https://accounts.google.com" }, true],
    ["in one with an empty hd", { iss: "https://accounts.google.com", hd: "" }, true],
    ["not in Google Workspace", { iss: "https://accounts.google.com", hd: "acme.example" }, false],
    ["not when an issuer of the organization says nothing", {}, false],
  ])("%s", (_name, claims, isUnchecked) => {
    expect(read(claims).emailIsUnchecked).toBe(isUnchecked);
  });
});
