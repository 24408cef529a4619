import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrate } from '@/scripts/launch/migrate.mjs'
import { startPostgres } from '@/scripts/launch/postgres.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of this run's Postgres. Its database `kinday` is migrated and empty, and serves as the template. */
    postgresUrl: string
  }
}

/** The Postgres of this run, with the number of vitest projects that use it. Each project loads this module. */
const globals = globalThis as { kindayTests?: { started: ReturnType<typeof start>; users: number } }

/** Starts one Postgres for all tests of a run in a temporary folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  globals.kindayTests ??= { started: start(), users: 0 }
  const run = globals.kindayTests
  run.users += 1
  const { url, stop } = await run.started
  project.provide('postgresUrl', url)
  return async () => {
    run.users -= 1
    if (!run.users) await stop()
  }
}

async function start(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kinday-test-'))
  const { url, pid, stop } = await startPostgres({ dataDir, password: 'for-tests-only' })
  await migrate(url)
  await configure(url)
  const stopAtOnce = async () => {
    // Immediate shutdown: a regular one would first write the databases of all test files to the disk.
    process.kill(pid, 'SIGQUIT')
    await stop()
    // These are tens of thousands of files, so the tests that follow do not wait for it.
    spawn('rm', ['-rf', dataDir], { detached: true, stdio: 'ignore' }).unref()
  }
  return { url, stop: stopAtOnce }
}

/**
 * Makes Postgres not wait for the disk: nothing has to survive a crash of the machine, and stopping would flush the
 * database of each test file. Without autovacuum, which would visit each of these databases every minute.
 */
async function configure(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 })
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit', 'autovacuum'])
    await sql.unsafe(`alter system set ${setting} = off`)
  await sql`select pg_reload_conf()`
  await sql.end()
}
