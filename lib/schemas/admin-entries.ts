import { z } from 'zod'
import type { GatheringStatus } from '@/lib/calendar/gatherings/choices'
import type { TaskStatus } from '@/lib/calendar/tasks/task'

/** A job's id as text, since it can exceed the safe integer range. */
export const jobId = z.string().regex(/^[1-9]\d{0,17}$/)

export interface UserEntry {
  id: string
  name: string
  email: string
  verified: boolean
  admin: boolean
  suspended: boolean
  createdAt: string
  lastUsed: string | null
  groups: number
}

/** An account with its sessions and memberships. */
export interface UserDetail extends UserEntry {
  memberships: { id: string; name: string; role: string }[]
  sessions: {
    id: string
    /** The raw user agent, and the browser and system derived from it. */
    userAgent: string | null
    browser: string | null
    system: string | null
    address: string | null
    createdAt: string
    lastUsed: string
  }[]
  calendars: number
}

export interface GroupEntry {
  id: string
  name: string
  createdAt: string
  members: number
  owners: string[]
}

export interface CalendarEntry {
  id: string
  name: string
  owner: string
  ofGroup: boolean
  createdAt: string
  deleted: boolean
  events: number
  shares: number
}

/** An event as shown to administrators: without its content. */
export interface EventEntry {
  id: string
  calendar: string
  calendarId: string
  creator: string | null
  kind: 'event' | 'meeting' | 'reminder'
  from: string
  to: string
  series: boolean
  private: boolean
  deleted: boolean
  attendees: number
  placements: number
  changed: string
}

/** A gathering as shown to administrators: without its texts and the names of its participants. */
export interface GatheringEntry {
  id: string
  organizer: string
  group: string | null
  status: GatheringStatus
  /** Whether everybody with the link to its page may vote. */
  isOpen: boolean
  deleted: boolean
  slots: number
  participants: number
  votes: number
  tasks: number
  deadline: string | null
  createdAt: string
}

/** A task as shown to administrators, without its texts. It belongs to a group, an event or a gathering. */
export interface TaskEntry {
  id: string
  group: string | null
  groupId: string | null
  event: string | null
  gathering: string | null
  status: TaskStatus
  assignee: string | null
  /** A date. */
  due: string | null
  series: boolean
  deleted: boolean
  createdAt: string
}

export interface InvitationEntry {
  id: string
  group: string
  role: string
  email: string | null
  by: string
  createdAt: string
  expires: string
  uses: number
  maxUses: number | null
  state: 'open' | 'used' | 'expired' | 'revoked'
}

export interface JobEntry {
  id: string
  name: string
  state: 'waiting' | 'running' | 'failing' | 'failed'
  attempts: number
  maxAttempts: number
  runAt: string
  createdAt: string
  error: string | null
}

export interface DeliveryEntry {
  id: string
  channel: string
  address: string
  template: string
  outcome: 'queued' | 'sent' | 'failed'
  attempts: number
  error: string | null
  createdAt: string
  sentAt: string | null
  /** Whether its content is still stored. That of sent mails is deleted. */
  hasContent: boolean
}

/** An attendee of an event, without what the event or the answer says. */
export interface AttendeeEntry {
  id: string
  eventId: string
  /** Name of the account, else the address or name. */
  attendee: string
  status: 'needs-action' | 'accepted' | 'tentative' | 'declined'
  partySize: number
  answeredAt: string | null
}

/** A reminder of an event, without what the event says. */
export interface ReminderEntry {
  id: string
  eventId: string
  receiver: string
  method: 'push' | 'email' | 'in-app'
  state: 'waiting' | 'overdue' | 'sent'
  dueAt: string
  sentAt: string | null
}

/** A mail that the mailbox of answers received. */
export interface ReceivedMailEntry {
  id: string
  outcome: 'answered' | 'commented' | 'bounced' | 'ignored'
  /** Why it was ignored. */
  reason: string | null
  event: string | null
  at: string
}

export interface FaultEntry {
  id: string
  /** The action, route or page in which it happened. */
  place: string
  message: string
  trace: string
  /** Number of times that it happened. */
  count: number
  firstSeen: string
  lastSeen: string
}

export interface AuditEntry {
  id: string
  at: string
  command: string
  /** The author; null for the administration shell or a deleted account. */
  by: string | null
  entity: string
  entityId: string
  /** Name of the affected entity. */
  about: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}
