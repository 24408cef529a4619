import { isEqual } from './is-equal'

/** Returns the fields in which two versions differ. Ignores fields that are undefined in `after`. */
export function changedFields<T extends object>(before: T, after: Partial<T>): (keyof T)[] {
  return (Object.keys(after) as (keyof T)[]).filter(
    (field) => after[field] !== undefined && !isEqual(before[field], after[field]),
  )
}

/** The result of merging a user's changes into a version that others changed meanwhile. */
export interface MergeResult<T> {
  /** Values to write. */
  patch: Partial<T>
  /** Fields that both sides changed to different values: the user has to choose. */
  conflicts: { [F in keyof T]?: { yours: T[F]; theirs: T[F] } }
}

/**
 * Merges a patch based on `base` into `current`, field by field. Fields that only one side changed, or that both
 * changed to the same value, merge; the others are conflicts. Without a base, each field that differs is a conflict.
 */
export function merge<T extends object>(base: T | undefined, current: T, patch: Partial<T>): MergeResult<T> {
  const result: MergeResult<T> = { patch: {}, conflicts: {} }
  for (const field of changedFields(current, patch)) {
    const yours = patch[field] as T[typeof field]
    if (base && isEqual(base[field], current[field])) result.patch[field] = yours
    else if (base && isEqual(base[field], yours)) continue
    else result.conflicts[field] = { yours, theirs: current[field] }
  }
  return result
}

/** Returns the latest version with the fields that the user changed in the form since `base`. */
export function rebaseForm<T extends object>(base: T, form: T, now: T): T {
  const userChanges = changedFields(base, form).map((field) => [field, form[field]])
  return { ...now, ...Object.fromEntries(userChanges) }
}

/** The result of reverting a change. A field that did not exist before is undefined in the patch. */
export interface Reversal<T> {
  patch: Partial<T>
  /** Fields that were changed again since and are not reverted. */
  kept: (keyof T)[]
}

/** Reverts the fields changed from `before` to `after` that still have the value of `after`. */
export function revert<T extends object>(before: T, after: T, current: T): Reversal<T> {
  const result: Reversal<T> = { patch: {}, kept: [] }
  for (const field of new Set(Object.keys({ ...before, ...after })) as Set<keyof T>) {
    if (isEqual(before[field], after[field])) continue
    if (isEqual(current[field], after[field])) result.patch[field] = before[field]
    else if (!isEqual(current[field], before[field])) result.kept.push(field)
  }
  return result
}
