import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { type Mailbox, mailboxOf } from './mailbox'
import { type MicrosoftAccess, type MicrosoftRequests, microsoftRequests } from './requests'

/** An account of Microsoft: how its requests are sent, and what is known of its mailbox. */
export interface MicrosoftAccount {
  requests: MicrosoftRequests
  mailbox: Mailbox
}

export function microsoftAccount(access: MicrosoftAccess): MicrosoftAccount {
  const requests = microsoftRequests(access)
  return { requests, mailbox: mailboxOf(requests) }
}

/** Returns the path of a calendar. `/me/events` does not find the events of calendars that others share. */
export function graphCalendarPath({ id }: Pick<RemoteCalendar, 'id'>): string {
  return `me/calendars/${encodeURIComponent(id)}`
}

export function graphEventPath(calendar: Pick<RemoteCalendar, 'id'>, id: string): string {
  return `${graphCalendarPath(calendar)}/events/${encodeURIComponent(id)}`
}
