/** The fields in which two versions of a thing differ. What is undefined in the later one is not part of it. */
export function changedFields<T extends object>(before: T, after: Partial<T>): (keyof T)[] {
  return (Object.keys(after) as (keyof T)[]).filter(
    (field) => after[field] !== undefined && !isEqual(before[field], after[field]),
  )
}

/** What became of merging a person's changes into what others made of the thing meanwhile. */
export interface MergeResult<T> {
  /** What is to be written. */
  patch: Partial<T>
  /** Fields that both changed, to different values: a person has to choose. */
  conflicts: { [F in keyof T]?: { yours: T[F]; theirs: T[F] } }
}

/**
 * Merges a patch made on `base` into `current`, field by field. Fields that only one side changed, or that both
 * changed alike, merge; the rest are conflicts. Without a base every field that differs from `current` is one.
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

/** What a form shows once it hears how the thing is now: what was changed in it since `base` stays. */
export function rebaseForm<T extends object>(base: T, form: T, now: T): T {
  const mine = changedFields(base, form).map((field) => [field, form[field]])
  return { ...now, ...Object.fromEntries(mine) }
}

/** What an undo does to one thing. A field that was not there before is undefined in the patch. */
export interface Reversal<T> {
  patch: Partial<T>
  /** Fields that were changed again since, and stay as they are. */
  kept: (keyof T)[]
}

/** Reverts the fields that a change from `before` to `after` touched and that still are as it left them. */
export function revert<T extends object>(before: T, after: T, current: T): Reversal<T> {
  const result: Reversal<T> = { patch: {}, kept: [] }
  for (const field of new Set(Object.keys({ ...before, ...after })) as Set<keyof T>) {
    if (isEqual(before[field], after[field])) continue
    if (isEqual(current[field], after[field])) result.patch[field] = before[field]
    else if (!isEqual(current[field], before[field])) result.kept.push(field)
  }
  return result
}

/** Equality of values as JSON has them, whatever the order of keys. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        isEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  )
}
