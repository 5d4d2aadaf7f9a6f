import { z } from "zod";

/** A mail as the deployed code posts it. */
export const postedMessage = z.object({
  to: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  /** Details about the mail, which the mailbox only displays. */
  messageId: z.string().optional(),
  template: z.string().optional(),
  projectId: z.string().optional(),
});

export interface MailboxMessage extends z.output<typeof postedMessage> {
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
}
