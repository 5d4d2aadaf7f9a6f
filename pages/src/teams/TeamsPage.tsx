import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { Team } from "../../../src/index";
import { useAct, useList } from "../data/operations";
import { useOrganizationId } from "../organizations/organization";
import { ActDialogButton } from "../ui/ActDialogButton";
import { ActMenu } from "../ui/ActMenu";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { ActDialog, Deletion } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { Empty } from "../ui/states";
import { SubpageHeader } from "../ui/Subpages";
import { Time } from "../ui/Time";
import { TeamMembers } from "./TeamMembers";

const FROM = "/signedIn/projects/$projectId/organizations/$organizationId/teams";
type Open = { readonly dialog: "rename" | "delete"; readonly team: Team } | null;

/** The team whose members are shown is in the address. */
export function TeamsPage() {
  const organizationId = useOrganizationId();
  const { team: shownId } = useSearch({ from: FROM });
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const list = useList(
    "organizations.listTeams",
    { organizationId },
    async (client, after) =>
      await client.organizations.listTeams({ organizationId, after, limit: 100 }),
  );
  const create = useAct({
    operation: "organizations.createTeam",
    run: async (client, name: string) =>
      await client.organizations.createTeam({ organizationId, name }),
    done: (name) => `Created the team ${name}`,
  });
  const rename = useAct({
    operation: "organizations.updateTeam",
    run: async (client, { teamId, name }: { teamId: string; name: string }) =>
      await client.organizations.updateTeam({ teamId, name }),
    done: () => "Renamed the team",
  });
  const remove = useAct({
    operation: "organizations.removeTeam",
    run: async (client, { id }: Team) => await client.organizations.removeTeam(id),
    done: ({ name }) => `Deleted the team ${name}`,
    leave: async () => await navigate({ to: ".", search: {} }),
  });
  const shown = list.items?.find(({ id }) => id === shownId);
  return (
    <>
      <SubpageHeader title="Teams" about="Groups of members, at most 200 in an organization.">
        <ActDialogButton
          title="Create team"
          buttonTone="primary"
          submit="Create team"
          act={async ({ text }) => await create.mutateAsync(text("name"))}
        >
          <TextInput label="Name" name="name" isRequired autoFocus maxLength={100} />
        </ActDialogButton>
      </SubpageHeader>
      <DataTable
        label="Teams"
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="No teams" />}
        columns={[
          { title: "Name", isHeader: true, cell: ({ name }) => <strong>{name}</strong> },
          { title: "Id", cell: ({ id }) => <CopyableId id={id} what="team id" /> },
          { title: "Created", cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (team) => (
              <ActMenu
                label={`Acts on ${team.name}`}
                acts={[
                  {
                    text: "Show members",
                    perform: () => void navigate({ to: ".", search: { team: team.id } }),
                  },
                  { text: "Rename", perform: () => setOpen({ dialog: "rename", team }) },
                  {
                    text: "Delete",
                    isDangerous: true,
                    perform: () => setOpen({ dialog: "delete", team }),
                  },
                ]}
              />
            ),
          },
        ]}
      />
      {shown && <TeamMembers key={shown.id} team={shown} />}
      {open?.dialog === "rename" && (
        <ActDialog
          title="Rename team"
          isOpen
          onClose={close}
          submit="Rename team"
          act={async ({ text }) =>
            await rename.mutateAsync({ teamId: open.team.id, name: text("name") })
          }
        >
          <TextInput
            label="Name"
            name="name"
            isRequired
            autoFocus
            maxLength={100}
            defaultValue={open.team.name}
          />
        </ActDialog>
      )}
      <Deletion
        what="team"
        name={open?.dialog === "delete" ? open.team.name : null}
        consequence="Its members remain members of the organization."
        onClose={close}
        act={async () => await remove.mutateAsync(open!.team)} // the dialog is open for one
      />
    </>
  );
}
