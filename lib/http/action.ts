import type { z } from 'zod'
import type { GrantRequest } from '@/lib/access/grant'
import { type Command, execute } from '@/lib/commands/pipeline/execute'
import { idempotencyKey } from '@/lib/schemas/text'
import { type ActionResult, toRefusal, toVisibleResult, type VisibleResult } from './action-result'
import { requestActor } from './actor'

/** Input of a command as clients send it, before defaults and normalization. */
export type InputOf<C extends { input: z.ZodType }> = z.input<C['input']>

/**
 * Runs a command for the request's actor, as a server action. `key` is an idempotency key. Returns errors as values
 * for any input.
 */
export async function act<
  I extends z.ZodType,
  O extends z.ZodType,
  W extends Record<string, GrantRequest | undefined>,
>(command: Command<I, O, W>, raw: unknown, key?: unknown): Promise<ActionResult<VisibleResult<z.output<O>>>> {
  try {
    const parsedKey = idempotencyKey.safeParse(key)
    const outcome = await execute(await requestActor(), command, raw, { origin: 'web', key: parsedKey.data })
    return { ok: true, ...toVisibleResult(outcome) }
  } catch (error) {
    return { ok: false, error: toRefusal(error, `action ${command.name}`) }
  }
}
