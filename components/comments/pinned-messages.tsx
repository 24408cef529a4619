'use client'

import { Pin, PinOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Comment } from '@/lib/schemas/comments'
import { CommentText } from './comment-text'
import styles from './comments.module.css'

/** The messages that are pinned to the top of a conversation. */
export function PinnedMessages({
  pinned,
  names,
  canPin,
  onUnpin,
}: {
  pinned: readonly Comment[]
  names: Readonly<Record<string, string>>
  canPin: boolean
  onUnpin(id: string): void
}) {
  const t = useTranslations('comments')
  return (
    <ul className={styles.pinned} aria-label={t('pinned')}>
      {pinned.map(({ id, text, author }) => (
        <li key={id}>
          <Pin size={14} aria-hidden />
          <div>
            <CommentText text={text} names={names} unknown={t('former')} />
            <bdi className={styles.meta}>{author.name ?? t('former')}</bdi>
          </div>
          {canPin && (
            <button
              type="button"
              className="button quiet icon"
              aria-label={t('unpin')}
              title={t('unpin')}
              onClick={() => onUnpin(id)}
            >
              <PinOff size={14} aria-hidden />
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
