import type { RemoteCalendar, RemoteState } from '@/lib/calendar/server/remote'
import type { Connector } from './connector'

const signal = new AbortController().signal

/** Keeps the objects of a calendar as lib/sync does. */
export class Mirror {
  cursor: string | null = null
  private readonly states = new Map<string, RemoteState>()

  constructor(
    private readonly connector: Connector,
    private readonly calendar: RemoteCalendar,
  ) {}

  /** Applies all changes; returns their number. A pull that fails leaves the cursor, and may leave some changes. */
  async pull(): Promise<number> {
    const seen = new Set<string>()
    let isWhole = false
    let cursor: string | null = null
    for await (const page of this.connector.pull(this.calendar, this.cursor, signal)) {
      for (const change of page.changes) {
        seen.add(change.id)
        this.states.set(change.id, this.connector.mergeState(this.states.get(change.id) ?? null, change))
      }
      ;({ isWhole, cursor } = page)
    }
    if (isWhole) for (const id of this.states.keys()) if (!seen.has(id)) this.states.delete(id)
    this.cursor = cursor
    return seen.size
  }

  /** Returns the objects that are not deleted, keyed by id. */
  objects() {
    const objects = [...this.states].map(
      ([id, state]) => [id, this.connector.toObject(this.calendar, state)] as const,
    )
    return new Map(objects.filter(([, { content }]) => content).sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  titles(): string[] {
    return [...this.objects().values()].map(({ content }) => content!.title)
  }
}
