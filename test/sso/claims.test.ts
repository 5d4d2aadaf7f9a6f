import { describe, expect, test } from "vitest";
import { readClaims } from "../../convex/component/sso/oidc/claims";

const read = (claims: object) =>
  readClaims({ sub: "ada", email: "ada@acme.example", ...claims }, { claimMapping: [] });

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
