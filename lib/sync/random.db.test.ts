import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { grant } from '@/lib/access/grant'
import { isSameContent } from '@/lib/calendar/server/incoming/normalize'
import { approveDeletions } from '@/lib/commands/effects/held-deletions'
import { ConnectorError } from '@/lib/connectors/connector'
import { syncedEventsById } from '@/lib/queries/synced-events'
import { insertCalendar } from '@/test/database/fixtures'
import { loadBindingToSync } from './binding'
import { remoteReader } from './incoming'
import { objectOf } from './plan-link'
import { RandomEdits, randomNumbers } from './random.test.edits'
import { eventsIn, linksOfBinding, makeSyncedAccount, type SyncedAccount } from './sync.test.account'

const EDITS = Number(process.env.SYNC_EDITS ?? 500)
const SEED = Number(process.env.SYNC_SEED ?? 7)

/** Maximum number of edits between two runs, and of runs between two comparisons. */
const MAX_EDITS = 10
const MAX_RUNS = 4

/** Maximum number of runs until nothing changes any more. */
const MAX_QUIET_RUNS = 8

it(`makes both sides equal after ${EDITS} random edits and crashes after random requests (seed ${SEED})`, async () => {
  const random = randomNumbers(SEED)
  const account = await makeSyncedAccount()
  const other = await insertCalendar({ ownerUserId: account.user.id })
  const edits = new RandomEdits(account, random, other)
  for (let made = 0; made < EDITS; ) {
    const runs = 1 + Math.floor(random() * MAX_RUNS)
    for (let run = 0; run < runs; run++) {
      const count = Math.min(1 + Math.floor(random() * MAX_EDITS), EDITS - made)
      for (let edit = 0; edit < count; edit++) await edits.edit()
      made += count
      await syncWithCrash(account, edits, random)
    }
    await syncUntilQuiet(account)
    await expectEqualSides(account, edits)
  }
}, 1_800_000)

/** Syncs. One request fails, before or after it was carried out; before another one, the remote side changes. */
async function syncWithCrash(
  { stub, sync, binding }: SyncedAccount,
  edits: RandomEdits,
  random: () => number,
) {
  const [crashAt, editAt] = [Math.floor(random() * 12), Math.floor(random() * 12)]
  const fault = random() < 0.5 ? ('lost' as const) : { status: 503, reason: 'backendError' }
  let requests = 0
  stub.fault = () => {
    if (requests === editAt) edits.editRemotely()
    return requests++ === crashAt ? fault : undefined
  }
  try {
    await sync()
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
  } finally {
    stub.fault = () => undefined
  }
  await approve(binding)
}

/** Approves held deletions, which random edits do not make by mistake. */
async function approve(binding: string): Promise<void> {
  const [row] = await db.select().from(bindings).where(sql`id = ${binding}`)
  if (row!.state === 'needs-approval') await db.transaction((tx) => approveDeletions(tx, binding))
}

async function syncUntilQuiet({ sync, binding, stub }: SyncedAccount): Promise<void> {
  for (let run = 0; run < MAX_QUIET_RUNS; run++) {
    stub.requests.length = 0
    const { hasChanged } = await sync()
    await approve(binding)
    const hasWritten = stub.requests.some(({ method }) => method !== 'GET')
    if (!hasChanged && !hasWritten) return
  }
  throw new Error('The sync does not come to rest')
}

async function expectEqualSides(account: SyncedAccount, { created, deleted }: RandomEdits): Promise<void> {
  const { calendar, store, user, remote, connector, binding } = account
  const loaded = (await loadBindingToSync(binding))!
  const reader = remoteReader(connector, remote, loaded.own)
  const links = await linksOfBinding(binding)
  const here = await eventsIn(calendar)
  const there = [...store.events.values()].filter(({ event }) => event.status !== 'cancelled')
  expect(new Set(here.map(({ uid }) => uid)).size).toBe(here.length)
  expect(links.map(({ eventId }) => eventId).sort()).toEqual(here.map(({ id }) => id).sort())
  expect(links.map(({ remoteId }) => remoteId).sort()).toEqual(there.map(({ event }) => event.id).sort())
  const calendarGrant = await db.transaction((tx) => grant(tx, user, 'write', 'calendar', calendar))
  const locals = await syncedEventsById(
    db,
    calendarGrant,
    here.map(({ id }) => id),
  )
  for (const local of locals) {
    const { remoteId } = links.find(({ eventId }) => eventId === local.event.id)!
    const state = { root: store.get(remoteId), instances: {} as Record<string, unknown> }
    for (const instance of store.exceptionsOf(remoteId)) state.instances[instance.id!] = instance
    const theirs = reader.read(remoteId, state, null).content!
    const ours = reader.project(objectOf(local))!
    if (!isSameContent(withoutNames(ours), withoutNames(theirs))) expect(ours).toEqual(theirs)
  }
  const found = new Set(here.map(({ description }) => description))
  expect([...created].filter((description) => !deleted.has(description) && !found.has(description))).toEqual(
    [],
  )
}

function withoutNames<C extends NonNullable<ReturnType<typeof objectOf>>>(content: C): C {
  const unnamed = (people: C['attendees']) => people.map((person) => ({ ...person, name: null }))
  const overrides = Object.entries(content.overrides).map(([id, override]) => [
    id,
    override.attendees ? { ...override, attendees: unnamed(override.attendees) } : override,
  ])
  return { ...content, attendees: unnamed(content.attendees), overrides: Object.fromEntries(overrides) }
}
