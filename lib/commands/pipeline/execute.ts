import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { db, type Tx } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { type GrantRequest, type GrantsFor, grantAll } from '@/lib/access/grant'
import { checkOutput } from '@/lib/schemas/check-output'
import { parseInput } from '@/lib/schemas/parse-input'
import type { CommandResult, CommandSource, Outcome } from './changes'
import { waitingConsumersOf } from './consumers'
import { earlierResult, mayBeRepeated, storedKey } from './idempotency'
import { refuseBeyondLimits } from './limits'
import { schedulePings } from './pings'
import { enqueue, record } from './record'
import { retryOnConflict } from './retry-on-conflict'
import { routeChanges } from './routing'
import { wakeDispatch } from './wake-dispatch'

/**
 * A write operation. `output` is the schema of its result. `on` declares the permissions that it needs and is never
 * empty; `run` takes rows and ids from the grants, never from the input. `prepare` does slow work, such as hashing a
 * password, before the transaction, which holds a database connection and locks. Permissions are not checked yet,
 * so it must not write, and only `run` may use its result.
 */
export interface Command<
  I extends z.ZodType,
  O extends z.ZodType,
  W extends Record<string, GrantRequest | undefined>,
  P = unknown,
> {
  name: string
  input: I
  output: O
  on(input: z.output<I>): W
  prepare?(context: { actor: Actor; input: z.output<I> }): Promise<P>
  run(context: Context<W, P>, input: z.output<I>): Promise<Outcome<z.output<O>>>
}

export interface Context<W, P = unknown> {
  tx: Tx
  grants: GrantsFor<W>
  actor: Actor
  now: Date
  prepared: P
}

/** Lets TypeScript infer a command's parts. */
export function command<
  I extends z.ZodType,
  O extends z.ZodType,
  const W extends Record<string, GrantRequest | undefined>,
  P = undefined,
>(definition: Command<I, O, W, P>): Command<I, O, W, P> {
  return definition
}

/**
 * Executes a command: validates the input, prepares, then in one transaction checks permissions, runs the command and
 * records its changes; publishes pings after the commit.
 * @throws AppError from the input, the permissions or the command
 */
export async function execute<
  I extends z.ZodType,
  O extends z.ZodType,
  W extends Record<string, GrantRequest | undefined>,
>(
  actor: Actor,
  command: Command<I, O, W>,
  raw: unknown,
  via: CommandSource,
): Promise<CommandResult<z.output<O>>> {
  const input = parseInput(command.input, raw)
  const key = via.key && storedKey(actor, via.key, input)
  try {
    const prepared = await command.prepare?.({ actor, input })
    const committed = await retryOnConflict(() =>
      db.transaction((tx) => perform(tx, actor, command, input, prepared, { ...via, key })),
    )
    afterCommit(committed)
    return committed
  } catch (error) {
    const earlier =
      key && mayBeRepeated(error) && (await earlierResult<z.output<O>>(actor, command.name, key))
    if (earlier) return earlier
    throw error
  }
}

/** Notifies clients and consumers of a commit. */
export function afterCommit({ seqs, isAwaited }: CommandResult<unknown>): void {
  schedulePings(seqs)
  if (isAwaited) wakeDispatch()
}

async function perform<
  I extends z.ZodType,
  O extends z.ZodType,
  W extends Record<string, GrantRequest | undefined>,
>(
  tx: Tx,
  actor: Actor,
  command: Command<I, O, W>,
  input: z.output<I>,
  prepared: unknown,
  via: CommandSource,
): Promise<CommandResult<z.output<O>>> {
  const grants = await grantAll(tx, actor, command.on(input))
  const outcome = await command.run({ tx, grants, actor, now: new Date(), prepared }, input)
  checkOutput(command.name, command.output, outcome.result)
  return recordOutcome(tx, actor, command.name, via, outcome)
}

/** Writes what a command or consumer did: its changeset, changes and jobs, in the order that locks need. */
export async function recordOutcome<R>(
  tx: Tx,
  actor: Actor,
  command: string,
  via: CommandSource,
  outcome: Outcome<R>,
): Promise<CommandResult<R>> {
  // If both fail, the command's own statements fail first.
  const [, recorded] = await Promise.all([outcome.writes, recordChanges(tx, actor, command, via, outcome)])
  return recorded
}

async function recordChanges<R>(
  tx: Tx,
  actor: Actor,
  command: string,
  via: CommandSource,
  { writes: _, ...outcome }: Outcome<R>,
): Promise<CommandResult<R>> {
  if (!outcome.changes.length) {
    await enqueue(tx, outcome.jobs ?? [])
    return { result: outcome.result, changeset: null, seqs: {}, hiddenStreams: [], isAwaited: false }
  }
  const changeset = outcome.changeset ?? uuidv7()
  const changes = await routeChanges(tx, outcome.changes)
  const awaiting = waitingConsumersOf(changes)
  const recorded = { id: changeset, actor, command, via, ...outcome, changes, awaiting }
  const { seqs, hour, isAwaited } = await record(tx, recorded)
  await refuseBeyondLimits(tx, actor, changes, hour)
  const visibleStreams = new Set<string>(changes.flatMap(({ stream, hidden }) => (hidden ? [] : [stream])))
  return {
    result: outcome.result,
    changeset,
    seqs,
    hiddenStreams: Object.keys(seqs).filter((stream) => !visibleStreams.has(stream)),
    isAwaited,
  }
}
