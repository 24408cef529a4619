import type { BrowserContext } from '@playwright/test'
import { actionRequest, parseActionResponse } from '@/test/clients/over-http'

/** Runs a server action with the cookies of a browser context, to set up a test. */
export async function runAction(
  context: BrowserContext,
  action: string,
  input: object,
): Promise<Record<string, string>> {
  const { path, headers, body } = actionRequest(action, [input])
  const answer = await context.request.post(path, { headers, data: body })
  const text = await answer.text()
  const { ok, result = {} } = parseActionResponse(text)
  if (!ok) throw new Error(`${action} answered ${answer.status()}: ${text}`)
  return result
}
