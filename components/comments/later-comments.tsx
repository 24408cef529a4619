'use client'

import { type ComponentProps, Suspense, useState } from 'react'
import { LoadBoundary, later } from '@/components/shell/later'
import styles from './comments.module.css'

const Comments = later(() => import('./comments').then((all) => all.Comments), ['comments', 'errors'])

/** The comments of an event, whose script is loaded when the event is opened. */
export function LaterComments({
  retryText,
  ...props
}: ComponentProps<typeof Comments> & {
  /** Label of the button that loads the script again. */
  retryText: string
}) {
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
      <Suspense fallback={<div className={styles.wait} aria-busy />}>
        <Comments {...props} />
      </Suspense>
    </LoadBoundary>
  )
}
