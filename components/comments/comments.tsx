'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { Live } from '@/components/live/live'
import { Avatar } from '@/components/ui/avatar'
import type { Viewer } from '@/lib/schemas/users'
import { CommentForm } from './comment-form'
import { CommentItem } from './comment-item'
import styles from './comments.module.css'
import { draftOf, keepDraft } from './drafts'
import { type ThreadRef, threadQuery } from './thread'
import { useCommentCommands } from './use-comment-commands'

/** The comments on an event, oldest first, and a field for another one. Earlier ones are loaded on demand. */
export function Comments({ thread, viewer, live }: { thread: ThreadRef; viewer: Viewer; live: Live }) {
  const t = useTranslations('comments')
  const heading = useId()
  const query = useInfiniteQuery(threadQuery(thread))
  const commands = useCommentCommands(thread, live)
  const { data, error, refetch, dataUpdatedAt } = query
  const newest = data?.pages[0]

  if (!newest) {
    return error ? (
      <p role="alert" className={styles.failed}>
        {t('notLoaded')}{' '}
        <button type="button" className="button quiet" onClick={() => void refetch()}>
          {t('retry')}
        </button>
      </p>
    ) : (
      <div className={styles.wait} aria-busy />
    )
  }
  // A viewer of the title alone.
  if (!newest.can.comment) return null
  const comments = data.pages.toReversed().flatMap((page) => page.comments)
  const names = Object.assign({}, ...data.pages.map((page) => page.names))
  return (
    <section className={styles.comments} aria-labelledby={heading}>
      <h3 id={heading} className={newest.count ? undefined : 'visually-hidden'}>
        {t('title', { count: newest.count })}
      </h3>
      {query.hasNextPage && (
        <button
          type="button"
          className={`button quiet ${styles.earlier}`}
          aria-busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('earlier')}
        </button>
      )}
      {comments.length > 0 && (
        <ol className={styles.list}>
          {comments.map((comment) => (
            <CommentItem
              key={comment.id}
              comment={comment}
              thread={thread}
              names={names}
              canPin={newest.can.pin}
              viewer={viewer}
              now={dataUpdatedAt}
              commands={commands}
            />
          ))}
        </ol>
      )}
      <div className={styles.write}>
        <Avatar id={viewer.id} name={viewer.name} image={viewer.image} />
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
