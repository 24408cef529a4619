import { z } from 'zod'
import { uuid } from './text'

// Outputs and their parts that several nouns share; other outputs are beside the input of their command or query.

export const count = z.number().int().min(0)
export const version = z.number().int().min(1)

/** Output of commands that return nothing. */
export const emptyOutput = z.strictObject({})

/** Id of the entity that a command created or changed. */
export const idOutput = z.strictObject({ id: uuid })

export const idsOutput = z.strictObject({ ids: z.array(uuid) })

export const countOutput = z.strictObject({ count })
