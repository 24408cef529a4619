import { Avatar } from '@/components/ui/avatar'
import type { AnswerStatus } from '@/lib/calendar/participant'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'

const STATUSES = ['accepted', 'tentative', 'declined', 'needs-action'] as const

/** Maximum number of guests that the page names. */
const MAX_NAMED = 50

/** The other guests and their answers, unless the organizer hides them. */
export function GuestList({ page, t }: Pick<GuestProps, 'page' | 't'>) {
  const { guests, capacity } = page
  if (!guests?.length) return null
  const counts = countsOf(guests)
  const hidden = guests.length - MAX_NAMED
  return (
    <section className={styles.section} aria-labelledby="guests">
      <h2 id="guests">{t('guests')}</h2>
      <p className={styles.counts}>
        {STATUSES.filter((status) => counts[status]).map((status) => (
          <span key={status}>{t(`counts.${status}`, { count: counts[status] })}</span>
        ))}
        {capacity !== null && <span>{t('capacity', { count: capacity })}</span>}
      </p>
      <ul className={styles.people}>
        {guests.slice(0, MAX_NAMED).map(({ id, name, status, partySize, isWaiting }) => (
          <li key={id}>
            <Avatar id={id} name={name} />
            <span className={styles.person} dir="auto">
              {name}
            </span>
            {partySize > 1 && <span className="muted">{t('people', { count: partySize })}</span>}
            <span className={`${styles.status} ${isWaiting ? '' : styles[status]}`}>
              {isWaiting ? t('answers.waiting') : t(`answers.${status}`)}
            </span>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="muted">{t('more', { count: hidden })}</p>}
    </section>
  )
}

function countsOf(guests: readonly { status: AnswerStatus; partySize: number }[]) {
  const counts = { accepted: 0, tentative: 0, declined: 0, 'needs-action': 0 }
  for (const { status, partySize } of guests) {
    counts[status] += status === 'accepted' || status === 'tentative' ? partySize : 1
  }
  return counts
}
