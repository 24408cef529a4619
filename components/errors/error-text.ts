'use client'

import { useTranslations } from 'next-intl'
import type { FieldError, FieldErrors } from '@/lib/errors'

/** Words for what went wrong, in the person's language, saying what to do. */
export function useErrorText() {
  const t = useTranslations('errors')
  return {
    field: ({ code, limit }: FieldError): string => t(`fields.${code}`, { limit: limit ?? 0 }),
    /** The whole form's error. Fields show their own; those that the form does not show are named here. */
    whole: ({ code, fields }: { code: string; fields?: FieldErrors }): string => {
      const known = CODES.find((one) => one === code) ?? 'FAULT'
      return known === 'INVALID' && !Object.keys(fields ?? {}).length ? t('INVALID_FORM') : t(known)
    },
  }
}

const CODES = [
  'INVALID',
  'SIGNED_OUT',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'GONE',
  'TOO_LARGE',
  'TOO_MANY',
  'UNAVAILABLE',
  'OFFLINE',
  'STALE',
] as const
