import { hashId } from '../hash-id'

/** Returns the id with which Kinday creates an event. Graph then chooses another one. */
export const idFor = hashId

/** Returns whether an id is one of {@link idFor}. Ids of Graph are longer, and have other letters. */
export function isHashId(id: string): boolean {
  return /^[0-9a-f]{64}$/.test(id)
}
