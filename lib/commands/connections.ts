import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { bindings, connections } from '@/db/schema/connections'
import { encryptCredentials } from '@/lib/access/credentials'
import { refuseBeyondConnectionLimit } from '@/lib/commands/checks/connection-limit'
import { command } from '@/lib/commands/pipeline/execute'
import { resumedColumns } from '@/lib/commands/rows/binding-state'
import { credentialsContext } from '@/lib/commands/rows/connections'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/connections'
import { idOutput } from '@/lib/schemas/outputs'

/**
 * Connects an account of the user. An account that is connected already gets the new credentials, and its bindings
 * continue. Only for code that has got the credentials from the provider.
 */
export const addConnection = command({
  name: 'addConnection',
  input: schemas.addConnection,
  output: idOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants }, { kind, account, subject, credentials, consentExpiresAt }) {
    const userId = grants.self.row.id
    const [known] = await tx
      .select({ id: connections.id })
      .from(connections)
      .where(and(eq(connections.userId, userId), eq(connections.kind, kind), isAccount(account, subject)))
      .orderBy(sql`subject nulls last`)
      .limit(1)
      .for('no key update')
    if (!known) await refuseBeyondConnectionLimit(tx, userId)
    const id = known?.id ?? uuidv7()
    const access = {
      ...encryptCredentials(credentials, credentialsContext(id)),
      ...{ account, problem: null, consentExpiresAt },
      ...(subject && { subject }),
    }
    await tx
      .insert(connections)
      .values({ id, userId, kind, ...access })
      .onConflictDoUpdate({ target: connections.id, set: access })
    if (known) await resumeBindings(tx, id)
    const change = {
      entity: 'connection',
      id,
      op: known ? 'changed' : 'added',
      after: { kind, account },
    } as const
    return { result: { id }, changes: [{ stream: streamName('user', userId), ...change }] }
  },
})

/**
 * Matches the connections of an account: by its identifier, or by its address where the identifier is not known. The
 * address may have belonged to another account before.
 */
function isAccount(account: string, subject: string | null): SQL {
  return subject
    ? sql`(subject = ${subject} or (subject is null and account = ${account}))`
    : sql`account = ${account}`
}

/** Problems of bindings that new credentials solve. */
const SOLVED = ['sign-in-needed', 'key-missing']

/** Continues the bindings that lacked valid credentials. Bindings that the user has paused stay paused. */
async function resumeBindings(tx: Tx, connectionId: string): Promise<void> {
  await tx
    .update(bindings)
    .set(resumedColumns())
    .where(
      and(
        eq(bindings.connectionId, connectionId),
        inArray(bindings.state, ['active', 'stopped']),
        inArray(bindings.problem, SOLVED),
      ),
    )
}
