'use client'

import { useId, useState } from 'react'
import { copyText } from './copy-text'
import { TextField } from './field'

/** A read-only text with a copy button. Selected on focus. */
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
  /** Texts of the button, before and after copying. */
  copy: string
  copied: string
}) {
  const more = useId()
  const [done, setDone] = useState<string | null>(null)
  return (
    <div className="field" role="status">
      <div className="row">
        <TextField
          label={label}
          aria-describedby={hint && more}
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
            setDone((await copyText(value, field)) ? value : null)
          }}
        >
          {done === value ? copied : copy}
        </button>
      </div>
      {/* Below both, so that they stand on one line. */}
      {hint && (
        <p id={more} className="hint">
          {hint}
        </p>
      )}
    </div>
  )
}
