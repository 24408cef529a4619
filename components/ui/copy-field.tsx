'use client'

import { useId, useState } from 'react'
import { copyText } from './copy-text'
import { TextField } from './field'

/** A read-only text with a copy button. The text is selected on focus. */
export function CopyField({
  label,
  hint,
  value,
  copy,
  copied,
}: {
  label: string
  hint?: string
  value: string
  /** Text of the button. */
  copy: string
  /** Text of the button after copying. */
  copied: string
}) {
  const hintId = useId()
  const [copiedValue, setCopiedValue] = useState<string | null>(null)
  return (
    <div className="field" role="status">
      <div className="row">
        <TextField
          label={label}
          aria-describedby={hint && hintId}
          value={value}
          readOnly
          dir="ltr"
          onFocus={({ target }) => target.select()}
        />
        <button
          type="button"
          className="button"
          onClick={async ({ currentTarget }) => {
            const field = currentTarget.parentElement!.querySelector('input')!
            setCopiedValue((await copyText(value, field)) ? value : null)
          }}
        >
          {copiedValue === value ? copied : copy}
        </button>
      </div>
      {/* Below the field and the button, so that these two are level. */}
      {hint && (
        <p id={hintId} className="hint">
          {hint}
        </p>
      )}
    </div>
  )
}
