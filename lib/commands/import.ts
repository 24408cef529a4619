import type { z } from 'zod'
import { principalOf } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { fileAlarms } from '@/lib/calendar/server/ical/file-alarms'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import { importAlarms } from '@/lib/commands/effects/import-alarms'
import { insertComments, insertMessages } from '@/lib/commands/effects/import-comments'
import {
  accountIdsIn,
  applyImportPlans,
  lockEvents,
  lockTargetCalendars,
  planEventImport,
} from '@/lib/commands/effects/import-events'
import { notifyPlacements } from '@/lib/commands/effects/notify-placements'
import { type CreatedEvent, restorePlacements } from '@/lib/commands/effects/restore-placements'
import type { Change } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { createRunBudget } from '@/lib/commands/rows/event-recordsets'
import type { ImportedComment } from '@/lib/schemas/archived-comment'
import { type Imported, importEventsOutput, importEvents as schema } from '@/lib/schemas/import'
import type { ImportedEvent } from '@/lib/schemas/imported-event'

interface ImportContext {
  /** Receives the number of processed events. */
  onProgress(events: number): void
  /** Comments of an archive on events. */
  comments: readonly ImportedComment[]
  /** Messages of an archive, by the id of the group whose conversation gets them. */
  messages: ReadonlyMap<string, readonly ImportedComment[]>
  /** Receives the created events, and the number of their comments, before the transaction is committed. */
  onCreated(events: readonly CreatedEvent[], comments: number): void
}

/** As {@link importEvents}, with the comments of an archive. */
export const importEventsCommand = ({ onProgress, comments, messages, onCreated }: ImportContext) =>
  command({
    name: 'importEvents',
    input: schema,
    output: importEventsOutput,
    on: ({ parts }: z.output<typeof schema>) => ({
      invitees: ['invite', 'invitees', accountIdsIn(parts.flatMap(({ events }) => events.list))],
      ...Object.fromEntries(
        parts.map(({ calendarId }, index) => [`to${index}`, ['write', 'calendar', calendarId] as const]),
      ),
      ...Object.fromEntries(
        [...messages.keys()].map((id) => [`group-${id}`, ['comment', 'group', id] as const]),
      ),
    }),
    async run({ tx, grants, actor, now }, { parts, withAlarms }) {
      const known = new Set(grants.invitees.row.map(({ id }) => id))
      const userId = principalOf(actor)
      const result: Imported = { created: 0, changed: 0, unchanged: 0, skipped: 0 }
      const changes: Change[] = []
      let processed = 0
      const createdEvents: CreatedEvent[] = []
      const budget = createRunBudget()
      await lockTargetCalendars(tx, parts)
      for (const [index, { events }] of parts.entries()) {
        const calendar = (grants as unknown as Record<string, Grant<'write', 'calendar'>>)[`to${index}`]!
        await lockEvents(tx, calendar.row.id, events.list)
        const list = withAlarms ? events.list.map(withFileAlarms) : events.list
        const planned = await planEventImport(tx, calendar, list, (id) => known.has(id))
        for (const chunk of chunksOf(planned)) {
          changes.push(
            ...(await applyImportPlans(tx, calendar.row.id, chunk, userId, now, createdEvents, budget)),
          )
          if (withAlarms && userId) changes.push(...(await importAlarms(tx, userId, chunk)))
          for (const { outcome } of chunk) result[outcome === 'new' ? 'created' : outcome]++
          processed += chunk.length
          onProgress(processed)
        }
      }
      await restorePlacements(
        tx,
        createdEvents,
        new Map(
          parts.flatMap(({ archivedId, calendarId }) => (archivedId ? [[archivedId, calendarId]] : [])),
        ),
        userId,
      )
      const inserted = userId ? await insertComments(tx, userId, createdEvents, comments, now) : 0
      const added = userId ? await insertMessages(tx, userId, messages, now) : []
      onCreated(createdEvents, inserted + added.length)
      changes.push(
        ...added,
        ...(await notifyPlacements(
          tx,
          createdEvents.map(({ id }) => id),
        )),
      )
      return { result, changes }
    },
  })

/** Adds the alarms of a calendar file as the user's own. An archive contains the user's own alarms already. */
function withFileAlarms(event: ImportedEvent): ImportedEvent {
  return event.own ? event : { ...event, own: fileAlarms(event.content) }
}

/**
 * Imports the events of a file into calendars, each part into one, in one changeset: creates new events, updates
 * those that are newer in the file, and skips the rest. Importing the same file twice changes nothing. Nobody gains
 * access or is mailed.
 */
export const importEvents = importEventsCommand({
  ...{ onProgress: () => {}, comments: [], messages: new Map(), onCreated: () => {} },
})
