'use client'

import { Eye, EyeOff } from 'lucide-react'
import { type InputHTMLAttributes, useState } from 'react'
import { Field } from './field'

/** A password input with a button to reveal it. `show` and `hide`: labels of the button. */
export function PasswordField({
  label,
  error,
  hint,
  show,
  hide,
  ...input
}: {
  label: string
  error?: string
  hint?: string
  show: string
  hide: string
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'type'>) {
  const [seen, setSeen] = useState(false)
  const Icon = seen ? EyeOff : Eye
  return (
    <Field label={label} error={error} hint={hint}>
      {(wiring) => (
        <span className="with-button">
          <input
            className="input"
            dir="ltr"
            autoCapitalize="none"
            spellCheck={false}
            {...input}
            {...wiring}
            type={seen ? 'text' : 'password'}
          />
          {/* Its name is its text: a label that speaks of the password would be taken for the field's. */}
          <button type="button" className="in-field" onClick={() => setSeen(!seen)}>
            <Icon size={17} aria-hidden />
            <span className="visually-hidden">{seen ? hide : show}</span>
          </button>
        </span>
      )}
    </Field>
  )
}
