import { expect } from "vitest";
import { deployedRuntime } from "../../../support/runtime";
import { setUp } from "../../../support/secondFactor";
import { newVisitor } from "../../../support/visitor";
import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";
import { newOrganization, newOwner, newRole, newUser, refusedWithoutForce } from "./samples";

async function openUser(stage: ConsoleStage) {
  const user = await newUser(stage);
  await stage.open(`users/${user.id}`);
  return user;
}

const RESET_PAGE = "https://app.example.com/reset-password";
const PASSWORD = "correct horse battery";

async function newUserWithPassword(stage: ConsoleStage) {
  const user = await newUser(stage);
  await stage.api.users.setUserPassword(user.id, PASSWORD);
  return user;
}

/** With a password and an authenticator app. */
async function newSecuredUser(stage: ConsoleStage) {
  const user = await newUserWithPassword(stage);
  await stage.api.configuration.saveDashboardConfig({ authMethods: { twoFactor: true } });
  const visitor = newVisitor(deployedRuntime(), stage.project.id);
  const { error } = await visitor.client.signIn.email({ email: user.email, password: PASSWORD });
  expect(error).toBeNull();
  await setUp(visitor, PASSWORD);
  return user;
}

export const users: DriversOf<"users"> = {
  "users.list": opens("users"),
  "users.create": async (stage) => {
    await stage.open("users");
    await stage.page.getByRole("button", { name: "Create user" }).first().click();
    await stage.fill("Name", "Grace Hopper");
    await stage.page
      .getByRole("dialog")
      .getByLabel("Email")
      .fill(`${unique("grace")}@example.com`);
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create user" }).click();
    await stage.heading("Grace Hopper").waitFor();
  },
  "users.read": async (stage) => void (await openUser(stage)),
  "users.update": async (stage) => {
    await openUser(stage);
    await stage.press("Edit profile");
    await stage.fill("Name", "Countess Ada");
    await stage.press("Save profile");
    await stage.heading("Countess Ada").waitFor();
  },
  "users.ban": async (stage) => {
    await openUser(stage);
    await stage.press("Ban");
    await stage.fill("Reason", "spam");
    await stage.press("Ban user");
    await stage.page.getByText("spam").waitFor();
  },
  "users.unban": async (stage) => {
    const user = await newUser(stage);
    await stage.api.users.banUser({ userId: user.id });
    await stage.open(`users/${user.id}`);
    await stage.press("Lift ban");
    await stage.page.getByRole("button", { name: "Ban", exact: true }).waitFor();
  },
  "users.setRole": async (stage) => {
    const role = await newRole(stage);
    const { email } = await openUser(stage);
    await stage.choose(`More acts on ${email}`, "Change role");
    await stage.select("Role in the project", role.name);
    await stage.press("Change role");
    await stage.page.locator("main").getByText(role.slug, { exact: true }).waitFor();
  },
  "users.setPassword": async (stage) => {
    const { email } = await openUser(stage);
    await stage.choose(`More acts on ${email}`, "Set password");
    await stage.fill("New password", "correct horse battery staple");
    await stage.press("Set password");
  },
  "users.listSessions": async (stage) => void (await openUser(stage)),
  "users.endSession": async (stage) => {
    const user = await newUser(stage);
    await stage.api.users.impersonateUser(user.id);
    await stage.open(`users/${user.id}`);
    await stage.page.getByRole("button", { name: /^End the session of/ }).click();
    await stage.page.getByText("No active sessions").waitFor();
  },
  "users.endAllSessions": async (stage) => {
    const user = await newUser(stage);
    await stage.api.users.impersonateUser(user.id);
    await stage.open(`users/${user.id}`);
    await stage.press("End all sessions");
    await stage.page.getByText("No active sessions").waitFor();
  },
  "users.listFactors": async (stage) => {
    const user = await newSecuredUser(stage);
    await stage.open(`users/${user.id}`);
    await stage.page.getByRole("rowheader", { name: "Authenticator app" }).waitFor();
  },
  "users.removeFactor": async (stage) => {
    const user = await newSecuredUser(stage);
    await stage.open(`users/${user.id}`);
    await stage.press("Remove Authenticator app");
    await stage.confirmDeletion("Authenticator app", "Remove factor");
    await stage.page.getByText("No second factor").waitFor();
  },
  "users.listAccounts": async (stage) => {
    const user = await newUserWithPassword(stage);
    await stage.open(`users/${user.id}`);
    await stage.page.getByRole("rowheader", { name: "password", exact: true }).waitFor();
  },
  "users.listOrganizations": async (stage) => {
    const user = await newUser(stage);
    const { id: organizationId, name } = await newOrganization(stage);
    await stage.api.organizations.addMember({ organizationId, userId: user.id, role: "member" });
    await newOrganization(stage);
    await stage.open(`users/${user.id}`);
    await stage.page.getByRole("rowheader", { name }).waitFor();
  },
  "users.unlinkAccount": async (stage) => {
    const user = await newUserWithPassword(stage);
    await stage.open(`users/${user.id}`);
    await stage.press("Unlink password");
    await stage.page.getByText("Also if the user can then no longer sign in").click();
    await stage.confirmDeletion("password", "Unlink account");
    await stage.page.getByText("No linked accounts").waitFor();
  },
  "users.sendPasswordReset": async (stage) => {
    await stage.api.authClients.createClient({
      name: unique("app"),
      type: "web",
      redirectUris: [RESET_PAGE],
    });
    const { email } = await openUser(stage);
    await stage.choose(`More acts on ${email}`, "Send password reset");
    await stage.fill("Page of your app", RESET_PAGE);
    await stage.press("Send link");
    await stage.page.getByText(`Sent a link to ${email}`).waitFor();
  },
  "users.listAuditTrail": async (stage) => {
    const { email } = await openUser(stage);
    await stage.press("Details of user.created");
    await stage.page.getByRole("dialog").getByText(email).first().waitFor();
    await stage.press("Done");
    await stage.select("Entries", "By this user");
    await stage.page.getByText("No entries").waitFor();
  },
  "users.listApps": async (stage) => {
    const { email } = await openUser(stage);
    await stage.choose(`More acts on ${email}`, "Impersonate");
    await stage.page.getByRole("dialog").getByLabel("Reason").waitFor();
  },
  "users.impersonate": async (stage) => {
    await stage.api.configuration.saveDashboardConfig({ features: { hostedUi: true } });
    const app = await stage.api.authClients.createClient({
      name: unique("shop"),
      type: "web",
      initiateLoginUri: "https://shop.example.com/sign-in",
    });
    const { email } = await openUser(stage);
    await stage.choose(`More acts on ${email}`, "Impersonate");
    await stage.select("App", app.name);
    await stage.fill("Reason", "ticket 7");
    await stage.press("Start impersonation");
    const link = stage.page.getByRole("link", { name: `Open ${app.name} as Ada` });
    const opened = stage.context.waitForEvent("page");
    await link.click();
    const page = await opened;
    await page.getByRole("button", { name: "Continue as Ada" }).waitFor();
    await page.close();
    await stage.press("Done");
  },
  "users.banLastOwner": async (stage) => {
    const { id, email } = await newOwner(stage);
    await stage.open(`users/${id}`);
    await stage.press("Ban");
    await stage.press("Ban user");
    await refusedWithoutForce(stage);
    await stage.press("Ban user");
    await stage.page.getByText(`Banned ${email}`).waitFor();
  },
  "users.deleteLastOwner": async (stage) => {
    const { id, email } = await newOwner(stage);
    await stage.open(`users/${id}`);
    await stage.choose(`More acts on ${email}`, "Delete user");
    await stage.confirmDeletion(email, "Delete user");
    await refusedWithoutForce(stage);
    await stage.press("Delete user");
    await stage.heading("Users").waitFor();
  },
  "users.delete": async (stage) => {
    const { email } = await openUser(stage);
    await stage.choose(`More acts on ${email}`, "Delete user");
    await stage.confirmDeletion(email, "Delete user");
    await stage.heading("Users").waitFor();
  },
};
