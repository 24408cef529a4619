import type { useTranslations } from 'next-intl'
import type { FieldError, FieldErrors } from '@/lib/errors'

/** Why a command or an import was refused. */
export interface RequestRefusal {
  code: string
  fields?: FieldErrors
  data?: unknown
}

/** Returns functions that describe errors in the user's language, with advice. */
export function errorTextOf(t: ReturnType<typeof useTranslations<'errors'>>, locale: string) {
  return {
    field: ({ code, limit }: FieldError): string => t(`fields.${code}`, { limit: limit ?? 0 }),
    /** Returns the error text of the whole form; fields have error texts of their own. */
    form: ({ code, fields, data }: RequestRefusal): string => {
      const { seconds, what, limit, readOnly } = (data ?? {}) as {
        seconds?: unknown
        what?: string
        limit?: number
        readOnly?: string
      }
      if (code === 'FORBIDDEN' && readOnly) return t('READ_ONLY')
      const limitName = LIMITS.find((name) => name === what)
      if (limitName && limit !== undefined) {
        const when = typeof seconds === 'number' ? formatDelay(seconds, locale) : ''
        return t(`limits.${limitName}`, { limit, when })
      }
      if (code === 'TOO_MANY' && typeof seconds === 'number') {
        return t('TOO_MANY_UNTIL', { when: formatDelay(seconds, locale) })
      }
      return code === 'INVALID' && !Object.keys(fields ?? {}).length ? t('INVALID_FORM') : t(errorKeyOf(code))
    },
  }
}

/** Per-user limits (lib/commands/pipeline/limits.ts). */
const LIMITS = ['commands', 'events', 'series', 'rules', 'trash'] as const

const CODES = [
  'INVALID',
  'SIGNED_OUT',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'GONE',
  'TOO_LARGE',
  'LIMIT_REACHED',
  'TOO_MANY',
  'UNAVAILABLE',
  'EVENT_GONE',
  'OFFLINE',
  'STORAGE_FULL',
  'STALE',
] as const

function errorKeyOf(code: string): (typeof CODES)[number] | 'FAULT' {
  return CODES.find((known) => known === code) ?? 'FAULT'
}

/** Formats a delay like "in 12 minutes"; in minutes above one minute. */
function formatDelay(seconds: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
  return seconds > 60 ? words.format(Math.ceil(seconds / 60), 'minute') : words.format(seconds, 'second')
}
