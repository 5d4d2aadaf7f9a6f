import { useState } from "react";
import { useAct, useRead } from "../data/operations";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { Deletion } from "../ui/dialogs";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

interface Factor {
  readonly id: string;
  readonly type: "totp" | "passkey";
  readonly name: string | null;
  readonly backedUp: boolean | null;
}

const kinds = { totp: "Authenticator app", passkey: "Passkey" } as const;
const nameOf = ({ type, name }: Factor): string => name ?? kinds[type];

/** The authenticator app and the passkeys of a user. */
export function UserFactors({ userId }: { readonly userId: string }) {
  const { data, error, refetch } = useRead(
    "users.listFactors",
    { userId },
    async (client) => await client.users.listFactors(userId),
  );
  const [removed, setRemoved] = useState<Factor | null>(null);
  const remove = useAct({
    operation: "users.removeFactor",
    run: async (client, factorId: string) => await client.users.removeFactor({ userId, factorId }),
    done: () => "Removed the factor",
  });
  return (
    <section aria-labelledby="factors">
      <div className="section-header">
        <h2 id="factors">Second factors and passkeys</h2>
      </div>
      <DataTable
        label="Second factors and passkeys"
        list={{ items: data, error, refetch }}
        keyOf={({ id }) => id}
        empty={<Empty title="No second factor" />}
        columns={[
          { title: "Name", isHeader: true, cell: nameOf },
          { title: "Kind", cell: ({ type }) => kinds[type] },
          { title: "Backed up", cell: ({ backedUp }) => backups[String(backedUp)] },
          { title: "Added", cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (factor) => (
              <Button
                size="small"
                aria-label={`Remove ${nameOf(factor)}`}
                onPress={() => setRemoved(factor)}
              >
                Remove
              </Button>
            ),
          },
        ]}
      />
      <Deletion
        what="factor"
        verb="Remove"
        name={removed && nameOf(removed)}
        consequence="The user cannot confirm a sign-in with it any more. Sessions stay; end them if the device may be in other hands."
        onClose={() => setRemoved(null)}
        act={async () => await remove.mutateAsync(removed!.id)} // the dialog is open for one
      />
    </section>
  );
}

const backups: Readonly<Record<string, string>> = { true: "Yes", false: "No", null: "–" };
