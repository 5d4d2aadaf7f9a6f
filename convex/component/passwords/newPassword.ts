/** The one way in which a password becomes a hash: not without the policy. In an action. */
import { hashPassword } from "./hash";
import { assertGood, type Circumstances } from "./policy";

/** Throws 422 that names the field. */
export async function hashNewPassword(
  field: string,
  password: string,
  circumstances: Circumstances,
): Promise<string> {
  await assertGood(field, password, circumstances);
  return await hashPassword(password);
}
