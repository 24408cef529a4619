/**
 * Hidden events that only the actor sees and that leaving a group or calendar deletes: the data of a CONFLICT. The
 * actor agrees by sending their number as `hidden`.
 */
export interface LostEvents {
  reason: 'hidden'
  count: number
  /** The first few titles. */
  titles: string[]
}
