'use client'

import { Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Confirm } from '@/components/ui/confirm'
import { formatAgo } from '@/components/ui/relative-time'
import { mentionsIn, withNames } from '@/lib/calendar/mentions'
import type { Comment } from '@/lib/schemas/comments'
import type { Viewer } from '@/lib/schemas/users'
import { CommentForm } from './comment-form'
import { CommentText } from './comment-text'
import styles from './comments.module.css'
import type { ThreadRef } from './thread'
import type { CommentCommands } from './use-comment-commands'

/** A comment with the buttons that its reader may use. */
export function CommentItem({
  comment,
  thread,
  names,
  canPin,
  viewer,
  now,
  commands,
}: {
  comment: Comment
  thread: ThreadRef
  names: Readonly<Record<string, string>>
  canPin: boolean
  viewer: Viewer
  now: number
  commands: CommentCommands
}) {
  const t = useTranslations('comments')
  const [state, setState] = useState<'shown' | 'editing' | 'removing'>('shown')
  const { id, author, text, at, isEdited, isPinned, can } = comment
  const name = author.name ?? t('former')
  const tools = useRef<HTMLDivElement>(null)
  const wantsFocus = useRef(false)
  // The form or question that had the focus is gone: a button of the comment gets the focus.
  useEffect(() => {
    if (state !== 'shown' || !wantsFocus.current) return
    wantsFocus.current = false
    tools.current?.querySelector('button')?.focus()
  }, [state])
  const show = () => {
    wantsFocus.current = true
    setState('shown')
  }

  if (state === 'removing') {
    return (
      <li className={styles.item}>
        <Confirm
          question={t('removeConfirm')}
          yes={t('remove')}
          no={t('cancel')}
          onYes={() => void commands.remove(id).then(show)}
          onNo={show}
        />
      </li>
    )
  }
  return (
    <li className={styles.item}>
      <Avatar id={author.id ?? name} name={name} image={author.image} />
      <div className={styles.body}>
        <div className={styles.head}>
          <bdi className={styles.author}>{name}</bdi>
          <time dateTime={new Date(at).toISOString()} title={fullTime(at, viewer)}>
            {formatAgo(at, now, viewer)}
          </time>
          {isEdited && <span className={styles.meta}>{t('edited')}</span>}
          {state === 'shown' && (
            <div ref={tools} className={styles.tools}>
              {canPin && (
                <Tool
                  label={t(isPinned ? 'unpin' : 'pin')}
                  icon={isPinned ? PinOff : Pin}
                  onClick={() => void commands.pin(id, !isPinned)}
                />
              )}
              {can.edit && <Tool label={t('edit')} icon={Pencil} onClick={() => setState('editing')} />}
              {can.remove && <Tool label={t('remove')} icon={Trash2} onClick={() => setState('removing')} />}
            </div>
          )}
        </div>
        {state === 'editing' ? (
          <CommentForm
            thread={thread}
            label={t('edit')}
            initial={{
              text: withNames(text, (user) => names[user] ?? t('former')),
              people: mentionsIn(text).map((user) => ({ id: user, name: names[user] ?? t('former') })),
            }}
            send={(changed, key) => commands.edit(id, changed, key)}
            onSent={show}
            onCancel={show}
          />
        ) : (
          <CommentText text={text} names={names} unknown={t('former')} />
        )}
      </div>
    </li>
  )
}

function Tool({ label, icon: Icon, onClick }: { label: string; icon: typeof Pin; onClick(): void }) {
  return (
    <button type="button" className="button quiet icon" aria-label={label} title={label} onClick={onClick}>
      <Icon size={14} aria-hidden />
    </button>
  )
}

function fullTime(at: number, { locale, timeZone, hourCycle }: Viewer): string {
  const format = { dateStyle: 'full', timeStyle: 'short', timeZone, hourCycle } as const
  return new Intl.DateTimeFormat(locale, format).format(at)
}
