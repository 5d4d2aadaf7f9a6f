import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { BanataAuth } from "../../../src/client";
import { useAct, useRead } from "../data/operations";
import { sessionQuery } from "../data/session";
import { projectsQuery } from "../projects/projectsQuery";
import { ActMenu } from "../ui/ActMenu";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { ActDialog, Deletion } from "../ui/dialogs";
import { Choice, TextInput } from "../ui/fields";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

type Member = Awaited<ReturnType<BanataAuth["projects"]["listMembers"]>>[number];
type Role = Member["role"];

const roles = {
  owner: "Owner: everything",
  admin: "Admin: everything but deleting the project",
  developer: "Developer: keys, roles, clients, webhooks, mail",
  support: "Support: users, sessions, organizations",
  viewer: "Viewer: reads, but no secrets",
} as const satisfies Readonly<Record<Role, string>>;
const isRole = (text: string): text is Role => Object.hasOwn(roles, text);
const states = {
  active: ["Member", "good"],
  invited: ["Invited", "accent"],
  expired: ["Invitation expired", "neutral"],
} as const;

type Open =
  | { readonly dialog: "invite" }
  | { readonly dialog: "role" | "resend" | "remove"; readonly member: Member }
  | null;

/** The operators who work in the project, and the invitations to do so. */
export function Team() {
  const { data, error, refetch } = useRead(
    "projects.listMembers",
    {},
    async (client) => await client.projects.listMembers(),
  );
  const { data: self } = useQuery(sessionQuery);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <section className="card" aria-labelledby="team">
      <div className="section-header">
        <h2 id="team">Team</h2>
        <Button onPress={() => setOpen({ dialog: "invite" })}>Invite</Button>
      </div>
      <DataTable
        label="Team"
        list={{ items: data, error, refetch }}
        keyOf={({ id }) => id}
        empty={<Empty title="No members" />}
        columns={[
          {
            title: "Operator",
            isHeader: true,
            cell: ({ email, name, operatorId }) => (
              <span className="two-lines">
                <strong>
                  {email} {operatorId !== null && operatorId === self?.id && "(you)"}
                </strong>
                {name && <span className="muted">{name}</span>}
              </span>
            ),
          },
          { title: "Role", cell: ({ role }) => <code>{role}</code> },
          {
            title: "State",
            cell: ({ status }) => <Badge tone={states[status][1]}>{states[status][0]}</Badge>,
          },
          {
            title: "Since",
            cell: ({ createdAt }) => <Time at={createdAt} />,
          },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (member) => (
              <ActMenu
                label={`Acts on ${member.email}`}
                acts={[
                  { text: "Change role", perform: () => setOpen({ dialog: "role", member }) },
                  ...(member.status === "active"
                    ? []
                    : [
                        {
                          text: "Invite again",
                          perform: () => setOpen({ dialog: "resend", member }),
                        },
                      ]),
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
      {(open?.dialog === "invite" || open?.dialog === "resend") && (
        <InviteDialog invited={"member" in open ? open.member : null} onClose={close} />
      )}
      {open?.dialog === "role" && <RoleDialog member={open.member} onClose={close} />}
      <RemoveDialog
        member={open?.dialog === "remove" ? open.member : null}
        isSelf={open?.dialog === "remove" && open.member.operatorId === self?.id}
        onClose={close}
      />
    </section>
  );
}

interface InviteDialogProps {
  /** Whose invitation is renewed. */
  readonly invited: Member | null;
  readonly onClose: () => void;
}

function InviteDialog({ invited, onClose }: InviteDialogProps) {
  const [role, setRole] = useState<Role>(invited?.role ?? "developer");
  const invite = useAct({
    operation: "projects.inviteMember",
    run: async (client, email: string) =>
      await client.projects.inviteMember({ email, role, resend: invited !== null }),
    done: (email) => `Invited ${email}`,
  });
  return (
    <ActDialog
      title={invited ? `Invite ${invited.email} again` : "Invite an operator"}
      isOpen
      onClose={onClose}
      submit="Send invitation"
      act={async ({ text }) => await invite.mutateAsync(invited?.email ?? text("email"))}
    >
      <p>
        The link in the mail works once, for 7 days. The mail provider of the admin project sends it
        {invited && ", and the earlier link stops working"}.
      </p>
      {!invited && <TextInput label="Email" name="email" type="email" isRequired autoFocus />}
      <Choice label="Role" name="role" options={roles} value={role} onChange={setRole} />
    </ActDialog>
  );
}

interface MemberDialogProps {
  readonly member: Member;
  readonly onClose: () => void;
}

function RoleDialog({ member, onClose }: MemberDialogProps) {
  const change = useAct({
    operation: "projects.updateMember",
    run: async (client, role: Role) =>
      await client.projects.updateMember({ memberId: member.id, role }),
    done: (role) => `${member.email} now has the role ${role}`,
  });
  return (
    <ActDialog
      title={`Change the role of ${member.email}`}
      isOpen
      onClose={onClose}
      submit="Change role"
      act={async ({ text }) => {
        const role = text("role");
        if (isRole(role)) await change.mutateAsync(role);
      }}
    >
      <p>
        {member.status === "active"
          ? "It counts from the next request on."
          : "The invitation is sent again, and the earlier link stops working."}
      </p>
      <Choice label="Role" name="role" options={roles} defaultValue={member.role} />
    </ActDialog>
  );
}

interface RemoveDialogProps {
  readonly member: Member | null;
  readonly isSelf: boolean;
  readonly onClose: () => void;
}

function RemoveDialog({ member, isSelf, onClose }: RemoveDialogProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useAct({
    operation: "projects.removeMember",
    run: async (client, memberId: string) => await client.projects.removeMember({ memberId }),
    done: () => "Removed from the team",
    ...(isSelf
      ? {
          leave: async () => {
            await queryClient.invalidateQueries(projectsQuery);
            await navigate({ to: "/" });
          },
        }
      : {}),
  });
  return (
    <Deletion
      what={member?.status === "active" ? "member" : "invitation"}
      verb="Remove"
      name={member?.email ?? null}
      consequence={
        isSelf
          ? "You lose all access to the project at once."
          : "All access to the project ends at once; the link of an invitation stops working."
      }
      onClose={onClose}
      act={async () => await remove.mutateAsync(member!.id)} // the dialog is open for one
    />
  );
}
