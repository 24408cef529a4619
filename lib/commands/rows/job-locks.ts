import { type SQL, sql } from 'drizzle-orm'
import { type Db, db } from '@/db/client'
import { WORKER_LOCKS } from '@/lib/queue'

/** Builds the condition that a worker is alive: a session holds its lock. */
function isAlive(worker: SQL): SQL {
  return sql`exists (select from pg_locks l where l.locktype = 'advisory' and l.objsubid = 2
    and l.database = (select oid from pg_database where datname = current_database())
    and l.classid::bigint = ${WORKER_LOCKS} and l.objid::bigint = hashtext(${worker})::bigint & 4294967295)`
}

/** Returns the ids of dead workers that hold a job or a queue. */
export async function deadWorkers(): Promise<string[]> {
  const rows = await db.execute<{ worker: string }>(sql`
    select worker from (
      select locked_by as worker from graphile_worker._private_jobs where locked_by is not null
      union select locked_by from graphile_worker._private_job_queues where locked_by is not null) w
    where not ${isAlive(sql`worker`)}`)
  return rows.map(({ worker }) => worker)
}

/** Releases the jobs and queues of dead workers, so that running workers take them at once. */
export async function releaseWorkers(workers: readonly string[]): Promise<void> {
  await db.execute(sql`
    with dead as (select id from jsonb_array_elements_text(${JSON.stringify(workers)}::jsonb) as id
        where not ${isAlive(sql`id`)}),
      ${releaseStatements(sql`locked_by in (select id from dead)`)}`)
}

/** Releases a job and its queue. If its worker is still running, the job may run twice. */
export async function releaseLock(tx: Db, job: string): Promise<void> {
  await tx.execute(sql`
    with ${releaseStatements(
      sql`jobs.id = ${job}::bigint`,
      sql`queues.id =
      (select job_queue_id from graphile_worker._private_jobs where id = ${job}::bigint)`,
    )}`)
}

/** Builds the statements that release jobs and queues, and the mails and push messages of dead workers. */
function releaseStatements(jobs: SQL, queues: SQL = jobs): SQL {
  return sql`held as (select id, locked_by from graphile_worker._private_jobs),
    freed as (update graphile_worker._private_jobs jobs set locked_at = null, locked_by = null
      where locked_by is not null and ${jobs} returning jobs.id, payload, task_id),
    freed_queues as (update graphile_worker._private_job_queues queues set locked_at = null, locked_by = null
      where locked_by is not null and ${queues})
    update deliveries set taken_until = null
    from freed join held using (id) join graphile_worker._private_tasks t on t.id = freed.task_id
    where t.identifier in ('mail', 'push') and deliveries.id::text = payload ->> 'delivery' and not ${isAlive(sql`held.locked_by`)}`
}
