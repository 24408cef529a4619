import type { OutboxInput } from '@/lib/offline/outbox-entry'

/** Ids that the server has given to events which were created offline, by local id. Only of this page. */
const createdIds = new Map<string, string>()

export function addCreatedIds(ids: ReadonlyMap<string, string>): void {
  for (const [local, id] of ids) createdIds.set(local, id)
}

/** Replaces local ids of events that the server has created since: an open dialog still has them. */
export function withCreatedIds(input: OutboxInput): OutboxInput {
  const { id, events } = input
  return {
    ...input,
    ...(id !== undefined && { id: createdIds.get(id) ?? id }),
    ...(events && {
      events: events.map((event) => ({ ...event, id: createdIds.get(event.id) ?? event.id })),
    }),
  }
}
