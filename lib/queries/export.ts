import type { Db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'
import type { Reach, ReachedCalendar } from '@/lib/access/reach'
import type { EventViewer } from '@/lib/access/visible-events'
import { LEVELS } from '@/lib/calendar/roles'
import { AppError } from '@/lib/errors'
import type { ExportScope } from '@/lib/schemas/calendars'
import { EXPORT_BATCH_SIZE, type ExportedEvent, exportPage } from './export-rows'
import { toExportedEvent } from './exported-event'

/** The reader of an export: a user, or the holder of a feed's address. */
export type ExportViewer = { reach: Reach; calendars: readonly ReachedCalendar[] } | Grant<'read', 'feed'>

/** Sorts before every id. */
const NIL = '00000000-0000-0000-0000-000000000000'

/** Returns the calendars of an export. @throws AppError NOT_FOUND */
export function exportedCalendars(reach: Reach, scope: ExportScope): readonly ReachedCalendar[] {
  if (scope.of === 'all') return reach.calendars
  const found = reach.calendars.filter(
    ({ id, groupId }) => (scope.of === 'group' ? groupId : id) === scope.id,
  )
  const isKnown = scope.of === 'calendar' ? found.length > 0 : reach.groups.some(({ id }) => id === scope.id)
  if (!isKnown) throw new AppError('NOT_FOUND')
  return found
}

/**
 * Yields every event that the viewer may read in the calendars, once each, as far as the viewer may read it: title and
 * time only, if its placement has the detail `title`. Events that are only busy to the viewer are left out (see
 * busy-times.ts).
 */
export async function* exportedEvents(db: Db, viewer: ExportViewer): AsyncGenerator<ExportedEvent> {
  const { eventViewer, exported } = viewerOf(viewer)
  for (const [index, { id }] of exported.entries()) {
    for (let after = { uid: '', id: NIL }; ; ) {
      const rows = await exportPage(db, eventViewer, exported, index, after)
      for (const row of rows)
        yield toExportedEvent(row, id, 'userId' in eventViewer ? eventViewer.userId : null)
      if (rows.length < EXPORT_BATCH_SIZE) break
      after = rows.at(-1)!.row
    }
  }
}

/**
 * Returns the reader and the calendars of an export. The holder of a feed's address has the level of a viewer of the
 * calendar who neither creates nor attends events.
 */
function viewerOf(viewer: ExportViewer): {
  eventViewer: EventViewer
  exported: { id: string; index: number; level: number }[]
} {
  if (!('reach' in viewer)) {
    return {
      eventViewer: { feedOf: viewer.row.createdBy },
      exported: [{ id: viewer.row.calendarId, index: 0, level: 2 }],
    }
  }
  const exported = viewer.calendars.map(({ id, level }, index) => ({
    id,
    index,
    level: LEVELS.indexOf(level) + 1,
  }))
  return { eventViewer: { userId: viewer.reach.userId }, exported }
}
