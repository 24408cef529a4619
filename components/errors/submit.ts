'use client'

import { useState } from 'react'
import { useAlive } from '@/components/ui/alive'
import type { FieldErrors } from '@/lib/errors'
import { useErrorText } from './error-text'
import { isStaleAction } from './stale-action'

/** What an action answers: done, or why not. */
type Answer<R> =
  | ({ ok: true } & R)
  | { ok: false; error: { code: string; fields?: FieldErrors; data?: unknown } }

/**
 * Submitting a form: busy while it goes, and what stands in the way when it comes back. Whatever that is, offline
 * included, it is told in words and what was typed stays.
 */
export function useSubmit() {
  const errorText = useErrorText()
  const alive = useAlive()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<{ code: string; fields: FieldErrors; data?: unknown } | null>(null)
  return {
    busy,
    /** Whether it can be sent: the page answers, and nothing is on its way. */
    ready: alive && !busy,
    /** What is wrong with one field. */
    fieldError: (field: string): string | undefined => {
      const error = trouble?.fields[field]
      return error && errorText.field(error)
    },
    /** What is wrong, when it is not with a field that the form shows. */
    formError: (...shown: string[]): string | null => {
      if (!trouble) return null
      const elsewhere = Object.keys(trouble.fields).filter((field) => !shown.includes(field))
      return elsewhere.length || trouble.code !== 'INVALID' ? errorText.whole(trouble) : null
    },
    /** Sends it. `onDone` hears of success; it stays busy while that leads away to another page. */
    submit: async <R>(send: () => Promise<Answer<R>>, onDone: (answer: R) => unknown): Promise<void> => {
      setBusy(true)
      setTrouble(null)
      try {
        const answer = await send()
        if (answer.ok) {
          if (onDone(answer) === 'leaving') return
        } else setTrouble({ ...answer.error, fields: answer.error.fields ?? {} })
      } catch (error) {
        setTrouble({ code: isStaleAction(error) ? 'STALE' : 'OFFLINE', fields: {} })
      }
      setBusy(false)
    },
  }
}

/** Goes to a page anew: what was rendered before what was just done must not be shown again. */
export function leaveFor(path: string): 'leaving' {
  location.assign(path)
  return 'leaving'
}
