import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { User } from "../../../src/index";
import { useAct, useList, useProjectId } from "../data/operations";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { ActDialog } from "../ui/dialogs";
import { TextInput, Toggle } from "../ui/fields";
import { Filters } from "../ui/Filters";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

const FROM = "/signedIn/projects/$projectId/users";

export function UsersPage() {
  const projectId = useProjectId();
  const filters = useSearch({ from: FROM });
  const navigate = useNavigate();
  const list = useList(
    "users.listUsers",
    filters,
    async (client, after) => await client.users.listUsers({ ...filters, after, limit: 50 }),
  );
  const [isCreating, setCreating] = useState(false);
  const isFiltered = Object.keys(filters).length > 0;
  const createButton = (
    <Button tone="primary" onPress={() => setCreating(true)}>
      Create user
    </Button>
  );
  return (
    <>
      <PageHeader title="Users" about="The people who sign in to your app.">
        {createButton}
      </PageHeader>
      <Filters
        fields={{ search: "Name or email", role: "Role" }}
        value={filters}
        onChange={(search) => void navigate({ to: ".", search })}
      />
      <DataTable
        label="Users"
        list={list}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/projects/${projectId}/users/${id}`}
        empty={
          isFiltered ? (
            <Empty title="No user matches">
              <Button onPress={() => void navigate({ to: ".", search: {} })}>Clear filters</Button>
            </Empty>
          ) : (
            <Empty title="No users yet">
              <p>Users appear here when they sign up in your app, or when you create them.</p>
              {createButton}
            </Empty>
          )
        }
        columns={[
          {
            title: "User",
            isHeader: true,
            cell: ({ name, email }) => (
              <span className="two-lines">
                <strong>{name || email}</strong>
                <span className="muted">{email}</span>
              </span>
            ),
          },
          { title: "State", cell: (user) => <UserState user={user} /> },
          { title: "Role", cell: ({ role }) => <code>{role}</code> },
          { title: "Created", cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
      <CreateUser isOpen={isCreating} onClose={() => setCreating(false)} />
    </>
  );
}

export function UserState({ user }: { readonly user: User }) {
  if (user.banned) return <Badge tone="bad">Banned</Badge>;
  return user.emailVerified ? (
    <Badge tone="good">Verified</Badge>
  ) : (
    <Badge tone="warning">Unverified</Badge>
  );
}

interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly password: string | undefined;
  readonly emailVerified: boolean;
}

function CreateUser({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const projectId = useProjectId();
  const navigate = useNavigate();
  const create = useAct({
    operation: "users.createUser",
    run: async (client, user: NewUser) => await client.users.createUser(user),
    done: ({ email }) => `Created the user ${email}`,
  });
  return (
    <ActDialog
      title="Create user"
      isOpen={isOpen}
      onClose={onClose}
      submit="Create user"
      act={async ({ text, optional, isOn }) => {
        const { id } = await create.mutateAsync({
          name: text("name"),
          email: text("email"),
          password: optional("password"),
          emailVerified: isOn("emailVerified"),
        });
        await navigate({
          to: "/projects/$projectId/users/$userId",
          params: { projectId, userId: id },
        });
      }}
    >
      <TextInput label="Name" name="name" isRequired autoFocus maxLength={100} />
      <TextInput label="Email" name="email" type="email" isRequired autoComplete="off" />
      <TextInput
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        description="Without one, the user signs in by another method or resets the password."
      />
      <Toggle
        label="The address is verified"
        name="emailVerified"
        description="You have checked that it belongs to this person."
      />
    </ActDialog>
  );
}
