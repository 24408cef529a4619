'use client'

import { Check, CircleHelp, Hourglass, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import type { useAfterSave } from '@/components/live/after-save'
import { Avatar } from '@/components/ui/avatar'
import { toast } from '@/components/ui/toast'
import { recordAnswer } from '@/lib/actions/events'
import { countedStatus } from '@/lib/calendar/answers'
import { guestName } from '@/lib/calendar/guest-list'
import { inviteeOf } from '@/lib/calendar/participant'
import { formatWhen } from '@/lib/event-text/when-text'
import { ANSWER_STATUSES, type AnswerChoice } from '@/lib/schemas/choices'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventDialogProps } from './dialog-props'
import styles from './guests.module.css'

const ICONS = { accepted: Check, tentative: CircleHelp, declined: X, 'needs-action': null }

/** A guest and their answer. Editors can record an answer that the guest gave outside Kinday. */
export function GuestRow({
  person,
  event,
  viewer,
  today,
  afterSave,
}: Pick<EventDialogProps, 'viewer'> & {
  person: EventDetail['attendees'][number]
  event: EventDetail
  today: number
  afterSave: ReturnType<typeof useAfterSave>
}) {
  const t = useTranslations('event')
  const status = countedStatus(person)
  const Icon = person.isWaiting ? Hourglass : ICONS[status]
  const name = guestName(person)
  const isRecordable = event.editable && person.userId !== viewer.id
  const record = async (chosenStatus: AnswerChoice) => {
    const { comment, partySize } = person
    const occurrence = event.series ? event.occurrence : null
    const input = {
      ...{
        id: event.id,
        version: event.version,
        attendee: inviteeOf(person),
        status: chosenStatus,
        comment,
        partySize,
      },
      ...(occurrence && { occurrence }),
    }
    const result = await recordAnswer(input, newKey()).catch(() => null)
    if (result?.ok) return afterSave(result, t('answerSaved'), { staysOpen: true })
    toast({ text: await refusalText(result, t(result ? 'notSaved' : 'offline')) })
  }
  const notes = [
    person.isWaiting ? t('waiting') : '',
    person.isLate ? t('answeredLate') : '',
    person.outdatedFor
      ? t('answeredFor', {
          answer: person.status,
          when: formatWhen(person.outdatedFor, viewer, today, t),
        })
      : '',
  ].filter(Boolean)
  return (
    <li>
      <Avatar id={person.userId ?? person.id} name={name} color={person.color} />
      <span className={styles.guest}>
        <span dir="auto" title={person.email ?? undefined}>
          {name}
        </span>
        {person.comment && (
          <span className="muted" dir="auto">
            {person.comment}
          </span>
        )}
        {notes.map((note) => (
          <span key={note} className="muted">
            {note}
          </span>
        ))}
      </span>
      {person.partySize > 1 && <span className="muted">{t('partySize', { count: person.partySize })}</span>}
      {Icon && (!isRecordable || person.isWaiting) && (
        <Icon size={16} className={styles[status]} aria-label={t(`answers.${status}`)} role="img" />
      )}
      {isRecordable && (
        <select
          className={`input ${styles.record}`}
          aria-label={t('recordAnswer', { name })}
          value={status}
          onChange={({ target }) => void record(target.value as AnswerChoice)}
        >
          {status === 'needs-action' && <option value="needs-action">{t('answers.needs-action')}</option>}
          {ANSWER_STATUSES.map((choice) => (
            <option key={choice} value={choice}>
              {t(`answerChoices.${choice}`)}
            </option>
          ))}
        </select>
      )}
    </li>
  )
}
