import { useAuth } from "@banata-auth/convex/react";
import { useState, type SubmitEvent } from "react";

/** Signs up or in; the page then changes by itself, because `<SignedIn>` follows the session. */
export function SignInForm() {
  const auth = useAuth();
  const [isNew, setIsNew] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (field: string) => String(form.get(field));
    const credentials = { email: read("email"), password: read("password") };
    const { error } = isNew
      ? await auth.signUp.email({ name: read("name"), ...credentials })
      : await auth.signIn.email(credentials);
    setProblem(error?.message);
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>{isNew ? "Create an account" : "Sign in"}</h1>
      {isNew && <input name="name" aria-label="Name" placeholder="Name" required />}
      <input
        name="email"
        type="email"
        aria-label="Email"
        placeholder="Email"
        autoComplete="username"
        required
      />
      <input
        name="password"
        type="password"
        aria-label="Password"
        placeholder="Password"
        autoComplete={isNew ? "new-password" : "current-password"}
        required
      />
      <button>{isNew ? "Sign up" : "Sign in"}</button>
      <button type="button" onClick={() => setIsNew(!isNew)}>
        {isNew ? "I have an account" : "I am new here"}
      </button>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </form>
  );
}
