import { newKey } from '@/components/forms/once'
import type { createEvent, updateEvent } from '@/lib/actions/events'
import { changedFields } from '@/lib/calendar/merge'
import type { saveRequest } from './editor-state'

type Request = ReturnType<typeof saveRequest>

/**
 * Sends the saves of one editor. A request without an answer may have been executed: sent again unchanged, it has the
 * same idempotency key.
 */
export class EventSender {
  private unanswered: { key: string; text: string; fields: Request['fields'] } | null = null

  constructor(
    private readonly actions: { createEvent: typeof createEvent; updateEvent: typeof updateEvent },
  ) {}

  async send(request: Request, isNew: boolean) {
    const answer = await this.attempt(request, isNew)
    this.unanswered = null
    return answer
  }

  private async attempt({ id, version, fields, occurrence }: Request, isNew: boolean) {
    const { createEvent, updateEvent } = this.actions
    const text = JSON.stringify([id, version, fields, occurrence])
    const before = this.unanswered
    if (before && before.text !== text && isNew) {
      // The event may exist already, as it was sent first: repeat that request, then apply what was changed since.
      const created = await createEvent(before.fields, before.key)
      if (!created.ok) return created
      const changes = changedFields(before.fields, fields).map((field) => [field, fields[field]])
      return updateEvent({ ...idAndVersion(created.result), patch: Object.fromEntries(changes) }, newKey())
    }
    if (before?.text !== text) this.unanswered = { key: newKey(), text, fields }
    const { key } = this.unanswered!
    if (isNew) return createEvent(fields, key)
    return updateEvent({ id, version, patch: fields, ...(occurrence && { occurrence }) }, key)
  }
}

function idAndVersion({ id, version }: { id: string; version: number }) {
  return { id, version }
}
