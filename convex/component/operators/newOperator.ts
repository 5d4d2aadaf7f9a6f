import { SUPER_ADMIN } from "../rbac/catalogue";
import { insertUser } from "../users/model";

/**
 * Creates an operator whose address is proven, by default with the address's local part as the name:
 * an address may be longer than a name. `context` is the admin project's.
 */
export const insertOperator = async (
  context: Parameters<typeof insertUser>[0],
  {
    email,
    name = email.split("@")[0] ?? email,
  }: { readonly email: string; readonly name?: string },
) =>
  await insertUser(context, {
    email,
    name,
    emailVerified: true,
    roles: [SUPER_ADMIN],
    image: null,
    username: null,
    phoneNumber: null,
    metadata: {},
  });
