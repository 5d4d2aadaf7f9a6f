import { useState } from "react";
import { useAct, useRead } from "../data/operations";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { Deletion } from "../ui/dialogs";
import { Toggle } from "../ui/fields";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

interface Account {
  readonly id: string;
  readonly providerId: string;
  readonly accountId: string;
}

const PASSWORD = "credential";
const nameOf = ({ providerId }: Account): string =>
  providerId === PASSWORD ? "password" : providerId;

/** The password of a user, and the accounts at social providers. */
export function UserAccounts({ userId }: { readonly userId: string }) {
  const { data, error, refetch } = useRead(
    "users.listAccounts",
    { userId },
    async (client) => await client.users.listAccounts(userId),
  );
  const [unlinked, setUnlinked] = useState<Account | null>(null);
  const unlink = useAct({
    operation: "users.unlinkAccount",
    run: async (client, fields: { accountId: string; force: boolean }) =>
      await client.users.unlinkAccount({ userId, ...fields }),
    done: () => "Unlinked the account",
  });
  return (
    <section aria-labelledby="accounts">
      <div className="section-header">
        <h2 id="accounts">Linked accounts</h2>
      </div>
      <DataTable
        label="Linked accounts"
        list={{ items: data, error, refetch }}
        keyOf={({ id }) => id}
        empty={<Empty title="No linked accounts" />}
        columns={[
          { title: "Account", isHeader: true, cell: nameOf },
          {
            title: "Id at the provider",
            cell: ({ providerId, accountId }) =>
              providerId === PASSWORD ? "–" : <CopyableId id={accountId} what="account id" />,
          },
          { title: "Scopes", cell: ({ scopes }) => scopes.join(", ") || "–" },
          { title: "Linked", cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (account) => (
              <Button
                size="small"
                aria-label={`Unlink ${nameOf(account)}`}
                onPress={() => setUnlinked(account)}
              >
                Unlink
              </Button>
            ),
          },
        ]}
      />
      <Deletion
        what="account"
        verb="Unlink"
        name={unlinked && nameOf(unlinked)}
        consequence="The user cannot sign in with it any more. Sessions stay."
        onClose={() => setUnlinked(null)}
        act={async ({ isOn }) =>
          await unlink.mutateAsync({ accountId: unlinked!.id, force: isOn("force") })
        } // the dialog is open for one
      >
        <Toggle label="Also if the user can then no longer sign in" name="force" />
      </Deletion>
    </section>
  );
}
