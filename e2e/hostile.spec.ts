import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@/test/browser/fixtures'
import { TEST_DATA } from '../playwright.config'
import { memoryOf } from '../scripts/bench/children.mjs'
import { HOSTILE_FILES } from '../scripts/bench/hostile.mjs'

const MAX_MEMORY = 1500 * 1024 * 1024

test('ends only the import of a hostile file while serving another user', async ({ join }) => {
  test.setTimeout(600_000)
  const sender = (await join('Anna')).page.request
  const other = (await join('Ben')).page.request
  const { pid } = JSON.parse(readFileSync(path.join(TEST_DATA, 'running.json'), 'utf8'))
  for (const { name, says, make } of HOSTILE_FILES) {
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
      expect(memoryOf(pid), name).toBeLessThan(MAX_MEMORY)
    } while (!isDone)
    const lines = (await (await sending).text()).trim().split('\n')
    const { result, error } = JSON.parse(lines.at(-1)!)
    // On a loaded machine a file may also exceed its time limit.
    if (error) expect(error.code, name).toBe('TOO_LARGE')
    else if (says) expect(JSON.stringify(result), name).toContain(`"code":"${says}"`)
    else expect(result.parts, name).toHaveLength(1)
  }
})
