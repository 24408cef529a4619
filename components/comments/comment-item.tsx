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
  /** Names of mentioned users, by user id. */
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
  const item = useRef<HTMLLIElement>(null)
  const remove = async () => {
    const next = focusTargetBeside(item.current)
    await commands.remove(id)
    show()
    // By the next frame, a deleted comment is gone. If the deletion failed, it is still there and has taken the focus.
    requestAnimationFrame(() => {
      if (!item.current?.isConnected && document.activeElement === document.body) next?.focus()
    })
  }
  const show = () => {
    wantsFocus.current = true
    setState('shown')
  }

  if (state === 'removing') {
    return (
      <li ref={item} className={styles.item}>
        <Confirm
          question={t('removeConfirm')}
          yes={t('remove')}
          no={t('cancel')}
          onYes={() => void remove()}
          onNo={show}
        />
      </li>
    )
  }
  return (
    <li className={styles.item}>
      <Avatar id={author.id ?? name} name={name} image={author.image} color={author.color} />
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

/**
 * Returns the element that gets the focus when a comment is deleted: a button of the next or previous comment, or the
 * field for a new one.
 */
function focusTargetBeside(item: HTMLElement | null): HTMLElement | null {
  const buttonIn = (other: Element | null | undefined) => other?.querySelector<HTMLElement>('button')
  const thread = item?.closest(`.${styles.comments}, .${styles.conversation}`)
  const field = thread?.querySelector<HTMLElement>(`.${styles.write} textarea`)
  return buttonIn(item?.nextElementSibling) ?? buttonIn(item?.previousElementSibling) ?? field ?? null
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
