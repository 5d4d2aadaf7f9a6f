import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { User } from "../../../src/index";
import { useAct, useRead } from "../data/operations";
import { ActMenu } from "../ui/ActMenu";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { Deletion } from "../ui/dialogs";
import { Fact } from "../ui/Fact";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading } from "../ui/states";
import { LastOwnerToggle } from "../organizations/LastOwnerToggle";
import { Time } from "../ui/Time";
import { ImpersonationDialog } from "./ImpersonationDialog";
import { UserAccounts } from "./UserAccounts";
import { UserAuditTrail } from "./UserAuditTrail";
import {
  BanDialog,
  PasswordDialog,
  PasswordResetDialog,
  ProfileDialog,
  RoleDialog,
} from "./userDialogs";
import { UserFactors } from "./UserFactors";
import { UserOrganizations } from "./UserOrganizations";
import { UserSessions } from "./UserSessions";
import { UserState } from "./UsersPage";

const FROM = "/signedIn/projects/$projectId/users/$userId";

export function UserPage() {
  const { userId } = useParams({ from: FROM });
  const { data, error, refetch } = useRead(
    "users.getUser",
    { userId },
    async (client) => await client.users.getUser(userId),
  );
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Profile user={data} /> : <Loading />;
}

type Open = "profile" | "role" | "password" | "reset" | "ban" | "impersonation" | "delete" | null;

function Profile({ user }: { readonly user: User }) {
  const { projectId } = useParams({ from: FROM });
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const unban = useAct({
    operation: "users.unbanUser",
    run: async (client) => await client.users.unbanUser(user.id),
    done: () => `${user.email} may sign in again`,
  });
  const remove = useAct({
    operation: "users.deleteUser",
    run: async (client, force: boolean) => await client.users.deleteUser(user.id, { force }),
    done: () => `Deleted the user ${user.email}`,
    leave: async () => await navigate({ to: "/projects/$projectId/users", params: { projectId } }),
  });
  return (
    <>
      <PageHeader title={user.name || user.email} about={user.name ? user.email : undefined}>
        <Button onPress={() => setOpen("profile")}>Edit profile</Button>
        {user.banned ? (
          <Button isPending={unban.isPending} onPress={() => unban.mutate()}>
            Lift ban
          </Button>
        ) : (
          <Button onPress={() => setOpen("ban")}>Ban</Button>
        )}
        <ActMenu
          label={`More acts on ${user.email}`}
          acts={[
            { text: "Change role", perform: () => setOpen("role") },
            { text: "Set password", perform: () => setOpen("password") },
            { text: "Send password reset", perform: () => setOpen("reset") },
            ...(user.banned
              ? []
              : [{ text: "Impersonate", perform: () => setOpen("impersonation") }]),
            { text: "Delete user", isDangerous: true, perform: () => setOpen("delete") },
          ]}
        />
      </PageHeader>
      {unban.error && <Failure error={unban.error} />}
      <dl className="facts">
        <Fact title="State">
          <UserState user={user} />
          {user.banReason}
        </Fact>
        <Fact title="User id">
          <CopyableId id={user.id} what="user id" />
        </Fact>
        <Fact title="Role">
          <code>{user.role}</code>
        </Fact>
        <Fact title="Second factor">{user.twoFactorEnabled ? "Authenticator app" : "None"}</Fact>
        <Fact title="Username">{user.username ?? "–"}</Fact>
        <Fact title="Phone">{user.phoneNumber ?? "–"}</Fact>
        <Fact title="Created">
          <Time at={user.createdAt} />
        </Fact>
        <Fact title="Changed">
          <Time at={user.updatedAt} />
        </Fact>
      </dl>
      <UserFactors userId={user.id} />
      <UserAccounts userId={user.id} />
      <UserOrganizations userId={user.id} />
      <UserSessions userId={user.id} />
      <UserAuditTrail userId={user.id} />
      {open === "profile" && <ProfileDialog user={user} onClose={close} />}
      {open === "role" && <RoleDialog user={user} onClose={close} />}
      {open === "password" && <PasswordDialog user={user} onClose={close} />}
      {open === "reset" && <PasswordResetDialog user={user} onClose={close} />}
      {open === "impersonation" && <ImpersonationDialog user={user} onClose={close} />}
      {open === "ban" && <BanDialog user={user} onClose={close} />}
      <Deletion
        what="user"
        name={open === "delete" ? user.email : null}
        consequence="The account, its sessions, memberships and credentials are deleted. This cannot be undone."
        onClose={close}
        act={async ({ isOn }) => await remove.mutateAsync(isOn("force"))}
      >
        <LastOwnerToggle />
      </Deletion>
    </>
  );
}
