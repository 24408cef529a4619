import type { TextFieldName } from '@/lib/calendar/event-fields'
import type { OptimisticEvent } from '@/lib/calendar/optimistic-event'
import type { FieldErrors } from '@/lib/errors'
import type { EventDetail } from '@/lib/schemas/event-detail'

/** Commands that can wait in the outbox; `/api/commands` runs each of them. */
export const OUTBOX_COMMANDS = [
  'createEvent',
  'updateEvent',
  'deleteEvent',
  'answerEvent',
  'setEventAlarms',
  'moveEvents',
  'deleteEvents',
  'copyEvents',
] as const

export type OutboxCommand = (typeof OUTBOX_COMMANDS)[number]

/** An event or occurrence in the input of a command for several events. `calendarId`: that of a copy. */
export interface SelectedEntry {
  id: string
  occurrence?: string
  calendarId?: string
}

/** Input of a command. `id`, `events`: its event or events, see {@link localId}. */
export type OutboxInput = Record<string, unknown> & {
  id?: string
  events?: SelectedEntry[]
  /** Shift of `events` by wall time in milliseconds. */
  by?: number
  version?: number
  patch?: Record<string, unknown>
  occurrence?: unknown
}

/** The fields of a copy that the browser draws. */
export type CopiedFields = Omit<OptimisticEvent, 'id' | 'occurrence'> & Record<TextFieldName, string>

export interface OutboxRefusal {
  code: string
  fields?: FieldErrors
  data?: unknown
}

/** A change that was made offline. */
export interface OutboxEntry {
  /** Entries are sent in this order. */
  seq: number
  command: OutboxCommand
  input: OutboxInput
  /** Idempotency key. */
  key: string
  /** Title of the event, for the list of changes that could not be saved. */
  title: string
  /** Time of the change in epoch milliseconds. */
  at: number
  /** The stored series before a change of several occurrences, for drawing the change. */
  series?: EventDetail
  /** The fields of the copy that the command creates, for drawing it. */
  copied?: CopiedFields
  /** Whether the server may have received it. From then on, it can only be sent again unchanged. */
  isAttempted: boolean
  /** Why the server refused it. Such an entry waits for the user. */
  refusal?: OutboxRefusal
}

export type NewEntry = Omit<OutboxEntry, 'seq'>

/** The results of the commands. */
export interface CommandOutput {
  id?: string
  version?: number
  ids?: string[]
  /** Versions of the events with these ids after a move. */
  versions?: number[]
  /** Recurrence id of an edited occurrence, after the edit. */
  occurrence?: string | null
}

/** Sequence numbers by stream. */
export type StreamPositions = Record<string, number>

/** The server's answer to an entry. */
export type OutboxAnswer =
  | { ok: true; result: CommandOutput; changeset?: string | null; seqs?: StreamPositions }
  | { ok: false; error: OutboxRefusal }

const LOCAL = 'local-'

/** Returns the id of an event that was created offline, until the server has created it. */
export function localId(key: string): string {
  return LOCAL + key
}

export function isLocalId(id: unknown): boolean {
  return typeof id === 'string' && id.startsWith(LOCAL)
}

type Change = Pick<OutboxEntry, 'command' | 'input' | 'key'>

/** Returns the ids of the entry's events. Those of events that it creates are local. */
export function eventIdsOf({ command, input, key }: Change): string[] {
  if (command === 'createEvent') return [localId(key)]
  if (command === 'copyEvents') return input.events!.map((_, index) => localId(`${key}.${index}`))
  return referencedIds({ input })
}

/** Returns the id of the entry's event, or of its first one. */
export function eventIdOf(entry: Change): string {
  return eventIdsOf(entry)[0]!
}

/** Returns the ids of the events that the server has to know before it can run the command. */
export function referencedIds({ input }: Pick<OutboxEntry, 'input'>): string[] {
  return input.events?.map(({ id }) => id) ?? (input.id === undefined ? [] : [String(input.id)])
}

/** Checks whether an edit splits a series, and leaves a single event after the split. */
export function splitsOffSingle({ input }: Pick<OutboxEntry, 'input'>): boolean {
  const { scope } = (input.occurrence ?? {}) as { scope?: string }
  return scope === 'following' && (input.patch?.rules as unknown[] | undefined)?.length === 0
}

/** Checks whether a command concerns an event that was created offline. */
export function hasLocalId(input: OutboxInput): boolean {
  return referencedIds({ input }).some(isLocalId)
}

/** Checks whether the command creates events. */
export function isCreation({ command }: Pick<OutboxEntry, 'command'>): boolean {
  return command === 'createEvent' || command === 'copyEvents'
}
