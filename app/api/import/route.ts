import { currentUser } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { startImport } from '@/lib/http/importing'
import { lines } from '@/lib/http/lines'
import { importQuery } from '@/lib/schemas/import'
import { parseInput } from '@/lib/schemas/parse-input'

/** Takes a file as it is sent, and says what importing it would do (`?mode=preview`) or has done. */
export const POST = endpoint(async (request) => {
  const { searchParams } = new URL(request.url)
  const asked = { ...Object.fromEntries(searchParams), calendar: searchParams.getAll('calendar') }
  // Who is signed out learns nothing of what is asked for.
  const user = await currentUser()
  return lines(request, await startImport(user, () => parseInput(importQuery, asked)))
})
