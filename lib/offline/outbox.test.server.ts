import { merge } from '@/lib/calendar/merge'
import type { OutboxAnswer, OutboxEntry } from './outbox-entry'

type Fields = Record<string, unknown>

/** Runs commands like the server: once per idempotency key, with edits merged field by field. */
export class ModelServer {
  readonly events = new Map<string, { version: number; fields: Fields; history: Fields[] }>()
  private readonly answers = new Map<string, OutboxAnswer>()

  run({ command, input, key }: OutboxEntry): OutboxAnswer {
    const earlier = this.answers.get(key)
    if (earlier) return earlier
    const answer = this.execute(command, input)
    if (answer.ok) this.answers.set(key, answer)
    return answer
  }

  versionOf(id: string): number {
    return this.events.get(id)?.version ?? 1
  }

  private execute(command: string, input: OutboxEntry['input']): OutboxAnswer {
    if (command === 'createEvent') {
      const id = `event-${this.events.size + this.answers.size}`
      this.events.set(id, { version: 1, fields: { ...input }, history: [{ ...input }] })
      return { ok: true, result: { id, version: 1 } }
    }
    const event = this.events.get(input.id!)
    if (!event) return { ok: false, error: { code: 'NOT_FOUND' } }
    if (command === 'deleteEvent') {
      this.events.delete(input.id!)
      return { ok: true, result: { id: input.id! } }
    }
    const { patch, conflicts } = merge<Fields>(event.history[input.version! - 1], event.fields, input.patch!)
    if (Object.keys(conflicts).length) return { ok: false, error: { code: 'CONFLICT' } }
    event.fields = { ...event.fields, ...patch }
    event.history.push(event.fields)
    event.version++
    return { ok: true, result: { id: input.id!, version: event.version } }
  }
}
