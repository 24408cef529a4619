import { pool } from '@/db/client'
import type { RandomProvider, RequestFault } from './random.test.provider'

/** How a run is interrupted: a request fails, or the process ends at a request or at a commit. */
export const INTERRUPTIONS = [
  'refused',
  'lost',
  'killed before request',
  'killed after request',
  'killed before arrival',
  'killed before commit',
  'killed after commit',
] as const

export type Interruption = (typeof INTERRUPTIONS)[number]

/** Maximum delay, in requests, of a request that a process has sent before it ended. */
const MAX_DELAY = 12

class Killed extends Error {}

/**
 * Simulates processes that end: none of the statements and requests that follow is carried out, and a transaction that has
 * begun is rolled back.
 */
export class SyncProcess {
  /** Called before each request. Its statements do not belong to the process. */
  beforeRequest: () => Promise<void> = async () => {}
  private plan: { interruption: Interruption; at: number } | null = null
  private requests = 0
  private commits = 0
  private isDead = false
  private isInterrupted = false
  private isOutside = true
  private turn: Promise<unknown> = Promise.resolve()
  private late: { delay: number; arrive: () => void }[] = []
  private readonly restore: () => void

  constructor(
    provider: RandomProvider,
    private readonly delayOf: (limit: number) => number,
  ) {
    provider.onRequest = () => this.inTurn()
    this.restore = this.watchStatements()
  }

  /**
   * Runs a sync, and interrupts it at a request or commit, counted from 1.
   * @returns whether it was interrupted; false if it ended before
   */
  async run(
    work: () => Promise<unknown>,
    interruption: Interruption,
    at: number,
    isExpected: (error: unknown) => boolean,
  ): Promise<boolean> {
    Object.assign(this, { plan: { interruption, at }, requests: 0, commits: 0 })
    Object.assign(this, { isDead: false, isInterrupted: false, isOutside: false })
    try {
      await work()
    } catch (error) {
      if (!this.isDead && !isExpected(error)) throw error
    } finally {
      Object.assign(this, { plan: null, isDead: false, isOutside: true })
    }
    return this.isInterrupted
  }

  /** Lets all late requests arrive. */
  async settle(): Promise<void> {
    for (const { arrive } of this.late.splice(0)) arrive()
    await new Promise(setImmediate)
  }

  close(): void {
    this.restore()
  }

  /** Connectors may send several requests at a time: an edit before one of them does not belong to the process. */
  private inTurn(): Promise<RequestFault | undefined> {
    const fault = this.turn.then(() => this.request())
    this.turn = fault.catch(() => {})
    return fault
  }

  private async request(): Promise<RequestFault | undefined> {
    if (this.isDead) return 'refused'
    await this.deliver()
    this.isOutside = true
    await this.beforeRequest().finally(() => (this.isOutside = this.plan === null))
    const { interruption } = this.plan ?? {}
    if (!interruption || interruption.endsWith('commit') || ++this.requests !== this.plan?.at)
      return undefined
    this.isInterrupted = true
    this.isDead = interruption.startsWith('killed')
    if (interruption === 'lost' || interruption === 'killed after request') return 'lost'
    if (interruption !== 'killed before arrival') return 'refused'
    const until = new Promise<void>((arrive) => {
      this.late.push({ delay: 1 + this.delayOf(MAX_DELAY), arrive })
    })
    return { until }
  }

  private async deliver(): Promise<void> {
    const arrived = this.late.filter((request) => --request.delay === 0)
    if (!arrived.length) return
    this.late = this.late.filter(({ delay }) => delay > 0)
    for (const { arrive } of arrived) arrive()
    await new Promise(setImmediate)
  }

  private ends(interruption: Interruption): boolean {
    if (this.isDead) return true
    if (this.isOutside || this.plan?.interruption !== interruption || ++this.commits !== this.plan.at)
      return false
    this.isDead = true
    this.isInterrupted = true
    return true
  }

  /** Fails the statements that follow the end of the process. Each statement that writes, and each transaction, is a commit. */
  private watchStatements(): () => void {
    const sql = pool()
    const { unsafe, begin } = sql
    const isWrite = (text: string) => !/^\s*select\b/i.test(text) && /\b(insert|update|delete)\b/i.test(text)
    const watched = (send: typeof sql.unsafe, isTransaction: boolean) =>
      ((...args: Parameters<typeof sql.unsafe>) => {
        const commits = !isTransaction && isWrite(args[0])
        if ((this.isDead && !this.isOutside) || (commits && this.ends('killed before commit')))
          return failed()
        const query = send(...args)
        return commits && this.ends('killed after commit') ? lost(query) : query
      }) as typeof sql.unsafe
    Object.assign(sql, {
      unsafe: watched(unsafe, false),
      begin: async (...args: unknown[]) => {
        const run = args.pop() as (tx: { unsafe: typeof sql.unsafe }) => unknown
        if (this.isDead && !this.isOutside) throw new Killed()
        const result = await (begin as (...args: unknown[]) => Promise<unknown>)(
          ...args,
          async (tx: typeof sql) => {
            const done = await run(Object.assign(tx, { unsafe: watched(tx.unsafe, true) }))
            if (this.ends('killed before commit')) throw new Killed()
            return done
          },
        )
        if (this.ends('killed after commit')) throw new Killed()
        return result
      },
    })
    return () => Object.assign(sql, { unsafe, begin })
  }
}

type Query = ReturnType<ReturnType<typeof pool>['unsafe']>

/** Returns a query that fails, in the form of postgres.js. */
function failed(): Query {
  const query = Object.assign(Promise.reject(new Killed()), { values: () => query })
  return query as unknown as Query
}

/** Returns a query that is carried out, but whose result is not received. */
function lost(query: Query): Query {
  const result = query.then(() => {
    throw new Killed()
  })
  // A query starts a moment after its first `then`.
  const values = () => {
    query.values()
    return result
  }
  return Object.assign(result, { values }) as unknown as Query
}
