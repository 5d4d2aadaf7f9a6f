/** Rows that the drivers of several pages act on. */
import type { ConsoleStage } from "../stage";
import { unique } from "./driver";

export const newUser = async ({ api }: ConsoleStage) =>
  await api.users.createUser({ email: `${unique("ada")}@example.com`, name: "Ada" });
export const newOrganization = async ({ api }: ConsoleStage) =>
  await api.organizations.createOrganization({ name: unique("Acme") });
export const newRole = async (
  { api }: ConsoleStage,
  scope: "project" | "organization" = "project",
) => {
  const name = unique("clerk");
  return await api.rbac.createRole({ name, slug: name, scope, permissions: ["user.read"] });
};

/** The last owner of an organization of its own. */
export async function newOwner(stage: ConsoleStage) {
  const [user, organization] = [await newUser(stage), await newOrganization(stage)];
  const membership = { organizationId: organization.id, userId: user.id, role: "owner" };
  await stage.api.organizations.addMember(membership);
  return user;
}

/** Waits for the refusal in the open dialog, and turns on what lets the act pass. */
export async function refusedWithoutForce(stage: ConsoleStage): Promise<void> {
  const dialog = stage.page.getByRole("dialog");
  await dialog.getByRole("alert").getByText("would have no owner left").waitFor();
  await dialog.getByText("Also if an organization then has no owner").click();
  stage.forgive(409);
}
