import { countedStatus } from '@/lib/calendar/answers'
import { dayNumber } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import type { AnswerStatus } from '@/lib/calendar/participant'
import { type EventTranslator, formatWhen } from '@/lib/event-text/when-text'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'

/** Title of an event and name of the organizer. */
export function GuestHead({ page, t }: Pick<GuestProps, 'page' | 't'>) {
  return (
    <header className={styles.head}>
      <p className={styles.invites} dir="auto">
        {page.organizer ? t('invites', { name: page.organizer }) : t('invited')}
      </p>
      <h1 dir="auto">{page.title}</h1>
    </header>
  )
}

/** Notices above the event: it was cancelled or is over, the answer was saved or is outdated. */
export function GuestNotices({
  page,
  format,
  today,
  t,
  event,
  done,
  isVisitor,
  laterToken,
}: GuestProps & {
  event: EventTranslator
  /** The form that the guest has just sent: `answered`, `joined` or `mailed`; any other text for another form. */
  done: string | undefined
  /** Whether the page belongs to a public link, whose visitors are not guests yet. */
  isVisitor: boolean
  /** Token of the guest's link to the later part of a split series. */
  laterToken: string | null
}) {
  const { answer, answerBy } = page
  const isOpen = !page.isCancelled && !page.isOver
  return (
    <div className={styles.notices}>
      {done && (
        <p className={`notice ${styles.done}`} role="status">
          {doneText(done, answer.status, t)}
        </p>
      )}
      {page.isCancelled && <p className="form-error">{t('cancelled')}</p>}
      {!page.isCancelled && page.isOver && <p className="notice">{t('over')}</p>}
      {isOpen && answer.outdatedFor && (
        <p className="notice">
          {t('outdated', {
            answer: answer.status,
            when: formatWhen(answer.outdatedFor, format, today, event),
          })}
        </p>
      )}
      {isOpen && page.isWaiting && <p className="notice">{t('waiting')}</p>}
      {isOpen && page.capacity !== null && countedStatus(answer) === 'accepted' && !page.isWaiting && (
        <p className="notice">{t('hasPlace')}</p>
      )}
      {isOpen && answerBy && answer.status === 'needs-action' && (
        <p className="notice">
          {t('answerBy', { day: mediumDay(dayNumber(answerBy), format.locale, today) })}
        </p>
      )}
      {isOpen && page.series && page.isSeriesGuest && !isVisitor && (
        <p className="muted">{page.occurrence ? t('oneDate') : t('wholeSeries')}</p>
      )}
      {laterToken && (
        <p className="notice">
          {t('continued')} <a href={`/g/${laterToken}`}>{t('continuedLink')}</a>
        </p>
      )}
    </div>
  )
}

function doneText(done: string, answer: AnswerStatus, t: GuestProps['t']): string {
  switch (done) {
    case 'answered':
      return t('answered', { answer })
    case 'joined':
      return t('joined')
    case 'mailed':
      return t('mailed')
    default:
      return t('saved')
  }
}
