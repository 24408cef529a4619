import { z } from 'zod'
import { line } from './text'

/** Connects an account, or replaces the credentials of one that is connected already. */
export const addConnection = z
  .object({
    kind: z.enum(['google', 'microsoft', 'caldav', 'ics', 'holidays']),
    account: line(320, 1),
    credentials: z.record(z.string(), z.unknown()),
    consentExpiresAt: z.date().nullable().default(null),
  })
  .strict()

/** Why an account was not connected, as the page says in its `problem` parameter. */
export const CONNECT_PROBLEMS = [
  'denied',
  'expired',
  'incomplete',
  'too-many',
  'unreachable',
  'refused',
] as const

export type ConnectProblem = (typeof CONNECT_PROBLEMS)[number]
