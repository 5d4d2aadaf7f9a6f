import { createBanataAuthServer } from "@banata-auth/convex/next";

/** Reads BANATA_API_KEY, BANATA_AUTH_URL and NEXT_PUBLIC_CONVEX_URL. */
export const auth = createBanataAuthServer();
