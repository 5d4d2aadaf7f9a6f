import { SUPER_ADMIN } from "../rbac/catalogue";
import { insertUser } from "../users/model";

/** Creates an operator whose address is proven. `context` is the admin project's. */
export const insertOperator = async (
  context: Parameters<typeof insertUser>[0],
  { email, name }: { readonly email: string; readonly name: string },
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
