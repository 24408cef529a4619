'use client'

import { type FormEvent, useRef, useState } from 'react'
import { useHydrated } from '@/components/ui/hydrated'
import type { FieldErrors } from '@/lib/errors'
import { clearUnsaved } from '@/lib/realtime/unsaved'
import { useFocusInvalid } from './focus-invalid'
import { isStaleAction } from './stale-action'
import { useUnsaved } from './unsaved'
import { useErrorText } from './use-error-text'

/** Result of a server action. */
type ActionResult<R> =
  | ({ ok: true } & R)
  | { ok: false; error: { code: string; fields?: FieldErrors; data?: unknown } }

/**
 * Returns the state of a form's submission: whether it is pending, and its errors. Every failure, including being
 * offline, shows a message and keeps the input. `hasUnsavedWarning`: warns before the page is left with unsaved input.
 */
export function useSubmit({ hasUnsavedWarning = false } = {}) {
  const errorText = useErrorText()
  const isHydrated = useHydrated()
  const [busy, setBusy] = useState(false)
  const isSending = useRef(false)
  const [hasInput, setHasInput] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const [failure, setFailure] = useState<{ code: string; fields: FieldErrors; data?: unknown } | null>(null)
  // Chosen files are uploaded immediately, so they never count as unsaved.
  const markTyped = ({ target }: FormEvent) =>
    setHasInput((before) => before || (target as HTMLInputElement).type !== 'file')
  useFocusInvalid(form, failure)
  useUnsaved(hasInput)
  return {
    busy,
    /** Whether the page is hydrated, so that the form can be submitted. */
    isReady: isHydrated,
    /** Props of the form element. */
    form: { ref: form, ...(hasUnsavedWarning && { onInput: markTyped }) },
    /** Props of the submit button. While pending it is `aria-disabled`, since a disabled button loses the focus. */
    button: { disabled: !isHydrated, 'aria-disabled': busy, 'aria-busy': busy },
    /** Returns the error text of a field. */
    fieldError: (field: string): string | undefined => {
      const error = failure?.fields[field]
      return error && errorText.field(error)
    },
    /** Returns the error code of a field. */
    fieldCode: (field: string): string | undefined => failure?.fields[field]?.code,
    /** Returns the error text of the form; null if only fields in `shown` have errors. */
    formError: (...shown: string[]): string | null => {
      if (!failure) return null
      const others = Object.keys(failure.fields).filter((field) => !shown.includes(field))
      return others.length || failure.code !== 'INVALID' ? errorText.form(failure) : null
    },
    /** Submits. `onDone` is called on success; the form stays pending if it returns 'leaving'. */
    submit: async <R>(
      send: () => Promise<ActionResult<R>>,
      onDone: (response: R) => unknown,
    ): Promise<void> => {
      if (isSending.current) return
      isSending.current = true
      setBusy(true)
      setFailure(null)
      try {
        const response = await send()
        if (response.ok) {
          setHasInput(false)
          if (onDone(response) === 'leaving') return
        } else setFailure({ ...response.error, fields: response.error.fields ?? {} })
      } catch (error) {
        setFailure({ code: isStaleAction(error) ? 'STALE' : 'OFFLINE', fields: {} })
      }
      isSending.current = false
      setBusy(false)
    },
  }
}

/** Navigates with a full page load, since cached pages were rendered before the command. */
export function loadPage(path: string): 'leaving' {
  clearUnsaved()
  location.assign(path)
  return 'leaving'
}
