import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type APIRequestContext, expect } from '@playwright/test'
import { TEST_DATA } from '../../playwright.config'
import { memoryOf } from '../../scripts/bench/children.mjs'
import type { HOSTILE_FILES } from '../../scripts/bench/hostile.mjs'

const MAX_MEMORY_BYTES = 1500 * 1024 * 1024
const POLL_MS = 250

/**
 * Imports each file as one user. Expects that meanwhile the pages of another user are served, that the memory of the
 * server stays limited, and that the import ends as the file declares.
 */
export async function expectIsolatedImports(
  files: typeof HOSTILE_FILES,
  sender: APIRequestContext,
  other: APIRequestContext,
): Promise<void> {
  const { pid } = JSON.parse(readFileSync(path.join(TEST_DATA, 'running.json'), 'utf8'))
  for (const { name, code, make } of files) {
    let isDone = false
    const sending = sender
      .post(`/api/import?mode=preview&name=${encodeURIComponent(name)}&calendar=new`, {
        data: Buffer.from(make()),
        headers: { 'content-type': 'application/octet-stream' },
        timeout: 300_000,
      })
      .finally(() => {
        isDone = true
      })
    do {
      expect((await other.get('/calendar/month/2026-03-01')).status(), name).toBe(200)
      expect(memoryOf(pid), name).toBeLessThan(MAX_MEMORY_BYTES)
      // Without a pause, the pages would take most of the processor from the import.
      await sleep(POLL_MS)
    } while (!isDone)
    const lines = (await (await sending).text()).trim().split('\n')
    const { result, error } = JSON.parse(lines.at(-1)!)
    // On a machine under load, an import may also exceed its time limit.
    if (error) expect(error.code, name).toBe('TOO_LARGE')
    else if (code) expect(JSON.stringify(result), name).toContain(`"code":"${code}"`)
    else expect(result.parts, name).toHaveLength(1)
  }
}
