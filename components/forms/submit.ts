'use client'

import { type FormEvent, useRef, useState } from 'react'
import { useHydrated } from '@/components/ui/hydrated'
import type { FieldErrors } from '@/lib/errors'
import { letGo } from '@/lib/realtime/unsaved'
import { isStaleAction } from './stale-action'
import { useUnsaved } from './unsaved'
import { useErrorText } from './use-error-text'
import { useWrongFocus } from './wrong-focus'

/** What an action answers: done, or why not. */
type Answer<R> =
  | ({ ok: true } & R)
  | { ok: false; error: { code: string; fields?: FieldErrors; data?: unknown } }

/**
 * Submitting a form: busy while it goes, and what stands in the way when it comes back. Whatever that is, offline
 * included, it is told in words and what was typed stays. `keeps`: what is typed is not left without a word either.
 */
export function useSubmit({ keeps = false } = {}) {
  const errorText = useErrorText()
  const alive = useHydrated()
  const [busy, setBusy] = useState(false)
  const sending = useRef(false)
  const [typed, setTyped] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const [trouble, setTrouble] = useState<{ code: string; fields: FieldErrors; data?: unknown } | null>(null)
  // A file that is chosen is sent at once, by itself.
  const note = ({ target }: FormEvent) =>
    setTyped((before) => before || (target as HTMLInputElement).type !== 'file')
  useWrongFocus(form, trouble)
  useUnsaved(typed)
  return {
    busy,
    /** Whether it can be sent: the page answers. */
    ready: alive,
    /** For the form itself. */
    form: { ref: form, ...(keeps && { onInput: note }) },
    /** For what sends it. While it goes it keeps the focus, which a button that is disabled loses. */
    button: { disabled: !alive, 'aria-disabled': busy, 'aria-busy': busy },
    /** What is wrong with one field. */
    fieldError: (field: string): string | undefined => {
      const error = trouble?.fields[field]
      return error && errorText.field(error)
    },
    /** The code of what is wrong with one field. */
    fieldCode: (field: string): string | undefined => trouble?.fields[field]?.code,
    /** What is wrong, when it is not with a field that the form shows. */
    formError: (...shown: string[]): string | null => {
      if (!trouble) return null
      const elsewhere = Object.keys(trouble.fields).filter((field) => !shown.includes(field))
      return elsewhere.length || trouble.code !== 'INVALID' ? errorText.whole(trouble) : null
    },
    /** Sends it. `onDone` hears of success; it stays busy while that leads away to another page. */
    submit: async <R>(send: () => Promise<Answer<R>>, onDone: (answer: R) => unknown): Promise<void> => {
      if (sending.current) return
      sending.current = true
      setBusy(true)
      setTrouble(null)
      try {
        const answer = await send()
        if (answer.ok) {
          setTyped(false)
          if (onDone(answer) === 'leaving') return
        } else setTrouble({ ...answer.error, fields: answer.error.fields ?? {} })
      } catch (error) {
        setTrouble({ code: isStaleAction(error) ? 'STALE' : 'OFFLINE', fields: {} })
      }
      sending.current = false
      setBusy(false)
    },
  }
}

/** Goes to a page anew: what was rendered before what was just done must not be shown again. */
export function leaveFor(path: string): 'leaving' {
  letGo()
  location.assign(path)
  return 'leaving'
}
