import { lockSession } from '@/db/client'
import { WORKER_LOCKS } from '@/lib/queue'

/**
 * Proves to other processes that the workers of this one live: a session-level advisory lock for each id, which Postgres
 * drops with the session. After a restart of the database the next {@link beat} takes the locks again.
 */
export class WorkerPresence {
  readonly ids = new Set<string>()
  private readonly sql = lockSession()

  add(id: string): void {
    this.ids.add(id)
  }

  /** Takes the locks that this session does not hold yet. */
  async beat(): Promise<void> {
    await this.sql`
      select pg_try_advisory_lock(${WORKER_LOCKS}, hashtext(id)) from unnest(${[...this.ids]}::text[]) as id
      where not exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
        and classid::bigint = ${WORKER_LOCKS} and objid::bigint = hashtext(id)::bigint & 4294967295 and objsubid = 2)`
  }

  async end(): Promise<void> {
    await this.sql.end({ timeout: 1 })
  }
}
