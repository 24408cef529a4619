import { AppError } from '@/lib/errors'

/** Who acts. Everything that reads or writes says on whose behalf. */
export type Actor =
  | { kind: 'nobody' }
  | { kind: 'user'; id: string }
  /** Work of our own, by the job's name. It holds no grant on anybody's calendar. */
  | { kind: 'job'; name: string }

export const NOBODY: Actor = { kind: 'nobody' }

/** The acting user's id. @throws AppError SIGNED_OUT when it is not a user who acts. */
export function userIdOf(actor: Actor): string {
  if (actor.kind !== 'user') throw new AppError('SIGNED_OUT')
  return actor.id
}
