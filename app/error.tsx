'use client'

import './error.css'

/**
 * A fault of ours while rendering. Its words are here, not in the messages: those may be what could not be loaded.
 */
export default function Fault({ reset }: { error: Error; reset(): void }) {
  return (
    <main className="fault">
      <h1>Something went wrong on our side</h1>
      <p>It has been noted. Nothing you saved is lost.</p>
      <button type="button" className="button" onClick={reset}>
        Try again
      </button>
    </main>
  )
}
