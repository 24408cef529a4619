import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '@/scripts/launch/migrate.mjs'
import { startPostgres } from '@/scripts/launch/postgres.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of this run's Postgres. Its database `kinday` is migrated and empty, and serves as the template. */
    postgresUrl: string
  }
}

/** Starts one Postgres for all tests of a run in a temporary folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kinday-test-'))
  const { url, stop } = await startPostgres({ dataDir, password: 'for-tests-only' })
  await migrate(url)
  project.provide('postgresUrl', url)
  return async () => {
    await stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
