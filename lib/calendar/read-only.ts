/** Why an event of a connected calendar cannot be edited in Kinday. */
export const READ_ONLY_REASONS = [
  'one-way',
  'read-only-calendar',
  'not-organizer',
  'locked',
  'special',
] as const

export type ReadOnlyReason = (typeof READ_ONLY_REASONS)[number]
