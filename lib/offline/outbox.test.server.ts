import { shiftSpan } from '@/lib/calendar/edits/move'
import { merge } from '@/lib/calendar/merge'
import type { Span } from '@/lib/calendar/span'
import type { OutboxAnswer, OutboxEntry } from './outbox-entry'

type Fields = Record<string, unknown>

interface ModelEvent {
  version: number
  fields: Fields
  history: Fields[]
}

/** Runs commands like the server: once per idempotency key, with edits merged field by field. */
export class ModelServer {
  readonly events = new Map<string, ModelEvent>()
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

  /** Changes an event for another user. */
  changeByOther(id: string, patch: Fields): void {
    this.write(this.events.get(id)!, patch)
  }

  private write(event: ModelEvent, patch: Fields): void {
    event.fields = { ...event.fields, ...patch }
    event.history.push(event.fields)
    event.version++
  }

  private execute(command: string, input: OutboxEntry['input']): OutboxAnswer {
    if (command === 'createEvent') {
      const id = `event-${this.events.size + this.answers.size}`
      this.events.set(id, { version: 1, fields: { ...input }, history: [{ ...input }] })
      return { ok: true, result: { id, version: 1 } }
    }
    if (command === 'moveEvents') {
      const ids = input.events!.map(({ id }) => id)
      const moved = ids.map((id) => this.events.get(id)!)
      for (const event of moved)
        this.write(event, { span: shiftSpan(event.fields.span as Span, input.by!, 'all') })
      return { ok: true, result: { ids, versions: moved.map(({ version }) => version) } }
    }
    const event = this.events.get(input.id!)
    if (!event) return { ok: false, error: { code: 'NOT_FOUND' } }
    if (command === 'deleteEvent') {
      this.events.delete(input.id!)
      return { ok: true, result: { id: input.id! } }
    }
    const { patch, conflicts } = merge<Fields>(event.history[input.version! - 1], event.fields, input.patch!)
    if (Object.keys(conflicts).length) return { ok: false, error: { code: 'CONFLICT' } }
    this.write(event, patch)
    return { ok: true, result: { id: input.id!, version: event.version } }
  }
}
