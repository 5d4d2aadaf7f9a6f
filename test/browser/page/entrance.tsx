import { useState, type FormEvent } from "react";
import { useAuth } from "../../../src/react";

/** What the page passes to `signIn.sso`, besides the typed address or the connection. */
export interface PageSso {
  readonly providerType?: "saml" | "oidc";
  readonly connectionId?: string;
  readonly organizationId?: string;
  readonly errorCallbackURL?: string;
}

/** Nobody is signed in: the ways in, and the second step of those who have one. */
export function Entrance({ sso = {} }: { readonly sso?: PageSso | undefined }) {
  const auth = useAuth();
  const [failure, setFailure] = useState("");
  const [asksForCode, setAsksForCode] = useState(false);
  const show = (error: { status: number; code?: string } | null) =>
    setFailure(error ? `${error.status} ${error.code}` : "");

  const enter = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    const [email, password, action] = ["email", "password", "action"].map((name) =>
      String(form.get(name)),
    ) as [string, string, string];
    if (action === "link")
      return show((await auth.signIn.magicLink({ email, callbackURL: location.href })).error);
    if (action === "sso") {
      const { error } = await auth.signIn.sso({ email, callbackURL: location.href, ...sso });
      return show(error);
    }
    if (action === "up")
      return show(
        (await auth.signUp.email({ email, password, name: "Ada", callbackURL: location.href }))
          .error,
      );
    const { data, error } = await auth.signIn.email({ email, password });
    setAsksForCode(data !== null && "twoFactorRedirect" in data);
    show(error);
  };
  const confirm = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    show(
      (
        await auth.twoFactor.verifyTotp({
          code: String(new FormData(event.currentTarget).get("code")),
        })
      ).error,
    );
  };
  return (
    <>
      <form onSubmit={(event) => void enter(event)}>
        <input name="email" aria-label="email" />
        <input name="password" type="password" aria-label="password" />
        <button name="action" value="up">
          Sign up
        </button>
        <button name="action" value="in">
          Sign in
        </button>
        <button name="action" value="link">
          Mail me a link
        </button>
        <button name="action" value="sso">
          Sign in with SSO
        </button>
      </form>
      <button
        onClick={() =>
          void auth.signIn
            .sso({ callbackURL: location.href, ...sso })
            .then(({ error }) => show(error))
        }
      >
        Sign in through the connection
      </button>
      <button
        onClick={() =>
          void auth.signIn.passkey().then(({ error }) => setFailure(error ? `${error.status}` : ""))
        }
      >
        Sign in with a passkey
      </button>
      {asksForCode && (
        <form onSubmit={(event) => void confirm(event)}>
          <input name="code" aria-label="code" />
          <button>Confirm</button>
        </form>
      )}
      <output data-testid="failure">{failure}</output>
    </>
  );
}
