import { z } from 'zod'
import { REGISTRATION_POLICIES } from './choices'
import { uuid } from './text'

export const updateInstance = z
  .object({ registration: z.enum(REGISTRATION_POLICIES), version: z.number().int().min(1) })
  .strict()

/** What is done to one account. */
export const ofUser = z.object({ user: uuid }).strict()

export const setInstanceAdmin = z.object({ user: uuid, admin: z.boolean() }).strict()

export const withdrawInvitation = z.object({ invitation: uuid }).strict()

/** A job's number, as text: it may be larger than a number is exact. */
const jobId = z.string().regex(/^[1-9]\d{0,17}$/)

export const ofJob = z.object({ job: jobId }).strict()

export const retryDelivery = z.object({ delivery: uuid }).strict()

/** What can be looked through. Each is a page below /admin. */
export const ADMIN_LISTS = [
  'users',
  'groups',
  'calendars',
  'events',
  'invitations',
  'jobs',
  'deliveries',
  'faults',
  'acts',
] as const
export type AdminList = (typeof ADMIN_LISTS)[number]

/** What a list can be narrowed to. */
export const ADMIN_FILTERS = {
  users: ['suspended', 'admin', 'unverified'],
  groups: [],
  calendars: ['personal', 'group', 'deleted'],
  events: ['series', 'private', 'deleted'],
  invitations: ['open', 'over'],
  jobs: ['waiting', 'failing', 'failed'],
  deliveries: ['queued', 'sent', 'failed'],
  faults: [],
  acts: [],
} as const satisfies Record<AdminList, readonly string[]>

/** How a list is asked for, in an address: what is no use there is as if it were not there. */
export const listQuery = z.object({
  /** Words to be found. */
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  is: z.string().max(20).optional().catch(undefined),
  /** Of which user, group or calendar. */
  of: uuid.optional().catch(undefined),
  /** Where the page before ended. */
  before: z.union([uuid, jobId]).optional().catch(undefined),
})
export type ListQuery = z.output<typeof listQuery>

/** Some of a list, the latest first, and where the next ones begin. Instants are ISO 8601. */
export interface ListPage<Row> {
  rows: Row[]
  next: string | null
}

export interface UserEntry {
  id: string
  name: string
  email: string
  verified: boolean
  admin: boolean
  suspended: boolean
  since: string
  lastUsed: string | null
  groups: number
}

/** An account with what can be done about it. */
export interface UserDetail extends UserEntry {
  memberships: { id: string; name: string; role: string }[]
  sessions: {
    id: string
    /** What it called itself, and as people call that. */
    userAgent: string | null
    browser: string | null
    system: string | null
    address: string | null
    since: string
    lastUsed: string
  }[]
  calendars: number
}

export interface GroupEntry {
  id: string
  name: string
  since: string
  members: number
  owners: string[]
}

export interface CalendarEntry {
  id: string
  name: string
  owner: string
  ofGroup: boolean
  since: string
  deleted: boolean
  events: number
  shares: number
}

/** An event as those know it who look after the machine: never what it says. */
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

export interface InvitationEntry {
  id: string
  group: string
  role: string
  email: string | null
  by: string
  since: string
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
  since: string
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
  since: string
  sentAt: string | null
  /** Whether it can be sent again: what was sent is forgotten. */
  kept: boolean
}

export interface FaultEntry {
  id: string
  place: string
  message: string
  trace: string
  /** How often it happened, first and last. */
  count: number
  since: string
  lastSeen: string
}

export interface AuditEntry {
  id: string
  at: string
  command: string
  /** Who did it; null for the machine's shell, or who is gone. */
  by: string | null
  entity: string
  entityId: string
  /** What it was done to, by name. */
  about: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** What each list has. */
export interface EntryByList {
  users: UserEntry
  groups: GroupEntry
  calendars: CalendarEntry
  events: EventEntry
  invitations: InvitationEntry
  jobs: JobEntry
  deliveries: DeliveryEntry
  faults: FaultEntry
  acts: AuditEntry
}

/** How this installation is. */
export interface Health {
  kinday: string
  node: string
  postgres: string
  /** Seconds that this process has run. */
  uptime: number
  memory: number
  databaseBytes: number
  connections: number
  maxConnections: number
  /** Processes that take jobs. */
  workers: number
  jobsWaiting: number
  jobsFailing: number
  /** Seconds that the oldest job is late. */
  oldestJob: number | null
  /** Changes whose ping has not been sent for a while. */
  pendingPings: number
  faultsToday: number
  lastFault: string | null
  deliveriesFailed: number
  diskFree: number | null
  diskSize: number | null
  mail: boolean
  google: boolean
  realtime: 'built-in' | 'pusher' | 'server'
  users: number
  suspended: number
  groups: number
  calendars: number
  events: number
}
