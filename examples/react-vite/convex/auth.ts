import { authFunctions } from "@banata-auth/convex";
import { components } from "./_generated/api";

export const { currentUser, session, organizations, organization, members, permissions } =
  authFunctions(components.banataAuth);
