import { createTranslator } from 'next-intl'
import { languageOf } from '@/lib/schemas/languages'
import { loadMessages } from '@/messages/load'
import { errorTextOf, type RequestRefusal } from './error-text'

/** Returns a text that says which limit a command exceeded and what to do. Loads its messages. */
export async function limitText(refusal: RequestRefusal): Promise<string> {
  const messages = await loadMessages(['errors'])
  const locale = languageOf(document.documentElement.lang)
  return errorTextOf(createTranslator({ locale, messages, namespace: 'errors' }), locale).form(refusal)
}
