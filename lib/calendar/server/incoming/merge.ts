import { isEqual } from '@/lib/calendar/is-equal'
import { flatten, splitKey, unflatten, whenOf, withIdsOf } from './flat-content'
import { type Content, normalizeContent } from './normalize'

/** The result of merging a newer file into an event edited since the file's last version. */
export interface MergedContent {
  content: Content
  /** Fields changed both locally and by the file: the file's value was taken. */
  replaced: string[]
}

/**
 * Merges the changes of a file since its last version into an event, field by field: a field changed only locally
 * stays, a field changed by the file takes the file's value. Overrides missing from the file stay.
 *
 * @param base the content last received from the file's source
 */
export function mergeIncoming(base: Content, current: Content, file: Content): MergedContent {
  const [was, now, next] = [normalizeContent(base), normalizeContent(current), normalizeContent(file)]
  const isMoved = !isEqual(whenOf(was), whenOf(next))
  // Converts all three versions to the recurrence ids of the result.
  const target = isMoved ? next : now
  const [before, ours, theirs] = [was, now, next].map((content) => flatten(withIdsOf(content, target)))
  const result = new Map(ours)
  const replaced: string[] = []
  for (const key of new Set([...before!.keys(), ...theirs!.keys()])) {
    const [from, to, ourValue] = [before!.get(key), theirs!.get(key), ours!.get(key)]
    if (isEqual(from, to) || isEqual(ourValue, to)) continue
    if (isUnmentioned(key, next)) continue
    if (!isEqual(from, ourValue)) replaced.push(key.split('/')[0]!)
    if (to === undefined) result.delete(key)
    else result.set(key, to)
  }
  return { content: unflatten(result), replaced: [...new Set(replaced)] }
}

/** Returns whether a field belongs to an override missing from the file. */
function isUnmentioned(key: string, file: Content): boolean {
  const [group, id] = splitKey(key)
  return group === 'overrides' && !Object.hasOwn(file.overrides, id!)
}
