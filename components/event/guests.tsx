'use client'

import { Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { useAfterSave } from '@/components/live/after-save'
import { countedStatus } from '@/lib/calendar/answers'
import { dayNumber } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import type { EventDetail } from '@/lib/schemas/event-detail'
import { AskAgain } from './ask-again'
import type { EventDialogProps } from './dialog-props'
import eventStyles from './event.module.css'
import { GuestRow } from './guest-row'
import styles from './guests.module.css'

const COUNTED = ['accepted', 'waiting', 'tentative', 'declined', 'needs-action'] as const

/**
 * The guests of an event with their answers and the number of each answer. Editors can record answers and remind
 * guests.
 */
export function Guests({
  event,
  viewer,
  today,
  afterSave,
}: Pick<EventDialogProps, 'viewer'> & {
  event: EventDetail
  today: number
  afterSave: ReturnType<typeof useAfterSave>
}) {
  const t = useTranslations('event')
  const { attendees, capacity, takenPlaces, answerBy, editable, guestsOmitted } = event
  if (!attendees.length) return null
  const counts = countsOf(attendees)
  const canRemind = attendees.some(
    (person) => countedStatus(person) === 'needs-action' && !person.isWaiting && person.userId !== viewer.id,
  )
  return (
    <div className={eventStyles.eventLine}>
      <Users size={16} aria-hidden />
      <div className={styles.guests}>
        <p className={styles.counts}>
          {COUNTED.filter((status) => counts[status]).map((status) => (
            <span key={status}>{t(`answerCounts.${status}`, { count: counts[status] })}</span>
          ))}
          {capacity !== null && takenPlaces !== null && (
            <span>{t('places', { taken: takenPlaces, capacity })}</span>
          )}
          {answerBy !== null && (
            <span>{t('answerBy', { day: mediumDay(dayNumber(answerBy), viewer.locale, today) })}</span>
          )}
        </p>
        <ul className={eventStyles.people} aria-label={t('guests')}>
          {attendees.map((person) => (
            <GuestRow
              key={person.id}
              person={person}
              event={event}
              viewer={viewer}
              today={today}
              afterSave={afterSave}
            />
          ))}
        </ul>
        {guestsOmitted && <p className="hint">{t('guestsOmitted')}</p>}
        {editable && canRemind && <AskAgain event={event.id} />}
      </div>
    </div>
  )
}

function countsOf(attendees: EventDetail['attendees']): Record<(typeof COUNTED)[number], number> {
  const counts = { accepted: 0, waiting: 0, tentative: 0, declined: 0, 'needs-action': 0 }
  for (const person of attendees) {
    const status = person.isWaiting ? 'waiting' : countedStatus(person)
    counts[status] += status === 'declined' || status === 'needs-action' ? 1 : person.partySize
  }
  return counts
}
