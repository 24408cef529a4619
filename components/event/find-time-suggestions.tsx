import { useTranslations } from 'next-intl'
import type { Suggestion } from '@/lib/calendar/find-time'
import type { Instant } from '@/lib/calendar/zones/zone'
import styles from './find-time.module.css'

/** Buttons that move the event to a suggested time. */
export function Suggestions({
  suggestions,
  chosen,
  textOf,
  onChoose,
}: {
  suggestions: readonly Suggestion[]
  /** Start of the event. */
  chosen: Instant
  textOf(time: Suggestion): { day: string; time: string; people: string }
  onChoose(start: Instant): void
}) {
  const t = useTranslations('findTime')
  if (!suggestions.length) return <p className="muted">{t('noSuggestions')}</p>
  return (
    <>
      <h3 className={styles.title}>{t('suggestions')}</h3>
      <ul className={styles.suggestions}>
        {suggestions.map((suggestion) => {
          const { day, time, people } = textOf(suggestion)
          return (
            <li key={suggestion.from}>
              <button
                type="button"
                aria-pressed={suggestion.from === chosen}
                onClick={() => onChoose(suggestion.from)}
              >
                <b>{day}</b> <span>{time}</span> <small>{people}</small>
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
