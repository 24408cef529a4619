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
  const [isRevealed, setRevealed] = useState(false)
  const Icon = isRevealed ? EyeOff : Eye
  return (
    <Field label={label} error={error} hint={hint}>
      {(control) => (
        <span className="with-button">
          <input
            className="input"
            dir="ltr"
            autoCapitalize="none"
            spellCheck={false}
            {...input}
            {...control}
            type={isRevealed ? 'text' : 'password'}
          />
          {/* Has no aria-label: one that mentions the password could be taken for the label of the field. */}
          <button type="button" className="in-field" onClick={() => setRevealed(!isRevealed)}>
            <Icon size={17} aria-hidden />
            <span className="visually-hidden">{isRevealed ? hide : show}</span>
          </button>
        </span>
      )}
    </Field>
  )
}
