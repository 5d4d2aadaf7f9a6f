import { useAuth } from "@banata-auth/convex/react";
import { useState, type SubmitEvent } from "react";

/** Takes people to their organization's identity provider, which their address names. */
export function SsoForm() {
  const auth = useAuth();
  const [problem, setProblem] = useState(readProblem);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email"));
    const { error } = await auth.signIn.sso({
      email,
      callbackURL: "/own-form",
      errorCallbackURL: "/own-form",
    });
    setProblem(error?.message);
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <h2>Single sign-on</h2>
      <input
        name="email"
        type="email"
        aria-label="Work email"
        placeholder="Work email"
        autoComplete="email"
        required
      />
      <button>Sign in with SSO</button>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </form>
  );
}

/** `errorCallbackURL` gets the code of a refused sign-in. */
function readProblem(): string | undefined {
  const code = new URLSearchParams(location.search).get("error_code");
  if (code === null) return undefined;
  return `Your organization's sign-in was refused. Give your administrator this code: ${code}`;
}
