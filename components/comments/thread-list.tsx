'use client'

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { CommentPage } from '@/lib/schemas/comments'
import type { Viewer } from '@/lib/schemas/users'
import { CommentItem } from './comment-item'
import styles from './comments.module.css'
import type { ThreadRef } from './thread'
import type { CommentCommands } from './use-comment-commands'

/** The loaded comments of a thread, oldest first, and a button that loads earlier ones. */
export function ThreadList({
  thread,
  query,
  viewer,
  commands,
}: {
  thread: ThreadRef
  query: UseInfiniteQueryResult<InfiniteData<CommentPage>>
  viewer: Viewer
  commands: CommentCommands
}) {
  const t = useTranslations('comments')
  const pages = query.data?.pages ?? []
  const comments = pages.toReversed().flatMap((page) => page.comments)
  return (
    <>
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
              names={namesIn(pages)}
              canPin={pages[0]!.can.pin}
              viewer={viewer}
              now={query.dataUpdatedAt}
              commands={commands}
            />
          ))}
        </ol>
      )}
    </>
  )
}

/** Returns the names of the users who are mentioned in any page. */
export function namesIn(pages: readonly CommentPage[]): Record<string, string> {
  return Object.assign({}, ...pages.map(({ names }) => names))
}
