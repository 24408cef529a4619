'use client'

import { type RefObject, useEffect } from 'react'

const FOCUSABLE =
  ':is(input, select, textarea, button, [role="spinbutton"], [tabindex="0"]):not(:disabled, [hidden])'

/** Focuses the first invalid field after a failed submit, which also scrolls it into view. */
export function useFocusInvalid(form: RefObject<HTMLElement | null>, failure: unknown): void {
  useEffect(() => {
    if (!failure) return
    const invalid = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .error')
    // The error of a group of fields cannot be focused, but the first of these fields can.
    const field = invalid?.matches(FOCUSABLE)
      ? invalid
      : invalid?.closest('.field, fieldset')?.querySelector<HTMLElement>(FOCUSABLE)
    field?.focus()
  }, [form, failure])
}
