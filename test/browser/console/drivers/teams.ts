import type { ConsoleStage } from "../stage";
import { unique, type DriversOf } from "./driver";
import { newOrganization, newUser } from "./samples";

async function openTeam(stage: ConsoleStage) {
  const { id: organizationId } = await newOrganization(stage);
  const name = unique("Red");
  const team = await stage.api.organizations.createTeam({ organizationId, name });
  await stage.open(`organizations/${organizationId}/teams`);
  return team;
}

async function openTeamMembers(stage: ConsoleStage, isInTeam: boolean) {
  const { id: organizationId } = await newOrganization(stage);
  const { id: userId } = await newUser(stage);
  const { organizations } = stage.api;
  await organizations.addMember({ organizationId, userId, role: "member" });
  const team = await organizations.createTeam({ organizationId, name: unique("Red") });
  if (isInTeam) await organizations.addTeamMember({ teamId: team.id, memberIdOrUserId: userId });
  await stage.open(`organizations/${organizationId}/teams`);
  await stage.choose(`Acts on ${team.name}`, "Show members");
  await stage.isFocused(`Members of ${team.name}`);
  return userId;
}

export const teams: DriversOf<"teams"> = {
  "teams.list": async (stage) => void (await openTeam(stage)),
  "teams.create": async (stage) => {
    await openTeam(stage);
    await stage.press("Create team");
    const name = unique("Blue");
    await stage.fill("Name", name);
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create team" }).click();
    await stage.page.getByRole("rowheader", { name }).waitFor();
  },
  "teams.rename": async (stage) => {
    const team = await openTeam(stage);
    await stage.choose(`Acts on ${team.name}`, "Rename");
    const name = unique("Green");
    await stage.fill("Name", name);
    await stage.press("Rename team");
    await stage.page.getByRole("rowheader", { name }).waitFor();
  },
  "teams.addMember": async (stage) => {
    const userId = await openTeamMembers(stage, false);
    await stage.press(`Add ${userId}`);
    await stage.page.getByRole("button", { name: `Remove ${userId}` }).waitFor();
  },
  "teams.removeMember": async (stage) => {
    const userId = await openTeamMembers(stage, true);
    await stage.press(`Remove ${userId}`);
    await stage.page.getByRole("button", { name: `Add ${userId}` }).waitFor();
  },
  "teams.delete": async (stage) => {
    const { name } = await openTeam(stage);
    await stage.choose(`Acts on ${name}`, "Delete");
    await stage.confirmDeletion(name, "Delete team");
    await stage.page.getByText("No teams").waitFor();
  },
};
