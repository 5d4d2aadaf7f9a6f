import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addPasskey, canUsePasskeys, signInWithPasskey } from "../data/passkeys";
import { callSignIn } from "../data/session";
import { withStepUp } from "../data/stepUp";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { ActDialog, Deletion } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { announce } from "../ui/notices";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

interface Passkey {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: string | null;
}

const QUERY_KEY = ["own", "passkeys"];

export function Passkeys() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: QUERY_KEY,
    queryFn: async () => await callSignIn<Passkey[]>("/passkey/list-user-passkeys"),
  });
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Passkey | null>(null);
  return (
    <section aria-labelledby="passkeys">
      <div className="section-header">
        <h2 id="passkeys">Passkeys</h2>
        <Button tone="primary" isDisabled={!canUsePasskeys} onPress={() => setAdding(true)}>
          Add passkey
        </Button>
      </div>
      {!canUsePasskeys && (
        <p className="hint">
          Passkeys belong to a domain. Open the console at a name, such as <code>localhost</code>,
          in a browser that supports them.
        </p>
      )}
      <DataTable
        label="Passkeys"
        list={{ items: data, error, refetch }}
        keyOf={({ id }) => id}
        empty={<Empty title="No passkeys" />}
        columns={[
          { title: "Name", isHeader: true, cell: ({ name }) => name ?? "Passkey" },
          { title: "Added", cell: ({ createdAt }) => <Time at={createdAt} none="Unknown" /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (passkey) => (
              <Button
                size="small"
                aria-label={`Remove ${passkey.name ?? "Passkey"}`}
                onPress={() => setRemoved(passkey)}
              >
                Remove
              </Button>
            ),
          },
        ]}
      />
      <ActDialog
        title="Add passkey"
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        submit="Add passkey"
        act={async ({ text }) => {
          await withStepUp(async () => await addPasskey(text("name")));
          // Makes the session one with two factors.
          await signInWithPasskey();
          await queryClient.invalidateQueries();
          announce(`Added the passkey ${text("name")}`);
        }}
      >
        <TextInput
          label="Name"
          name="name"
          isRequired
          autoFocus
          maxLength={100}
          description="Such as the device it is on."
        />
      </ActDialog>
      <Deletion
        what="passkey"
        verb="Remove"
        name={removed && (removed.name ?? "Passkey")}
        consequence="You cannot sign in with it any more."
        onClose={() => setRemoved(null)}
        act={async () => {
          await withStepUp(
            async () => await callSignIn("/passkey/delete-passkey", { id: removed?.id }),
          );
          await queryClient.invalidateQueries({ queryKey: QUERY_KEY });
        }}
      />
    </section>
  );
}
