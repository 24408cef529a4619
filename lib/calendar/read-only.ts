import type { RemoteAccess, SyncDirection } from './sync-choices'

/** Why an event of a connected calendar cannot be edited in Kinday. */
export const READ_ONLY_REASONS = [
  'one-way',
  'read-only-calendar',
  'not-organizer',
  'locked',
  'special',
] as const

export type ReadOnlyReason = (typeof READ_ONLY_REASONS)[number]

/** Returns why all events of a synced calendar are read-only; null if changes here are sent to the remote calendar. */
export function readOnlyReasonOf({
  direction,
  remote,
}: {
  direction: SyncDirection
  remote: { access: RemoteAccess }
}): ReadOnlyReason | null {
  if (remote.access !== 'write') return 'read-only-calendar'
  return direction === 'pull' ? 'one-way' : null
}
