import type { FieldError } from '@/lib/errors'

/** The values of a refused form as the guest typed them, and the texts of its errors. */
export interface RefusedFormTexts {
  values: Record<string, string>
  text: string
  fields: Record<string, string>
}

/** Attributes that connect an input to its label, hint and error. */
interface InputProps {
  id: string
  name: string
  'aria-invalid': boolean | undefined
  'aria-describedby': string | undefined
}

/** Label, input, hint and error of a form that works without scripts, unlike `Field` in components/ui. */
export function PlainFormField({
  label,
  name,
  hint,
  error,
  children,
}: {
  label: string
  name: string
  hint?: string
  error: string | undefined
  children: (props: InputProps) => React.ReactNode
}) {
  const describedBy = error ? `${name}-error` : hint ? `${name}-hint` : undefined
  return (
    <div className="field">
      <label className="label" htmlFor={`field-${name}`}>
        {label}
      </label>
      {children({
        ...{ id: `field-${name}`, name },
        ...{ 'aria-invalid': error ? true : undefined, 'aria-describedby': describedBy },
      })}
      {error ? (
        <p className="error" id={`${name}-error`}>
          {error}
        </p>
      ) : (
        hint && (
          <p className="hint" id={`${name}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  )
}

/** Returns the texts of a refused form's errors. */
export function fieldTexts(
  fields: Record<string, FieldError> | undefined,
  text: (error: FieldError) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(fields ?? {}).map(([name, error]) => [name, text(error)]))
}
