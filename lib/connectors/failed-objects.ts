import { HOUR } from '@/lib/calendar/day'

/** Maximum number of objects that a pull reads again. */
const MAX_RETRIES = 50

/** Objects with which a provider fails are read again after this time. */
const RETRY_MS = 6 * HOUR

/** Maximum number of objects: the cursor names each. */
const MAX_FAILED = 5000

/** The objects of a calendar that the provider lists but fails to return, with the times when they are read again. */
export class FailedObjects {
  private readonly retryAt: Map<string, string>

  constructor(
    known: Record<string, string> = {},
    private readonly now: () => number = Date.now,
  ) {
    this.retryAt = new Map(Object.entries(known))
  }

  /** Whether no further object can be recorded. */
  get isFull(): boolean {
    return this.retryAt.size >= MAX_FAILED
  }

  /** Returns the objects that are to be read again, the first ones first. */
  due(): string[] {
    const now = new Date(this.now()).toISOString()
    return [...this.retryAt]
      .filter(([, at]) => at <= now)
      .sort(([, a], [, b]) => (a < b ? -1 : 1))
      .slice(0, MAX_RETRIES)
      .map(([id]) => id)
  }

  has(id: string): boolean {
    return this.retryAt.has(id)
  }

  add(id: string): void {
    this.retryAt.set(id, new Date(this.now() + RETRY_MS).toISOString())
  }

  delete(id: string): void {
    this.retryAt.delete(id)
  }

  /** Returns the part of a cursor that names the objects. */
  toCursor(): { failed?: Record<string, string> } {
    return this.retryAt.size ? { failed: Object.fromEntries(this.retryAt) } : {}
  }
}
