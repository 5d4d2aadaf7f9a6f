import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SsoConnection } from "../../../src/index";
import { reloadGroups, useAct, useProjectId } from "../data/operations";
import { Button } from "../ui/Button";
import { ContentDialog } from "../ui/dialogs";
import { Refusal } from "../ui/states";

/** Its result is read when the dialog closes. */
export function TestSignIn({ connection }: { readonly connection: SsoConnection }) {
  const projectId = useProjectId();
  const queryClient = useQueryClient();
  const [url, setUrl] = useState<string | null>(null);
  const test = useAct({
    operation: "sso.testConnection",
    run: async (client) => await client.sso.testConnection(connection.id),
    reloads: [],
  });
  const begin = async () => {
    const answer = await test.mutateAsync().catch(() => null); // shown below
    if (answer) setUrl(answer.url);
  };
  const close = () => {
    setUrl(null);
    void reloadGroups(queryClient, projectId, ["sso"]);
  };
  return (
    <>
      <Button
        isDisabled={connection.state === "draft"}
        isPending={test.isPending}
        onPress={() => void begin()}
      >
        Test sign-in
      </Button>
      {test.error && <Refusal error={test.error} />}
      <ContentDialog title="Test sign-in" isOpen={url !== null} onClose={close}>
        <p>
          Sign in at the identity provider within ten minutes. The last page shows what it sends;
          neither a user nor a session is created. Then close this dialog.
        </p>
        <p>
          <a href={url ?? undefined} target="_blank" rel="noreferrer">
            Open the test sign-in
          </a>
        </p>
      </ContentDialog>
    </>
  );
}
