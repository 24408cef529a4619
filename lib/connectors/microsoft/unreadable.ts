import { ConnectorError } from '../connector'
import { FailedObjects } from '../failed-objects'
import { GraphError } from './errors'

/** Number of further events that fail until Graph is asked whether it responds for the calendar itself. */
const FAILURES_PER_CHECK = 20

/** Statuses with which Graph fails for one event only. Gateways use others. */
const STATUSES: ReadonlySet<number> = new Set([400, 403, 500])

/** The events of a calendar that Graph lists but fails to return. */
export class Unreadable extends FailedObjects {
  /** Events that failed in this pull, of which some are not reported yet. */
  private readonly failed: string[] = []
  private count = 0
  private check: Promise<unknown> | undefined

  /** @param isResponding rejects if Graph does not respond for the calendar */
  constructor(
    known: Record<string, string>,
    now: () => number,
    private readonly isResponding: () => Promise<unknown>,
  ) {
    super(known, now)
  }

  /**
   * Reads an event, twice if Graph fails. Returns undefined if it fails again: the sync of all other events goes on.
   * @throws ConnectorError if the event is not the reason, or if Graph fails for the calendar, too
   */
  async read<T>(id: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      const found = await read().catch((error) => {
        if (!isOfEvent(error)) throw error
        return read()
      })
      this.delete(id)
      return found
    } catch (error) {
      const isKnown = this.has(id)
      if (!isOfEvent(error) || (!isKnown && this.isFull)) throw error
      if (!isKnown && ++this.count % FAILURES_PER_CHECK === 0) this.check = this.isResponding()
      await this.check
      this.failed.push(id)
      this.add(id)
      return undefined
    }
  }

  /** Returns the events that failed since the last call. */
  take(): string[] {
    return this.failed.splice(0)
  }
}

function isOfEvent(error: unknown): boolean {
  if (error instanceof GraphError) return STATUSES.has(error.status) && !error.retryAt
  return error instanceof ConnectorError && error.problem === 'too-large'
}
