import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";
import { newRole, newUser } from "./samples";

async function openUser(stage: ConsoleStage) {
  const user = await newUser(stage);
  await stage.open(`users/${user.id}`);
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
    await stage.press("End");
    await stage.page.getByText("No active sessions").waitFor();
  },
  "users.endAllSessions": async (stage) => {
    const user = await newUser(stage);
    await stage.api.users.impersonateUser(user.id);
    await stage.open(`users/${user.id}`);
    await stage.press("End all sessions");
    await stage.page.getByText("No active sessions").waitFor();
  },
  "users.delete": async (stage) => {
    const { email } = await openUser(stage);
    await stage.choose(`More acts on ${email}`, "Delete user");
    await stage.confirmDeletion(email, "Delete user");
    await stage.heading("Users").waitFor();
  },
};
