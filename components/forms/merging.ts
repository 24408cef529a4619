'use client'

import { useState } from 'react'
import { changedFields, rebaseForm } from '@/lib/calendar/merge'
import { useUnsaved } from './unsaved'

/** Result of an edit: the current values, or a conflict because others changed the same fields. */
type EditResult<T> =
  | { ok: true; result: { version: number; current: T } }
  | { ok: false; error: { code: string; data?: unknown } }

/** A conflict: the current record, and the other user's value of each field that both users changed. */
interface Conflict<T> {
  version: number
  current: T
  fields: Record<string, { theirs: unknown }>
}

/**
 * State of a form whose record others may change concurrently. `version` and `current` are the page's record.
 * Fields that the user changed keep the user's values; all others follow the record.
 */
export function useMerging<T extends object>(version: number, current: T) {
  const [base, setBase] = useState({ version, fields: current })
  const [fields, setFields] = useState(current)
  const [theirs, setTheirs] = useState<Partial<T>>({})
  const changed = changedFields(base.fields, fields)
  // Unchanged fields follow changes by others immediately.
  if (version > base.version && !changed.length) {
    setBase({ version, fields: current })
    setFields(current)
  }
  useUnsaved(changed.length > 0)

  const rebase = ({ version, current }: { version: number; current: T }, before: T) => {
    setBase({ version, fields: current })
    setFields((shown) => rebaseForm(before, shown, current))
  }
  return {
    fields,
    set: (patch: Partial<T>) => setFields((shown) => ({ ...shown, ...patch })),
    changed,
    /** The changed fields with the version that they are based on. */
    edit: {
      version: base.version,
      patch: Object.fromEntries(changed.map((field) => [field, fields[field]])),
    },
    /**
     * Applies the result of the edit. Submitting again after a conflict overwrites the other user's values, since the
     * form has shown them.
     */
    applyResult: <A extends EditResult<T>>(response: A): A => {
      setTheirs({})
      if (response.ok) rebase(response.result, fields)
      else if (response.error.code === 'CONFLICT') {
        const conflict = response.error.data as Conflict<T>
        const theirValues = Object.entries(conflict.fields).map(([field, { theirs }]) => [field, theirs])
        setTheirs(Object.fromEntries(theirValues))
        rebase(conflict, base.fields)
      }
      return response
    },
    /** The other user's values of the conflicting fields. */
    theirs,
  }
}
