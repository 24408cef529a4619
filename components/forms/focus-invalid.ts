'use client'

import { type RefObject, useEffect } from 'react'

const FOCUSABLE =
  ':is(input, select, textarea, button, [role="spinbutton"], [tabindex="0"]):not(:disabled, [hidden])'

/** Focuses the first invalid field after a failed submit, which also scrolls it into view. */
export function useFocusInvalid(form: RefObject<HTMLElement | null>, failure: unknown): void {
  useEffect(() => {
    if (!failure) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .error')
    // An error of several parts at once is shown beside them.
    const field = wrong?.matches(FOCUSABLE)
      ? wrong
      : wrong?.closest('.field, fieldset')?.querySelector<HTMLElement>(FOCUSABLE)
    field?.focus()
  }, [form, failure])
}
