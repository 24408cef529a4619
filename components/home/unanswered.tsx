'use client'

import { MapPin, Repeat } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AnswerButtons } from '@/components/event/answer-buttons'
import { eventPath } from '@/components/event/event-path'
import { newKey } from '@/components/forms/once'
import { answerEvent } from '@/components/offline/event-commands'
import { wallsOf } from '@/lib/calendar/span'
import { findCalendar } from '@/lib/calendar/tuple'
import { formatWhen } from '@/lib/event-text/when-text'
import type { AnswerChoice } from '@/lib/schemas/choices'
import type { Home, UnansweredInvitation } from '@/lib/schemas/home'
import { useHomeChange } from './after-change'
import styles from './home.module.css'
import type { HomeSectionProps } from './section-props'
import ownStyles from './unanswered.module.css'

/** Number of invitations that are shown until the user expands the list. */
const MAX_COLLAPSED = 3

/** Invitations that wait for the viewer's answer, each with Yes, Maybe and No. */
export function Unanswered({
  invitations,
  ...shown
}: HomeSectionProps & { invitations: Home['invitations'] }) {
  const t = useTranslations('home')
  const event = useTranslations('event')
  const runChange = useHomeChange()
  const [answered, setAnswered] = useState<string[]>([])
  const [showsAll, setShowsAll] = useState(false)
  const open = invitations.filter((invitation) => !answered.includes(keyOf(invitation)))
  if (!open.length) return null
  const choose = (invitation: UnansweredInvitation, status: AnswerChoice) => {
    const key = keyOf(invitation)
    setAnswered((before) => [...before, key])
    const revert = () => setAnswered((before) => before.filter((other) => other !== key))
    const { id, version, occurrence, answer } = invitation
    const { partySize, comment } = answer
    const input = { id, version, status, partySize, comment, ...(occurrence && { occurrence }) }
    return runChange(() => answerEvent(input, newKey()), event('answerSaved'), revert)
  }
  return (
    <section className={styles.section} aria-labelledby="home-unanswered">
      <h2 id="home-unanswered">{t('unanswered')}</h2>
      <ul className={styles.list}>
        {open.slice(0, showsAll ? undefined : MAX_COLLAPSED).map((invitation) => (
          <Invitation key={keyOf(invitation)} {...shown} invitation={invitation} onChoose={choose} />
        ))}
      </ul>
      {!showsAll && open.length > MAX_COLLAPSED && (
        <button type="button" className="button quiet" onClick={() => setShowsAll(true)}>
          {t('moreInvitations', { count: open.length - MAX_COLLAPSED })}
        </button>
      )}
    </section>
  )
}

function keyOf({ id, occurrence }: UnansweredInvitation): string {
  return `${id}${occurrence ?? ''}`
}

function Invitation({
  invitation,
  range,
  viewer,
  today,
  onChoose,
}: HomeSectionProps & {
  invitation: UnansweredInvitation
  onChoose(invitation: UnansweredInvitation, status: AnswerChoice): void
}) {
  const t = useTranslations('home')
  const event = useTranslations('event')
  const { id, occurrence, title, location, span, repeats, calendarId, invitedBy, answer } = invitation
  const titleId = `invitation-${keyOf(invitation)}`
  const calendar = findCalendar(range.calendars, calendarId)
  const href = eventPath({ id, occurrence: occurrence ?? 0, start: wallsOf(span, viewer.timeZone).start })
  return (
    <li className={`${ownStyles.invitation} c-${calendar?.color ?? 'slate'}`}>
      <span className={styles.colorBar} aria-hidden="true" />
      <div className={styles.details}>
        <Link href={href} prefetch={false} className={styles.title} dir="auto" id={titleId}>
          {title}
        </Link>
        <p className={styles.meta}>
          <span>{formatWhen(span, viewer, today, event)}</span>
          {repeats && <Repeat size={12} aria-label={t('repeats')} />}
          {location && (
            <span className={styles.metaItem}>
              <MapPin size={12} aria-hidden /> <span dir="auto">{location}</span>
            </span>
          )}
          {invitedBy && <span>{t('invitedBy', { name: invitedBy })}</span>}
        </p>
        {answer.outdatedFor && (
          <p className={styles.meta}>
            {event('answeredFor', {
              answer: answer.status,
              when: formatWhen(answer.outdatedFor, viewer, today, event),
            })}
          </p>
        )}
      </div>
      <div className={ownStyles.answer}>
        <AnswerButtons
          answer="needs-action"
          isSaving={false}
          labelledBy={titleId}
          onChoose={(status) => onChoose(invitation, status)}
        />
      </div>
    </li>
  )
}
