import { useState } from "react";
import {
  OrganizationSwitcher,
  RedirectToSignIn,
  SignedOut,
  useHostedSignIn,
  UserButton,
} from "../../../src/react";

/** The hosted pages, as an app leads to them. The page `protected` leads there by itself. */
export function Hosted() {
  const { signInWithRedirect, signOutWithRedirect, error } = useHostedSignIn();
  const [refused, setRefused] = useState("");
  const parameters = new URLSearchParams(location.search);
  const returnTo = parameters.get("return-to") ?? "notes?sort=asc#first";
  const there = URL.canParse(returnTo) ? returnTo : new URL(returnTo, location.href).href;
  const signIn = async (options: Parameters<typeof signInWithRedirect>[0]) => {
    const result = await signInWithRedirect({ returnTo: there, ...options });
    setRefused(result.error?.code ?? "");
  };
  return (
    <nav>
      {location.pathname.endsWith("/protected") && (
        <SignedOut>
          <RedirectToSignIn
            organizationId={parameters.get("organization") ?? undefined}
            renderError={({ code }) => <p role="alert">{code}</p>}
          />
        </SignedOut>
      )}
      <button onClick={() => void signIn({})}>Hosted sign-in</button>
      <button onClick={() => void signIn({ screenHint: "sign-up" })}>Hosted sign-up</button>
      <button onClick={() => void signIn({ prompt: "none" })}>Silent sign-in</button>
      <button onClick={() => void signOutWithRedirect()}>Hosted sign-out</button>
      <UserButton />
      <OrganizationSwitcher />
      <output data-testid="hosted-error">{error?.code ?? refused}</output>
    </nav>
  );
}
