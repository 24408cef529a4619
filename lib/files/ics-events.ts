import { createHash } from 'node:crypto'
import type { CalendarObject } from '@/lib/calendar/event'
import { canonicalJson, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import type { ImportedEvent } from '@/lib/schemas/imported-event'

/** An event of a feed. */
export interface IcsEvent {
  /** Its UID, made distinct within the feed. */
  id: string
  uid: string
  /** Identifies the event by title and time where its UID is different at every fetch. Distinct within the feed. */
  fingerprint: string
  content: CalendarObject
}

/**
 * Returns the events of a feed in the order of their fingerprints, so that two events with the same title and time
 * follow each other and keep their order if neither changes, in whatever order the feed lists them.
 */
export function icsEventsOf(events: readonly ImportedEvent[]): IcsEvent[] {
  const sortable = events.filter(isPresent).map(({ uid, content }) => {
    const { title, span, recurrence } = normalizeContent(content)
    const identity = hashOf(canonicalJson([title, span.start, span.type, recurrence?.rules]))
    return { uid, content, identity, key: `${identity} ${canonicalJson(content)}` }
  })
  sortable.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const ids = new Set<string>()
  let [previous, index] = ['', 0]
  return sortable.map(({ uid, content, identity }) => {
    index = identity === previous ? index + 1 : 0
    previous = identity
    const fingerprint = index > 0 ? `${identity}-${index}` : identity
    const id = ids.has(uid) ? `${uid} ${fingerprint}` : uid
    ids.add(id)
    return { id, uid, fingerprint, content }
  })
}

/** Returns a hash of the contents of events, without their UIDs, which some feeds change at every fetch. */
export function contentHashOf(events: readonly IcsEvent[]): string {
  const hash = createHash('sha256')
  for (const { content } of events) hash.update(canonicalJson(content))
  return hash.digest('hex')
}

/** A feed that cancels instances without their series does not contain an event. */
function isPresent({ instances }: ImportedEvent): boolean {
  return !instances?.every(({ fields }) => fields.status === 'cancelled')
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
