import { openLockSession } from '@/db/client'
import { WORKER_LOCKS } from '@/lib/queue'

/**
 * Proves to other processes that the workers of this one live: a session-level advisory lock for each id, which
 * Postgres drops with the session. After a restart of the database the next {@link beat} takes the locks again.
 */
export class WorkerPresence {
  readonly ids = new Set<string>()
  private readonly sql = openLockSession(() => this.forgetLocks())
  /** The ids whose locks this session holds. */
  private held = new Set<string>()
  private lost = 0

  /** Number of times that the session ended, and its locks with it. */
  get losses(): number {
    return this.lost
  }

  add(id: string): void {
    this.ids.add(id)
  }

  /**
   * Waits until every worker has its lock. Workers call it before they take a job: other processes release the jobs of
   * a worker without a lock.
   */
  async ready(): Promise<void> {
    if ([...this.ids].some((id) => !this.held.has(id))) await this.beat()
  }

  /** Takes the locks that this session does not hold yet. */
  async beat(): Promise<void> {
    const { held } = this
    const rows = await this.sql<{ id: string; isHeld: boolean }[]>`
      select id, case when is_held then true else pg_try_advisory_lock(${WORKER_LOCKS}, hashtext(id)) end as "isHeld"
      from (
        select id, exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
          and classid::bigint = ${WORKER_LOCKS} and objid::bigint = hashtext(id)::bigint & 4294967295
          and objsubid = 2) as is_held
        from unnest(${[...this.ids]}::text[]) as id offset 0
      ) locks`
    for (const { id, isHeld } of rows) if (isHeld) held.add(id)
  }

  async end(): Promise<void> {
    await this.sql.end({ timeout: 1 })
  }

  /** Replaces the set, so that a late response of the lost session does not count for the next one. */
  private forgetLocks(): void {
    this.held = new Set()
    this.lost += 1
  }
}
