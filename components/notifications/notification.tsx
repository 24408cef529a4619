'use client'

import { Check, Circle, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type MouseEvent, useState } from 'react'
import { AnswerButtons } from '@/components/event/answer-buttons'
import { eventPath } from '@/components/event/event-path'
import { FromTo } from '@/components/history/from-to'
import { opensElsewhere } from '@/components/shell/link'
import { Avatar } from '@/components/ui/avatar'
import { useHydrated } from '@/components/ui/hydrated'
import { formatAgo } from '@/components/ui/relative-time'
import { authorText } from '@/lib/event-text/change-text'
import { notificationChanges, notificationText } from '@/lib/event-text/notification-text'
import type { ChangeContext } from '@/lib/event-text/value-text'
import { formatWhen } from '@/lib/event-text/when-text'
import type { NotificationItem } from '@/lib/schemas/notifications'
import type { Viewer } from '@/lib/schemas/users'
import styles from './notifications.module.css'
import type { NotificationsState } from './use-notifications'

/** A notification with its changes, and buttons to answer it, mark it as read and dismiss it. */
export function Notification({
  item,
  viewer,
  now,
  context,
  state,
}: {
  item: NotificationItem
  viewer: Viewer
  now: number
  context: ChangeContext
  state: NotificationsState
}) {
  const t = useTranslations('notifications')
  const isHydrated = useHydrated()
  const { id, isRead, answer, openAt, where, when } = item
  const author = authorText(item, context)
  const href = openAt ? eventPath({ ...openAt, occurrence: openAt.occurrence ?? 0 }) : where?.href
  const text = notificationText(item, context, t)
  return (
    <li className={`${styles.item} ${isRead ? '' : styles.unread}`}>
      <Avatar id={item.by?.id ?? 'kinday'} name={author} color={item.by?.color} />
      <div className={styles.content}>
        <p id={`notification-${id}`}>
          {!isRead && <span className="visually-hidden">{t('unreadMark')}: </span>}
          {href ? (
            <a
              href={href}
              data-notification={id}
              onClick={(event) => openAfter(event, state.markOpened(item))}
            >
              {text}
            </a>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the list move the focus here
            <span data-notification={id} tabIndex={0}>
              {text}
            </span>
          )}
        </p>
        {when && !item.changes.some(({ field }) => field === 'span') && (
          <p className={styles.meta}>{formatWhen(when, viewer, context.today, context.event)}</p>
        )}
        <Changes item={item} context={context} />
        <p className={styles.meta}>
          <time dateTime={new Date(item.at).toISOString()}>{formatAgo(item.at, now, viewer)}</time>
          {item.isLate && <span>{t('late')}</span>}
        </p>
        {item.isPending && <Pending item={item} state={state} />}
        {answer && <Answer item={item} answer={answer} state={state} />}
      </div>
      <div className={styles.buttons}>
        <button
          type="button"
          className="button quiet icon"
          disabled={!isHydrated}
          aria-label={t(isRead ? 'markUnread' : 'markRead')}
          title={t(isRead ? 'markUnread' : 'markRead')}
          aria-describedby={`notification-${id}`}
          onClick={() => void state.markRead([id], !isRead)}
        >
          {isRead ? <Circle size={15} aria-hidden /> : <Check size={15} aria-hidden />}
        </button>
        <button
          type="button"
          className="button quiet icon"
          disabled={!isHydrated}
          aria-label={t('dismiss')}
          title={t('dismiss')}
          aria-describedby={`notification-${id}`}
          onClick={() => void state.dismiss([id])}
        >
          <X size={15} aria-hidden />
        </button>
      </div>
    </li>
  )
}

/** Maximum time that a link waits until its notification is marked as read. */
const MAX_WAIT_MS = 1000

/**
 * Follows a link once its notification is marked as read, with a full page load: the calendar below the panel would not
 * notice another address, and closing the panel goes back in the history.
 */
function openAfter(event: MouseEvent<HTMLAnchorElement>, marked: Promise<unknown>): void {
  const { href } = event.currentTarget
  if (opensElsewhere(event)) return
  event.preventDefault()
  const timeout = new Promise((resolve) => setTimeout(resolve, MAX_WAIT_MS))
  void Promise.race([marked, timeout]).then(() => location.assign(href))
}

/** The old and the new value of each changed field. */
function Changes({ item, context }: { item: NotificationItem; context: ChangeContext }) {
  const shown = notificationChanges(item, context)
  if (!shown.length) return null
  return (
    <ul className={styles.changes}>
      {shown.map(({ key, label, from, to }) => (
        <li key={key}>
          <span className={styles.field}>{label}</span>
          <FromTo from={from} to={to} />
        </li>
      ))}
    </ul>
  )
}

/** Buttons for an invitation that has to be accepted first. */
function Pending({ item: { id, eventId }, state }: { item: NotificationItem; state: NotificationsState }) {
  const t = useTranslations('notifications')
  const isHydrated = useHydrated()
  const [isSaving, setSaving] = useState(false)
  const choose = async (isAccepted: boolean) => {
    setSaving(true)
    await state.accept({ id, event: eventId! }, isAccepted)
    setSaving(false)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend of its own
    <div className={styles.tools} role="group" aria-labelledby={`notification-${id}`}>
      <button
        type="button"
        className="button primary"
        disabled={!isHydrated}
        aria-disabled={isSaving}
        onClick={() => void choose(true)}
      >
        {t('accept')}
      </button>
      <button
        type="button"
        className="button"
        disabled={!isHydrated}
        aria-disabled={isSaving}
        onClick={() => void choose(false)}
      >
        {t('decline')}
      </button>
    </div>
  )
}

function Answer({
  item: { id, eventId, openAt },
  answer: { status, version },
  state,
}: {
  item: NotificationItem
  answer: NonNullable<NotificationItem['answer']>
  state: NotificationsState
}) {
  const [isSaving, setSaving] = useState(false)
  return (
    <AnswerButtons
      answer={status}
      isSaving={isSaving}
      labelledBy={`notification-${id}`}
      onChoose={async (chosen) => {
        setSaving(true)
        await state.answer({ id, event: eventId!, version, occurrence: openAt?.occurrence ?? null }, chosen)
        setSaving(false)
      }}
    />
  )
}
