import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "react-aria-components";
import { canUsePasskeys, signInWithPasskey } from "../data/passkeys";
import { callSignIn, sessionQuery } from "../data/session";
import { adminProjectId } from "../site";
import { Button } from "../ui/Button";
import { readForm, usePerformance, type FormValues } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { PageHeader } from "../ui/PageHeader";
import { Refusal } from "../ui/states";

/** Operators sign in with a passkey, a password and a code, or a link of the command line. */
export function SignInPage() {
  const { next } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [needsCode, setNeedsCode] = useState(false);
  const enter = async () => {
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    // An address of the console only: the router knows no other.
    if (next?.startsWith("/") && !next.startsWith("//")) router.history.push(toHref(router, next));
    else await navigate({ to: "/" });
  };
  return (
    <main className="alone" id="content">
      <PageHeader title="Sign in to the console" />
      {adminProjectId === "" ? (
        <CommandHint text="This deployment has no operators yet. Create the first one:" />
      ) : needsCode ? (
        <CodeForm onDone={() => void enter()} />
      ) : (
        <>
          {canUsePasskeys && <PasskeyButton onDone={() => void enter()} />}
          <PasswordForm onCodeNeeded={() => setNeedsCode(true)} onDone={() => void enter()} />
          <CommandHint text="No passkey or password yet? Make a sign-in link:" />
        </>
      )}
    </main>
  );
}

/** `next` has the path of the console in it already. */
const toHref = (router: ReturnType<typeof useRouter>, next: string): string =>
  next.startsWith(router.basepath) ? next : `${router.basepath}${next}`;

const CommandHint = ({ text }: { readonly text: string }) => (
  <div className="hint">
    <p>{text}</p>
    <pre tabIndex={0} aria-label="command">
      <code>npx banata-auth operator link --email you@example.com</code>
    </pre>
  </div>
);

interface Step {
  readonly onDone: () => void;
}

function PasskeyButton({ onDone }: Step) {
  const { error, isPending, perform } = usePerformance(signInWithPasskey, onDone);
  return (
    <div className="stack">
      {error && <Refusal error={error} />}
      <Button tone="primary" isPending={isPending} onPress={() => void perform(undefined)}>
        Sign in with a passkey
      </Button>
      <p className="divider">or</p>
    </div>
  );
}

function PasswordForm({ onDone, onCodeNeeded }: Step & { readonly onCodeNeeded: () => void }) {
  const signIn = async ({ text }: FormValues) => {
    const { twoFactorRedirect } = await callSignIn<{ twoFactorRedirect?: boolean }>(
      "/sign-in/email",
      { email: text("email"), password: text("password") },
    );
    if (twoFactorRedirect) onCodeNeeded();
    else onDone();
  };
  return (
    <SignInForm act={signIn} submit="Sign in">
      <TextInput
        label="Email"
        name="email"
        type="email"
        autoComplete="username webauthn"
        isRequired
      />
      <TextInput
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        isRequired
      />
    </SignInForm>
  );
}

function CodeForm({ onDone }: Step) {
  const verify = async ({ text }: FormValues) => {
    await callSignIn("/two-factor/verify-totp", { code: text("code") });
    onDone();
  };
  return (
    <SignInForm act={verify} submit="Continue">
      <TextInput
        label="Code of your authenticator app"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        isRequired
        isCode
      />
    </SignInForm>
  );
}

interface SignInFormProps {
  readonly act: (values: FormValues) => Promise<void>;
  readonly submit: string;
  readonly children: React.ReactNode;
}

function SignInForm({ act, submit, children }: SignInFormProps) {
  const { error, isPending, perform } = usePerformance(act, () => undefined);
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void perform(readForm(event.currentTarget));
      }}
    >
      {error && <Refusal error={error} />}
      {children}
      <Button type="submit" tone={canUsePasskeys ? "plain" : "primary"} isPending={isPending}>
        {submit}
      </Button>
    </Form>
  );
}
