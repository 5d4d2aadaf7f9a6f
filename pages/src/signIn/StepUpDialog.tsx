import { useSyncExternalStore } from "react";
import { canUsePasskeys, signInWithPasskey } from "../data/passkeys";
import { callSignIn } from "../data/session";
import { stepUpRequest } from "../data/stepUp";
import { Button } from "../ui/Button";
import { ActDialog, usePerformance } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { Refusal } from "../ui/states";

/** Confirms the operator before an act that needs a recent sign-in, and lets the act go on. */
export function StepUpDialog() {
  const asked = useSyncExternalStore(stepUpRequest.subscribe, stepUpRequest.current);
  return (
    <ActDialog
      title="Confirm that it is you"
      isOpen={asked !== null}
      onClose={() => asked?.dismissed()}
      submit="Confirm"
      act={async ({ text }) => {
        const code = text("code");
        if (code === "") await callSignIn("/verify-password", { password: text("password") });
        else await callSignIn("/two-factor/verify-totp", { code });
        asked?.confirmed();
      }}
    >
      <p>
        This act needs a recent confirmation: a passkey, your password, or a code. If you have a
        second factor, it needs that one. Without any of them, make a new link with{" "}
        <code>npx banata-auth operator link</code>.
      </p>
      {canUsePasskeys && <PasskeyConfirmation onDone={() => asked?.confirmed()} />}
      <TextInput label="Password" name="password" type="password" autoComplete="current-password" />
      <TextInput
        label="Code of your authenticator app"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        isCode
      />
    </ActDialog>
  );
}

function PasskeyConfirmation({ onDone }: { readonly onDone: () => void }) {
  const { error, isPending, perform } = usePerformance(signInWithPasskey, onDone);
  return (
    <>
      {error && <Refusal error={error} />}
      <Button isPending={isPending} onPress={() => void perform(undefined)}>
        Confirm with a passkey
      </Button>
    </>
  );
}
