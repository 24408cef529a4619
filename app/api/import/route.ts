import { currentUser } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { startImport } from '@/lib/http/import'
import { respondWithLines } from '@/lib/http/lines'
import { importQuery } from '@/lib/schemas/import'
import { importLine } from '@/lib/schemas/import-result'
import { parseInput } from '@/lib/schemas/parse-input'

/** Imports an uploaded file, or previews the import (`?mode=preview`). */
export const POST = endpoint(async (request) => {
  const { searchParams } = new URL(request.url)
  const query = { ...Object.fromEntries(searchParams), calendar: searchParams.getAll('calendar') }
  // The session is checked before the parameters, so that signed-out clients always get the same error.
  const user = await currentUser()
  return respondWithLines(request, importLine, await startImport(user, () => parseInput(importQuery, query)))
})
