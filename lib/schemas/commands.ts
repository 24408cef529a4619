import { z } from 'zod'
import { idempotencyKey, uuid } from './text'

/** Body of `POST /api/commands/<name>`. `user`: the only user who may run it. */
export const commandRequest = z
  .object({ input: z.unknown(), key: idempotencyKey.unwrap(), user: uuid.optional() })
  .strict()
