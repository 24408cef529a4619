import type { receivedMails } from '@/db/schema/notifications'

/** What became of a mail. `reason`: why it was ignored, without texts of the mail. */
export interface MailOutcome {
  outcome: (typeof receivedMails.$inferSelect)['outcome']
  reason?: string
  eventId?: string
}

export function ignored(reason: string, eventId?: string): MailOutcome {
  return { outcome: 'ignored', reason, eventId }
}
