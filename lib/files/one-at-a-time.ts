import { AppError } from '@/lib/errors'

/** Maximum number of uploads that one user, and that all together, may have under way. */
const MAX_PER_USER = 4
const MAX_TOGETHER = 32

const underWay = new Map<string, Promise<unknown>[]>()

/**
 * Processes the uploads of one user one after the other, so that a user never occupies more than one worker thread.
 *
 * @throws AppError TOO_MANY when the user has too many under way, UNAVAILABLE when everybody together has
 */
export async function oneAtATime<R>(userId: string, work: () => Promise<R>): Promise<R> {
  const mine = underWay.get(userId) ?? []
  if (mine.length >= MAX_PER_USER) throw new AppError('TOO_MANY')
  const all = [...underWay.values()].reduce((sum, { length }) => sum + length, 0)
  if (all >= MAX_TOGETHER) throw new AppError('UNAVAILABLE')
  const before = mine.at(-1) ?? Promise.resolve()
  const turn = before.then(work, work)
  const settled = turn.then(
    () => {},
    () => {},
  )
  underWay.set(userId, [...mine, settled])
  try {
    return await turn
  } finally {
    const rest = (underWay.get(userId) ?? []).filter((one) => one !== settled)
    if (rest.length) underWay.set(userId, rest)
    else underWay.delete(userId)
  }
}
