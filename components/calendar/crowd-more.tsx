import { useTranslations } from 'next-intl'
import { COLUMN_LIMITS, hiddenBlocks } from '@/lib/calendar/column-limits'
import { longDay } from '@/lib/calendar/format'
import type { Block } from '@/lib/calendar/hours'
import styles from './crowd.module.css'

/** "+N" buttons for overlapping events that a narrow day hides: one per limit, of which the style sheet shows one. */
export function CrowdMore({
  blocks,
  day,
  locale,
  isTabStop,
}: {
  blocks: readonly Block[]
  day: number
  locale: string
  /** Whether Tab stops here. */
  isTabStop: boolean
}) {
  const t = useTranslations('calendar')
  return COLUMN_LIMITS.flatMap((limit) =>
    hiddenBlocks(blocks, limit).map(({ from, to, count }) => (
      <button
        key={`${limit} ${from}`}
        type="button"
        className={`${styles.more} ${styles[`of${limit}`]}`}
        data-more=""
        style={{ '--from': from, '--length': to - from } as React.CSSProperties}
        tabIndex={isTabStop ? 0 : -1}
        aria-label={t('moreOn', { count, day: longDay(day, locale) })}
      >
        +{count}
      </button>
    )),
  )
}
