import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { db } from '@/db/client'
import { approveDeletions } from '@/lib/commands/effects/held-deletions'
import { ConnectorError } from '@/lib/connectors/connector'
import { bindingOf, makeRandomAccount, type RandomAccount, syncOnce } from './random.test.account'
import { openCaldav } from './random.test.caldav'
import { compareSides } from './random.test.compare'
import { Expected } from './random.test.expected'
import { openGoogle } from './random.test.google'
import { LocalEdits } from './random.test.local'
import { openMicrosoft } from './random.test.microsoft'
import { Random } from './random.test.numbers'
import { INTERRUPTIONS, SyncProcess } from './random.test.process'
import type { RandomProvider } from './random.test.provider'
import { RemoteEdits } from './random.test.remote'

const EDITS = Number(process.env.SYNC_EDITS ?? 200)

/** Number of edits with each other provider: fewer, since most steps of a sync are the same. */
const OTHER_EDITS = Number(process.env.SYNC_EDITS ?? 60)
const SEED = Number(process.env.SYNC_SEED ?? 7)

/** Maximum number of edits between two runs. */
const MAX_EDITS = 6

/** Number of runs of a round before which edits are made. The runs that follow only continue. */
const MAX_EDITED_RUNS = 4

/** Maximum number of runs until nothing changes any more. */
const MAX_QUIET_RUNS = 8

const PROVIDERS: [string, edits: number, () => Promise<RandomProvider>][] = [
  ['google', EDITS, openGoogle],
  ['microsoft', OTHER_EDITS, openMicrosoft],
  ['caldav', OTHER_EDITS, openCaldav],
]

beforeAll(() => {
  // The stubs are at private addresses. Settings are read once.
  process.env.ALLOW_PRIVATE_TARGETS = '1'
})

describe.each(PROVIDERS)('the sync with %s', (_, total, open) => {
  it(`makes both sides equal after ${total} random edits and crashes at each step (seed ${SEED})`, async () => {
    const random = new Random(SEED)
    const provider = await open()
    onTestFinished(() => provider.close())
    const account = await makeRandomAccount(provider)
    const process = new SyncProcess(provider, (limit) => random.below(limit))
    onTestFinished(() => process.close())
    const expected = new Expected()
    const local = new LocalEdits(account, random, expected)
    const remote = new RemoteEdits(provider, random, expected, [account.user.email, 'guest@example.org'])
    const edit = () => (random.isTrue(0.5) ? local : remote).edit()
    for (let made = 0; made < total; ) {
      const interruption = random.pick(INTERRUPTIONS)!
      if (interruption === 'killed before arrival') expected.relax()
      provider.setPageSize(random.pick([3, 10, 250])!)
      // Each run continues from what the one before has left, until one ends before the step at which it would crash.
      for (let at = 1, isInterrupted = true; isInterrupted; at++) {
        const edits = at <= MAX_EDITED_RUNS ? 1 + random.below(MAX_EDITS) : 0
        for (let count = 0; count < edits; count++, made++) await edit()
        const editAt = at <= MAX_EDITED_RUNS ? random.below(12) : -1
        let requests = 0
        process.beforeRequest = async () => {
          if (requests++ === editAt) await edit()
        }
        const run = () => syncOnce(account)
        isInterrupted = await process.run(run, interruption, at, (error) => error instanceof ConnectorError)
        process.beforeRequest = async () => {}
        await approve(account)
      }
      await process.settle()
      await syncUntilQuiet(account)
      const { problems, contents } = await compareSides(account)
      expect([...problems, ...expected.check(contents)]).toEqual([])
    }
    expect(provider.violations()).toEqual([])
  }, 1_800_000)
})

/** Approves held deletions, which random edits do not make by mistake. */
async function approve(account: RandomAccount): Promise<void> {
  const { id, state } = await bindingOf(account)
  if (state === 'needs-approval') await db.transaction((tx) => approveDeletions(tx, id))
}

async function syncUntilQuiet(account: RandomAccount): Promise<void> {
  const { provider } = account
  for (let run = 0; run < MAX_QUIET_RUNS; run++) {
    const writes = provider.writes()
    const { hasChanged } = await syncOnce(account)
    await approve(account)
    if (!hasChanged && provider.writes() === writes) return
  }
  throw new Error('The sync does not come to rest')
}
