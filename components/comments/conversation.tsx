'use client'

import { QueryClient, QueryClientProvider, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { Live } from '@/components/live/live'
import { useUnseen } from '@/components/shell/unseen-store'
import { NOTIFICATIONS_CHANGED } from '@/components/shell/watch-unseen'
import { Avatar } from '@/components/ui/avatar'
import { usePageVisible } from '@/components/ui/page-visible'
import { markNotificationsRead } from '@/lib/actions/notifications'
import type { Viewer } from '@/lib/schemas/users'
import { CommentForm } from './comment-form'
import styles from './comments.module.css'
import { draftOf, keepDraft } from './drafts'
import { ThreadPlaceholder } from './not-loaded'
import { PinnedMessages } from './pinned-messages'
import { threadKey, threadQueryOptions } from './thread'
import { namesIn, ThreadList } from './thread-list'
import { useCommentCommands } from './use-comment-commands'

interface ConversationProps {
  group: string
  viewer: Viewer
  live: Live
}

/** The conversation of a group, with its pinned messages above. */
export function Conversation(props: ConversationProps) {
  const [client] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={client}>
      <Messages {...props} />
    </QueryClientProvider>
  )
}

function Messages({ group, viewer, live }: ConversationProps) {
  const t = useTranslations('comments')
  const heading = useId()
  const thread = { group }
  const query = useInfiniteQuery(threadQueryOptions(thread))
  const commands = useCommentCommands(thread, live)
  const pages = query.data?.pages ?? []
  const newest = pages[0]
  const last = newest?.comments.at(-1)?.id
  const list = useScrollToLast(last)
  useRefetchWhenLive(group)
  useMarkAsRead(group, last)

  if (!newest) return <ThreadPlaceholder error={query.error} onRetry={() => void query.refetch()} />
  return (
    <div className={styles.conversation}>
      <h2 id={heading}>{t('conversation')}</h2>
      {newest.pinned.length > 0 && (
        <PinnedMessages
          pinned={newest.pinned}
          names={namesIn(pages)}
          canPin={newest.can.pin}
          onUnpin={(id) => void commands.pin(id, false)}
        />
      )}
      {newest.count > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
        <section ref={list} className={styles.messages} aria-labelledby={heading} tabIndex={0}>
          <ThreadList thread={thread} query={query} viewer={viewer} commands={commands} />
        </section>
      )}
      <div className={styles.write}>
        <Avatar id={viewer.id} name={viewer.name} image={viewer.image} color={newest.viewerColor} />
        <CommentForm
          thread={thread}
          label={t('writeMessage')}
          initial={draftOf(thread)}
          send={commands.add}
          onDraft={(draft) => keepDraft(thread, draft)}
          onSent={() => undefined}
        />
      </div>
    </div>
  )
}

/** Distance from the end within which the list scrolls to a new last message. */
const NEAR_END_PX = 80

/** Scrolls to a new last message, unless the reader has scrolled up to earlier ones. */
function useScrollToLast(last: string | undefined) {
  const list = useRef<HTMLElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    const element = list.current
    if (!element) return
    const onScroll = () => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => element.removeEventListener('scroll', onScroll)
  })
  useLayoutEffect(() => {
    if (last && isAtEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [last])
  return list
}

/** Fetches the conversation again when a stream of the user has changes. */
function useRefetchWhenLive(group: string): void {
  const client = useQueryClient()
  useEffect(() => {
    const refetch = () => void client.invalidateQueries({ queryKey: threadKey({ group }) })
    addEventListener('kinday:streams-advanced', refetch)
    return () => removeEventListener('kinday:streams-advanced', refetch)
  }, [client, group])
}

/** Marks the notifications of messages as read while the conversation is on the screen. */
function useMarkAsRead(group: string, last: string | undefined): void {
  const hasUnread = useUnseen().notifications > 0
  const isVisible = usePageVisible()
  useEffect(() => {
    if (!isVisible || !hasUnread || !last) return
    markNotificationsRead({ which: { conversation: group } })
      .then((response) => {
        if (response.ok && response.result.count) dispatchEvent(new Event(NOTIFICATIONS_CHANGED))
      })
      // The notifications stay unread until the conversation is opened again.
      .catch(() => {})
  }, [group, isVisible, hasUnread, last])
}
