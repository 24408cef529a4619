import type { receivedMails } from '@/db/schema/notifications'

/** Outcome of handling a received mail. `reason`: why the mail was ignored, without texts of the mail. */
export interface MailOutcome {
  outcome: (typeof receivedMails.$inferSelect)['outcome']
  reason?: string
  eventId?: string
}

export function ignored(reason: string, eventId?: string): MailOutcome {
  return { outcome: 'ignored', reason, eventId }
}
