import { z } from 'zod'
import { ICAL_NOTES } from '@/lib/calendar/server/ical/notes'
import { SKIP_REASONS } from '@/lib/calendar/server/incoming/import-plan'
import { OCCURRENCE_CHANGES, UPDATED_FIELDS } from '@/lib/calendar/server/incoming/report'
import { FIELD_ERRORS } from '@/lib/errors'
import { IMPORT_OUTCOMES } from './choices'
import { count } from './outputs'
import { recurrenceId } from './span'
import { uuid } from './text'

/** A part of a file that was not read, or read differently. */
const importNote = z.strictObject({ line: count, code: z.enum(ICAL_NOTES), subject: z.string() })

/** An event of a file. `start`: a date, or a wall time in `zone` (floating if there is none). */
const importSample = z.strictObject({
  title: z.string(),
  start: z.string(),
  zone: z.string().optional(),
  reason: z.enum(SKIP_REASONS).optional(),
  /** Fields of a changed event that change. */
  updated: z.array(z.enum(UPDATED_FIELDS)).optional(),
  /** Changes of single occurrences of a new or changed series. */
  occurrences: z.array(z.strictObject({ id: recurrenceId, change: z.enum(OCCURRENCE_CHANGES) })).optional(),
  /** Locally edited fields that are replaced by the file's value. */
  replaced: z.array(z.string()).optional(),
})

const fieldError = z.strictObject({ code: z.enum(FIELD_ERRORS), limit: z.number().optional() })

const outcomes = z.enum(IMPORT_OUTCOMES)

const importedPart = z.strictObject({
  name: z.string(),
  color: z.string().nullable(),
  /** Target: a calendar's id, `new` (create one) or `skip`. */
  calendar: z.union([uuid, z.enum(['new', 'skip'])]),
  counts: z.record(outcomes, count),
  /** The first few events of each outcome. */
  samples: z.record(outcomes, z.array(importSample)),
  notes: z.array(importNote),
  /** Day of the first new or changed event. */
  first: z.iso.date().nullable(),
})

/** Preview or result of an import for each calendar of a file. */
const importResult = z.strictObject({
  isArchive: z.boolean(),
  /** Whether events of the file have alarms that the user can import as their own. */
  hasAlarms: z.boolean(),
  /** Whether the file is an archive with notification settings that the user can import. */
  hasSettings: z.boolean(),
  parts: z.array(importedPart),
  notes: z.array(importNote),
  /** Number of imported comments of an archive. */
  comments: count,
  /** Number of comments of an archive that cannot be imported, such as those of groups that the user is not in. */
  refusedComments: count,
  /** Groups whose conversation gets messages of an archive; those that it has already are not added again. */
  conversations: z.array(z.strictObject({ group: z.string(), count })),
  /** Attachments of created events, by their path in the archive: the client uploads them. */
  files: z.array(z.strictObject({ event: uuid, path: z.string(), name: z.string() })),
  /** Id for undoing the import; null if nothing was changed. */
  changeset: uuid.nullable(),
  seqs: z.record(z.string(), count),
})

/** A line of an import's response, which is streamed as newline-delimited JSON. */
export const importLine = z.union([
  z.strictObject({
    progress: z.strictObject({ stage: z.enum(['reading', 'writing']), events: count, bytes: count }),
  }),
  z.strictObject({ result: importResult }),
  z.strictObject({
    error: z.strictObject({
      code: z.string(),
      fields: z.record(z.string(), fieldError).optional(),
      data: z.unknown().optional(),
    }),
  }),
])

export type ImportLine = z.output<typeof importLine>
export type ImportResult = z.output<typeof importResult>
export type ImportedPart = z.output<typeof importedPart>
export type ImportSample = z.output<typeof importSample>
export type ImportNote = z.output<typeof importNote>
