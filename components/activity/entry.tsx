'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { eventPath } from '@/components/event/event-path'
import { Avatar } from '@/components/ui/avatar'
import { fullTime } from '@/lib/calendar/format-time'
import type { AnswerStatus } from '@/lib/calendar/participant'
import { wallsOf } from '@/lib/calendar/span'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { ownAnswerIn } from '@/lib/event-text/change-sentence'
import { authorText } from '@/lib/event-text/change-text'
import type { ActivityEntry, ActivityItem } from '@/lib/schemas/activity'
import type { Viewer } from '@/lib/schemas/users'
import styles from './activity.module.css'
import { ChangedFields } from './changed-fields'

/** Shows one changeset with all its changes. */
export function ActivityEntryRow({
  entry,
  viewer,
  today,
}: {
  entry: ActivityEntry
  viewer: Viewer
  today: number
}) {
  const t = useTranslations('activity')
  const historyT = useTranslations('history')
  const { author, at, items, more, isTruncated, isUndo, origin } = entry
  const by = author && { id: author.id, name: author.isDeleted ? t('former') : author.name }
  const named = { by, changes: items[0]!.changes }
  const name = authorText({ ...named, origin }, { t: historyT })
  return (
    <li className={styles.activityEntry}>
      <Avatar
        id={author?.id ?? 'kinday'}
        name={authorText(named, { t: historyT })}
        image={author?.image}
        color={author?.color}
      />
      <div className={styles.activityBody}>
        {items.map((item, index) => (
          <div key={index} className={styles.activityItem}>
            <p>
              <ChangeSentence item={item} author={name} zone={viewer.timeZone} />{' '}
              {item.calendar && (
                <small className={styles.activityCalendar}>
                  <span className={`dot c-${item.calendar.color}`} aria-hidden="true" />
                  <bdi>{item.calendar.name}</bdi>
                </small>
              )}
            </p>
            <ChangedFields changes={item.changes} author={name} viewer={viewer} today={today} />
          </div>
        ))}
        {more > 0 && <p className="muted">{t(isTruncated ? 'moreThan' : 'more', { count: more })}</p>}
      </div>
      <small className={styles.activityAt}>
        {isUndo && <span className={styles.tag}>{t('undid')}</span>}
        {origin === 'import' && <span className={styles.tag}>{t('imported')}</span>}
        <time dateTime={at}>{fullTime(wallAt(Date.parse(at), viewer.timeZone), viewer)}</time>
      </small>
    </li>
  )
}

/** Sentence with the author and the change. */
function ChangeSentence({ item, author, zone }: { item: ActivityItem; author: string; zone: Zone }) {
  const t = useTranslations('activity')
  const event = useTranslations('event')
  const subject = item.name === null ? t(item.kind === 'event' ? 'deletedEvent' : 'former') : item.name
  const { event: eventRef, changes } = item
  const href =
    eventRef &&
    eventPath({
      id: eventRef.id,
      start: wallsOf(eventRef.span, zone).start,
      occurrence: changes[0]?.occurrence ?? 0,
    })
  const values = {
    who: author,
    what: subject || event('untitled'),
    role: item.role ?? '',
    email: item.email ?? '',
    b: (chunks: React.ReactNode) => (
      <strong>
        <bdi>{chunks}</bdi>
      </strong>
    ),
    a: (chunks: React.ReactNode) => (
      <strong>
        <bdi>
          {href ? (
            <Link href={href} prefetch={false}>
              {chunks}
            </Link>
          ) : (
            chunks
          )}
        </bdi>
      </strong>
    ),
  }
  return t.rich(`did.${sentenceOf(item, author)}`, values)
}

const ANSWERS = {
  accepted: 'answerAccepted',
  tentative: 'answerTentative',
  declined: 'answerDeclined',
  'needs-action': 'answerWithdrawn',
} as const satisfies Record<AnswerStatus, string>

const COMMENTS = {
  added: 'commentAdded',
  restored: 'commentAdded',
  changed: 'commentEdited',
  removed: 'commentDeleted',
} as const

const ATTACHMENTS = {
  added: 'fileAdded',
  changed: 'fileAdded',
  removed: 'fileRemoved',
  restored: 'fileRestored',
} as const

function sentenceOf(
  { kind, op, isOwnAction, role, isTransfer, isCompleted, status, email, changes }: ActivityItem,
  author: string,
) {
  if (kind === 'answer') {
    const answer = ownAnswerIn(changes, author)
    return answer ? ANSWERS[answer.to as AnswerStatus] : ('answerChanged' as const)
  }
  if (kind === 'member') {
    if (isTransfer) return 'ownershipTransferred' as const
    if (op === 'changed' && changes.length) {
      if (changes.some(({ field }) => field === 'name')) return 'memberRenamed' as const
      return isOwnAction ? ('memberOwnColor' as const) : ('memberColor' as const)
    }
    if (op === 'added' && !role) return 'memberAddedWithoutAccount' as const
    // The history does not contain birthdays.
    if (op === 'changed' && !role) return 'memberBirthday' as const
    if (op === 'changed') return isOwnAction ? ('memberOwnRole' as const) : ('memberRole' as const)
    if (op === 'added') return isOwnAction ? ('memberJoined' as const) : ('memberAdded' as const)
    return isOwnAction ? ('memberLeft' as const) : ('memberRemoved' as const)
  }
  if (kind === 'invitation') {
    if (op === 'added') return email ? ('invitationSent' as const) : ('invitationLink' as const)
    if (isOwnAction) return 'invitationDeclined' as const
    return email ? ('invitationWithdrawn' as const) : ('invitationLinkWithdrawn' as const)
  }
  if (isCompleted) return 'taskCompleted' as const
  if (status) return `gatherings.${status}` as const
  if (kind === 'comment') return COMMENTS[op]
  if (kind === 'attachment') return ATTACHMENTS[op]
  return `${kind}.${op}` as const
}
