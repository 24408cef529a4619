import { z } from 'zod'
import { PALETTE } from '@/lib/calendar/palette'
import { birthday } from './birthday'
import { personName, uuid } from './text'

const fields = { name: personName(100), color: z.enum(PALETTE) }

export const addManagedMember = z
  .object({ group: uuid, name: fields.name, color: fields.color.optional(), birthday: birthday.optional() })
  .strict()
export const addManagedMemberOutput = z.strictObject({ group: uuid, user: uuid })

export const managedMember = z.object({ group: uuid, user: uuid }).strict()
export const updateManagedMember = z
  .object({
    ...{ group: uuid, user: uuid, name: fields.name.optional(), color: fields.color.optional() },
    birthday: birthday.optional(),
  })
  .strict()

/** Changes the color of a member with an account. Members change their own, owners and admins any. */
export const setMemberColor = z.object({ group: uuid, user: uuid, color: fields.color }).strict()
