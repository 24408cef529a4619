'use client'

import { lazy, Suspense } from 'react'

const SendAgainButton = lazy(() =>
  import('./send-again-button').then((all) => ({ default: all.SendAgainButton })),
)

/** The way to one more mail, in a script of its own: every page has a place for it, and few people ever need it. */
export function SendAgain() {
  return (
    <Suspense>
      <SendAgainButton />
    </Suspense>
  )
}
