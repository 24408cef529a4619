import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { decryptCredentials, encryptCredentials } from '@/lib/access/credentials'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { refuseBeyondConnectionLimit } from '@/lib/commands/checks/connection-limit'
import { addCalendar } from '@/lib/commands/effects/new-calendar'
import type { Change } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { credentialsContext } from '@/lib/commands/rows/connections'
import type { HolidayAccess } from '@/lib/connectors/holidays'
import { isHolidayPlace } from '@/lib/connectors/holidays/places'
import { hostOf, type IcsAccess } from '@/lib/connectors/ics/load-ics'
import { fieldError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import { languageOf } from '@/lib/schemas/languages'
import { idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/subscribed-calendars'

/** Public holidays change rarely. Each run lists the years that are due. Changed birthdays wake the sync. */
const COMPUTED_INTERVAL_MINUTES = 7 * 24 * 60

/** Subscribes to a feed: creates a calendar with its events, which the next runs of its binding update. */
export const subscribeFeed = command({
  name: 'subscribeFeed',
  input: schemas.subscribeFeed,
  output: idOutput,
  on: ({ group }) => ({
    self: ['own', 'self', null],
    group: group === undefined ? undefined : ['share', 'group', group],
  }),
  async run({ tx, grants, now }, { address: url, intervalMinutes, ...calendar }) {
    const { id: userId, timeZone: zone } = grants.self.row
    await refuseSubscribed(tx, userId, url)
    const remote = toRemote('feed', calendar.name)
    return subscribe(tx, { userId, groupId: grants.group?.row.id }, calendar, {
      ...{ kind: 'ics', account: hostOf(url), credentials: { url, zone } satisfies IcsAccess },
      ...{ remote, intervalMinutes, now },
    })
  },
})

/** Creates a calendar with the public holidays of a country or a part of it, named in the user's language. */
export const subscribeHolidays = command({
  name: 'subscribeHolidays',
  input: schemas.subscribeHolidays,
  output: idOutput,
  on: ({ group }) => ({
    self: ['own', 'self', null],
    group: group === undefined ? undefined : ['share', 'group', group],
  }),
  async run({ tx, grants, now }, { country, region, ...calendar }) {
    const { id: userId, locale } = grants.self.row
    if (!(await isHolidayPlace({ country, region }))) throw fieldError('country', 'invalid')
    const account = region === null ? country : `${country}-${region}`
    if (await isSubscribed(tx, userId, 'holidays', account)) throw fieldError('country', 'taken')
    const credentials: HolidayAccess = { country, region, language: languageOf(locale) }
    return subscribe(tx, { userId, groupId: grants.group?.row.id }, calendar, {
      ...{ kind: 'holidays', account, credentials, remote: toRemote(account, calendar.name) },
      ...{ intervalMinutes: COMPUTED_INTERVAL_MINUTES, now },
    })
  },
})

/** Creates a calendar with the birthdays of the members of a group, owned by the user or by this group. */
export const subscribeBirthdays = command({
  name: 'subscribeBirthdays',
  input: schemas.subscribeBirthdays,
  output: idOutput,
  on: ({ of, group }) => ({
    self: ['own', 'self', null],
    of: ['read', 'group', of],
    group: group === undefined ? undefined : ['share', 'group', group],
  }),
  async run({ tx, grants, now }, { of, group, ...calendar }) {
    const { id: userId } = grants.self.row
    if (await isSubscribed(tx, userId, 'birthdays', of)) throw fieldError('of', 'taken')
    return subscribe(tx, { userId, groupId: group }, calendar, {
      ...{ kind: 'birthdays', account: of, credentials: {}, remote: toRemote(of, grants.of.row.name) },
      ...{ intervalMinutes: COMPUTED_INTERVAL_MINUTES, now },
    })
  },
})

async function isSubscribed(
  tx: Tx,
  userId: string,
  kind: 'holidays' | 'birthdays',
  account: string,
): Promise<boolean> {
  const [known] = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(and(eq(connections.userId, userId), eq(connections.kind, kind), eq(connections.account, account)))
  return known !== undefined
}

interface Subscription {
  kind: 'ics' | 'holidays' | 'birthdays'
  account: string
  credentials: IcsAccess | HolidayAccess | Record<string, never>
  remote: RemoteCalendar
  intervalMinutes: number
  now: Date
}

/** Adds a calendar, the connection and the binding that fills it. */
async function subscribe(
  tx: Tx,
  owner: { userId: string; groupId: string | undefined },
  fields: { name: string; color?: string | undefined },
  { kind, account, credentials, remote, intervalMinutes, now }: Subscription,
) {
  const { userId } = owner
  await refuseBeyondConnectionLimit(tx, userId)
  const calendar = await addCalendar(tx, owner, fields)
  const [connectionId, id] = [uuidv7(), uuidv7()]
  const encrypted = encryptCredentials(credentials, credentialsContext(connectionId))
  await tx.insert(connections).values({ id: connectionId, userId, kind, account, ...encrypted })
  await tx.insert(bindings).values({
    ...{ id, connectionId, calendarId: calendar.id, remoteId: remote.id, remote },
    ...{ direction: 'pull' as const, intervalMinutes, nextRunAt: now },
  })
  const stream = streamName('user', userId)
  const changes: Change[] = [
    ...calendar.changes,
    { stream, entity: 'connection', id: connectionId, op: 'added', after: { kind, account } },
    { stream, entity: 'binding', id, op: 'added' },
  ]
  return { result: { id: calendar.id }, changes }
}

/**
 * Compares decrypted addresses, since no column contains an address in plain text.
 * @throws AppError INVALID if the user has subscribed to the feed
 */
async function refuseSubscribed(tx: Tx, userId: string, url: string): Promise<void> {
  const feeds = await tx
    .select({ id: connections.id, credentials: connections.credentials, keyId: connections.keyId })
    .from(connections)
    .where(and(eq(connections.userId, userId), eq(connections.kind, 'ics')))
  const isKnown = feeds.some(({ id, ...encrypted }) => {
    const access = decryptCredentials(encrypted, credentialsContext(id)) as IcsAccess | null
    return access?.url === url
  })
  if (isKnown) throw fieldError('address', 'taken')
}

function toRemote(id: string, name: string): RemoteCalendar {
  return { id, name, zone: null, color: null, access: 'read', isPrimary: false }
}
