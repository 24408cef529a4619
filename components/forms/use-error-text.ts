'use client'

import { useLocale, useTranslations } from 'next-intl'
import { errorTextOf } from './error-text'

/** Returns {@link errorTextOf} in the user's language; needs the messages of `errors`. */
export function useErrorText() {
  return errorTextOf(useTranslations('errors'), useLocale())
}
