import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { callSignIn, sessionQuery } from "../data/session";
import { withStepUp } from "../data/stepUp";
import { Button } from "../ui/Button";
import { ActDialog } from "../ui/dialogs";
import { announce } from "../ui/notices";
import { Loading } from "../ui/states";
import { BackupCodes } from "./BackupCodes";
import { EnrolmentDialog } from "./EnrolmentDialog";
import { OwnPasswordField, toProof } from "./OwnPasswordField";

type Open = "enrol" | "codes" | "remove" | null;

interface PasswordProps {
  readonly hasPassword: boolean;
}

/** The operator's authenticator app: set up, backup codes, removal. */
export function AuthenticatorApp({ hasPassword }: PasswordProps) {
  const { data: operator } = useQuery(sessionQuery);
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const [backupCodes, setBackupCodes] = useState<readonly string[] | null>(null);
  const close = () => setOpen(null);
  const reload = async () => await queryClient.invalidateQueries(sessionQuery);
  return (
    <section className="card" aria-labelledby="authenticator">
      <div className="section-header">
        <h2 id="authenticator">Authenticator app</h2>
        {operator?.twoFactorEnabled === false && (
          <Button onPress={() => setOpen("enrol")}>Set up</Button>
        )}
        {operator?.twoFactorEnabled && (
          <div className="actions">
            <Button onPress={() => setOpen("codes")}>Make backup codes</Button>
            <Button tone="danger" onPress={() => setOpen("remove")}>
              Remove app
            </Button>
          </div>
        )}
      </div>
      {!operator && <Loading />}
      {operator && (
        <p className="muted">
          {operator.twoFactorEnabled
            ? "Set up. Codes of the app, or backup codes, confirm your sign-ins."
            : "Not set up."}
        </p>
      )}
      {open === "enrol" && (
        <EnrolmentDialog
          hasPassword={hasPassword}
          onClose={close}
          onDone={(codes) => {
            setBackupCodes(codes);
            void reload();
          }}
        />
      )}
      <ActDialog
        title="Make backup codes"
        isOpen={open === "codes"}
        onClose={close}
        submit="Make codes"
        act={async ({ text }) => {
          const made = await withStepUp(
            async () =>
              await callSignIn<{ backupCodes: string[] }>(
                "/two-factor/generate-backup-codes",
                toProof(hasPassword, text("password")),
              ),
          );
          setBackupCodes(made.backupCodes);
        }}
      >
        <p>New codes replace the earlier ones, which stop working.</p>
        {hasPassword && <OwnPasswordField />}
      </ActDialog>
      <ActDialog
        title="Remove the authenticator app"
        isOpen={open === "remove"}
        onClose={close}
        submit="Remove app"
        tone="danger"
        act={async ({ text }) => {
          await withStepUp(
            async () =>
              await callSignIn("/two-factor/disable", toProof(hasPassword, text("password"))),
          );
          announce("Removed the authenticator app");
          await reload();
        }}
      >
        <p>
          The app and its backup codes confirm nothing any more. Without a passkey you then have no
          second factor, which operators need.
        </p>
        {hasPassword && <OwnPasswordField />}
      </ActDialog>
      {backupCodes && <BackupCodes codes={backupCodes} onClose={() => setBackupCodes(null)} />}
    </section>
  );
}
