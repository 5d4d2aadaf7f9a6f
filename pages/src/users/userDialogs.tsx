/** The acts on a user that need input. */
import { useState } from "react";
import type { User } from "../../../src/index";
import { useAct, useRead } from "../data/operations";
import { ActDialog } from "../ui/dialogs";
import { LastOwnerToggle } from "../organizations/LastOwnerToggle";
import { Choice, TextInput, Toggle } from "../ui/fields";

interface UserDialogProps {
  readonly user: User;
  readonly onClose: () => void;
}

interface ProfileFields {
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
}

export function ProfileDialog({ user, onClose }: UserDialogProps) {
  const update = useAct({
    operation: "users.updateUser",
    run: async (client, fields: ProfileFields) =>
      await client.users.updateUser({ userId: user.id, ...fields }),
    done: () => "Saved the profile",
  });
  return (
    <ActDialog
      title="Edit profile"
      isOpen
      onClose={onClose}
      submit="Save profile"
      act={async ({ text, isOn }) =>
        await update.mutateAsync({
          name: text("name"),
          email: text("email"),
          emailVerified: isOn("emailVerified"),
        })
      }
    >
      <TextInput label="Name" name="name" isRequired autoFocus defaultValue={user.name} />
      <TextInput label="Email" name="email" type="email" isRequired defaultValue={user.email} />
      <Toggle
        label="The address is verified"
        name="emailVerified"
        defaultSelected={user.emailVerified}
      />
    </ActDialog>
  );
}

export function RoleDialog({ user, onClose }: UserDialogProps) {
  const roles = useRead("rbac.listRoles", {}, async (client) => await client.rbac.listRoles());
  const [role, setRole] = useState(user.role);
  const change = useAct({
    operation: "users.setRole",
    run: async (client, chosen: string) => await client.users.setRole(user.id, chosen),
    done: (chosen) => `${user.email} now has the role ${chosen}`,
  });
  const options = Object.fromEntries([
    [user.role, user.role],
    ...(roles.data ?? [])
      .filter(({ scope }) => scope === "project")
      .map(({ slug, name }) => [slug, name]),
  ]) as Record<string, string>; // slugs to names
  return (
    <ActDialog
      title="Change role"
      isOpen
      onClose={onClose}
      submit="Change role"
      isSubmitDisabled={role === user.role}
      act={async () => await change.mutateAsync(role)}
    >
      <Choice
        label="Role in the project"
        name="role"
        options={options}
        value={role}
        onChange={setRole}
      />
    </ActDialog>
  );
}

export function PasswordDialog({ user, onClose }: UserDialogProps) {
  const set = useAct({
    operation: "users.setUserPassword",
    run: async (client, newPassword: string) =>
      await client.users.setUserPassword(user.id, newPassword),
    done: () => `Set the password of ${user.email}`,
  });
  return (
    <ActDialog
      title="Set password"
      isOpen
      onClose={onClose}
      submit="Set password"
      act={async ({ text }) => await set.mutateAsync(text("newPassword"))}
    >
      <p>The user's sessions end, and the user signs in with the new password.</p>
      <TextInput
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        isRequired
        autoFocus
      />
    </ActDialog>
  );
}

export function PasswordResetDialog({ user, onClose }: UserDialogProps) {
  const send = useAct({
    operation: "users.sendPasswordReset",
    run: async (client, redirectUrl: string) =>
      await client.users.sendPasswordReset({ userId: user.id, redirectUrl }),
    done: () => `Sent a link to ${user.email}`,
  });
  return (
    <ActDialog
      title="Send password reset"
      isOpen
      onClose={onClose}
      submit="Send link"
      act={async ({ text }) => await send.mutateAsync(text("redirectUrl"))}
    >
      <p>
        {user.email} receives a link to choose a new password. It is valid for an hour and replaces
        an earlier one.
      </p>
      <TextInput
        label="Page of your app"
        name="redirectUrl"
        type="url"
        isRequired
        isCode
        autoFocus
        placeholder="https://app.example.com/reset-password"
        description="The link opens it. It is a redirect URI of an auth client, or on a trusted origin."
      />
    </ActDialog>
  );
}

export function BanDialog({ user, onClose }: UserDialogProps) {
  const ban = useAct({
    operation: "users.banUser",
    run: async (client, fields: { reason: string | undefined; force: boolean }) =>
      await client.users.banUser({ userId: user.id, ...fields }),
    done: () => `Banned ${user.email}`,
  });
  return (
    <ActDialog
      title={`Ban ${user.email}`}
      isOpen
      onClose={onClose}
      submit="Ban user"
      tone="danger"
      act={async ({ optional, isOn }) =>
        await ban.mutateAsync({ reason: optional("reason"), force: isOn("force") })
      }
    >
      <p>All sessions end at once, and the user cannot sign in until the ban is lifted.</p>
      <TextInput label="Reason" name="reason" autoFocus maxLength={500} />
      <LastOwnerToggle />
    </ActDialog>
  );
}
