import { eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { links as linkRows, syncConflicts } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { grant } from '@/lib/access/grant'
import { isEqual } from '@/lib/calendar/is-equal'
import { type Content, isSameContent } from '@/lib/calendar/server/incoming/normalize'
import { syncedEventsById } from '@/lib/queries/synced-events'
import { KEPT_REMOTELY } from '@/lib/queries/unsynced-links'
import { loadBindingToSync } from './binding'
import { remoteReader } from './incoming'
import { objectOf } from './plan-link'
import { homeEvents, type RandomAccount } from './random.test.account'
import type { ShownConflict } from './random.test.expected'
import { linksOfBinding } from './sync.test.account'

/** Returns the differences of both sides, the contents of the events by UID, and the conflicts that are shown. */
export async function compareSides({ provider, calendar, user, remote, binding }: RandomAccount) {
  const loaded = (await loadBindingToSync(binding))!
  const connector = provider.connect()
  const reader = remoteReader(connector, remote, loaded.own)
  const links = await linksOfBinding(binding)
  const here = await homeEvents(calendar)
  const states = await provider.client.states()
  const problems = [
    ...differences(
      'events and links',
      here.map(({ id }) => id),
      // If an event was deleted while the sync was one-way, its remote object is kept.
      links.flatMap(({ eventId, skipped }) => (skipped === KEPT_REMOTELY ? [] : eventId)),
    ),
    ...differences(
      'objects and links',
      [...states.keys()],
      links.map(({ remoteId }) => remoteId),
    ),
    ...duplicates(here.map(({ uid }) => uid)),
  ]
  const ids = here.map(({ id }) => id)
  const locals = await db.transaction(async (tx) =>
    syncedEventsById(tx, await grant(tx, user, 'write', 'calendar', calendar), ids),
  )
  const contents = new Map<string, Content>()
  for (const local of locals) {
    const ours = objectOf(local)
    contents.set(local.event.uid, ours)
    const remoteId = links.find(({ eventId }) => eventId === local.event.id)?.remoteId ?? ''
    const state = states.get(remoteId)
    if (!state) continue
    const { content: theirs, alarms, uid } = reader.read(remoteId, state, null)
    const projected = reader.project(ours)
    if (!theirs || !projected || !isSameContent(withoutNames(projected), withoutNames(theirs)))
      problems.push(`${uid} differs:\n${JSON.stringify(projected ?? ours)}\n${JSON.stringify(theirs)}`)
    if (!isEqual(local.alarms, alarms))
      problems.push(`${uid}: alarms ${JSON.stringify(local.alarms)} and ${JSON.stringify(alarms)}`)
  }
  return { problems, contents, conflicts: await shownConflicts(binding) }
}

function shownConflicts(binding: string): Promise<ShownConflict[]> {
  const { id, field, ours, theirs } = syncConflicts
  return db
    .select({ id, field, ours, theirs, uid: events.uid })
    .from(syncConflicts)
    .innerJoin(linkRows, eq(linkRows.id, syncConflicts.linkId))
    .innerJoin(events, eq(events.id, linkRows.eventId))
    .where(eq(linkRows.bindingId, binding))
}

function differences(name: string, some: readonly string[], others: readonly (string | null)[]): string[] {
  return isEqual([...some].sort(), [...others].sort())
    ? []
    : [
        `${name}: ${some.filter((id) => !others.includes(id))} | ${others.filter((id) => !some.includes(id!))}`,
      ]
}

function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(
    (value) => `${value} exists twice`,
  )
}

/** Returns content without the names of attendees, which providers replace. */
function withoutNames(content: Content): Content {
  const unnamed = (people: Content['attendees']) => people.map((person) => ({ ...person, name: null }))
  const overrides = Object.entries(content.overrides).map(([id, override]) => [
    id,
    override.attendees ? { ...override, attendees: unnamed(override.attendees) } : override,
  ])
  return { ...content, attendees: unnamed(content.attendees), overrides: Object.fromEntries(overrides) }
}
