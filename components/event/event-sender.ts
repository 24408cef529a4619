import { newKey } from '@/components/forms/once'
import type { createEvent, updateEvent } from '@/lib/actions/events'
import { changedFields } from '@/lib/calendar/merge'
import type { EventFields } from '@/lib/schemas/events'
import type { saveRequest } from './editor-state'

/** `fields`: all of a new event, else the changed ones. */
type Request = Omit<ReturnType<typeof saveRequest>, 'fields'> & { fields: Partial<EventFields> }

interface Unanswered {
  key: string
  text: string
  fields: Request['fields']
}

/**
 * Sends the saves of one editor. A request without an answer may have been executed: sent again unchanged, it has the
 * same idempotency key.
 */
export class EventSender {
  private unanswered: Unanswered | null = null

  constructor(
    private readonly actions: { createEvent: typeof createEvent; updateEvent: typeof updateEvent },
  ) {}

  async send(request: Request, isNew: boolean) {
    const { id, version, fields, occurrence } = request
    const text = JSON.stringify([id, version, fields, occurrence])
    const previous = this.unanswered
    if (previous && previous.text !== text && isNew) return this.repeatCreate(previous, fields)
    if (previous?.text !== text) this.unanswered = { key: newKey(), text, fields }
    const { key } = this.unanswered!
    const response = await (isNew
      ? this.actions.createEvent(fields as EventFields, key)
      : this.actions.updateEvent({ id, version, patch: fields, ...(occurrence && { occurrence }) }, key))
    this.unanswered = null
    return response
  }

  /** Repeats an unanswered create, since the event may exist already, then applies the fields changed since. */
  private async repeatCreate(previous: Unanswered, fields: Request['fields']) {
    const created = await this.actions.createEvent(previous.fields as EventFields, previous.key)
    if (created.ok) {
      const changes = changedFields(previous.fields, fields).map((field) => [field, fields[field]])
      const patch = Object.fromEntries(changes)
      const updated = await this.actions.updateEvent({ ...idAndVersion(created.result), patch }, newKey())
      // If the update is refused, the next save has to update this event too, and not create another.
      if (updated.ok) this.unanswered = null
      return updated
    }
    this.unanswered = null
    return created
  }
}

function idAndVersion({ id, version }: { id: string; version: number }) {
  return { id, version }
}
