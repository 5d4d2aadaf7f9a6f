import { createBanataAuthServer } from "@banata-auth/convex/next";

/** Reads BANATA_API_KEY, BANATA_AUTH_URL, BANATA_CLIENT_ID and NEXT_PUBLIC_CONVEX_URL. */
export const auth = createBanataAuthServer();
