import type { Tx } from '@/db/client'
import type { BindingRow } from '@/lib/access/nouns/binding'
import { readOnlyReasonOf } from '@/lib/calendar/read-only'
import type { Change } from '@/lib/commands/pipeline/changes'
import { setReadOnlyOfBinding } from '@/lib/commands/rows/read-only'
import { refetchNotice } from './end-binding'

/** Makes the events of a binding editable or read-only, as its direction and its remote calendar require. */
export async function updateReadOnly(tx: Tx, row: BindingRow): Promise<Change[]> {
  if (row.leaderId) return []
  const { hasChanged } = await setReadOnlyOfBinding(tx, row.id, readOnlyReasonOf(row))
  return hasChanged ? [refetchNotice(row.calendarId)] : []
}

/** Makes events read-only again that became editable when the user of their sync lost a permission, now that it is back. */
export async function lockAgain(tx: Tx, row: BindingRow): Promise<Change[]> {
  return row.problem === 'permission-lost' && row.canWrite ? updateReadOnly(tx, row) : []
}
