import { z } from 'zod'
import type { PersonColors } from '@/lib/calendar/person-colors'
import { uuid } from './text'

export const personColorsOutput: z.ZodType<PersonColors> = z.strictObject({
  events: z.record(z.string(), z.string()),
  calendars: z.record(uuid, z.string()),
})
