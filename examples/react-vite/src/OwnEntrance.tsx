import { SignInForm } from "./SignInForm";
import { SsoForm } from "./SsoForm";

/** The same with forms of this app. */
export function OwnEntrance() {
  return (
    <>
      <SignInForm />
      <SsoForm />
    </>
  );
}
