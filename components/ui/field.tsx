'use client'

import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from 'react'

/** Props of every field. `error` is shown, announced with the field, and marks it as invalid. */
interface FieldProps {
  label: string
  error?: string
  hint?: string
}

/** Props that connect a control with its label and its error or hint. */
interface ControlProps {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
}

/** A label, its control, and the control's error or hint. */
export function Field({
  label,
  error,
  hint,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId()
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        ...((error || hint) && { 'aria-describedby': `${id}-message` }),
        ...(error && { 'aria-invalid': true as const }),
      })}
      {(error || hint) && (
        <p id={`${id}-message`} className={error ? 'error' : 'hint'}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}

export function TextField({
  label,
  error,
  hint,
  className,
  ...input
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field label={label} error={error} hint={hint}>
      {(control) => (
        <input className={className ? `input ${className}` : 'input'} dir="auto" {...input} {...control} />
      )}
    </Field>
  )
}

export function TextArea({
  label,
  error,
  hint,
  ...input
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field label={label} error={error} hint={hint}>
      {(control) => <textarea className="input" dir="auto" {...input} {...control} />}
    </Field>
  )
}

export function SelectField({
  label,
  error,
  hint,
  options,
  ...select
}: FieldProps & { options: readonly (readonly [value: string, label: string])[] } & Omit<
    React.SelectHTMLAttributes<HTMLSelectElement>,
    'children'
  >) {
  return (
    <Field label={label} error={error} hint={hint}>
      {(control) => (
        <select className="input" {...select} {...control}>
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** Radio buttons as a segmented control. */
export function Segments<V extends string>({
  label,
  name,
  value,
  options,
  onChange,
}: {
  label: string
  name: string
  value: V
  options: readonly (readonly [value: V, label: string])[]
  onChange(value: V): void
}) {
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{label}</legend>
      {options.map(([option, text]) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            value={option}
            checked={option === value}
            onChange={() => onChange(option)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}

export function Switch({ label, ...input }: { label: string } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className="switch">
      <input type="checkbox" role="switch" aria-checked={input.checked} {...input} />
      {label}
    </label>
  )
}
