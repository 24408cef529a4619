import { jsonEndpoint } from '@/lib/http/endpoint'
import { holidayChoices } from '@/lib/http/subscribed-calendars'
import { holidayChoicesOutput } from '@/lib/schemas/subscribed-calendars'

/** Lists the countries whose public holidays are known, and the regions of one of them (`?country=DE`). */
export const GET = jsonEndpoint(holidayChoicesOutput, (request) =>
  holidayChoices(new URL(request.url).searchParams.get('country')),
)
