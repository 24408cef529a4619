import { isEqual } from '@/lib/calendar/is-equal'
import { PROFILE_FIELDS } from '@/lib/schemas/history'
import type { ProfileDescription } from './descriptions'
import { isRestore, type RecordedChange } from './recorded-change'
import type { ChangeViewer } from './viewer'

interface Profile {
  name?: string
  description?: string
  color?: string
  image?: string | null
}

/** Describes a calendar, a group or the viewer's own account. */
export function describeProfile(
  kind: ProfileDescription['kind'],
  change: RecordedChange,
  viewer: ChangeViewer,
): ProfileDescription {
  const { id, op, before, after } = change
  const { name } = { ...before, ...after } as Profile
  const known = [...viewer.calendars, ...viewer.groups].find((item) => item.id === id)
  return {
    ...{ kind, id, name: name ?? known?.name ?? null },
    op: op === 'added' && isRestore(change) ? 'restored' : op,
    changes: op === 'changed' ? profileChanges(before ?? {}, after ?? {}) : [],
  }
}

/** Returns the changed fields. A description has the field name `about`, because `description` is a field of events. */
export function profileChanges(before: Profile, after: Profile): ProfileDescription['changes'] {
  return PROFILE_FIELDS.flatMap((field) => {
    const key = field === 'about' ? 'description' : field
    const [from, to] = [before[key] ?? null, after[key] ?? null]
    return isEqual(from, to) ? [] : [{ occurrence: null, field, from, to }]
  })
}
