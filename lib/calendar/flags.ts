import type { AnswerStatus } from './participant'
import type { Span } from './span'
import { FLAG } from './tuple'

/** Input of the flags of an occurrence: the event, its override, and the detail at which the viewer sees it. */
export interface FlagInput {
  type: Span['type']
  kind: 'event' | 'meeting' | 'reminder'
  status: 'confirmed' | 'tentative' | 'cancelled'
  busy: boolean
  private: boolean
  done: boolean
  /** Whether the viewer is one of its attendees. Their answer, if any, is added by {@link flagsWithAnswer}. */
  invited: boolean
  /** Whether only a sync may change it. */
  readOnly: boolean
  /** Whether it is synced with a read-only calendar that does not show its title. */
  untitledBusy: boolean
  /** Whether the viewer may read its title. */
  readable: boolean
  /** Whether the viewer may read all of it. */
  full: boolean
  /** Whether the calendar that it is drawn in is its home calendar. */
  home: boolean
  /** Whether the viewer may remove an event that they may not read from the calendar it is drawn in. */
  removable: boolean
}

/** A field of {@link FlagInput}, one of its values, and the flag that this value sets. */
type FlagRule = { [Fact in keyof FlagInput]: readonly [Fact, FlagInput[Fact], number] }[keyof FlagInput]

/**
 * The flags of an occurrence, declared once: for every viewer, for those who may not read it, for those who may, and
 * for those who may read all of it. `flagsOf` and the range query (lib/queries/flags.ts) are generated from it.
 */
export const FLAG_RULES = {
  always: [
    ['type', 'all-day', FLAG.allDay],
    ['type', 'floating', FLAG.floating],
  ],
  redacted: [
    ['readable', false, FLAG.redacted],
    ['removable', true, FLAG.nonHome],
  ],
  readable: [
    ['busy', false, FLAG.free],
    ['home', false, FLAG.nonHome],
    ['status', 'tentative', FLAG.tentative],
    ['status', 'cancelled', FLAG.cancelled],
  ],
  full: [
    ['private', true, FLAG.private],
    ['kind', 'meeting', FLAG.meeting],
    ['kind', 'reminder', FLAG.reminder],
    ['done', true, FLAG.done],
    ['invited', true, FLAG.unanswered],
    ['readOnly', true, FLAG.readOnly],
    ['untitledBusy', true, FLAG.untitledBusy],
  ],
} as const satisfies Record<string, readonly FlagRule[]>

const { always, redacted, readable, full } = FLAG_RULES
const RULES = {
  busy: [...always, ...redacted],
  title: [...always, ...readable],
  full: [...always, ...readable, ...full],
}

export function flagsOf(facts: FlagInput): number {
  const rules: readonly FlagRule[] = RULES[facts.readable ? (facts.full ? 'full' : 'title') : 'busy']
  let flags = 0
  for (const [fact, value, flag] of rules) if (facts[fact] === value) flags |= flag
  return flags
}

const ANSWER_FLAGS = {
  'needs-action': FLAG.unanswered,
  tentative: FLAG.maybe,
  declined: FLAG.declined,
  accepted: 0,
} satisfies Record<AnswerStatus, number>

const ALL_ANSWER_FLAGS = FLAG.unanswered | FLAG.maybe | FLAG.declined

/** Returns the flags of an occurrence to which the viewer has given an answer. */
export function flagsWithAnswer(flags: number, answer: AnswerStatus): number {
  return (flags & ~ALL_ANSWER_FLAGS) | ANSWER_FLAGS[answer]
}
