'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import type { contentTotals } from './totals'

/** Result of an import, with undo and a link to the imported events. */
export function Done({
  created,
  changed,
  unchanged,
  skipped,
  contents,
  first,
  isUndone,
  onUndo,
}: {
  created: number
  changed: number
  unchanged: number
  skipped: number
  contents: ReturnType<typeof contentTotals>
  /** The day of the first created or updated event. */
  first: string | null
  isUndone: boolean
  onUndo?: () => void
}) {
  const t = useTranslations('import')
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that was pressed is gone, so the heading takes the focus.
  useEffect(() => heading.current!.focus(), [])
  return (
    <section className="card stack" aria-label={t('doneTitle')}>
      <div role="status" className="stack">
        <h2 ref={heading} tabIndex={-1}>
          {t(isUndone ? 'undone' : 'doneTitle')}
        </h2>
        {!isUndone && <p>{t('doneCounts', { created, changed, unchanged, skipped })}</p>}
        {!isUndone && <Contents {...contents} />}
      </div>
      <div className="row-end">
        {onUndo && !isUndone && (
          <button type="button" className="button" onClick={onUndo}>
            {t('undo')}
          </button>
        )}
        <Link
          href={first ? `/calendar/month/${first}` : '/calendar'}
          prefetch={false}
          className="button primary"
        >
          {t('open')}
        </Link>
      </div>
    </section>
  )
}

/** Numbers of the comments and files of archives that were imported, and of those that were not. */
function Contents(counts: ReturnType<typeof contentTotals>) {
  const t = useTranslations('import')
  const kinds = ['comments', 'files', 'refusedComments', 'refusedFiles'] as const
  return kinds.map(
    (kind) => counts[kind] > 0 && <p key={kind}>{t(`contents.${kind}`, { count: counts[kind] })}</p>,
  )
}
