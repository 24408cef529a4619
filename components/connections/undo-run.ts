import { newKey } from '@/components/forms/once'

type UndoResponse<E> = { ok: true; result: { kept: string[] } } | { ok: false; error: E }

/**
 * Undoes the changesets of a run one after another. Skips a changeset if all of its events have been changed since.
 * @param keys the idempotency keys of the changesets: with the same keys, a repeated undo continues where it failed
 */
export async function undoRun<E extends { code: string }>(
  changesets: readonly string[],
  keys: Map<string, string>,
  undo: (input: { changeset: string }, key: string) => Promise<UndoResponse<E>>,
): Promise<{ ok: true; isPartial: boolean } | { ok: false; error: E }> {
  let isPartial = false
  for (const changeset of changesets) {
    const key = keys.get(changeset) ?? newKey()
    keys.set(changeset, key)
    const response = await undo({ changeset }, key)
    if (!response.ok && response.error.code !== 'CONFLICT') return { ok: false, error: response.error }
    isPartial ||= !response.ok || response.result.kept.length > 0
  }
  return { ok: true, isPartial }
}
