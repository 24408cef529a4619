import type { ImportResult } from '@/lib/schemas/import-result'
import type { ChosenFile } from './files'

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

/** Sums the comments and attachments of imported archives. */
export function contentTotals(uploads: readonly Pick<ChosenFile, 'done' | 'storedFiles'>[]) {
  const imported = uploads.flatMap(({ done, storedFiles }) => (done ? [{ ...done, storedFiles }] : []))
  const sum = (count: (upload: (typeof imported)[number]) => number) =>
    imported.reduce((total, upload) => total + count(upload), 0)
  const files = sum(({ storedFiles }) => storedFiles)
  return {
    comments: sum(({ comments }) => comments),
    refusedComments: sum(({ refusedComments }) => refusedComments),
    files,
    refusedFiles: sum(({ files }) => files.length) - files,
  }
}

/** Returns the earlier of a day and the first day of a part. */
export function earlierDay(day: string | null, { first }: { first: string | null }): string | null {
  return day && (!first || day < first) ? day : first
}
