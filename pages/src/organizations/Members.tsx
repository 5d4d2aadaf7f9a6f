import { useState } from "react";
import type { OrganizationMember } from "../../../src/index";
import { useAct, useList } from "../data/operations";
import { ActMenu } from "../ui/ActMenu";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { ActDialog, Deletion } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";
import { LastOwnerToggle } from "./LastOwnerToggle";
import { RoleChoice } from "./RoleChoice";

type Open = { readonly dialog: "role" | "remove"; readonly member: OrganizationMember } | null;

const isOwner = ({ role }: OrganizationMember): boolean => role.split(",").includes("owner");

export function Members({ organizationId }: { readonly organizationId: string }) {
  const list = useList(
    "organizations.listMembers",
    { organizationId },
    async (client, after) =>
      await client.organizations.listMembers({ organizationId, after, limit: 50 }),
  );
  const [isAdding, setAdding] = useState(false);
  const [open, setOpen] = useState<Open>(null);
  const add = useAct({
    operation: "organizations.addMember",
    run: async (client, { userId, role }: { userId: string; role: string }) =>
      await client.organizations.addMember({ organizationId, userId, role }),
    done: () => "Added the member",
  });
  const change = useAct({
    operation: "organizations.updateMemberRole",
    run: async (client, { id, ...fields }: { id: string; role: string; force: boolean }) =>
      await client.organizations.updateMemberRole({
        ...{ organizationId, memberIdOrUserId: id, ...fields },
      }),
    done: ({ role }) => `The member now has the role ${role}`,
  });
  const remove = useAct({
    operation: "organizations.removeMember",
    run: async (client, { id, force }: { id: string; force: boolean }) =>
      await client.organizations.removeMember({ organizationId, memberIdOrUserId: id, force }),
    done: () => "Removed the member",
  });
  return (
    <section aria-labelledby="members">
      <div className="section-header">
        <h2 id="members">Members</h2>
        <Button onPress={() => setAdding(true)}>Add member</Button>
      </div>
      <DataTable
        label="Members"
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="No members" />}
        columns={[
          {
            title: "User",
            isHeader: true,
            cell: ({ userId }) => <CopyableId id={userId} what="user id" />,
          },
          { title: "Role", cell: ({ role }) => <code>{role}</code> },
          { title: "Joined by", cell: ({ source }) => source },
          { title: "Since", cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (member) => (
              <ActMenu
                label={`Acts on ${member.userId}`}
                acts={[
                  { text: "Change role", perform: () => setOpen({ dialog: "role", member }) },
                  {
                    text: "Remove",
                    isDangerous: true,
                    perform: () => setOpen({ dialog: "remove", member }),
                  },
                ]}
              />
            ),
          },
        ]}
      />
      <ActDialog
        title="Add member"
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        submit="Add member"
        act={async ({ text }) =>
          await add.mutateAsync({ userId: text("userId"), role: text("role") })
        }
      >
        <TextInput
          label="User id"
          name="userId"
          isRequired
          isCode
          autoFocus
          placeholder="usr_…"
          description="Copy it from the user's page."
        />
        <RoleChoice />
      </ActDialog>
      {open?.dialog === "role" && (
        <ActDialog
          title="Change role"
          isOpen
          onClose={() => setOpen(null)}
          submit="Change role"
          act={async ({ text, isOn }) =>
            await change.mutateAsync({
              ...{ id: open.member.id, role: text("role"), force: isOn("force") },
            })
          }
        >
          <RoleChoice current={open.member.role} />
          {isOwner(open.member) && <LastOwnerToggle />}
        </ActDialog>
      )}
      <Deletion
        what="member"
        verb="Remove"
        name={open?.dialog === "remove" ? open.member.userId : null}
        consequence="The user loses all access to the organization at once."
        onClose={() => setOpen(null)}
        act={async ({ isOn }) =>
          await remove.mutateAsync({ id: open!.member.id, force: isOn("force") })
        } // the dialog is open for one
      >
        {open && isOwner(open.member) && <LastOwnerToggle />}
      </Deletion>
    </section>
  );
}
