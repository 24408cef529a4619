import { VOTES, type Vote } from './choices'

/** Number of characters at the end of a slot's id that identify it within a gathering: 48 random bits. */
const SUFFIX_LENGTH = 12

/** Packs votes into as many values as there are kinds of votes, for a cookie: ids of 1,000 slots would be too long. */
export function packVotes(votes: Record<string, Vote>): Record<string, string> {
  return Object.fromEntries(
    VOTES.flatMap((vote) => {
      const slots = Object.keys(votes).filter((slot) => votes[slot] === vote)
      return slots.length ? [[`votes-${vote}`, slots.map((slot) => slot.slice(-SUFFIX_LENGTH)).join('')]] : []
    }),
  )
}

/** Returns the votes that {@link packVotes} packed for the slots of a gathering. */
export function unpackVotes(values: Record<string, string>, slots: readonly { id: string }[]) {
  const packed = new Map<string, Vote>()
  for (const vote of VOTES) {
    const text = values[`votes-${vote}`] ?? ''
    for (let at = 0; at < text.length; at += SUFFIX_LENGTH)
      packed.set(text.slice(at, at + SUFFIX_LENGTH), vote)
  }
  return Object.fromEntries(
    slots.flatMap(({ id }): [string, Vote][] => {
      const vote = packed.get(id.slice(-SUFFIX_LENGTH))
      return vote ? [[id, vote]] : []
    }),
  )
}
