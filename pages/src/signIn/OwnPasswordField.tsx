import { TextInput } from "../ui/fields";

/** Changes of the second factor need the password of who has one. */
export const toProof = (hasPassword: boolean, password: string): object =>
  hasPassword ? { password } : {};

export const OwnPasswordField = () => (
  <TextInput
    label="Your password"
    name="password"
    type="password"
    autoComplete="current-password"
    isRequired
    autoFocus
  />
);
