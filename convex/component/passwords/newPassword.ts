/** The only way to hash a new password: always checks the policy first. For actions. */
import { hashPassword } from "./argon2";
import { assertPasswordAllowed, type Circumstances } from "./policy";

/** Throws `validation_error` for the field. */
export async function hashNewPassword(
  field: string,
  password: string,
  circumstances: Circumstances,
): Promise<string> {
  await assertPasswordAllowed(field, password, circumstances);
  return await hashPassword(password);
}
