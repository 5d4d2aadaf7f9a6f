import { useQueryClient } from "@tanstack/react-query";
import { callSignIn } from "../data/session";
import { withStepUp } from "../data/stepUp";
import { TextInput, Toggle } from "../ui/fields";
import { announce } from "../ui/notices";
import { FormSection } from "../ui/Section";

/** Sets the operator's first password, or changes it. */
export const OwnPassword = ({ hasPassword }: { readonly hasPassword: boolean }) =>
  hasPassword ? <PasswordChange /> : <FirstPassword />;

const NewPassword = () => (
  <TextInput
    label="New password"
    name="newPassword"
    type="password"
    autoComplete="new-password"
    isRequired
  />
);

function FirstPassword() {
  const reload = useReload();
  return (
    <FormSection
      title="Password"
      about="You have no password, and need none with a passkey or a link. Setting one ends your other sessions."
      submit="Set password"
      act={async ({ text }) => {
        const newPassword = text("newPassword");
        await withStepUp(async () => await callSignIn("/set-password", { newPassword }));
        announce("Set the password");
        await reload();
      }}
    >
      <NewPassword />
    </FormSection>
  );
}

function PasswordChange() {
  const reload = useReload();
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
        await reload();
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
        <NewPassword />
      </div>
      <Toggle label="End my other sessions" name="revokeOtherSessions" defaultSelected />
    </FormSection>
  );
}

function useReload(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => await queryClient.invalidateQueries({ queryKey: ["own"] });
}
