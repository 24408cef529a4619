import type { Instant } from '../zones/zone'

/** Minutes before a duty is due at which the others can be notified. */
export const DUTY_CHOICES = [60, 180, 1440, 2880, 10_080] as const
export const DEFAULT_DUTY = 1440
export const MAX_DUTY_MINUTES = 40_320

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Time after which a duty is looked at again: its event may have been moved. */
const RECHECK_MS = 15 * MINUTE_MS
/** How long after it was due a duty is looked at, in case its event is moved. */
const KEPT_MS = 30 * 24 * HOUR_MS

/** Assignee of a duty with their confirmation, and the notifications that were sent. */
export interface DutyState {
  /** When it is due or its event starts; null if it has no time. */
  at: Instant | null
  minutes: number
  isAssigned: boolean
  /** Whether the assignee has an account, by which they can confirm. */
  canConfirm: boolean
  acknowledgedAt: Instant | null
  remindedAt: Instant | null
  notifiedAt: Instant | null
}

export interface DutyStep {
  /** `remind`: ask the assignee to confirm; `notify`: tell the others that it needs a person. */
  action: 'remind' | 'notify' | null
  /** When to look again; null: never. */
  checkAt: Instant | null
}

/**
 * Returns whom to notify of a duty now. The assignee is asked to confirm twice as long before as the others are notified;
 * a promise made later than that is a confirmation. The others are notified once, an hour after the reminder at the
 * earliest, and not after it was due.
 */
export function dutyStep(state: DutyState, now: Instant): DutyStep {
  const { at, minutes, isAssigned, canConfirm, acknowledgedAt, remindedAt, notifiedAt } = state
  if (at === null) return { action: null, checkAt: now + RECHECK_MS }
  if (now >= at) return { action: null, checkAt: now < at + KEPT_MS ? now + 24 * HOUR_MS : null }
  const [remindAt, notifyAt] = [at - 2 * minutes * MINUTE_MS, at - minutes * MINUTE_MS]
  const isConfirmed =
    isAssigned &&
    (!canConfirm || (acknowledgedAt !== null && acknowledgedAt >= Math.max(remindAt, remindedAt ?? 0)))
  const checkAt = (...times: number[]) => Math.min(now + RECHECK_MS, ...times.filter((time) => time > now))
  if (isConfirmed || notifiedAt !== null) return { action: null, checkAt: checkAt(at) }
  if (!isAssigned) {
    return now >= notifyAt
      ? { action: 'notify', checkAt: checkAt(at) }
      : { action: null, checkAt: checkAt(notifyAt) }
  }
  if (remindedAt === null) {
    return now >= remindAt
      ? { action: 'remind', checkAt: checkAt(notifyAt) }
      : { action: null, checkAt: checkAt(remindAt) }
  }
  const answerBy = Math.max(notifyAt, remindedAt + Math.min(HOUR_MS, (minutes * MINUTE_MS) / 2))
  return now >= answerBy
    ? { action: 'notify', checkAt: checkAt(at) }
    : { action: null, checkAt: checkAt(answerBy) }
}
