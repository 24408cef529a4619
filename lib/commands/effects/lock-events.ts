import type { Tx } from '@/db/client'
import type { BindingRow } from '@/lib/access/nouns/binding'
import type { Change } from '@/lib/commands/pipeline/changes'
import { refetchNotice } from './end-binding'
import { changeAccess } from './keep-remote'

/** Makes the events of a binding editable or read-only, as its direction and its remote calendar require. */
export async function updateReadOnly(
  tx: Tx,
  row: BindingRow,
  direction: BindingRow['direction'] = row.direction,
): Promise<Change[]> {
  if (row.leaderId) return []
  const { hasChanged } = await changeAccess(tx, row, row, { ...row, direction })
  return hasChanged ? [refetchNotice(row.calendarId)] : []
}

/**
 * Makes events read-only again that became editable when the user of their sync lost a permission, now that it is back.
 */
export async function makeReadOnlyAgain(tx: Tx, row: BindingRow): Promise<Change[]> {
  return row.problem === 'permission-lost' && row.canWrite ? updateReadOnly(tx, row) : []
}
