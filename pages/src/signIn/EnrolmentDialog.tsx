import { useRef, useState } from "react";
import { callSignIn } from "../data/session";
import { withStepUp } from "../data/stepUp";
import { CopyButton } from "../ui/CopyButton";
import { ActDialog } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { announce } from "../ui/notices";
import { QrCode } from "../ui/QrCode";
import { OwnPasswordField, toProof } from "./OwnPasswordField";

interface Enrolment {
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
}

interface EnrolmentDialogProps {
  readonly hasPassword: boolean;
  readonly onClose: () => void;
  /** With the backup codes, once a code of the app was right. */
  readonly onDone: (backupCodes: readonly string[]) => void;
}

/** Two steps: a new secret for the app, then a code of the app. */
export function EnrolmentDialog({ hasPassword, onClose, onDone }: EnrolmentDialogProps) {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  return enrolment ? (
    <ActDialog
      title="Confirm the app"
      isOpen
      onClose={onClose}
      submit="Confirm code"
      act={async ({ text }) => {
        await callSignIn("/two-factor/verify-totp", { code: text("code") });
        announce("Set up the authenticator app");
        onDone(enrolment.backupCodes);
      }}
    >
      <p>Scan this with your authenticator app, or type the key into it. Then enter its code.</p>
      <QrCode text={enrolment.totpURI} label="Key of the authenticator app as a QR code" />
      <Key uri={enrolment.totpURI} />
      <TextInput
        label="Code of your authenticator app"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        isRequired
        isCode
        autoFocus
      />
    </ActDialog>
  ) : (
    <Beginning hasPassword={hasPassword} onClose={onClose} onBegun={setEnrolment} />
  );
}

interface BeginningProps {
  readonly hasPassword: boolean;
  readonly onClose: () => void;
  readonly onBegun: (enrolment: Enrolment) => void;
}

function Beginning({ hasPassword, onClose, onBegun }: BeginningProps) {
  const begun = useRef<Enrolment | null>(null);
  return (
    <ActDialog
      title="Set up an authenticator app"
      isOpen
      onClose={onClose}
      submit="Continue"
      act={async ({ text }) => {
        begun.current = await withStepUp(
          async () =>
            await callSignIn<Enrolment>(
              "/two-factor/enable",
              toProof(hasPassword, text("password")),
            ),
        );
      }}
      onDone={() => begun.current && onBegun(begun.current)}
    >
      <p>
        An app such as those of your phone shows a new code every 30 seconds. It confirms your
        sign-ins.
      </p>
      {hasPassword && <OwnPasswordField />}
    </ActDialog>
  );
}

function Key({ uri }: { readonly uri: string }) {
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  return (
    <div className="secret">
      <code aria-label="Key of the app">{secret}</code>
      <CopyButton text={secret} what="key of the app" />
    </div>
  );
}
