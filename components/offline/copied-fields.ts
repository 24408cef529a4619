import { shiftSpan } from '@/lib/calendar/edits/move'
import { NO_TEXTS, textsOf } from '@/lib/calendar/event-fields'
import { FLAG, type Range, spanOfItem, type Tuple, toItems } from '@/lib/calendar/tuple'
import type { CopiedFields, OutboxEntry, SelectedEntry } from '@/lib/offline/outbox-entry'
import { createdDetails, withPendingChanges } from '@/lib/offline/pending-detail'
import type { StoredData } from '@/lib/offline/stored-data'
import { withPending } from '@/lib/offline/with-pending'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'

/**
 * Returns the fields of a copy that waits in the outbox, from the stored details of its source, else from the newest
 * stored range that shows it. Null if neither is stored: the copy is then shown once it is sent.
 */
export function copiedFields(
  { rows, entries, viewer }: { rows: readonly StoredData[]; entries: readonly OutboxEntry[]; viewer: Viewer },
  { id, occurrence, calendarId }: SelectedEntry,
  by: number,
): CopiedFields | null {
  const source =
    detailFields(rows, entries, viewer, id, occurrence) ?? shownFields(rows, entries, viewer, id, occurrence)
  if (!source || !calendarId) return null
  const { kind, rules, span } = source
  return {
    ...source,
    ...{ calendarId, kind: kind === 'meeting' ? 'event' : kind, rules: occurrence ? [] : rules },
    span: shiftSpan(span, by, 'all'),
  }
}

function detailFields(
  rows: readonly StoredData[],
  entries: readonly OutboxEntry[],
  viewer: Viewer,
  id: string,
  occurrence: string | undefined,
): CopiedFields | undefined {
  const key = JSON.stringify(['event', id, occurrence ?? 0])
  const kept = rows.find((row) => row.key === key)?.data as EventDetail | undefined
  const detail = createdDetails(entries, viewer).find((created) => created.id === id) ?? kept
  if (!detail) return undefined
  const { kind, visibility, color, busy, done, span, rules, calendarId } = withPendingChanges(detail, entries)
  return {
    ...textsOf((field) => detail[field]),
    ...{ kind, visibility, color, busy, done, span, rules, calendarId },
  }
}

function shownFields(
  rows: readonly StoredData[],
  entries: readonly OutboxEntry[],
  viewer: Viewer,
  id: string,
  occurrence: string | undefined,
): CopiedFields | undefined {
  const ranges = rows.filter(({ key }) => key.startsWith('["range"')).sort((a, b) => b.at - a.at)
  for (const { data } of ranges) {
    const range = withPending(data as Range, entries, viewer.timeZone)
    const tuple = range.tuples.find((other) => other[0] === id && other[7] === (occurrence ?? 0))
    if (tuple) return tupleFields(tuple, range, viewer)
  }
  return undefined
}

function tupleFields(tuple: Tuple, { calendars, locations }: Range, { timeZone }: Viewer): CopiedFields {
  const [item] = toItems([tuple], timeZone, locations)
  const { title, color, flags, calendar, location = '' } = item!
  return {
    ...NO_TEXTS,
    ...{ title, location, color: color || null, rules: [], calendarId: calendars[calendar]![0] },
    kind: flags & FLAG.reminder ? 'reminder' : 'event',
    visibility: flags & FLAG.private ? 'private' : 'default',
    busy: !(flags & FLAG.free),
    done: Boolean(flags & FLAG.done),
    span: spanOfItem(item!, timeZone),
  }
}
