'use client'

import { type RefObject, useEffect } from 'react'

const FOCUSABLE =
  ':is(input, select, textarea, button, [role="spinbutton"], [tabindex="0"]):not(:disabled, [hidden])'

/** After a form came back with something wrong, the focus goes to the first field that is, and so it is in sight. */
export function useWrongFocus(form: RefObject<HTMLElement | null>, trouble: unknown): void {
  useEffect(() => {
    if (!trouble) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .error')
    // What is said of several parts at once stands beside them.
    const field = wrong?.matches(FOCUSABLE)
      ? wrong
      : wrong?.closest('.field, fieldset')?.querySelector<HTMLElement>(FOCUSABLE)
    field?.focus()
  }, [form, trouble])
}
