import { useTranslations } from 'next-intl'
import { formatItemTime } from '@/components/event-text/item-time'
import styles from './home.module.css'
import { Row } from './row'
import type { HomeSectionProps } from './section-props'

/** Events that the user was recently added to as an attendee, each once. */
export function Added(shown: HomeSectionProps) {
  const { items, extras, viewer, wall, today } = shown
  const t = useTranslations('home')
  const event = useTranslations('event')
  const open = items
    .filter((item) => item.end > wall && extras[String(item.id)]?.added)
    .sort((a, b) => a.start - b.start)
  const seen = new Set<string | 0>()
  const first = open.filter(({ id }) => !seen.has(id) && seen.add(id))
  if (!first.length) return null
  return (
    <section className={styles.section} aria-labelledby="home-added">
      <h2 id="home-added">{t('added')}</h2>
      <ul className={`${styles.list} ${styles.compact}`}>
        {first.slice(0, 5).map((item) => (
          <Row
            key={`${item.id} ${item.occurrence}`}
            {...shown}
            item={item}
            when=""
            note={<span>{formatItemTime(item, viewer, today, event)}</span>}
          />
        ))}
      </ul>
    </section>
  )
}
