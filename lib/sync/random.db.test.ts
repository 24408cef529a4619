import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ConnectorError } from '@/lib/connectors/connector'
import { isInstalled } from '@/test/servers/caldav/installed'
import { bindingOf, endWaiting, makeRandomAccount, type RandomAccount, syncOnce } from './random.test.account'
import { openCaldav } from './random.test.caldav'
import { compareSides } from './random.test.compare'
import { Expected } from './random.test.expected'
import { openGoogle } from './random.test.google'
import { LocalEdits } from './random.test.local'
import { openMicrosoft } from './random.test.microsoft'
import { Random } from './random.test.numbers'
import { INTERRUPTIONS, type Interruption, SyncProcess } from './random.test.process'
import { RandomTestProgress } from './random.test.progress'
import type { RandomProvider } from './random.test.provider'
import { openRadicale } from './random.test.radicale'
import { RemoteEdits } from './random.test.remote'
import { Settings } from './random.test.settings'

const EDITS = Number(process.env.SYNC_EDITS ?? 150)

/** Number of edits with each other provider: fewer, since most steps of a sync are the same. */
const OTHER_EDITS = Number(process.env.SYNC_EDITS ?? 90)

/** Number of edits with Radicale itself, which takes a second for each. Only `npm run chaos` sets it. */
const RADICALE_EDITS = Number(process.env.SYNC_RADICALE_EDITS ?? 0)
const SEED = Number(process.env.SYNC_SEED ?? 7)

/** Maximum number of edits between two runs. */
const MAX_EDITS = 6

/** Number of runs of a round before which edits are made. The runs that follow only continue. */
const MAX_EDITED_RUNS = 4

/** Maximum number of runs until nothing changes any more. */
const MAX_QUIET_RUNS = 8

/** Maximum number of them that write. Those that follow an approval write once more. */
const MAX_WRITING_RUNS = 2

/** Time after which no further round begins, and the test fails. */
const MAX_MS = Number(process.env.SYNC_MINUTES ?? 20) * 60_000

/** Maximum time of the last round. */
const MAX_ROUND_MS = 600_000

interface Round {
  account: RandomAccount
  process: SyncProcess
  settings: Settings
  progress: RandomTestProgress
}

const PROVIDERS: [string, edits: number, () => Promise<RandomProvider>][] = [
  ['google', EDITS, openGoogle],
  ['microsoft', OTHER_EDITS, openMicrosoft],
  ['caldav', OTHER_EDITS, openCaldav],
  ['radicale', isInstalled('radicale') ? RADICALE_EDITS : 0, openRadicale],
]

beforeAll(() => {
  // The stubs are at private addresses. Settings are read once.
  process.env.ALLOW_PRIVATE_TARGETS = '1'
})

if (RADICALE_EDITS && !isInstalled('radicale'))
  it.skip('the sync with radicale (skipped, since /usr/bin/radicale is not installed)')

describe.each(PROVIDERS.filter(([, edits]) => edits > 0))('the sync with %s', (_, total, open) => {
  const name = `makes both sides equal after ${total} random edits and crashes at each step (seed ${SEED})`
  it(name, { timeout: MAX_MS + MAX_ROUND_MS }, async () => {
    const random = new Random(SEED)
    const provider = await open()
    onTestFinished(() => provider.close())
    const account = await makeRandomAccount(provider)
    const process = new SyncProcess(provider, (limit) => random.below(limit))
    onTestFinished(() => process.close())
    const expected = new Expected()
    const settings = new Settings(account, random, expected)
    const local = new LocalEdits(account, random, expected)
    const remote = new RemoteEdits(provider, random, expected, [account.user.email, 'guest@example.org'])
    const progress = new RandomTestProgress(`${provider.kind}, seed ${SEED}`, total, MAX_MS, expected.made)
    onTestFinished(() => progress.print())
    const round = { account, process, settings, progress }
    while (progress.isUnfinished()) {
      // Rounds in which one side is edited show writes that nothing has caused.
      const sides = random.isTrue(0.2) ? [remote] : [local, remote]
      const interruption = random.pick(INTERRUPTIONS)!
      if (interruption === 'killed before arrival') expected.expectLateWrites()
      const writes = provider.writes()
      provider.setPageSize(random.pick([3, 10, 250])!)
      // Each run continues from what the one before has left, until one ends before the step at which it would crash.
      for (let at = 1, isInterrupted = true; isInterrupted; at++) {
        const isEdited = at <= MAX_EDITED_RUNS
        const edits = isEdited ? 1 + random.below(MAX_EDITS) : 0
        const edit = async () => {
          const side = random.pick(sides)!
          await side.edit()
          // Both sides edit the same event more often than by chance.
          for (const other of sides) if (other !== side && random.isTrue(0.3)) await other.editRecent()
        }
        for (let count = 0; count < edits; count++) await edit()
        if (isEdited && sides.includes(local) && random.isTrue(0.8)) await local.editAgain()
        if (isEdited && random.isTrue(0.1)) await settings.change()
        let requests = isEdited ? random.below(12) : -1
        process.beforeRequest = async () => {
          if (requests-- === 0) await edit()
        }
        isInterrupted = await interrupt(round, interruption, at)
        expected.note(`run ${interruption} ${at}: ${isInterrupted}`)
        process.beforeRequest = async () => {}
        await settings.decide()
      }
      await process.settle()
      await settings.restore()
      await syncUntilQuiet(round)
      const { problems, ...found } = await compareSides(account)
      expected.ignoreDoubles(found.contents.keys())
      if (expected.isOnlyRemote && provider.writes() > writes)
        problems.push('remote edits were written again')
      problems.push(...(await settings.wrongEntries()))
      expect(expected.check(found, problems)).toEqual([])
      provider.forgetDeleted()
    }
    expect(provider.violations()).toEqual([])
  })
})

/** Runs a sync that is interrupted. A one-way sync writes nothing. */
async function interrupt(
  { account, process, progress }: Round,
  interruption: Interruption,
  at: number,
): Promise<boolean> {
  const { provider } = account
  const [before, writes] = [await bindingOf(account), provider.writes()]
  const run = () => syncOnce(account)
  const isInterrupted = await process.run(run, interruption, at, (error) => error instanceof ConnectorError)
  progress.runs++
  if (isInterrupted) progress.crashes++
  const after = await bindingOf(account)
  const isOneWay = before?.direction !== 'both' && after?.direction !== 'both'
  if (isOneWay) expect(provider.writes()).toBe(writes)
  return isInterrupted
}

async function syncUntilQuiet({ account, settings, progress }: Round): Promise<void> {
  const { provider } = account
  await endWaiting(account)
  let writingRuns = 0
  for (let run = 0; run < MAX_QUIET_RUNS; run++) {
    const writes = provider.writes()
    const { hasChanged, outcome } = await syncOnce(account)
    progress.runs++
    await settings.decide()
    if (!hasChanged && outcome === 'done' && provider.writes() === writes) return
    if (provider.writes() > writes && outcome === 'done') writingRuns++
    expect(writingRuns).toBeLessThanOrEqual(MAX_WRITING_RUNS)
  }
  throw new Error('The sync does not come to rest')
}
