import { HOUR } from '@/lib/calendar/day'
import { ConnectorError } from '../connector'
import { GraphError } from './errors'

/** Number of further events that fail until Graph is asked whether it responds for the calendar itself. */
const FAILURES_PER_CHECK = 20

/** Maximum number of events that are left out: the cursor names each. */
const MAX_UNREADABLE = 5000

/** Maximum number of events that a pull reads again. */
const MAX_RETRIES = 50

/** Events that Graph fails to return are read again after this time. */
const RETRY_MS = 6 * HOUR

/** Statuses with which Graph fails for one event only. Gateways use others. */
const STATUSES: ReadonlySet<number> = new Set([400, 403, 500])

/** The events of a calendar that Graph lists but fails to return, with the times when they are read again. */
export class Unreadable {
  readonly retryAt: Map<string, string>
  /** Events that failed in this pull, of which some are not reported yet. */
  private readonly failed: string[] = []
  private count = 0
  private check: Promise<unknown> | undefined

  /** @param isResponding rejects if Graph does not respond for the calendar */
  constructor(
    private readonly known: Record<string, string>,
    private readonly now: () => number,
    private readonly isResponding: () => Promise<unknown>,
  ) {
    this.retryAt = new Map(Object.entries(known))
  }

  /** Returns the events that are to be read again, the first ones first. */
  due(): string[] {
    const now = new Date(this.now()).toISOString()
    return [...this.retryAt]
      .filter(([, at]) => at <= now)
      .sort(([, a], [, b]) => (a < b ? -1 : 1))
      .slice(0, MAX_RETRIES)
      .map(([id]) => id)
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
      this.retryAt.delete(id)
      return found
    } catch (error) {
      const isFull = !this.retryAt.has(id) && this.retryAt.size >= MAX_UNREADABLE
      if (!isOfEvent(error) || isFull) throw error
      // Events that failed before do not count.
      if (!Object.hasOwn(this.known, id) && ++this.count % FAILURES_PER_CHECK === 0)
        this.check = this.isResponding()
      await this.check
      this.failed.push(id)
      this.retryAt.set(id, new Date(this.now() + RETRY_MS).toISOString())
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
