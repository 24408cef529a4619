import type { Instant } from '../zones/zone'
import type { Vote } from './choices'

/** A proposed time, as far as its rank depends on it. */
export interface RankedTime {
  id: string
  from: Instant
}

/** The votes of one participant by slot id. A slot without a vote is unanswered. */
export interface Ballot {
  participant: string
  isRequired: boolean
  votes: Readonly<Record<string, Vote>>
}

/** Number of votes for a slot. */
export interface SlotTotals {
  yes: number
  ifNeedBe: number
  no: number
  /** Required participants who voted no or not at all. */
  missing: string[]
}

/** Totals of a slot and its place among the slots. */
export interface SlotRank extends SlotTotals {
  id: string
  hasQuorum: boolean
  /** 1 for the best; slots with the same totals have the same rank. Null for a slot for which nobody has time. */
  rank: number | null
}

/**
 * Ranks slots: by the number of required participants who can come, then by quorum, yes, and if need be. Returns them
 * best first; among equals, the earlier one is first.
 *
 * @param quorum minimum number of participants with yes or if need be; null without one
 */
export function rankSlots(
  slots: readonly RankedTime[],
  ballots: readonly Ballot[],
  quorum: number | null,
): SlotRank[] {
  return rankTotals(
    slots.map((slot) => ({ ...slot, ...totalsOf(slot.id, ballots) })),
    quorum,
  )
}

/** Ranks slots by their totals, for viewers who do not see the ballots. */
export function rankTotals(slots: readonly (RankedTime & SlotTotals)[], quorum: number | null): SlotRank[] {
  const ranks = slots.map(({ id, from, yes, ifNeedBe, no, missing }) => {
    const hasQuorum = yes + ifNeedBe >= (quorum ?? 0)
    return { from, rank: { id, yes, ifNeedBe, no, missing, hasQuorum, rank: null as number | null } }
  })
  ranks.sort((a, b) => compareTotals(a.rank, b.rank) || a.from - b.from || (a.rank.id < b.rank.id ? -1 : 1))
  for (const [index, { rank: current }] of ranks.entries()) {
    const previous = ranks[index - 1]?.rank
    if (current.yes + current.ifNeedBe === 0) current.rank = null
    else if (previous?.rank && compareTotals(previous, current) === 0) current.rank = previous.rank
    else current.rank = index + 1
  }
  return ranks.map(({ rank }) => rank)
}

/**
 * Returns whether a slot can be chosen without asking: all required participants can come, and it has the quorum.
 */
export function isAcceptable({ rank, missing, hasQuorum }: SlotRank): boolean {
  return rank !== null && missing.length === 0 && hasQuorum
}

function totalsOf(id: string, ballots: readonly Ballot[]): SlotTotals {
  const totals: SlotTotals = { yes: 0, ifNeedBe: 0, no: 0, missing: [] }
  for (const { participant, isRequired, votes } of ballots) {
    const vote = votes[id]
    if (vote === 'yes') totals.yes++
    else if (vote === 'if-need-be') totals.ifNeedBe++
    else if (vote === 'no') totals.no++
    if (isRequired && vote !== 'yes' && vote !== 'if-need-be') totals.missing.push(participant)
  }
  return totals
}

/** Compares slots that nobody can attend as worse than all others, whoever is required. */
function compareTotals(a: SlotRank, b: SlotRank): number {
  const isPossible = ({ yes, ifNeedBe }: SlotRank) => Number(yes + ifNeedBe > 0)
  return (
    isPossible(b) - isPossible(a) ||
    a.missing.length - b.missing.length ||
    Number(b.hasQuorum) - Number(a.hasQuorum) ||
    b.yes - a.yes ||
    b.ifNeedBe - a.ifNeedBe
  )
}
