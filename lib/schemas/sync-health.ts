import { z } from 'zod'
import { CONNECTION_KINDS, SYNC_DIRECTIONS } from '@/lib/calendar/sync-choices'
import { DETAIL_LEVELS } from './choices'
import { count } from './outputs'
import { uuid } from './text'

/** Epoch milliseconds. */
const time = z.number().nullable()

const calendar = z.strictObject({ id: uuid, name: z.string(), color: z.string() })

/** A remote calendar that is synced, with the state of its sync. */
export const bindingHealth = z.strictObject({
  id: uuid,
  /** The name of the remote calendar. */
  name: z.string(),
  /** Null if its user no longer sees the calendar. */
  calendar: calendar.nullable(),
  direction: z.enum(SYNC_DIRECTIONS),
  /** Whether it can be synced both ways. */
  canWrite: z.boolean(),
  state: z.enum(['active', 'paused', 'needs-approval', 'stopped']),
  /** Why the last run failed, as a code. */
  problem: z.string().nullable(),
  isRunning: z.boolean(),
  lastRunAt: time,
  lastSuccessAt: time,
  nextRunAt: time,
  intervalMinutes: z.number().nullable(),
  /** Another calendar in which its events are shown, too. */
  placedIn: calendar.nullable(),
  placedDetail: z.enum(DETAIL_LEVELS).nullable(),
  /** Number of synced events. */
  events: count,
  /** Number of objects that are not synced. */
  skipped: count,
  /** Number of conflicts that wait for a choice. */
  conflicts: count,
  /** Whether another member's connection keeps the calendar synced if the user disconnects it. */
  isFollowed: z.boolean(),
  /** The member whose connection does the sync, if that is another member. */
  syncedBy: z.string().nullable(),
})

export type BindingHealth = z.output<typeof bindingHealth>

export const connectionHealth = z.strictObject({
  id: uuid,
  kind: z.enum(CONNECTION_KINDS),
  account: z.string(),
  problem: z.enum(['sign-in-needed', 'key-missing']).nullable(),
  /** When the provider ends the access. */
  consentExpiresAt: time,
  bindings: z.array(bindingHealth),
})

export type ConnectionHealth = z.output<typeof connectionHealth>

export const syncHealthOutput = z.strictObject({ connections: z.array(connectionHealth) })

/** A problem that the user has to solve before calendars are synced again. */
export interface UnsolvedSyncProblem {
  /** The binding to open; null if it concerns all calendars of an account. */
  binding: string | null
  /** The name of the remote calendar, or of the account. */
  name: string
  reason: 'sign-in-needed' | 'consent-expires' | 'needs-approval' | 'stopped' | 'conflicts'
  /** Number of conflicts. */
  count: number
}
