import { z } from 'zod'
import { jobId } from './admin-entries'
import { REGISTRATION_POLICIES } from './choices'
import { count, version } from './outputs'
import { uuid } from './text'

export const updateInstance = z
  .object({ registration: z.enum(REGISTRATION_POLICIES), version: z.number().int().min(1) })
  .strict()

export const updateInstanceOutput = z.strictObject({ version })

export const userInput = z.object({ user: uuid }).strict()

export const setInstanceAdmin = z.object({ user: uuid, admin: z.boolean() }).strict()

export const withdrawInvitation = z.object({ invitation: uuid }).strict()

export const jobInput = z.object({ job: jobId }).strict()
export const jobOutput = z.strictObject({ id: jobId })

export const retryDelivery = z.object({ delivery: uuid }).strict()

export const resendReminder = z.object({ reminder: uuid }).strict()

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
  microsoft: boolean
  /** Live updates: by the built-in server, by Pusher, or by another server that speaks its protocol. */
  realtime: 'built-in' | 'pusher' | 'server'
  users: number
  suspended: number
  groups: number
  calendars: number
  events: number
}

export const rotateKeys = z.object({}).strict()

/** Numbers of connected accounts: encrypted again, and those that no key decrypts. */
export const rotateKeysOutput = z.strictObject({ rotated: count, unreadable: count })
