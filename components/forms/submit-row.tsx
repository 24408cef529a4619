import type { ReactNode } from 'react'

/** The end of a form: the error of the whole form, then its buttons. */
export function SubmitRow({ error, children }: { error: string | null; children: ReactNode }) {
  return (
    <>
      <FormError error={error} />
      <div className="row-end">{children}</div>
    </>
  )
}

/** An error that belongs to no single field. Screen readers announce it when it appears. */
export function FormError({ error }: { error: ReactNode }) {
  return error ? (
    <p className="form-error" role="alert">
      {error}
    </p>
  ) : null
}
