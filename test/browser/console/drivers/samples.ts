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
