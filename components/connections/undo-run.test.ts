import { expect, test } from 'vitest'
import { undoRun } from './undo-run'

const done = { ok: true as const, result: { kept: [] as string[] } }
const refused = (code: string) => ({ ok: false as const, error: { code } })

test('continues a failed undo of a run when it is repeated, with the same idempotency keys', async () => {
  const keys = new Map<string, string>()
  const used: string[][] = [[], []]
  const attempt = (at: 0 | 1, failing?: string) =>
    undoRun(['third', 'second', 'first'], keys, async ({ changeset }, key) => {
      used[at]!.push(`${changeset} ${key}`)
      return changeset === failing ? refused('UNAVAILABLE') : done
    })
  expect(await attempt(0, 'second')).toEqual(refused('UNAVAILABLE'))
  expect(await attempt(1)).toEqual({ ok: true, isPartial: false })
  expect(used[0]).toHaveLength(2)
  expect(used[1]!.slice(0, 2)).toEqual(used[0])
})

test('undoes the rest of a run if the events of a changeset have been changed since', async () => {
  const undone: string[] = []
  const result = await undoRun(['second', 'first'], new Map(), async ({ changeset }) => {
    undone.push(changeset)
    return changeset === 'second' ? refused('CONFLICT') : done
  })
  expect([result, undone]).toEqual([{ ok: true, isPartial: true }, ['second', 'first']])
})
