import { z } from 'zod'
import { REGISTRATION_POLICIES } from './choices'
import { version } from './outputs'
import { uuid } from './text'

export const updateInstance = z
  .object({ registration: z.enum(REGISTRATION_POLICIES), version: z.number().int().min(1) })
  .strict()

export const updateInstanceOutput = z.strictObject({ version })

export const userInput = z.object({ user: uuid }).strict()

export const setInstanceAdmin = z.object({ user: uuid, admin: z.boolean() }).strict()

export const withdrawInvitation = z.object({ invitation: uuid }).strict()

/** A job's id as text, since it can exceed the safe integer range. */
const jobId = z.string().regex(/^[1-9]\d{0,17}$/)

export const jobInput = z.object({ job: jobId }).strict()
export const jobOutput = z.strictObject({ id: jobId })

export const retryDelivery = z.object({ delivery: uuid }).strict()

/** Lists of the administration, each a page below /admin. */
export const ADMIN_LISTS = [
  'users',
  'groups',
  'calendars',
  'events',
  'invitations',
  'jobs',
  'deliveries',
  'faults',
  'audit',
] as const
export type AdminList = (typeof ADMIN_LISTS)[number]

/** Filters of each list. */
export const ADMIN_FILTERS = {
  users: ['suspended', 'admin', 'unverified'],
  groups: [],
  calendars: ['personal', 'group', 'deleted'],
  events: ['series', 'private', 'deleted'],
  invitations: ['open', 'closed'],
  jobs: ['waiting', 'failing', 'failed'],
  deliveries: ['queued', 'sent', 'failed'],
  faults: [],
  audit: [],
} as const satisfies Record<AdminList, readonly string[]>

/** Query parameters of a list. Invalid ones are ignored. */
export const listQuery = z.object({
  /** Search text. */
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  /** Filter, one of the list's {@link ADMIN_FILTERS}. */
  is: z.string().max(20).optional().catch(undefined),
  /** Id of a user, group or calendar to filter by. */
  of: uuid.optional().catch(undefined),
  /** Cursor: the last id of the previous page. */
  before: z.union([uuid, jobId]).optional().catch(undefined),
})
export type ListQuery = z.output<typeof listQuery>

/** A page of a list, latest first, with the cursor of the next. Instants are ISO 8601. */
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

/** Row type of each list. */
export interface EntryByList {
  users: UserEntry
  groups: GroupEntry
  calendars: CalendarEntry
  events: EventEntry
  invitations: InvitationEntry
  jobs: JobEntry
  deliveries: DeliveryEntry
  faults: FaultEntry
  audit: AuditEntry
}

/** State of the installation. */
export interface Health {
  /** Versions. */
  kinday: string
  node: string
  postgres: string
  /** Uptime of this process in seconds. */
  uptime: number
  /** Resident memory of this process in bytes. */
  memory: number
  databaseBytes: number
  connections: number
  maxConnections: number
  /** Number of running workers. */
  workers: number
  jobsWaiting: number
  jobsFailing: number
  /** Delay of the oldest waiting job in seconds. */
  oldestJobDelay: number | null
  /** Number of changes whose ping is overdue. */
  pendingPings: number
  faultsToday: number
  lastFault: string | null
  deliveriesFailed: number
  diskFree: number | null
  diskSize: number | null
  mail: boolean
  google: boolean
  /** Live updates: by the built-in server, by Pusher, or by another server that speaks its protocol. */
  realtime: 'built-in' | 'pusher' | 'server'
  users: number
  suspended: number
  groups: number
  calendars: number
  events: number
}
