import { useEffect, useRef } from "react";
import type { Team } from "../../../src/index";
import { useAct, useList } from "../data/operations";
import { ActDialogButton } from "../ui/ActDialogButton";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { TextInput } from "../ui/fields";
import { Empty, Refusal } from "../ui/states";

/** The organization's members, each of whom is in the team or not. */
export function TeamMembers({ team }: { readonly team: Team }) {
  const { id: teamId, organizationId } = team;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const list = useList(
    "organizations.listMembers",
    { organizationId },
    async (client, after) =>
      await client.organizations.listMembers({ organizationId, after, limit: 50 }),
  );
  const add = useAct({
    operation: "organizations.addTeamMember",
    run: async (client, memberIdOrUserId: string) =>
      await client.organizations.addTeamMember({ teamId, memberIdOrUserId }),
    done: () => `Added the member to ${team.name}`,
  });
  const remove = useAct({
    operation: "organizations.removeTeamMember",
    run: async (client, memberIdOrUserId: string) =>
      await client.organizations.removeTeamMember({ teamId, memberIdOrUserId }),
    done: () => `Removed the member from ${team.name}`,
  });
  const failed = add.error ?? remove.error;
  return (
    <section aria-labelledby="team-members">
      <div className="section-header">
        <h2 id="team-members" tabIndex={-1} ref={heading}>
          Members of {team.name}
        </h2>
        <ActDialogButton
          title="Add to team"
          submit="Add to team"
          act={async ({ text }) => await add.mutateAsync(text("memberIdOrUserId"))}
        >
          <TextInput
            label="User id"
            name="memberIdOrUserId"
            isRequired
            isCode
            autoFocus
            placeholder="usr_…"
            description="Of a member of the organization."
          />
        </ActDialogButton>
      </div>
      {failed && <Refusal error={failed} />}
      <DataTable
        label={`Members of ${team.name}`}
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="The organization has no members" />}
        columns={[
          {
            title: "User",
            isHeader: true,
            cell: ({ userId }) => <CopyableId id={userId} what="user id" />,
          },
          { title: "Role", cell: ({ role }) => <code>{role}</code> },
          {
            title: "In the team",
            cell: ({ teamIds }) => (teamIds.includes(teamId) ? "Yes" : "No"),
          },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: ({ id, userId, teamIds }) => {
              const [act, verb] = teamIds.includes(teamId)
                ? ([remove, "Remove"] as const)
                : ([add, "Add"] as const);
              return (
                <Button
                  size="small"
                  aria-label={`${verb} ${userId}`}
                  isPending={act.isPending && act.variables === id}
                  onPress={() => act.mutate(id)}
                >
                  {verb}
                </Button>
              );
            },
          },
        ]}
      />
    </section>
  );
}
