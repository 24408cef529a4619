import type { SkipReason } from '@/lib/calendar/server/incoming/import-plan'
import type { OccurrenceChange, UpdatedField } from '@/lib/calendar/server/incoming/report'
import type { ImportOutcome } from './choices'

/** A line of an import's response, which is streamed as newline-delimited JSON. */
export type ImportLine =
  | { progress: { stage: 'reading' | 'writing'; events: number; bytes: number } }
  | { result: ImportResult }
  | { error: { code: string; data?: unknown } }

/** Preview or result of an import for each calendar of a file. */
export interface ImportResult {
  isArchive: boolean
  parts: ImportedPart[]
  notes: ImportNote[]
  /** Id for undoing the import; null if nothing was changed. */
  changeset: string | null
  seqs: Record<string, number>
}

export interface ImportedPart {
  name: string
  color: string | null
  /** Target: a calendar's id, `new` (create one) or `skip`. */
  calendar: string
  counts: Record<ImportOutcome, number>
  /** The first few events of each outcome. */
  samples: Record<ImportOutcome, ImportSample[]>
  notes: ImportNote[]
  /** Day of the first new or changed event. */
  first: string | null
}

/** An event of a file. `start`: a date, or a wall time in `zone` (floating if there is none). */
export interface ImportSample {
  title: string
  start: string
  zone?: string
  reason?: SkipReason
  /** Fields of a changed event that change. */
  updated?: UpdatedField[]
  /** Changes of single occurrences of a new or changed series. */
  occurrences?: OccurrenceChange[]
  /** Locally edited fields that are replaced by the file's value. */
  replaced?: string[]
}

/** A part of a file that was not read, or read differently; codes as in ICAL_NOTES. */
export interface ImportNote {
  line: number
  code: string
  subject: string
}
