import { z } from 'zod'
import { PALETTE } from '@/lib/calendar/palette'
import { CONNECTION_KINDS, REMOTE_ACCESS, SYNC_DIRECTIONS } from '@/lib/calendar/sync-choices'
import { defaultAlarms } from './alarms'
import { DETAIL_LEVELS } from './choices'
import { count } from './outputs'
import { line, uuid } from './text'

/** Maximum length of the name of an account. */
export const MAX_ACCOUNT_LENGTH = 320

/** Connects an account, or replaces the credentials of one that is connected already. */
export const addConnection = z
  .object({
    kind: z.enum(CONNECTION_KINDS),
    account: line(MAX_ACCOUNT_LENGTH, 1),
    /** The provider's identifier of the account, which stays when its address changes. */
    subject: line(512, 1).nullable().default(null),
    credentials: z.record(z.string(), z.unknown()),
    consentExpiresAt: z.date().nullable().default(null),
  })
  .strict()

/** Kinds of connections whose access users allow at the provider (OAuth). */
export const OAUTH_KINDS = ['google', 'microsoft'] as const

export type OAuthKind = (typeof OAUTH_KINDS)[number]

/** The OAuth client of the server at a provider. */
export interface OAuthSetup {
  isConfigured: boolean
  /** The redirect URI of the client. */
  redirectUri: string
  /** Whether the provider accepts this redirect URI. */
  isAccepted: boolean
}

/** Why an account was not connected: the values of the page's parameter `problem`. */
export const CONNECT_PROBLEMS = [
  'denied',
  'needs-admin',
  'expired',
  'incomplete',
  'no-calendars',
  'too-many',
  'unreachable',
  'refused',
] as const

export type ConnectProblem = (typeof CONNECT_PROBLEMS)[number]

const remoteId = z.string().min(1).max(1024)

/** How a remote calendar is synced. */
const syncOptions = {
  direction: z.enum(SYNC_DIRECTIONS),
  /** The calendar that receives its events; null: a new one of the user. */
  calendar: uuid.nullable(),
  /** The name of the new calendar; undefined: that of the remote calendar. */
  name: line(100, 1).optional(),
  /** The color of the new calendar. */
  color: z.enum(PALETTE).optional(),
  /** Another calendar in which its events are shown, too. */
  placedIn: uuid.nullable().default(null),
  placedDetail: z.enum(DETAIL_LEVELS).default('full'),
  /** The user's default alarms of the calendar; undefined: they stay. */
  alarms: defaultAlarms.optional(),
}

const MAX_CHOSEN_CALENDARS = 100

/** Syncs remote calendars of a connection, as users choose them. */
export const chooseCalendars = z
  .object({
    connection: uuid,
    calendars: z
      .array(z.object({ remote: remoteId, ...syncOptions }).strict())
      .min(1)
      .max(MAX_CHOSEN_CALENDARS),
  })
  .strict()

/** A remote calendar (lib/calendar/server/remote.ts), as the provider lists it. */
const remoteCalendar = z.strictObject({
  id: remoteId,
  name: z.string(),
  zone: z.string().nullable(),
  color: z.string().nullable(),
  access: z.enum(REMOTE_ACCESS),
  isPrimary: z.boolean(),
  isOwned: z.boolean().optional(),
  addresses: z.array(z.string()).optional(),
})

/** Like {@link chooseCalendars}, but with the remote calendars as the provider has just listed them. */
export const bindCalendars = z
  .object({
    connection: uuid,
    calendars: z
      .array(z.object({ remote: remoteCalendar, ...syncOptions }).strict())
      .min(1)
      .max(MAX_CHOSEN_CALENDARS),
  })
  .strict()

export const bindCalendarsOutput = z.strictObject({
  bindings: z.array(z.strictObject({ id: uuid, calendar: uuid, isJoined: z.boolean() })),
})

/** A remote calendar that the user can choose. */
export const remoteChoice = z.strictObject({
  id: z.string(),
  name: z.string(),
  color: z.enum(PALETTE).nullable(),
  access: z.enum(REMOTE_ACCESS),
  isPrimary: z.boolean(),
  isOwned: z.boolean(),
  /** Whether it is synced by this connection already. */
  isBound: z.boolean(),
  /** Set if another connection syncs it with a calendar that the user can read. Choosing it joins that sync. */
  joins: z
    .strictObject({
      calendar: z.strictObject({ id: uuid, name: z.string(), color: z.string() }),
      by: z.string(),
      direction: z.enum(SYNC_DIRECTIONS),
    })
    .nullable(),
})

export type RemoteChoice = z.output<typeof remoteChoice>

export const remoteChoicesOutput = z.strictObject({ calendars: z.array(remoteChoice) })

/** Previews the first sync of a remote calendar. `calendar` null: with a new calendar. */
export const previewChoice = z.object({ remote: remoteId, calendar: uuid.nullable() }).strict()

/** A number of events, and samples with their starts as wall time. */
const previewPart = z.strictObject({
  count,
  samples: z.array(z.strictObject({ title: z.string(), start: z.string(), zone: z.string().nullable() })),
})

/** The effects of a first sync. `matched`: events that are the same already; `skipped`: numbers by reason. */
export const previewOutput = z.strictObject({
  added: previewPart,
  changed: previewPart,
  matched: previewPart,
  skipped: z.record(z.string(), count),
})

export type SyncPreview = z.output<typeof previewOutput>
