/** An operator's own page, at a deployment that has a name: passkeys need one. */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployApp } from "../../support/deployment";
import { adminClientOf, newOperatorEmail } from "../../support/operators";
import { deployedRuntime } from "../../support/runtime";
import { codesOf } from "../../support/secondFactor";
import { useChromium } from "../chromium";
import { ConsoleStage } from "./stage";

const PASSWORD = "correct horse battery";
const NEW_PASSWORD = "staple battery horse";

const browser = useChromium();
let deployment: LocalDeployment;
let stage: ConsoleStage;
beforeAll(async () => {
  deployment = await deployApp(null, undefined, "cheap", "localhost");
  stage = await ConsoleStage.start(browser(), deployment);
});
afterAll(async () => {
  await stage?.close();
  await deployment?.close();
});

const openSecurity = async () => {
  await stage.page.goto(`${stage.address()}/security`);
  await stage.heading("Sign-in and security").waitFor();
};
const dialog = () => stage.page.getByRole("dialog");
const backupCodes = async () => {
  const codes = dialog().getByRole("listitem");
  await codes.first().waitFor();
  return await codes.allTextContents();
};

test("an authenticator app is set up, and its backup codes are shown once", async () => {
  await openSecurity();
  await stage.press("Set up");
  await stage.press("Continue");
  await dialog()
    .getByRole("img", { name: /QR code/ })
    .waitFor();
  // What screen readers were told about the pending button stays for some seconds.
  await stage.page
    .locator("[data-live-announcer] [role=img]")
    .first()
    .waitFor({ state: "detached" });
  expect(await stage.accessibilityFaults()).toEqual([]);
  const key = await dialog().getByLabel("Key of the app", { exact: true }).textContent();
  const code = codesOf(`otpauth://totp/operator?secret=${key}`);
  await stage.fill("Code of your", "000000");
  await stage.press("Confirm code");
  await dialog().getByRole("alert").waitFor();
  await stage.fill("Code of your", await code());
  await stage.press("Confirm code");
  const codes = await backupCodes();
  expect(codes).toHaveLength(10);
  await stage.press("Copy backup codes");
  await stage.press("Done");
  await stage.page.getByText("Set up. Codes of the app").waitFor();
  expect(await stage.page.content()).not.toContain(codes[0]);

  await stage.press("Make backup codes");
  await stage.press("Make codes");
  const [first] = await backupCodes();
  expect(codes).not.toContain(first);
  await stage.press("Done");
  await stage.press("Remove app");
  await dialog().getByRole("button", { name: "Remove app" }).click();
  await stage.page.getByText("Not set up.").waitFor();
  // What the browser says about the wrong code.
  expect(stage.errors.splice(0).filter((text) => !text.includes("401"))).toEqual([]);
});

test("a passkey is added, signs in, and is removed", async () => {
  const devTools = await stage.context.newCDPSession(stage.page);
  await devTools.send("WebAuthn.enable");
  await devTools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await openSecurity();
  await stage.press("Add passkey");
  await stage.fill("Name", "Laptop");
  await dialog().getByRole("button", { name: "Add passkey" }).click();
  await stage.page.getByRole("rowheader", { name: "Laptop" }).waitFor();
  await stage.page.getByRole("button", { name: /^Account of/ }).click();
  await stage.page.getByRole("menuitem", { name: "Sign out" }).click();
  await stage.press("Sign in with a passkey");
  await stage.page.getByRole("button", { name: /^Account of/ }).waitFor();
  await openSecurity();
  await stage.press("Remove Laptop");
  await stage.confirmDeletion("Laptop", "Remove passkey");
  await stage.page.getByText("No passkeys").waitFor();
  expect(stage.errors.splice(0)).toEqual([]);
});

test("a first password is set after a link, and signs in", async () => {
  const email = newOperatorEmail();
  await stage.page.goto(stage.address());
  await stage.signInByLink(email);
  await openSecurity();
  await stage.fill("New password", PASSWORD);
  await stage.press("Set password");
  await stage.page.getByRole("button", { name: "Change password" }).waitFor();
  await stage.page.getByRole("button", { name: /^Account of/ }).click();
  await stage.page.getByRole("menuitem", { name: "Sign out" }).click();
  await stage.page.getByLabel("Email").fill(email);
  await stage.page.getByLabel("Password").fill(PASSWORD);
  await stage.press("Sign in");
  await stage.page.getByRole("button", { name: /^Account of/ }).waitFor();
  expect(stage.errors.splice(0)).toEqual([]);
});

test("a password is changed, and other sessions end", async () => {
  const runtime = deployedRuntime(deployment);
  const email = newOperatorEmail();
  await stage.page.goto(stage.address());
  await stage.signInByLink(email);
  const base = await stage.page
    .locator('meta[name="banata-admin-project"]')
    .evaluate((it) => `/p/${(it as HTMLMetaElement).content}`);
  const admin = await adminClientOf(runtime, { base });
  const { data } = await admin.users.listUsers({ email });
  await admin.users.setUserPassword({ userId: data[0]!.id, newPassword: PASSWORD });
  await stage.signInByLink(email); // the password has ended the first session
  const elsewhere = await (await browser().newContext()).newPage();
  await stage.signInByLink(email, elsewhere);

  await openSecurity();
  await stage.page.getByText("This browser").waitFor();
  await stage.press("End other sessions");
  await stage.page.getByText("Ended the other sessions").waitFor();
  await elsewhere.reload();
  await elsewhere.getByRole("heading", { name: "Sign in to the console" }).waitFor();
  await elsewhere.context().close();

  await stage.fill("Current password", "wrong");
  await stage.fill("New password", NEW_PASSWORD);
  await stage.press("Change password");
  await stage.page.getByRole("alert").waitFor();
  await stage.fill("Current password", PASSWORD);
  await stage.press("Change password");
  await stage.page.getByText("Changed the password").waitFor();
  expect(stage.errors.splice(0).filter((text) => !text.includes("400"))).toEqual([]);
});
