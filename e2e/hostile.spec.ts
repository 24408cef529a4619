import { expect, test } from '@/test/browser/fixtures'
import { expectIsolatedImports } from '@/test/browser/hostile-files'
import { HOSTILE_FILES } from '../scripts/bench/hostile.mjs'

/** A file of each kind. `npm run chaos` sends all files. */
const SAMPLE = ['5,000,000 brackets', 'a zip bomb', 'a damaged zip']

test('limits a hostile file to its own import, while another user is served', async ({ createUser }) => {
  const files = HOSTILE_FILES.filter(({ name }) => SAMPLE.includes(name))
  expect(files).toHaveLength(SAMPLE.length)
  await expectIsolatedImports(
    files,
    (await createUser('Anna')).page.request,
    (await createUser('Ben')).page.request,
  )
})
