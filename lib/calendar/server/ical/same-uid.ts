import type { ParsedComponent } from './parsed-component'
import { startLine } from './read-span'

/**
 * Groups masters with one UID into versions of the same event. Some programs write the same UID into all events, so
 * masters are versions of one event only if they have the same start and title, or one of them and a different
 * SEQUENCE. A master is compared with the first of each group and joins the first group that fits. Runs in linear time,
 * since a file can have 50,000 events with one UID.
 */
export function groupDistinctEvents(masters: readonly ParsedComponent[]): ParsedComponent[][] {
  const groups: ParsedComponent[][] = []
  const byStartAndTitle = new Map<string, number>()
  const byStart = new Map<string, Candidates>()
  const byTitle = new Map<string, Candidates>()
  for (const component of masters) {
    const start = startLine(component)?.value ?? ''
    const { title } = component.fields
    const key = JSON.stringify([start, title])
    const fitting = [
      byStartAndTitle.get(key),
      otherVersion(byStart.get(start), component),
      otherVersion(byTitle.get(title), component),
    ]
    const at = Math.min(...fitting.map((index) => index ?? Number.POSITIVE_INFINITY))
    if (groups[at]) groups[at].push(component)
    else {
      byStartAndTitle.set(key, groups.length)
      addCandidate(byStart, start, component)
      addCandidate(byTitle, title, component)
      groups.push([component])
    }
  }
  return groups

  /** Returns the first candidate whose SEQUENCE differs from that of a master. */
  function otherVersion(candidates: Candidates | undefined, component: ParsedComponent): number | null {
    if (!candidates) return null
    return groups[candidates.first]![0]!.sequence === component.sequence
      ? candidates.firstOtherSequence
      : candidates.first
  }

  /** Adds the next group, which begins with this master. */
  function addCandidate(all: Map<string, Candidates>, key: string, component: ParsedComponent): void {
    const candidates = all.get(key)
    if (!candidates) all.set(key, { first: groups.length, firstOtherSequence: null })
    else if (groups[candidates.first]![0]!.sequence !== component.sequence)
      candidates.firstOtherSequence ??= groups.length
  }
}

/** Indexes of the groups that begin with a certain start or title, as far as they can be the first that fits. */
interface Candidates {
  first: number
  /** The first group that begins with another SEQUENCE than `first`. */
  firstOtherSequence: number | null
}
