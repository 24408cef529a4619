'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { Live } from '@/components/live/live'
import { Avatar } from '@/components/ui/avatar'
import type { Viewer } from '@/lib/schemas/users'
import { CommentForm } from './comment-form'
import styles from './comments.module.css'
import { draftOf, keepDraft } from './drafts'
import { ThreadPlaceholder } from './not-loaded'
import { type ThreadRef, threadQueryOptions } from './thread'
import { ThreadList } from './thread-list'
import { useCommentCommands } from './use-comment-commands'

/** The comments on an event or gathering, and a field for a new comment. */
export function Comments({
  thread,
  viewer,
  live,
  isPaused,
}: {
  thread: ThreadRef
  viewer: Viewer
  live: Live
  /** Whether nothing is loaded, because the event may just be deleted. */
  isPaused: boolean
}) {
  const t = useTranslations('comments')
  const heading = useId()
  const query = useInfiniteQuery({ ...threadQueryOptions(thread), enabled: !isPaused })
  const commands = useCommentCommands(thread, live)
  const newest = query.data?.pages[0]
  if (!newest) return <ThreadPlaceholder error={query.error} onRetry={() => void query.refetch()} />
  // The viewer sees only the title of the event.
  if (!newest.can.comment) return null
  return (
    <section className={styles.comments} aria-labelledby={heading}>
      <h3 id={heading} className={newest.count ? undefined : 'visually-hidden'}>
        {t('title', { count: newest.count })}
      </h3>
      <ThreadList thread={thread} query={query} viewer={viewer} commands={commands} />
      <div className={styles.write}>
        <Avatar id={viewer.id} name={viewer.name} image={viewer.image} color={newest.viewerColor} />
        <CommentForm
          thread={thread}
          label={t('write')}
          initial={draftOf(thread)}
          send={commands.add}
          onDraft={(draft) => keepDraft(thread, draft)}
          onSent={() => undefined}
        />
      </div>
    </section>
  )
}
