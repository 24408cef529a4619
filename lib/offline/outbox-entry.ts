import type { FieldErrors } from '@/lib/errors'

/** Commands that can wait in the outbox; `/api/commands` runs each of them. */
export const OUTBOX_COMMANDS = [
  'createEvent',
  'updateEvent',
  'deleteEvent',
  'answerEvent',
  'setEventAlarms',
] as const

export type OutboxCommand = (typeof OUTBOX_COMMANDS)[number]

/** Input of a command. `id`: its event, see {@link localId}. */
export type OutboxInput = Record<string, unknown> & {
  id?: string
  version?: number
  patch?: Record<string, unknown>
  occurrence?: unknown
}

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
  /** Whether the server may have received it. From then on, it can only be sent again unchanged. */
  isAttempted: boolean
  /** Why the server refused it. Such an entry waits for the user. */
  refusal?: OutboxRefusal
}

export type NewEntry = Omit<OutboxEntry, 'seq'>

/** The server's answer to an entry. */
export type OutboxAnswer =
  | { ok: true; result: { id?: string; version?: number } }
  | { ok: false; error: OutboxRefusal }

const LOCAL = 'local-'

/** Returns the id of an event that was created offline, until the server has created it. */
export function localId(key: string): string {
  return LOCAL + key
}

export function isLocalId(id: unknown): boolean {
  return typeof id === 'string' && id.startsWith(LOCAL)
}

/** Returns the id of the entry's event. */
export function eventIdOf({ command, input, key }: Pick<OutboxEntry, 'command' | 'input' | 'key'>): string {
  return command === 'createEvent' ? localId(key) : String(input.id)
}
