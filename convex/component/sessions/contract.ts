import * as z from "zod/mini";
import { idOutput, isoDate } from "../wire/fields";

/** A signed-in browser or device. Only that browser or device ever receives its token. */
export const Session = z.object({
  id: idOutput("session"),
  userId: z.string(),
  expiresAt: isoDate(),
  ipAddress: z.nullable(z.string()),
  /**
   * Whether the deployment's proxy named the address (`BANATA_AUTH_CLIENT_ADDRESS`), or a server of
   * the app with an API key. False: it is only what the client claimed.
   */
  ipAddressVerified: z.boolean(),
  userAgent: z.nullable(z.string()),
  /** The organization that the app currently shows. It grants no permissions. */
  activeOrganizationId: z.nullable(z.string()),
  impersonatedBy: z.nullable(z.string()),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type Session = z.output<typeof Session>;
