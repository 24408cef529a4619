'use server'

import type { z } from 'zod'
import { bindChosen } from '@/lib/http/remote-calendars'
import type { chooseCalendars } from '@/lib/schemas/connections'

export async function bindCalendars(input: z.input<typeof chooseCalendars>, key?: string) {
  return bindChosen(input, key)
}
