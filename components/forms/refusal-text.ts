import { createTranslator } from 'next-intl'
import { languageOf } from '@/lib/schemas/languages'
import { loadMessages } from '@/messages/load'
import { errorTextOf, type Refusal } from './error-text'

interface ActionResponse {
  ok: boolean
  error?: Refusal
}

/**
 * Returns a text that says which limit refused a command and what to do, or `otherwise` for other errors. For toasts:
 * the messages are loaded on demand, since pages with events do not include those of errors.
 */
export async function refusalText(
  response: ActionResponse | null | undefined,
  otherwise: string,
): Promise<string> {
  const refusal = response?.error
  if (!refusal || !isLimit(refusal)) return otherwise
  const locale = languageOf(document.documentElement.lang)
  try {
    const messages = await loadMessages(locale, ['errors'])
    return errorTextOf(createTranslator({ locale, messages, namespace: 'errors' }), locale).form(refusal)
  } catch {
    return otherwise
  }
}

function isLimit({ code }: Refusal): boolean {
  return code === 'LIMIT_REACHED' || code === 'TOO_MANY'
}
