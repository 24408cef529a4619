'use client'

import { type ComponentProps, type ReactNode, Suspense, useState } from 'react'
import { LoadBoundary, later } from '@/components/shell/later'
import { useHydrated } from '@/components/ui/hydrated'
import styles from './comments.module.css'

const Comments = later(() => import('./comments').then((all) => all.Comments), ['comments', 'errors'])
const Conversation = later(
  () => import('./conversation').then((all) => all.Conversation),
  ['comments', 'errors'],
)

/** Label of the button that loads a script again. */
interface Retry {
  retryText: string
}

/** The comments of an event, whose script is loaded when the event is opened. */
export function LaterComments({ retryText, ...props }: ComponentProps<typeof Comments> & Retry) {
  return (
    <Later retryText={retryText}>
      <Comments {...props} />
    </Later>
  )
}

/** The conversation of a group, whose script is loaded after the page. */
export function LaterConversation({ retryText, ...props }: ComponentProps<typeof Conversation> & Retry) {
  // Rendered in the browser only: `later` loads nothing on the server.
  return useHydrated() ? (
    <Later retryText={retryText}>
      <Conversation {...props} />
    </Later>
  ) : (
    <div className={styles.wait} aria-busy />
  )
}

function Later({ retryText, children }: Retry & { children: ReactNode }) {
  const [hasFailed, setFailed] = useState(false)
  if (hasFailed) {
    return (
      <button type="button" className="button quiet" onClick={() => setFailed(false)}>
        {retryText}
      </button>
    )
  }
  return (
    <LoadBoundary onFail={() => setFailed(true)}>
      <Suspense fallback={<div className={styles.wait} aria-busy />}>{children}</Suspense>
    </LoadBoundary>
  )
}
