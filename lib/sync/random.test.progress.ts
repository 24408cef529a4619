import process from 'node:process'

/** Number of edits after which a line says how far the test is. */
const REPORTED_EDITS = 1000

/** Counts what the random test has done, and prints it. Standard output, since vitest hides the console of passed tests. */
export class RandomTestProgress {
  runs = 0
  crashes = 0
  private readonly start = Date.now()
  private reported = 0

  constructor(
    /** The provider and the seed. */
    private readonly name: string,
    private readonly total: number,
    /** Maximum time. */
    private readonly limitMs: number,
    /** Number of edits of each side so far. */
    private readonly made: Readonly<Record<'local' | 'remote', number>>,
  ) {}

  get edits(): number {
    return this.made.local + this.made.remote
  }

  /** Returns whether edits are left. @throws Error if the time is over before */
  isUnfinished(): boolean {
    if (this.edits >= this.total) return false
    if (Date.now() - this.start > this.limitMs)
      throw new Error(`${this.edits} of ${this.total} edits were made when SYNC_MINUTES had passed`)
    if (this.edits - this.reported >= REPORTED_EDITS) this.print()
    return true
  }

  print(): void {
    this.reported = this.edits
    const { name, total, edits, made, runs, crashes } = this
    const seconds = Math.round((Date.now() - this.start) / 1000)
    process.stdout.write(
      `Random sync with ${name}: ${edits} of ${total} edits (${made.local} local, ${made.remote} remote), ` +
        `${runs} runs, ${crashes} interrupted, ${seconds} s\n`,
    )
  }
}
