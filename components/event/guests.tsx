'use client'

import { Check, CircleHelp, Users, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import { countedStatus } from '@/lib/calendar/answers'
import { guestName } from '@/lib/calendar/guest-list'
import type { AnswerStatus } from '@/lib/calendar/participant'
import { formatWhen } from '@/lib/event-text/when-text'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventDialogProps } from './dialog-props'
import eventStyles from './event.module.css'
import styles from './guests.module.css'

const ICONS = { accepted: Check, tentative: CircleHelp, declined: X, 'needs-action': null }
const COUNTED = ['accepted', 'tentative', 'declined', 'needs-action'] as const

/** The guests of an event with their answers, and the number of each answer. */
export function Guests({
  event,
  viewer,
  today,
}: Pick<EventDialogProps, 'viewer'> & { event: EventDetail; today: number }) {
  const t = useTranslations('event')
  if (!event.attendees.length) return null
  const counts = countsOf(event.attendees)
  return (
    <div className={eventStyles.eventLine}>
      <Users size={16} aria-hidden />
      <div className={styles.guests}>
        <p className={styles.counts}>
          {COUNTED.filter((status) => counts[status]).map((status) => (
            <span key={status}>{t(`answerCounts.${status}`, { count: counts[status] })}</span>
          ))}
        </p>
        <ul className={eventStyles.people} aria-label={t('guests')}>
          {event.attendees.map((person) => {
            const status = countedStatus(person)
            const Icon = ICONS[status]
            return (
              <li key={person.id}>
                <Avatar id={person.userId ?? person.id} name={guestName(person)} />
                <span className={styles.guest}>
                  <span dir="auto" title={person.email ?? undefined}>
                    {guestName(person)}
                  </span>
                  {person.comment && (
                    <span className="muted" dir="auto">
                      {person.comment}
                    </span>
                  )}
                  {person.outdatedFor && (
                    <span className="muted">
                      {t('answeredFor', {
                        answer: person.status,
                        when: formatWhen(person.outdatedFor, viewer, today, t),
                      })}
                    </span>
                  )}
                </span>
                {person.partySize > 1 && (
                  <span className="muted">{t('partySize', { count: person.partySize })}</span>
                )}
                {Icon && (
                  <Icon size={16} className={styles[status]} aria-label={t(`answers.${status}`)} role="img" />
                )}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}

function countsOf(attendees: EventDetail['attendees']): Record<AnswerStatus, number> {
  const counts = { accepted: 0, tentative: 0, declined: 0, 'needs-action': 0 }
  for (const person of attendees) {
    const status = countedStatus(person)
    counts[status] += status === 'accepted' || status === 'tentative' ? person.partySize : 1
  }
  return counts
}
