import type { ImportResult } from '@/lib/schemas/import-result'

/** Sums the events of imported files by outcome. */
export function totals(results: readonly ImportResult[]) {
  const parts = results.flatMap(({ parts }) => parts).filter(({ calendar }) => calendar !== 'skip')
  const sum = (outcome: 'new' | 'changed' | 'unchanged' | 'skipped') =>
    parts.reduce((total, { counts }) => total + counts[outcome], 0)
  return {
    created: sum('new'),
    changed: sum('changed'),
    unchanged: sum('unchanged'),
    skipped: sum('skipped'),
  }
}

/** Returns the earlier of a day and the first day of a part. */
export function earlierDay(day: string | null, { first }: { first: string | null }): string | null {
  return day && (!first || day < first) ? day : first
}
