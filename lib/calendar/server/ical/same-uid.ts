import type { ParsedComponent } from './parts'
import { startLine } from './when'

/** The first group whose head has a start or title, and the first one with another SEQUENCE than that. */
interface Heads {
  first: number
  other: number | null
}

/**
 * Groups masters with one UID into versions of the same event. Some programs use one UID for all events: masters that
 * differ in start or title without a newer version are separate events, and none is lost. A component joins the first
 * group whose head has its start and title, or one of them and another SEQUENCE. Runs in linear time, since a file can
 * have 50,000 events with one UID.
 */
export function groupDistinctEvents(masters: readonly ParsedComponent[]): ParsedComponent[][] {
  const groups: ParsedComponent[][] = []
  const same = new Map<string, number>()
  const starts = new Map<string, Heads>()
  const titles = new Map<string, Heads>()
  for (const part of masters) {
    const start = startLine(part)?.value ?? ''
    const { title } = part.fields
    const both = JSON.stringify([start, title])
    const found = [same.get(both), version(starts.get(start), part), version(titles.get(title), part)]
    const at = Math.min(...found.map((index) => index ?? Number.POSITIVE_INFINITY))
    if (groups[at]) groups[at].push(part)
    else {
      same.set(both, groups.length)
      remember(starts, start, part)
      remember(titles, title, part)
      groups.push([part])
    }
  }
  return groups

  function version(heads: Heads | undefined, part: ParsedComponent): number | null {
    if (!heads) return null
    return groups[heads.first]![0]!.sequence === part.sequence ? heads.other : heads.first
  }

  function remember(all: Map<string, Heads>, key: string, part: ParsedComponent): void {
    const heads = all.get(key)
    if (!heads) all.set(key, { first: groups.length, other: null })
    else if (groups[heads.first]![0]!.sequence !== part.sequence) heads.other ??= groups.length
  }
}
