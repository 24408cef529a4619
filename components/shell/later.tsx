'use client'

import { NextIntlClientProvider, useLocale } from 'next-intl'
import { type ComponentType, lazy } from 'react'
import { languageOf } from '@/lib/schemas/languages'

/**
 * A component that is not sent with the page: it comes in a script of its own, and with it every word of the page's
 * language in another. So what is rendered at once needs no more words than its own (see ClientMessages). Only for
 * what opens in the browser. `ahead` fetches both before they are needed.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const ahead = async () => {
    const language = languageOf(document.documentElement.lang)
    const [Part, { default: words }] = await Promise.all([load(), import(`../../messages/${language}.json`)])
    return {
      default: (props: Props) => (
        <NextIntlClientProvider locale={useLocale()} messages={words}>
          <Part {...props} />
        </NextIntlClientProvider>
      ),
    }
  }
  return Object.assign(lazy(ahead), { ahead })
}
