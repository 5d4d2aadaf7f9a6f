import { useQueryClient } from "@tanstack/react-query";
import { callSignIn } from "../data/session";
import { withStepUp } from "../data/stepUp";
import { TextInput, Toggle } from "../ui/fields";
import { announce } from "../ui/notices";
import { FormSection } from "../ui/Section";

/** Changes the operator's password. The first one is set by the link of a reset. */
export function OwnPassword({ hasPassword }: { readonly hasPassword: boolean }) {
  const queryClient = useQueryClient();
  if (!hasPassword)
    return (
      <section className="card" aria-labelledby="password">
        <h2 id="password">Password</h2>
        <p className="muted">You have no password, and need none with a passkey or a link.</p>
      </section>
    );
  return (
    <FormSection
      title="Password"
      submit="Change password"
      act={async ({ text, isOn }) => {
        const fields = {
          currentPassword: text("currentPassword"),
          newPassword: text("newPassword"),
          revokeOtherSessions: isOn("revokeOtherSessions"),
        };
        await withStepUp(async () => await callSignIn("/change-password", fields));
        announce("Changed the password");
        await queryClient.invalidateQueries({ queryKey: ["own"] });
      }}
    >
      <div className="columns">
        <TextInput
          label="Current password"
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          isRequired
        />
        <TextInput
          label="New password"
          name="newPassword"
          type="password"
          autoComplete="new-password"
          isRequired
        />
      </div>
      <Toggle label="End my other sessions" name="revokeOtherSessions" defaultSelected />
    </FormSection>
  );
}
