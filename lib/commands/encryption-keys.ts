import { connections } from '@/db/schema/connections'
import { decryptCredentials, hasFormerKey } from '@/lib/access/credentials'
import { ADMINISTRATION, auditChange } from '@/lib/commands/effects/administration'
import { command } from '@/lib/commands/pipeline/execute'
import { credentialsContext, replaceCredentials } from '@/lib/commands/rows/connections'
import * as schemas from '@/lib/schemas/instance'

/**
 * Encrypts the credentials of all connected accounts with the first key of `ENCRYPTION_KEY`, so that the former keys
 * can be removed. Credentials that no key decrypts stay as they are.
 */
export const rotateKeys = command({
  name: 'rotateKeys',
  input: schemas.rotateKeys,
  output: schemas.rotateKeysOutput,
  on: () => ({ administration: ADMINISTRATION }),
  async run({ tx }) {
    const rows = await tx.select().from(connections).orderBy(connections.id).for('update')
    const result = { rotated: 0, unreadable: 0 }
    for (const row of rows) {
      if (!hasFormerKey(row)) continue
      const credentials = decryptCredentials(row, credentialsContext(row.id))
      if (!credentials) result.unreadable++
      else if (await replaceCredentials(tx, row.id, row, credentials)) result.rotated++
    }
    if (!result.rotated) return { result, changes: [] }
    return {
      result,
      changes: [{ ...auditChange('instance', '1', 'changed'), after: { keys: result.rotated } }],
    }
  },
})
