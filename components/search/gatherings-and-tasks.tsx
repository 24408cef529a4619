import { CircleCheck, MapPin, Vote } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { GatheringOrTaskHit } from '@/lib/schemas/search'
import { Highlighted } from './highlighted'
import styles from './search.module.css'

/** Gatherings and tasks that a search found, above the events. */
export function GatheringsAndTasks({
  hits,
  words,
}: {
  hits: readonly GatheringOrTaskHit[]
  words: readonly string[]
}) {
  const t = useTranslations('search')
  if (!hits.length) return null
  return (
    <ol className={styles.found} aria-label={t('gatheringsAndTasks')}>
      {hits.map(({ kind, id, path, title, place, note, status, list }) => {
        const isOver = status === 'done' || status === 'cancelled'
        const Icon = kind === 'gathering' ? Vote : CircleCheck
        return (
          <li key={id} className={`${styles.foundOne}${isOver ? ` ${styles.past}` : ''}`}>
            <Link href={path} prefetch={false} className={styles.foundLink} data-result="">
              <span className={`${styles.foundTitle}${isOver ? ` ${styles.struck}` : ''}`} dir="auto">
                <Highlighted text={title} words={words} />
              </span>
              <span className={styles.foundWhen}>{t(`statuses.${status}`)}</span>
            </Link>
            <p className={styles.foundMore}>
              <span className={styles.foundSign}>
                <Icon size={13} aria-hidden /> {t(`kinds.${kind}`)}
              </span>
              {list && <span dir="auto">{list}</span>}
              {place && (
                <span className={styles.foundSign}>
                  <MapPin size={13} aria-hidden />
                  <span dir="auto">
                    <Highlighted text={place} words={words} />
                  </span>
                </span>
              )}
            </p>
            {note && words.length > 0 && (
              <p className={styles.foundNote} dir="auto">
                <Highlighted text={note} words={words} />
              </p>
            )}
          </li>
        )
      })}
    </ol>
  )
}
