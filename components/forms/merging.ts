'use client'

import { useState } from 'react'
import { changedFields, rebaseForm } from '@/lib/calendar/merge'
import { useUnsaved } from './unsaved'

/** What an edit of a thing answers: as it is now, or that others have changed the same fields meanwhile. */
type Heard<T> =
  | { ok: true; result: { version: number; now: T } }
  | { ok: false; error: { code: string; data?: unknown } }

/** What a conflict says: as the thing is now, and both values of each field that both changed. */
interface Conflict<T> {
  version: number
  now: T
  fields: Record<string, { theirs: unknown }>
}

/**
 * A form of a thing that others may change meanwhile: `version` and `now` are as the page has it. What one changes is
 * kept, everything else is always theirs.
 */
export function useMerging<T extends object>(version: number, now: T) {
  const [base, setBase] = useState({ version, fields: now })
  const [fields, setFields] = useState(now)
  const [theirs, setTheirs] = useState<Partial<T>>({})
  const changed = changedFields(base.fields, fields)
  // Whoever has typed nothing sees at once what others have made of it.
  if (version > base.version && !changed.length) {
    setBase({ version, fields: now })
    setFields(now)
  }
  useUnsaved(changed.length > 0)

  const take = ({ version, now }: { version: number; now: T }, before: T) => {
    setBase({ version, fields: now })
    setFields((shown) => rebaseForm(before, shown, now))
  }
  return {
    fields,
    set: (patch: Partial<T>) => setFields((shown) => ({ ...shown, ...patch })),
    changed,
    /** What is to be sent, with the version it was made on. */
    edit: {
      version: base.version,
      patch: Object.fromEntries(changed.map((field) => [field, fields[field]])),
    },
    /** Takes in what the edit answers. Sent again after a conflict, mine goes over theirs: by then it has been seen. */
    hear: <A extends Heard<T>>(answer: A): A => {
      setTheirs({})
      if (answer.ok) take(answer.result, fields)
      else if (answer.error.code === 'CONFLICT') {
        const conflict = answer.error.data as Conflict<T>
        const both = Object.entries(conflict.fields).map(([field, { theirs }]) => [field, theirs])
        setTheirs(Object.fromEntries(both))
        take(conflict, base.fields)
      }
      return answer
    },
    /** What others made of fields that one changes too, once a conflict has told. */
    theirs,
  }
}
