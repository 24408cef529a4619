import { test } from '@/test/browser/fixtures'
import { expectIsolatedImports } from '@/test/browser/hostile-files'
import { HOSTILE_FILES } from '../../scripts/bench/hostile.mjs'

test('limits every hostile file to its own import, while another user is served', async ({
  openCalendarAs,
}) => {
  test.setTimeout(600_000)
  await expectIsolatedImports(
    HOSTILE_FILES,
    (await openCalendarAs('Anna')).page.request,
    (await openCalendarAs('Ben')).page.request,
  )
})
